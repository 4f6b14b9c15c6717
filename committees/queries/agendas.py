"""The next meeting of a factory's committee, and what its agenda is suggested from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from advisory.queries.histories import committees_of, plan_of
from assessments.queries.findings import findings_of
from committees.domain.agenda import Agenda, AgendaLine, agenda_of
from committees.models import CommitteeMeeting

LOOK_BACK = timedelta(days=90)
"""Findings of so long are suggested where no earlier meeting or review is known."""

_DONE = frozenset({"done", "verified"})


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """The next meeting, the lines suggested for it, and since when they are.

    `meeting` is None until somebody sets a day.
    """

    meeting: CommitteeMeeting | None
    since: date
    items: tuple[AgendaLine, ...]
    findings: tuple[AgendaLine, ...]

    @property
    def agenda(self) -> Agenda:
        """What stands on the agenda now."""
        meeting = self.meeting
        return agenda_of(
            self.items,
            self.findings,
            left_out=meeting.left_out if meeting else (),
            worker_points=meeting.worker_points if meeting else "",
            points=meeting.points if meeting else "",
        )


def next_meeting_of(factory_id: int, on: date) -> CommitteeMeeting | None:
    """The meeting on or after a day, the soonest. One query."""
    rows = CommitteeMeeting.objects.filter(factory=factory_id, meets_on__gte=on)
    return rows.order_by("meets_on").first()


def next_meeting(factory_id: int, on: date, *, language: str) -> NextMeeting:
    """The next meeting with its suggestions: open items of the plan, and findings since the last meeting without one.

    At most eight queries.
    """
    since = _last_met(factory_id, on) or on - LOOK_BACK
    plan = [item for item in plan_of([factory_id]) if item.status not in _DONE]
    planned = {item.question for item in plan}
    found = findings_of([factory_id], latest=True, language=language)
    return NextMeeting(
        next_meeting_of(factory_id, on),
        since,
        tuple(
            AgendaLine(
                f"item:{item.ref}",
                item.issue or item.action,
                item.question,
                item.due_on,
                is_overdue=item.due_on is not None and item.due_on < on,
            )
            for item in plan
        ),
        tuple(
            AgendaLine(
                f"finding:{finding.id}", finding.text or finding.details, finding.question, finding.found_on
            )
            for finding in found
            if finding.found_on >= since and finding.fixed_on is None and finding.question not in planned
        ),
    )


def _last_met(factory_id: int, on: date) -> date | None:
    """The last day on which the committee is known to have met. Two queries."""
    earlier = CommitteeMeeting.objects.filter(Q(factory=factory_id) & Q(meets_on__lt=on)).order_by(
        "-meets_on"
    )
    met = earlier.values_list("meets_on", flat=True).first()
    reviewed = [review.reviewed_on for review in committees_of([factory_id])[:1] if review.reviewed_on <= on]
    return max(filter(None, [met, *reviewed]), default=None)
