"""A draft given up, or given another day, kind or team."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.policies import lock_active
from assessments.commands.day_limits import check_days
from assessments.commands.locking import WrongAssessmentState, layout_of, locked, state_after
from assessments.commands.opening import AlreadyOpened, SomebodyLeft, draft_day
from assessments.commands.revisions import FinalisedAssessment, apply_revisions, digest_of, national_law_of
from assessments.domain.cycle import cycle_on
from assessments.domain.states import AssessmentTransition
from assessments.models import Assessment, Finding, TeamMember
from assessments.policies import check_may_change_draft
from assessments.queries.registry import country_of
from factories.queries.memberships.staff import staff_of
from journal.commands import Unchanged, command
from journal.events import QUIET, Happening, record_many
from journal.refusals import Refused, given_reason

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

State = Assessment.State


class TeamMissing(Refused):
    """A draft without anybody to enter it."""

    field = "team"


@command
def abandon_draft(
    assessment_id: UUID, *, reason: str, actor: User | None, now: datetime
) -> Assessment | Unchanged:
    """Give a draft up: it is kept with its answers, is never evidence, and its day is free for another.

    Raises:
        NoSuchAssessment, NotAllowed, ReasonMissing.
        WrongAssessmentState: it is no draft any more.
    """
    assessment = locked(assessment_id)
    check_may_change_draft(actor, assessment)
    text = given_reason(reason)
    if assessment.state == State.ABANDONED:
        return Unchanged(assessment)
    assessment.state = state_after(assessment, AssessmentTransition.ABANDON)
    assessment.save(update_fields=["state"])
    data = {"reason": text, "digest": digest_of(assessment, layout_of(assessment))}
    event = Happening("assessment.abandoned", f"assessment:{assessment.pk}", assessment.factory_id, data)
    beside = _renumbered(assessment, assessment.assessed_on, None, actor=actor, now=now)
    record_many([event, *beside], actor=actor, at=now)
    return assessment


@command
def change_draft(
    assessment_id: UUID,
    *,
    assessed_on: date,
    kind: str,
    announced: bool,
    team: Collection[int],
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> Assessment | Unchanged:
    """Give a draft another day, kind or team; its answers and its questionnaire stay.

    Who leaves the team stays on record for four eyes, and may hand over what their device still holds. The lead stays;
    where they leave, the first of the new team leads.

    `assessed_on` may be yet to come; `team` holds the ids of all who assess; `dates_reason` is why a day before the
    programme began, or before the latest assessment, is right.

    Raises:
        NoSuchAssessment, NotAllowed.
        WrongAssessmentState: it is no draft any more.
        TeamMissing, SomebodyLeft: nobody is left, or a person does not advise in the factory's country.
        AlreadyOpened: the factory has an assessment of that day already.
        DayOutOfLimits: the programme had not begun there, or an assessment is of a later day, and no reason is given.
    """
    assessment = locked(assessment_id)
    check_may_change_draft(actor, assessment)
    if assessment.state != State.DRAFT:
        raise WrongAssessmentState(
            _("Only a draft is changed. Open the assessment again to see what can be done.")
        )
    chosen = _checked_team(team, assessment)
    rows = list(TeamMember.objects.select_for_update().filter(assessment=assessment).order_by("pk"))
    there = {row.user_id for row in rows if row.left_at is None}
    changed = [
        name
        for name, value in (("assessed_on", assessed_on), ("kind", kind), ("announced", announced))
        if getattr(assessment, name) != value
    ]
    if not changed and there == set(chosen):
        return Unchanged(assessment)
    beside: list[Happening] = []
    if "assessed_on" in changed:
        beside = _moved(assessment, assessed_on, dates_reason, actor=actor, now=now)
    assessment.assessed_on, assessment.kind, assessment.announced = assessed_on, kind, announced
    if changed:
        assessment.save(update_fields=changed)
    if there != set(chosen):
        _regroup(assessment, rows, chosen, now=now)
    data = {"digest": digest_of(assessment, layout_of(assessment)), "team": sorted(chosen)}
    event = Happening("assessment.changed", f"assessment:{assessment.pk}", assessment.factory_id, data)
    record_many([event, *beside], actor=actor, at=now)
    return assessment


def _checked_team(team: Collection[int], assessment: Assessment) -> list[int]:
    """The team in the order given; everybody has an open account and advises in the factory's country."""
    chosen = list(dict.fromkeys(team))
    if not chosen:
        raise TeamMissing(_("Choose at least one person."))
    advisers = staff_of(country_of(assessment.factory_id), [Role.ADVISER])
    known = set(advisers.filter(pk__in=chosen).values_list("pk", flat=True))
    if known != set(chosen) or len(lock_active(set(chosen))) < len(chosen):
        raise SomebodyLeft(_("A member of the team has left. Choose the team again."))
    return chosen


def _others(assessment: Assessment) -> QuerySet[Assessment]:
    same = Assessment.objects.filter(factory=assessment.factory_id).exclude(pk=assessment.pk)
    return same.exclude(state=State.ABANDONED)


def _moved(
    assessment: Assessment, assessed_on: date, reason: str, *, actor: User | None, now: datetime
) -> list[Happening]:
    same_day = _others(assessment).filter(layout=assessment.layout_id, assessed_on=assessed_on)
    if same_day.exists():
        raise AlreadyOpened(
            _("This factory has an assessment of that day already. Open that one, or change the day.")
        )
    Finding.objects.filter(assessment=assessment, withdrawn_at__isnull=True).update(found_on=assessed_on)
    day = draft_day(assessment.factory_id, assessed_on, _others(assessment))
    accepted = check_days([day], reason=reason, actor=actor, now=now)
    return [*accepted, *_renumbered(assessment, assessment.assessed_on, assessed_on, actor=actor, now=now)]


def _renumbered(
    assessment: Assessment, before: date, after: date | None, *, actor: User | None, now: datetime
) -> list[Happening]:
    """Count the cycles anew for which a day of this draft had counted; the events of the other assessments.

    A first assessment is never published: a draft that is gone must not make it the second. What is final gets
    another revision. A number that somebody gave stays.
    """
    there = list(_others(assessment).select_for_update().order_by("pk"))
    days = [other.assessed_on for other in there]
    if after is not None and assessment.cycle == cycle_on(days, before):
        assessment.cycle = cycle_on(days, after)
        assessment.save(update_fields=["cycle"])
    events, finals = [], []
    for other in there:
        number = cycle_on([*days, after or date.max], other.assessed_on)
        if other.cycle != cycle_on([*days, before], other.assessed_on) or other.cycle == number:
            continue
        if other.state != State.FINAL:
            other.cycle = number
            data = {"digest": digest_of(other, layout_of(other)), QUIET: True}
            events.append(Happening("assessment.changed", f"assessment:{other.pk}", other.factory_id, data))
        elif other.created_at >= assessment.created_at:  # its number was counted beside the draft
            other.cycle, other.revision = number, other.revision + 1
            finals.append(other)
    Assessment.objects.bulk_update(there, ["cycle", "revision"])
    law = national_law_of([final.pk for final in finals])
    new = [FinalisedAssessment(final, layout_of(final), law.get(final.pk, frozenset())) for final in finals]
    reason = _("An earlier draft was abandoned or moved: the cycles are counted anew.")
    return [*events, *apply_revisions(new, reason=reason, actor=actor, now=now)]


def _regroup(assessment: Assessment, rows: list[TeamMember], chosen: list[int], *, now: datetime) -> None:
    """The chosen are the team from now on; others stay as rows of people who left."""
    known = {row.user_id: row for row in rows}
    leads = next((row.user_id for row in rows if row.is_lead and row.user_id in chosen), chosen[0])
    for row in rows:
        row.left_at = None if row.user_id in chosen else row.left_at or now
        row.is_lead = row.user_id == leads
    TeamMember.objects.bulk_update(rows, ["left_at", "is_lead"])
    TeamMember.objects.bulk_create(
        TeamMember(assessment=assessment, user_id=user, is_lead=user == leads)
        for user in chosen
        if user not in known
    )
