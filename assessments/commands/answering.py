"""Answers by question: what people enter on several tablets is merged by field; nothing is overwritten unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Subquery
from django.utils.translation import gettext as _

from assessments.commands.answer_log import append_to_log
from assessments.commands.conflict_resolution import settle_conflicts
from assessments.commands.locking import NoSuchAssessment, WrongAssessmentState
from assessments.commands.revisions import digest_of
from assessments.commands.standing_answers import StandingAnswers, read_current_answers, write_current_answers
from assessments.domain.answer_merge import FIELDS, Answer, Merged, merge, stated_fields
from assessments.domain.answers import LETTERS
from assessments.domain.states import ANSWERS_OPEN_IN, AssessmentState
from assessments.models import AnswerLog, Assessment, ReviewComment, TeamMember
from assessments.policies import check_may_hand_over, check_on_team
from assessments.queries.answering.workspace import version_of
from factories.queries import visible_to
from journal.commands import Unchanged, command
from journal.events import BATCH, record
from journal.refusals import Refused
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import layout_by_digest

if TYPE_CHECKING:
    from accounts.models import User


class InvalidAnswer(Refused):
    """A question that is not asked here, or a letter that is none."""


class AnsweredMeanwhile(Refused):
    """The draft was answered after the reader loaded the answers that this change is based on."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One change of one answer, made on a device.

    Attributes:
        act: the device's own id of it; sent twice, it is stored once.
        question: which question.
        seen: the whole answer as the device showed it before.
        given: the whole answer as its user left it. Fields in which the two differ are what the change states.
        answered_at: by the device's clock.
        settles: ids of the conflicts that the user decided with it; then every field is stated.
    """

    act: UUID
    question: str
    seen: Answer
    given: Answer
    answered_at: datetime
    settles: tuple[UUID, ...] = ()

    @property
    def stated(self) -> tuple[str, ...]:
        """Names of the fields that the change is about."""
        return stated_fields(self.seen, self.given, settles=bool(self.settles))


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change of which fields are held, because something else stands there than its device had seen."""

    act: UUID
    question: str
    seen: str
    standing: str
    given: str
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """What became of one change, field by field: values that were stored, names of fields that are held."""

    stored: Mapping[str, Any]
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """How a batch came out, and the sheet as it now stands. `version` is the last entry of its log; 0: nothing new."""

    sheet: str
    answers_hash: str
    applied: tuple[UUID, ...] = ()
    repeated: tuple[UUID, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    outcomes: Mapping[UUID, ChangeOutcome] = field(default_factory=dict)
    version: int = 0


@dataclass(slots=True)
class _Merge:
    """A batch being laid over what stands, change by change."""

    current: StandingAnswers
    entries: list[AnswerLog] = field(default_factory=list)
    taken: list[AnswerChange] = field(default_factory=list)  # at least one field of each was taken
    conflicts: list[Conflict] = field(default_factory=list)
    outcomes: dict[UUID, ChangeOutcome] = field(default_factory=dict)


@command
def answer_questions(
    assessment_id: UUID,
    *,
    acts: Sequence[AnswerChange],
    device: str = "",
    version: int | None = None,
    actor: User | None,
    now: datetime,
) -> Answered | Unchanged:
    """Lay a batch of changes over the answers; one event carries the log's running hash.

    A stated field that was changed meanwhile without its device having seen it is held: it is logged, given back as a
    conflict and shown until a person settles it. Nothing that stands is overwritten unseen.
    With `version` (the last entry of the log that a person has looked at) nothing at all is stored once it is another.

    Raises:
        NoSuchAssessment, NotAllowed: there is none, or the actor is not on its team or left the country.
        WrongAssessmentState: the assessment is no draft any more.
        InvalidAnswer: a question that is not asked here, or a letter that is none; nothing of the batch is stored.
        AnsweredMeanwhile: the draft is not as it was in that version.
    """
    assessment, layout, found = _in_hand(assessment_id, acts, actor)
    if assessment.state == AssessmentState.ABANDONED:
        raise WrongAssessmentState(_("Answers are closed: the assessment was abandoned."))
    if AssessmentState(assessment.state) not in ANSWERS_OPEN_IN:
        raise WrongAssessmentState(
            _("Answers are closed: the assessment was submitted. Ask the reviewer to return it.")
        )
    _check(acts, layout)
    repeated = _known_changes(assessment, acts) if found.may_repeat else {}
    fresh = _distinct_changes(acts, repeated)
    if not fresh:
        return Unchanged(
            Answered(
                assessment.sheet,
                assessment.answers_hash,
                repeated=tuple(sorted(repeated)),
                outcomes=repeated,
            )
        )
    if version is not None and version_of(assessment.pk) != version:
        raise AnsweredMeanwhile(
            _("Another person has answered since. Upload the form again to see how it fits.")
        )
    laid = _Merge(read_current_answers(assessment, layout, _stated_by_question(fresh)))
    _lay(fresh, laid, assessment, device=device, actor=actor, now=now)
    append_to_log(assessment, laid.entries)
    write_current_answers(assessment, layout, laid.current, actor=actor, now=now)
    if assessment.in_conflict or laid.conflicts:
        assessment.in_conflict = settle_conflicts(assessment, laid.entries, laid.current.answers)
    assessment.save(update_fields=["sheet", "answers_hash", "in_conflict"])
    if found.commented:
        _answer_comments(assessment, laid.taken, actor=actor, now=now)
    _record("assessment.answered", assessment, layout, laid, actor=actor, now=now)
    return _answered(assessment, laid, repeated)


@command
def hand_over_answers(
    assessment_id: UUID, *, acts: Sequence[AnswerChange], device: str = "", actor: User | None, now: datetime
) -> Answered | Unchanged:
    """Propose changes to an assessment that the actor may not answer (any more); nothing that stands changes.

    Each stated field that differs from what stands is held: the team settles it like a conflict of two tablets.

    Raises:
        NoSuchAssessment: there is none.
        NotAllowed: the actor is no adviser who is or was on the team, or has answered here before.
        InvalidAnswer: a question that is not asked here, or a letter that is none; nothing of the batch is stored.
    """
    chosen = Assessment.objects.select_for_update(of=("self",)).filter(pk=assessment_id)
    assessment = chosen.annotate(layout_digest=F("layout__digest")).first()
    if assessment is None:
        raise NoSuchAssessment(_("There is no such assessment. Look it up again in the list."))
    check_may_hand_over(actor, assessment.pk)
    layout = layout_by_digest(assessment.layout_digest)
    _check(acts, layout)
    repeated = _known_changes(assessment, acts)
    fresh = _distinct_changes(acts, repeated)
    if not fresh:
        return Unchanged(
            Answered(assessment.sheet, assessment.answers_hash, repeated=tuple(repeated), outcomes=repeated)
        )
    laid = _Merge(read_current_answers(assessment, layout, {change.question: FIELDS for change in fresh}))
    _lay(fresh, laid, assessment, device=device, actor=actor, now=now, proposed=True)
    append_to_log(assessment, laid.entries)
    assessment.in_conflict = assessment.in_conflict or bool(laid.conflicts)
    assessment.save(update_fields=["answers_hash", "in_conflict"])
    _record("assessment.answers_handed_over", assessment, layout, laid, actor=actor, now=now)
    return _answered(assessment, laid, repeated)


def _answered(assessment: Assessment, laid: _Merge, repeated: Mapping[UUID, ChangeOutcome]) -> Answered:
    return Answered(
        assessment.sheet,
        assessment.answers_hash,
        tuple(change.act for change in laid.taken),
        tuple(sorted(repeated)),
        tuple(laid.conflicts),
        {**repeated, **laid.outcomes},
        laid.entries[-1].pk,
    )


def _record(
    kind: str, assessment: Assessment, layout: SheetLayout, laid: _Merge, *, actor: User | None, now: datetime
) -> None:
    record(
        kind,
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={
            "count": len(laid.taken) if laid.taken else len(laid.conflicts),
            "conflicts": len(laid.conflicts),
            "answers_hash": assessment.answers_hash,
            "digest": digest_of(assessment, layout),
        },
    )


def _answer_comments(
    assessment: Assessment, taken: Sequence[AnswerChange], *, actor: User | None, now: datetime
) -> None:
    """What the team changed on a question answers the reviewer's comment there. One statement."""
    ReviewComment.objects.filter(
        assessment=assessment,
        question__in={change.question for change in taken},
        answered_at__isnull=True,
        resolved_at__isnull=True,
    ).update(answered_at=now, answered_by=actor)


class _LockedContext(NamedTuple):
    """What is read along with the assessment, so that what nearly never is needs no statement of its own."""

    commented: bool  # a reviewer's comment waits for an answer
    may_repeat: (
        bool  # some of the changes have come before, or may have while this request waited for the lock
    )


def _in_hand(
    assessment_id: UUID, acts: Sequence[AnswerChange], actor: User | None
) -> tuple[Assessment, SheetLayout, _LockedContext]:
    """The assessment, locked, with the layout that reads its sheet, for a person of its team: one statement.

    Answers come one at a time from a slow network, so what each of them costs matters here as nowhere else.
    """
    chosen = Assessment.objects.select_for_update(of=("self",)).filter(pk=assessment_id)
    if actor is not None:
        # works with the factory still: an adviser may have moved to another country
        teams = TeamMember.objects.filter(user=actor.pk, left_at__isnull=True).values("assessment")
        chosen = chosen.filter(pk__in=teams, factory__in=visible_to(actor))
    waiting = ReviewComment.objects.filter(
        assessment=assessment_id, answered_at__isnull=True, resolved_at__isnull=True
    )
    known = AnswerLog.objects.filter(act__in=[act.act for act in acts])
    annotated = chosen.annotate(
        layout_digest=F("layout__digest"),
        commented=Exists(waiting),
        repeats=Exists(known),
        # what is read besides is as it was before a wait for the lock; the locked row itself is as it is after it
        hash_before=Subquery(Assessment.objects.filter(pk=assessment_id).values("answers_hash")),
    )
    found = next(iter(annotated), None)
    if found is None and not Assessment.objects.filter(pk=assessment_id).exists():
        raise NoSuchAssessment(_("There is no such assessment. Look it up again in the list."))
    check_on_team(actor, is_member=found is not None)
    assert found is not None  # noqa: S101  # the check has raised
    waited = found.hash_before != found.answers_hash
    return (
        found,
        layout_by_digest(found.layout_digest),
        _LockedContext(found.commented, found.repeats or waited),
    )


def _check(acts: Iterable[AnswerChange], layout: SheetLayout) -> None:
    for change in acts:
        if change.question not in layout.index:
            raise InvalidAnswer(
                _("%(question)s is not asked here. Leave it out.") % {"question": change.question}
            )
        if change.given.letter not in LETTERS or change.seen.letter not in LETTERS:
            raise InvalidAnswer(_("%(question)s: an answer is C, N, X or -.") % {"question": change.question})


def _distinct_changes(
    acts: Iterable[AnswerChange], known: Mapping[UUID, ChangeOutcome]
) -> list[AnswerChange]:
    """Each change once, those of an earlier batch left out."""
    return [*{change.act: change for change in acts if change.act not in known}.values()]


def _stated_by_question(changes: Iterable[AnswerChange]) -> dict[str, set[str]]:
    stated: dict[str, set[str]] = {}
    for change in changes:
        stated.setdefault(change.question, set()).update(change.stated)
    return stated


def _known_changes(assessment: Assessment, acts: Sequence[AnswerChange]) -> dict[UUID, ChangeOutcome]:
    """What became of those changes that came before, as the log has it.

    Raises:
        InvalidAnswer: a change has the id of one of another assessment.
    """
    ids = [change.act for change in acts]
    known: dict[UUID, ChangeOutcome] = {}
    for start in range(0, len(ids), BATCH):
        rows = AnswerLog.objects.filter(act__in=ids[start : start + BATCH])
        if rows.exclude(assessment=assessment.pk).exists():
            raise InvalidAnswer(_("This id was used for something else. Send it with a new one."))
        for act, old, new, seen, given, held, settles in rows.values_list(
            "act", "old", "new", "seen", "given", "held", "settles"
        ):
            after = Answer.of(new, given)
            stated = stated_fields(Answer.of(old, seen), after, settles=bool(settles))
            known[act] = _outcome(stated, after, tuple(held.split()))
    return known


def _outcome(stated: Iterable[str], given: Answer, held: tuple[str, ...]) -> ChangeOutcome:
    return ChangeOutcome({name: getattr(given, name) for name in stated if name not in held}, held)


def _lay(
    changes: Iterable[AnswerChange],
    laid: _Merge,
    assessment: Assessment,
    *,
    device: str,
    actor: User | None,
    now: datetime,
    proposed: bool = False,
) -> None:
    for change in changes:
        current = laid.current.answers[change.question]
        merged = _all_held(current, change) if proposed else _merged(current, change)
        laid.entries.append(
            AnswerLog(
                assessment=assessment,
                question=change.question,
                old=change.seen.letter,
                new=change.given.letter,
                seen=change.seen.words,
                given=change.given.words,
                held=" ".join(merged.held),
                settles=[str(act) for act in change.settles] or None,
                device=device,
                act=change.act,
                answered_at=change.answered_at,
                recorded_at=now,
                recorded_by=actor,
            )
        )
        laid.current.answers[change.question] = merged.answer
        laid.outcomes[change.act] = _outcome(change.stated, change.given, merged.held)
        if merged.held:
            laid.conflicts.append(
                Conflict(
                    change.act,
                    change.question,
                    change.seen.letter,
                    current.letter,
                    change.given.letter,
                    merged.held,
                )
            )
        if not merged.held or merged.answer != current:
            laid.taken.append(change)


def _merged(current: Answer, change: AnswerChange) -> Merged:
    return merge(current, change.seen, change.given, settles=bool(change.settles))


def _all_held(current: Answer, change: AnswerChange) -> Merged:
    given = change.given.normalised()
    held = [name for name in change.stated if getattr(current, name) != getattr(given, name)]
    if held and given.letter != current.letter and "letter" not in held:
        held.insert(0, "letter")
    return Merged(current, tuple(held))
