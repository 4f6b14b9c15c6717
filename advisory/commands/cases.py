"""Zero-tolerance cases: what is referred at once. Opening one takes a published recognition away in the same breath."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.commands.day_limits import new_days
from advisory.commands.versioned import CHUNK, Applied, apply_versions
from advisory.kinds import CASES
from advisory.models import ZeroToleranceCase
from advisory.policies import check_may_close_case
from assessments.commands.day_limits import check_days
from assessments.policies import NotAllowed, check_may_advise
from journal.commands import Unchanged, command
from journal.events import Happening, record_many
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class NoSuchCase(Refused):
    """There is no such case, or it was replaced."""


class ClosedBeforeOpened(Refused):
    """A case cannot end before it began."""


@command
def open_zero_tolerance_case(
    factory_id: int,
    *,
    assessment_id: UUID | None = None,
    visit_id: int | None = None,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
    **said: Any,
) -> ZeroToleranceCase | Unchanged:
    """Open a case, from an assessment in whatever state, a visit or neither; `said` are fields of `CASES` by name.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    return apply_case(
        factory_id,
        said,
        assessment_id=assessment_id,
        visit_id=visit_id,
        dates_reason=dates_reason,
        actor=actor,
        now=now,
    )


def apply_case(
    factory_id: int,
    said: Mapping[str, Any],
    *,
    assessment_id: UUID | None,
    visit_id: int | None,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> ZeroToleranceCase | Unchanged:
    """The same inside a command's transaction. What is empty stays as it was in a case that is known."""
    check_may_advise(actor, factory_id)
    fact = {
        "factory_id": factory_id,
        "assessment_id": assessment_id,
        "visit_id": visit_id,
        **{name: value for name, value in CASES.named(said).items() if value != CASES[name].absent},
    }
    done = apply_versions(CASES, [fact], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    accepted = check_days(new_days(CASES, done), reason=dates_reason, actor=actor, now=now)
    record_many([*told_of_cases(done), *accepted], actor=actor, at=now)
    case: ZeroToleranceCase = done.written[0]
    return case


@command
def close_zero_tolerance_case(
    case_uid: UUID, *, closed_on: date, actor: User | None, now: datetime
) -> ZeroToleranceCase | Unchanged:
    """End a case.

    Raises:
        NotAllowed: the actor does not manage the country.
        NoSuchCase: there is no case of this id.
        ClosedBeforeOpened: the day lies before its opening.
        DayOutOfLimits: the day has not come yet.
    """
    known = ZeroToleranceCase.objects.filter(uid=case_uid, superseded_at__isnull=True).first()
    if known is None:
        raise NoSuchCase(_("There is no such case. Look it up again on the factory's page."))
    check_may_close_case(actor, known.factory_id)
    if closed_on < known.opened_on:
        raise ClosedBeforeOpened(
            _("The case was opened on %(day)s. Give that day or a later one.") % {"day": known.opened_on}
        )
    fact = {
        "factory_id": known.factory_id,
        "opened_on": known.opened_on,
        "trigger": known.trigger,
        "closed_on": closed_on,
    }
    done = apply_versions(CASES, [fact], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    check_days(new_days(CASES, done), reason="", actor=actor, now=now)
    record_many(told_of_cases(done), actor=actor, at=now)
    case: ZeroToleranceCase = done.written[0]
    return case


def refused_closings(
    cases: Mapping[int, tuple[int, date, str, date | None]], *, actor: User | None
) -> dict[int, str]:
    """Why the actor may not give these cases their closing days, by number; what may be is left out.

    A case that is known keeps its closing day unless the actor may close it on its page. One that is not known yet may
    come closed: it was never open here, and closes none.

    Args:
        cases: factory id, first day, trigger and closing day by number.
        actor: who gives the days; None for the system, which may.
    """
    known: dict[tuple[int, date, str], date | None] = {}
    factories = sorted({factory_id for factory_id, *_ in cases.values()})
    for start in range(0, len(factories), CHUNK):
        part = factories[start : start + CHUNK]
        for case in ZeroToleranceCase.objects.filter(superseded_at__isnull=True, factory_id__in=part):
            known[case.factory_id, case.opened_on, case.trigger] = case.closed_on
    refused: dict[int, str] = {}
    for number, (factory_id, opened_on, trigger, closed_on) in cases.items():
        key = factory_id, opened_on, trigger
        if key not in known or known[key] == closed_on:
            continue
        try:
            check_may_close_case(actor, factory_id)
        except NotAllowed as reason:
            refused[number] = str(reason)
    return refused


def told_of_cases(done: Applied) -> list[Happening]:
    """An event a case. One that comes to be known when it is over already is not told as opened."""
    return [
        Happening(
            "zero_tolerance.opened" if case.closed_on is None else "zero_tolerance.closed",
            f"case:{case.uid}",
            case.factory_id,
            {
                "opened_on": case.opened_on.isoformat(),
                "closed_on": case.closed_on.isoformat() if case.closed_on else None,
            },
        )
        for case in done.written
    ]
