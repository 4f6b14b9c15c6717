"""From the team's hands to a final assessment: submit, return, accept, finalise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.commands.locking import layout_of, locked, state_after
from assessments.commands.revisions import FinalisedAssessment, apply_revisions, digest_of, national_law_of
from assessments.domain.answers import unanswered_codes
from assessments.domain.cycle import comment_window_closes
from assessments.domain.states import AssessmentTransition
from assessments.models import Assessment, Finding
from assessments.policies import check_may_enter, check_may_review
from countries.queries.country_settings import settings_by_country
from countries.queries.local_time import LocalDays, today_in
from journal.commands import Unchanged, command
from journal.events import BATCH, record, record_many
from journal.refusals import ReasonMissing, Refused
from questionnaires.queries.questionnaires import layouts

if TYPE_CHECKING:
    from accounts.models import User


NAMED = 5  # questions within the sentence of a refusal


class IncompleteAssessment(Refused):
    """Open questions of a full assessment, findings without details: `gaps`, each a sentence with its questions."""

    def __init__(self, *gaps: tuple[str, Sequence[str]]) -> None:
        super().__init__(" ".join(sentence for sentence, _questions in gaps))
        self.gaps = gaps
        self.questions = [code for _sentence, codes in gaps for code in codes]


class NotYetAssessed(Refused):
    """The day of the assessment has not come."""


class WindowStillOpen(Refused):
    """The factory may still comment."""


@command
def submit_assessment(assessment_id: UUID, *, actor: User | None, now: datetime) -> Assessment:
    """Hand an assessment in for review.

    Raises:
        NoSuchAssessment, NotAllowed, WrongAssessmentState.
        IncompleteAssessment: a full assessment leaves questions open, or a finding has no details.
        NotYetAssessed: its day has not come.
    """
    assessment = locked(assessment_id)
    check_may_enter(actor, assessment)
    state = state_after(assessment, AssessmentTransition.SUBMIT)
    if assessment.assessed_on > today_in(assessment.factory.country_id, now):
        raise NotYetAssessed(_("The day of this assessment has not come yet. Submit it afterwards."))
    _check_complete(assessment)
    assessment.state, assessment.submitted_at, assessment.submitted_by = state, now, actor
    assessment.returned_at = assessment.returned_by = None
    assessment.save(update_fields=["state", "submitted_at", "submitted_by", "returned_at", "returned_by"])
    _record_event("assessment.submitted", assessment, {}, actor=actor, now=now)
    return assessment


@command
def return_assessment(assessment_id: UUID, *, reason: str, actor: User | None, now: datetime) -> Assessment:
    """Give an assessment back to its team, to be changed.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson, WrongAssessmentState.
        ReasonMissing: the team must know why.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    if not reason.strip():
        raise ReasonMissing(_("Say what the team must change."))
    assessment.state = state_after(assessment, AssessmentTransition.RETURN)
    assessment.submitted_at = assessment.reviewed_at = assessment.window_closes_on = None
    assessment.submitted_by = assessment.reviewed_by = None
    assessment.returned_at, assessment.returned_by = now, actor
    assessment.save(
        update_fields=[
            "state",
            "returned_at",
            "returned_by",
            "submitted_at",
            "submitted_by",
            "reviewed_at",
            "reviewed_by",
            "window_closes_on",
        ]
    )
    _record_event("assessment.returned", assessment, {"reason": reason.strip()}, actor=actor, now=now)
    return assessment


@command
def accept_assessment(
    assessment_id: UUID, *, comment_days: int | None = None, actor: User | None, now: datetime
) -> Assessment:
    """Accept a reviewed assessment: its factory may comment from now on, until the window closes.

    The window ends with a day of the factory's country: `comment_days` after today there, or its country's setting.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson, WrongAssessmentState.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    assessment.state = state_after(assessment, AssessmentTransition.ACCEPT)
    assessment.reviewed_at, assessment.reviewed_by = now, actor
    known, country = settings_by_country(), assessment.factory.country_id
    today = known.day(country, now)
    days = known.on(country, today).comment_days if comment_days is None else comment_days
    assessment.window_closes_on = comment_window_closes(today, days)
    assessment.save(update_fields=["state", "reviewed_at", "reviewed_by", "window_closes_on"])
    data = {"until": assessment.window_closes_on.isoformat()}
    _record_event("assessment.accepted", assessment, data, actor=actor, now=now)
    return assessment


@command
def finalise_assessment(assessment_id: UUID, *, actor: User | None, now: datetime) -> Assessment:
    """Close the comments: from now on the assessment counts as evidence. Before its day only if all was responded.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson, WrongAssessmentState.
        WindowStillOpen: the factory has findings that it may still respond to.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    state_after(assessment, AssessmentTransition.FINALISE)
    _check_window(assessment, today_in(assessment.factory.country_id, now))
    _finalise([assessment], actor=actor, now=now)
    return assessment


@command
def close_comment_windows(*, actor: User | None, now: datetime) -> int | Unchanged:
    """Finalise assessments whose comment window is over by their country's day. Returns how many."""
    over = Assessment.objects.filter(
        state=Assessment.State.COMMENT_WINDOW, window_closes_on__lt=LocalDays(now).sql("factory__country")
    )
    due = Assessment.objects.select_for_update().filter(
        state=Assessment.State.COMMENT_WINDOW, pk__in=over.values("pk")
    )
    found = list(due.order_by("pk"))
    if not found:
        return Unchanged(0)
    _finalise(found, actor=actor, now=now)
    return len(found)


def _finalise(assessments: Sequence[Assessment], *, actor: User | None, now: datetime) -> None:
    known = layouts({assessment.layout_id for assessment in assessments})
    law = national_law_of([assessment.pk for assessment in assessments])
    for assessment in assessments:
        assessment.state, assessment.revision = Assessment.State.FINAL, assessment.revision + 1
        assessment.finalised_at, assessment.finalised_by = now, actor
    Assessment.objects.bulk_update(
        assessments, ["state", "revision", "finalised_at", "finalised_by"], batch_size=BATCH
    )
    finals = [
        FinalisedAssessment(
            assessment, known[assessment.layout_id].layout, law.get(assessment.pk, frozenset())
        )
        for assessment in assessments
    ]
    record_many(apply_revisions(finals, actor=actor, now=now), actor=actor, at=now)


def _check_complete(assessment: Assessment) -> None:
    layout, gaps = layout_of(assessment), list[tuple[str, Sequence[str]]]()
    missing = unanswered_codes(assessment.sheet, layout)
    if missing and (assessment.kind == Assessment.Kind.FULL or len(missing) == len(layout)):
        sentence = ngettext(
            "%(count)s question is open (%(first)s). Answer it, or make it a partial assessment.",
            "%(count)s questions are open (%(first)s). Answer them, or make it a partial assessment.",
            len(missing),
        )
        gaps.append((sentence % {"count": len(missing), "first": _first(missing)}, missing))
    bare = Finding.objects.filter(assessment=assessment, withdrawn_at__isnull=True, details="")
    without = set(bare.values_list("question", flat=True))
    if without:
        gaps.append(gap_of_details([code for code in layout.codes if code in without]))
    if gaps:
        raise IncompleteAssessment(*gaps)


def gap_of_details(codes: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The sentence about findings without details, and their questions."""
    sentence = ngettext(
        "This finding has no details: %(codes)s. Say what was found.",
        "These findings have no details: %(codes)s. Say what was found.",
        len(codes),
    )
    return sentence % {"codes": _first(codes)}, codes


def _first(codes: Sequence[str]) -> str:
    return ", ".join(codes[:NAMED]) + (" …" if len(codes) > NAMED else "")


def _check_window(assessment: Assessment, on: date) -> None:
    if assessment.window_closes_on is None or on > assessment.window_closes_on:
        return
    silent = Finding.objects.filter(
        assessment=assessment, withdrawn_at__isnull=True, responded_at__isnull=True
    )
    if silent.exists():
        raise WindowStillOpen(
            _(
                "The factory may comment until %(day)s. Finalise then, or once it has responded to every finding."
            )
            % {"day": assessment.window_closes_on}
        )


def _record_event(
    kind: str, assessment: Assessment, data: dict[str, str], *, actor: User | None, now: datetime
) -> None:
    record(
        kind,
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"digest": digest_of(assessment, layout_of(assessment)), **data},
    )
