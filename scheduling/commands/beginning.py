"""A planned visit becomes the assessment that its two advisers enter."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.policies import NotAllowed, advises, is_on_team
from assessments.queries.teams import drafts_of
from assessments.same_transaction import open_for_visit
from countries.queries.local_time import today_in
from journal.commands import Unchanged, command
from journal.events import QUIET, record
from journal.refusals import Refused
from scheduling.commands.visit_schedule import VisitOver
from scheduling.models import ConflictOfInterest, PlannedAssessment
from scheduling.queries.schedule_inputs import plan_rules

if TYPE_CHECKING:
    from accounts.models import User

State = PlannedAssessment.State


class NotOnVisit(NotAllowed):
    """Somebody who is not one of the visit's two advisers."""


class ConflictDeclared(Refused):
    """One of the two advisers may not assess this factory."""


class TooEarly(Refused):
    """The visit's day may still be drawn anew."""


@command
def begin_visit(planned_id: UUID, *, actor: User, now: datetime) -> UUID | Unchanged:
    """Open the assessment of a planned visit, with its day and its two advisers; its id.

    Both advisers may press it, at the same moment too: there is one assessment. One that the actor has opened by
    hand for that day already is taken for it.

    Raises:
        NotOnVisit, NotAllowed: the actor is not one of the two, or left the country.
        VisitOver: it is done by another assessment, or was planned anew.
        ConflictDeclared: one of the two has declared a conflict of interest.
        TooEarly: its day may still change.
        AlreadyOpened, NoQuestionnaire, SomebodyLeft, DayOutOfLimits: as for every assessment.
    """
    rows = PlannedAssessment.objects.select_for_update(of=("self",)).select_related(
        "factory", "lead", "second"
    )
    row = rows.get(pk=planned_id)
    if not advises(actor) or actor.pk not in {row.lead_id, row.second_id}:
        raise NotOnVisit(
            _("Only the two advisers of this visit begin it. The country manager can change who goes.")
        )
    if row.state == State.DONE and row.assessment is not None and is_on_team(actor, row.assessment):
        return Unchanged(row.assessment)
    if row.state != State.PLANNED or row.starts_on is None or row.lead is None or row.second is None:
        raise VisitOver(_("This visit is done or was planned again; check the plan."))
    _check_conflicts(row, actor)
    _check_near(row.starts_on, today_in(row.factory.country_id, now))
    assessment_id = _own_draft(row.starts_on, factory_id=row.factory_id, user=actor)
    if assessment_id is None:
        assessment_id = open_for_visit(
            row.factory_id, row.starts_on, lead=row.lead, second=row.second, actor=actor, at=now
        )
    row.state, row.assessment, row.ended_at = State.DONE, assessment_id, now
    row.save(update_fields=["state", "assessment", "ended_at"])
    # no factory beside it and no day in it: a history must not betray an unannounced date
    record("plan.visit_begun", subject=f"planned:{row.pk}", actor=actor, at=now, data={QUIET: True})
    return assessment_id


def _own_draft(day: date, *, factory_id: int, user: User) -> UUID | None:
    """A person's full draft of a day, held until the commit: one abandoned or moved meanwhile is none."""
    drafts = drafts_of(user).filter(factory=factory_id, assessed_on=day, kind="full")
    held = drafts.select_for_update(of=("self",)).first()
    return held.pk if held is not None else None


def _check_conflicts(row: PlannedAssessment, actor: User) -> None:
    declared = ConflictOfInterest.objects.filter(
        factory=row.factory_id, adviser__in=[row.lead_id, row.second_id], ended_at__isnull=True
    )
    names = [
        conflict.adviser for conflict in declared.select_related("adviser").order_by("adviser__name", "pk")
    ]
    if actor in names:
        raise ConflictDeclared(
            _("You have a conflict of interest with this factory. The country manager sends somebody else.")
        )
    if names:
        raise ConflictDeclared(
            _(
                "%(name)s has a conflict of interest with this factory. The country manager sends somebody else."
            )
            % {"name": names[0].name}
        )


def _check_near(starts_on: date, today: date) -> None:
    days = plan_rules().kept_days
    if starts_on > today + timedelta(days=days):
        raise TooEarly(
            ngettext(
                "This visit may still be planned again. Begin it at most %(days)s day before.",
                "This visit may still be planned again. Begin it at most %(days)s days before.",
                days,
            )
            % {"days": days}
        )
