"""Criteria: drafted, approved by another person, in force from a day, immutable since."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import active_people
from criteria import policies
from criteria.domain.criteria import digest
from criteria.domain.criteria_parsing import parse_criteria
from criteria.models import CriteriaVersion
from factories.queries.local_time import programme_day
from files.domain.faults import CriteriaFaulty
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import DayPassed, Refused

if TYPE_CHECKING:
    from accounts.models import User

FIRST_DAY = date(2018, 1, 1)
"""From when the shipped criteria hold: the year in which the programme announced recognition."""


class CriteriaMisread(Refused):
    """A text is no criteria document; the message has every fault."""


class VersionTaken(Refused):
    """The code and version stand for another text already."""


class AlreadyApproved(Refused):
    """An approved version never changes."""


@command
def load_criteria(
    text: str, *, in_force_from: date = FIRST_DAY, actor: User | None = None, now: datetime
) -> UUID | Unchanged:
    """Put a document shipped with the product in force; loaded already changes nothing.

    Raises:
        CriteriaMisread, VersionTaken.
    """
    made = _version(text, actor=actor, now=now)
    known = CriteriaVersion.objects.filter(code=made.code, version=made.version).first()
    if known is not None:
        if known.digest != made.digest:
            raise VersionTaken(_taken(made))
        return Unchanged(known.pk)
    made.state, made.in_force_from = CriteriaVersion.State.APPROVED, in_force_from
    made.approved_at = now
    made.save(force_insert=True)
    _tell("criteria.in_force", made, actor=actor, now=now)
    return made.pk


@command
def adopt_shipped_criteria(text: str, *, actor: User | None, now: datetime) -> UUID | Unchanged:
    """Take a document shipped with the product into use.

    Where nobody of the global team has an account and no version of its code was ever written, it is in force at once:
    there is nobody yet who could decide otherwise. Everywhere else it is a draft, which a person of the global team
    approves as any other draft.

    Raises:
        CriteriaMisread, VersionTaken.
    """
    made = _version(text, actor=actor, now=now)
    known = CriteriaVersion.objects.filter(code=made.code)
    same = known.filter(version=made.version).first()
    if same is not None:
        if same.digest != made.digest:
            raise VersionTaken(_taken(made))
        return Unchanged(same.pk)
    if active_people([Role.GLOBAL]).exists() or known.exists():
        made.save(force_insert=True)
        _tell("criteria.drafted", made, actor=actor, now=now)
        return made.pk
    made.state, made.in_force_from, made.approved_at = CriteriaVersion.State.APPROVED, FIRST_DAY, now
    made.save(force_insert=True)
    _tell("criteria.in_force", made, actor=actor, now=now)
    return made.pk


@command
def draft_criteria(text: str, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Write a draft down, or write it anew while it is one.

    Raises:
        NotYourDecision, CriteriaMisread, VersionTaken, AlreadyApproved.
    """
    policies.check_may_draft(actor)
    made = _version(text, actor=actor, now=now)
    known = CriteriaVersion.objects.select_for_update().filter(code=made.code, version=made.version).first()
    if known is not None and known.digest == made.digest:
        return Unchanged(known.pk)
    if known is not None and known.state == CriteriaVersion.State.APPROVED:
        raise AlreadyApproved(
            _("%(name)s is approved and never changes; give your draft another version.")
            % {"name": f"{made.code} {made.version}"}
        )
    if known is not None and known.drafted_by_id != actor.pk:
        raise VersionTaken(_taken(made))
    if known is None:
        made.save(force_insert=True)
    else:
        made.pk = known.pk
        for name in ("title", "text", "digest", "drafted_at"):
            setattr(known, name, getattr(made, name))
        known.save(update_fields=["title", "text", "digest", "drafted_at"])
    _tell("criteria.drafted", made, actor=actor, now=now)
    return made.pk


@command
def approve_criteria(
    criteria_id: UUID, *, in_force_from: date, digest_read: str, actor: User, now: datetime
) -> UUID | Unchanged:
    """Approve somebody else's draft, exactly as it was read, from a day on.

    Args:
        criteria_id: which draft.
        in_force_from: the first day on which factories are judged by it.
        digest_read: the digest of the text that the approver saw.
        actor: who approves.
        now: the moment.

    Raises:
        NotYourDecision, DraftedByYou, AlreadyApproved, VersionTaken, DayPassed.
    """
    criteria = CriteriaVersion.objects.select_for_update().get(pk=criteria_id)
    policies.check_may_approve(actor, criteria=criteria)
    if criteria.state == CriteriaVersion.State.APPROVED:
        if criteria.approved_by_id == actor.pk and criteria.in_force_from == in_force_from:
            return Unchanged(criteria.pk)
        raise AlreadyApproved(_("Another person has approved these criteria since."))
    if criteria.digest != digest_read:
        raise VersionTaken(_("The draft was changed since you read it; read it again before you approve it."))
    if in_force_from < programme_day(now):
        raise DayPassed(_("Criteria cannot take effect on a past day; choose today or a later day."))
    criteria.state, criteria.in_force_from = CriteriaVersion.State.APPROVED, in_force_from
    criteria.approved_at, criteria.approved_by = now, actor
    criteria.save(update_fields=["state", "in_force_from", "approved_at", "approved_by"])
    _tell("criteria.approved", criteria, actor=actor, now=now)
    _tell("criteria.in_force", criteria, actor=actor, now=now)
    return criteria.pk


def _version(text: str, *, actor: User | None, now: datetime) -> CriteriaVersion:
    try:
        document = parse_criteria(text)
    except CriteriaFaulty as faulty:
        raise CriteriaMisread(str(faulty)) from faulty
    return CriteriaVersion(
        code=document.code,
        version=document.version,
        title=document.title,
        text=text,
        digest=digest(text),
        drafted_at=now,
        drafted_by=actor,
    )


def _taken(made: CriteriaVersion) -> str:
    return _("%(name)s stands for another text already; give yours another version.") % {
        "name": f"{made.code} {made.version}"
    }


def _tell(kind: str, criteria: CriteriaVersion, *, actor: User | None, now: datetime) -> None:
    day = criteria.in_force_from
    said = {"digest": criteria.digest, "from": day.isoformat() if day else None}
    record(kind, subject=f"criteria:{criteria.code}/{criteria.version}", actor=actor, at=now, data=said)
