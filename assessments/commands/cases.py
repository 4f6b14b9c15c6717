"""Zero-tolerance cases: what is referred at once. Opening one takes a published recognition away in the same breath."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands.day_limits import check_days, new_days
from assessments.commands.ledgers import CASES
from assessments.commands.versions import Applied, apply_versions
from assessments.models import ZeroToleranceCase
from assessments.policies import check_may_advise, check_may_close_case
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
    opened_on: date,
    trigger: str,
    assessment_id: UUID | None = None,
    visit_id: int | None = None,
    details: str = "",
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> ZeroToleranceCase | Unchanged:
    """Open a case, from an assessment in whatever state, a visit or neither.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    return apply_case(
        factory_id,
        opened_on=opened_on,
        trigger=trigger,
        assessment_id=assessment_id,
        visit_id=visit_id,
        details=details,
        dates_reason=dates_reason,
        actor=actor,
        now=now,
    )


def apply_case(
    factory_id: int,
    *,
    opened_on: date,
    trigger: str,
    assessment_id: UUID | None,
    visit_id: int | None,
    details: str,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> ZeroToleranceCase | Unchanged:
    """The same inside a command's transaction."""
    check_may_advise(actor, factory_id)
    fact = {
        "factory_id": factory_id,
        "opened_on": opened_on,
        "trigger": trigger,
        "assessment_id": assessment_id,
        "visit_id": visit_id,
        **({"details": details} if details else {}),
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
