"""The next meeting of a committee: its day, its agenda, and the points of the workers' side."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.queries.registry import code_of
from committees.domain.agenda import LONGEST_POINT, MOST_POINTS, lines_of
from committees.models import CommitteeMeeting
from committees.policies import (
    calls_meetings,
    check_on_committee,
    chooses_agenda,
    speaks_for_workers,
)
from committees.queries.agendas import next_meeting_of
from countries.queries.local_time import LocalDays
from factories.queries import visible_to
from journal.commands import Unchanged, command
from journal.events import record
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

MOST_AHEAD = 366  # days


class MeetingFaulty(Refused):
    """A day or text that an agenda cannot have."""


@command
def set_next_meeting(
    factory_id: int, *, meets_on: date, place: str, actor: User, now: datetime
) -> UUID | Unchanged:
    """Set or move the day of the next meeting. Either side may.

    Raises:
        NotOnCommittee, MeetingFaulty.
    """
    check_on_committee(actor, factory_id, may=calls_meetings(actor))
    today = _today(factory_id, actor, now)
    meeting = _next(factory_id, today)
    place = place.strip()
    if meeting and (meeting.meets_on, meeting.place) == (meets_on, place):
        return Unchanged(meeting.pk)
    if not 0 <= (meets_on - today).days <= MOST_AHEAD:
        raise MeetingFaulty(_("Choose a day from today on, within a year."))
    chosen = {"meets_on": meets_on, "place": place, "changed_at": now}
    if meeting is None:
        made = {"factory_id": factory_id, "made_at": now, "made_by": actor}
        meeting = CommitteeMeeting.objects.create(**made, **chosen)
    else:
        for name, value in chosen.items():
            setattr(meeting, name, value)
        meeting.save(update_fields=[*chosen])
    _record("set", meeting, actor=actor, now=now)
    return meeting.pk


@command
def choose_agenda(
    meeting_id: UUID, *, left_out: Collection[str], points: str, actor: User, now: datetime
) -> UUID | Unchanged:
    """Leave suggested lines out, and write the factory's own points, one a line.

    Raises:
        NotOnCommittee, MeetingFaulty.
    """
    meeting = _locked(meeting_id)
    check_on_committee(actor, meeting.factory_id, may=chooses_agenda(actor))
    omitted, text = sorted(set(left_out)), _checked(points)
    if (meeting.left_out, meeting.points) == (omitted, text):
        return Unchanged(meeting.pk)
    _check_ahead(meeting, actor, now)
    meeting.left_out, meeting.points, meeting.changed_at = omitted, text, now
    meeting.save(update_fields=["left_out", "points", "changed_at"])
    _record("agenda_chosen", meeting, actor=actor, now=now)
    return meeting.pk


@command
def write_worker_points(meeting_id: UUID, *, points: str, actor: User, now: datetime) -> UUID | Unchanged:
    """Write what the workers' side puts on the agenda, one point a line.

    Raises:
        NotOnCommittee, MeetingFaulty.
    """
    meeting = _locked(meeting_id)
    check_on_committee(actor, meeting.factory_id, may=speaks_for_workers(actor))
    text = _checked(points)
    if meeting.worker_points == text:
        return Unchanged(meeting.pk)
    _check_ahead(meeting, actor, now)
    meeting.worker_points, meeting.changed_at = text, now
    meeting.save(update_fields=["worker_points", "changed_at"])
    _record("worker_points_written", meeting, actor=actor, now=now)
    return meeting.pk


def _locked(meeting_id: UUID) -> CommitteeMeeting:
    return CommitteeMeeting.objects.select_for_update().get(pk=meeting_id)


def _next(factory_id: int, today: date) -> CommitteeMeeting | None:
    found = next_meeting_of(factory_id, today)
    return _locked(found.pk) if found else None


def _today(factory_id: int, actor: User, now: datetime) -> date:
    country = visible_to(actor).values_list("country_id", flat=True).get(pk=factory_id)
    return LocalDays(now).of(country)


def _check_ahead(meeting: CommitteeMeeting, actor: User, now: datetime) -> None:
    if meeting.meets_on < _today(meeting.factory_id, actor, now):
        raise MeetingFaulty(_("This meeting is over. Set the day of the next one first."))


def _checked(text: str) -> str:
    lines = lines_of(text)
    if len(lines) > MOST_POINTS or any(len(line) > LONGEST_POINT for line in lines):
        words = {"most": MOST_POINTS, "longest": LONGEST_POINT}
        raise MeetingFaulty(_("Write at most %(most)s points of at most %(longest)s characters.") % words)
    return "\n".join(lines)


def _record(what: str, meeting: CommitteeMeeting, *, actor: User, now: datetime) -> None:
    record(
        f"meeting.{what}",
        subject=f"factory:{code_of(meeting.factory_id)}",
        factory_id=meeting.factory_id,
        actor=actor,
        at=now,
        data={"on": meeting.meets_on.isoformat()},
    )
