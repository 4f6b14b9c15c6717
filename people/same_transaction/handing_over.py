"""Open work given to colleagues in the transaction by which a person leaves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from assessments.same_transaction import hand_over_teams
from journal.refusals import Refused
from people.queries.open_work import DRAFTS, WorkRef, colleagues, open_work
from scheduling.same_transaction import hand_over_visits

Handover = Mapping[WorkRef, int | None]


class WorkLeft(Refused):
    """Something open has no colleague to take it. `missing` names it."""

    def __init__(self, missing: Collection[WorkRef]) -> None:
        self.missing = tuple(missing)
        super().__init__(_("Choose who takes over what is still open."))


def work_left(person: User, chosen: Handover, countries: Collection[str] | None = None) -> list[WorkRef]:
    """Open work for which nobody is chosen, or a person who cannot take it. Two queries, and one for each choice."""
    return [ref for ref in open_work(person.pk, countries) if not _can_take(ref, person, chosen)]


def check_handover(person: User, chosen: Handover) -> None:
    """Refuse a choice that leaves something open.

    Raises:
        WorkLeft.
    """
    if missing := work_left(person, chosen):
        raise WorkLeft(missing)


def as_json(chosen: Handover) -> dict[str, int | None]:
    """A choice as the content of a proposal."""
    return {ref.name: to for ref, to in chosen.items()}


def from_json(content: Mapping[str, int | None]) -> dict[WorkRef, int | None]:
    """The choice that `as_json` wrote."""
    found = {}
    for name, to in content.items():
        kind, _dash, country = name.partition("-")
        found[WorkRef(kind, country)] = to
    return found


def hand_over(
    person: User,
    chosen: Handover,
    *,
    countries: Collection[str] | None = None,
    reason: str,
    actor: User,
    at: datetime,
) -> int:
    """Give everything that a person has open, in some countries or in all, to the chosen colleagues; how much it was.

    Planned visits may be given to nobody (None): they are planned anew. The caller holds the people.

    Raises:
        WorkLeft: for open work no colleague is chosen, or one who cannot take it.
    """
    work = open_work(person.pk, countries)
    missing = [ref for ref in work if not _can_take(ref, person, chosen)]
    if missing:
        raise WorkLeft(missing)
    for ref in work:
        to = chosen[ref]
        if ref.kind == DRAFTS and to is not None:
            hand_over_teams(person.pk, ref.country, to, actor=actor, at=at)
        else:
            hand_over_visits(person.pk, ref.country, to, reason=reason, actor=actor, at=at)
    return sum(work.values())


def _can_take(ref: WorkRef, person: User, chosen: Handover) -> bool:
    if ref not in chosen:
        return False
    to = chosen[ref]
    if to is None:
        return ref.kind != DRAFTS
    return colleagues(person, ref.country).filter(pk=to).exists()
