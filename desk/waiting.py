"""What waits for a member of staff: reviews, decisions, comment windows, plans that are late."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.policies import proposals_waiting_for
from accounts.proposal_kinds import descriptions, proposal_kind
from advisory.queries.histories import overdue_items
from advisory.queries.visibility import cases_visible_to
from assessments.queries.visibility import assessments_visible_to
from countries.queries.local_time import LocalDays
from factories.queries import visible_to
from portal.queries import eligible_among
from recognition.queries import LIVE, open_appeals_against, recognitions_visible_to

FEW = 8
"""Lines of one kind; the list behind each has all of them."""
SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One piece of work.

    Attributes:
        title: what to do.
        note: at which factory.
        on: since when, or until when.
        late: whether that day is over.
    """

    title: str
    url: str
    note: str
    on: date | datetime | None = None
    late: bool = False
    state: str = ""
    state_label: str = ""


Source = Callable[[User, LocalDays], Iterator[Waiting]]


def waiting_for(user: User, days: LocalDays) -> list[Waiting]:
    """Everything that waits for the user. A constant number of queries for each role."""
    return [item for source in SOURCES.get(user.role, ()) for item in source(user, days)]


def _drafts(user: User, days: LocalDays) -> Iterator[Waiting]:
    for row in _assessments(user, days, "draft"):
        yield _assessment(row, _("Finish the assessment"), row["assessed_on"], late=False)


def _windows(user: User, days: LocalDays) -> Iterator[Waiting]:
    for row in _assessments(user, days, "comment_window", "window_closes_on"):
        closes = row["window_closes_on"]
        yield _assessment(
            row,
            _("The factory may comment"),
            closes,
            late=bool(closes and closes < days.of(row["factory__country_id"])),
        )


def _reviews(user: User, days: LocalDays) -> Iterator[Waiting]:
    for row in _assessments(user, days, "submitted"):
        yield _assessment(row, _("Review the assessment"), row["assessed_on"], late=False)


def _assessments(user: User, days: LocalDays, state: str, order: str = "assessed_on") -> Any:
    rows = assessments_visible_to(user, days).filter(state=state).order_by(order, "pk")
    return rows.values(
        "pk", "assessed_on", "window_closes_on", "state", "factory__name", "factory__country_id"
    )[:FEW]


def _assessment(row: dict[str, Any], title: str, on: date | None, *, late: bool) -> Waiting:
    return Waiting(
        title, reverse("assessments:detail", args=[row["pk"]]), row["factory__name"], on, late=late
    )


def _overdue(user: User, days: LocalDays) -> Iterator[Waiting]:
    visible = visible_to(user)
    items = overdue_items(visible, days, limit=FEW)
    names = {factory.pk: factory for factory in visible.filter(pk__in={item.factory_id for item in items})}
    for item in items:
        factory = names[item.factory_id]
        url = f"{reverse('factory', args=[factory.code])}#plan"
        yield Waiting(item.issue, url, factory.name, item.due_on, late=True)


def _candidates(user: User, days: LocalDays) -> Iterator[Waiting]:  # noqa: ARG001  # one signature for all sources
    taken = recognitions_visible_to(user).filter(state__in=LIVE).values("factory")
    for factory in eligible_among(visible_to(user)).exclude(pk__in=taken).order_by("name", "pk")[:FEW]:
        yield Waiting(
            _("Propose for recognition?"), reverse("recognition:verdict", args=[factory.code]), factory.name
        )


def _proposals(user: User, days: LocalDays) -> Iterator[Waiting]:  # noqa: ARG001  # one signature for all sources
    rows = recognitions_visible_to(user).filter(state__in=("proposed", "deferred")).exclude(proposed_by=user)
    for row in rows.select_related("factory").order_by("proposed_at", "pk")[:FEW]:
        yield Waiting(
            _("Decide on recognition"),
            reverse("recognition:detail", args=[row.pk]),
            row.factory.name,
            row.proposed_at,
            state=row.state,
            state_label=row.get_state_display(),
        )


def _appeals(user: User, days: LocalDays) -> Iterator[Waiting]:  # noqa: ARG001  # one signature for all sources
    rows = recognitions_visible_to(user).filter(state="appealed").select_related("factory")
    # whoever took the decision does not answer the appeal against it
    rows = rows.exclude(pk__in=open_appeals_against(user).values("recognition"))
    for row in rows.order_by("proposed_at", "pk")[:FEW]:
        yield Waiting(
            _("Decide the appeal"), reverse("recognition:detail", args=[row.pk]), row.factory.name,
            state=row.state, state_label=row.get_state_display(),
        )  # fmt: skip


def _ending(user: User, days: LocalDays) -> Iterator[Waiting]:
    rows = recognitions_visible_to(user).filter(
        state="published", expires_on__lte=days.sql("factory__country", ahead=SOON)
    )
    for row in rows.select_related("factory").order_by("expires_on", "pk")[:FEW]:
        late = bool(row.expires_on and row.expires_on < days.of(row.factory.country_id))
        yield Waiting(
            _("Renew, or let it lapse"),
            reverse("recognition:detail", args=[row.pk]),
            row.factory.name,
            row.expires_on,
            late=late,
        )


def _cases(user: User, days: LocalDays) -> Iterator[Waiting]:  # noqa: ARG001  # one signature for all sources
    rows = cases_visible_to(user).filter(closed_on__isnull=True).select_related("factory")
    for row in rows.order_by("opened_on", "pk")[:FEW]:
        yield Waiting(
            _("Zero-tolerance case"), reverse("advisory:case", args=[row.factory.code, row.uid]), row.factory.name,
            row.opened_on, state="open_case", state_label=_("open"),
        )  # fmt: skip


def _second_persons(user: User, days: LocalDays) -> Iterator[Waiting]:  # noqa: ARG001  # one signature for all sources
    """Proposals of colleagues. One query, and one for each kind of proposal that waits."""
    found = list(proposals_waiting_for(user)[:FEW])
    about = descriptions(found)
    for row in found:
        yield Waiting(
            str(proposal_kind(row.kind).label), reverse("proposals:proposal", args=[row.pk]), about[row.pk],
            row.proposed_at, state=row.state, state_label=row.get_state_display(),
        )  # fmt: skip


SOURCES: dict[str, tuple[Source, ...]] = {
    Role.ADVISER: (_cases, _drafts, _windows, _overdue),
    Role.REVIEWER: (_cases, _second_persons, _reviews, _candidates, _windows),
    Role.MANAGER: (_cases, _second_persons, _candidates, _reviews, _windows),
    Role.GLOBAL: (_appeals, _proposals, _second_persons, _ending, _cases),
}
