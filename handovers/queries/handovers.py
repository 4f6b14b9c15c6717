"""The hand-overs that exist for a reader; nobody else reads any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from accounts.models import STAFF, Role
from assessments.queries.findings import findings_of
from countries.queries.local_time import LocalDays
from factories.queries import countries_of, visible_to
from handovers.models import Handover

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    Viewer = User | AnonymousUser

MOST = 100
OPEN = (Handover.State.HANDED_OVER, Handover.State.TAKEN_OVER, Handover.State.PLANNED)


def handovers_for(user: Viewer) -> QuerySet[Handover]:
    """Of the factories that staff work with; for inspectors those of their countries, for everybody else none."""
    role = getattr(user, "role", "")
    if role in STAFF:
        return Handover.objects.filter(factory__in=visible_to(user))
    if role == Role.INSPECTOR:
        return Handover.objects.filter(factory__country__in=countries_of(user).values("code"))
    return Handover.objects.none()


def lines_for(user: Viewer, factory_id: int | None = None) -> list[Handover]:
    """A reader's hand-overs, of one factory or of all: the open ones first, by due day; then the newest. One query.

    No query for who reads none.
    """
    if getattr(user, "role", "") not in {*STAFF, Role.INSPECTOR}:
        return []
    rows = handovers_for(user).select_related("factory").order_by("-made_at", "pk")
    if factory_id is not None:
        rows = rows.filter(factory=factory_id)
    found = list(rows[:MOST])
    waiting = sorted((row for row in found if row.is_open), key=lambda row: row.due_on)
    return [*waiting, *(row for row in found if not row.is_open)]


def final_findings(factory_id: int) -> list[dict[str, Any]]:
    """What the latest final assessment found: question and its text in English, once each. A handful of queries.

    The words of the assessors are not here: they stay with the programme and the factory.
    """
    found = [finding for finding in findings_of([factory_id], latest=True) if finding.assessment_id]
    in_order = sorted(found, key=lambda finding: finding.id)
    return list(
        {
            finding.question: {"question": finding.question, "text": finding.text} for finding in in_order
        }.values()
    )


def rows_for_api(user: Viewer) -> QuerySet[Handover]:
    """The same with their factories, as the API lists them."""
    return handovers_for(user).select_related("factory")


def state_label(state: str) -> str:
    """A state as a line of its own."""
    return capfirst(str(Handover.State(state).label))


def to_act_on(user: User) -> QuerySet[Handover]:
    """What an inspector has to take over, plan or report on."""
    return handovers_for(user).filter(state__in=OPEN)


def outcomes_to_read(user: User) -> QuerySet[Handover]:
    """Hand-overs whose outcome nobody of the programme has read yet."""
    return handovers_for(user).filter(state=Handover.State.CLOSED, noted_at__isnull=True)


def without_outcome(user: User, days: LocalDays) -> QuerySet[Handover]:
    """Hand-overs whose day is over without an outcome, for the staff who asked the inspectorate."""
    return handovers_for(user).filter(state__in=OPEN, due_on__lt=days.sql("factory__country"))
