"""Answers by question: what two people enter on two tablets is merged, and where they clash both are kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, Subquery
from django.utils.translation import gettext as _

from assessments.commands.answer_log import append_to_log
from assessments.commands.findings import Found, Wanted, apply_findings, current_findings
from assessments.commands.locking import NoSuchAssessment, NotInThisState
from assessments.commands.revisions import digest_of
from assessments.domain.answers import LETTERS, NONCOMPLIANT, answers_of, with_answers
from assessments.domain.layout import Layout
from assessments.domain.states import ANSWERS_OPEN_IN, State
from assessments.models import AnswerLog, AnswerNote, Assessment, Finding, ReviewComment, TeamMember
from assessments.policies import check_on_team
from assessments.queries.questionnaires import layout_by_digest
from assessments.queries.workspace import version_of
from factories.queries import visible_to
from journal.commands import Unchanged, command
from journal.events import BATCH, record
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User


class NotAnAnswer(Refused):
    """A question that is not asked here, or a letter that is none."""


class AnsweredMeanwhile(Refused):
    """The draft was answered since somebody looked at what they now want stored."""


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One thing that somebody did on a device.

    Attributes:
        act: the device's own id of it; sent twice, it is stored once.
        question: which question.
        old: the letter that the device saw; if another stands there by now, the two are in conflict.
        new: the letter given: C, N, X or - (taken back).
        note: what was written beside the answer, for the team; None leaves it.
        details, attribution, workers_concerned: of the finding, with an N; None leaves them.
        answered_at: by the device's clock.
    """

    act: UUID
    question: str
    old: str
    new: str
    answered_at: datetime
    note: str | None = None
    details: str | None = None
    attribution: str | None = None
    workers_concerned: int | None = None

    @property
    def finding(self) -> dict[str, str | int] | None:
        """What was said of the finding, as the log keeps it."""
        said = {
            "details": self.details,
            "attribution": self.attribution,
            "workers_concerned": self.workers_concerned,
        }
        return {name: value for name, value in said.items() if value is not None} or None


@dataclass(frozen=True, slots=True)
class Conflict:
    """An act that found another answer than its device had seen: kept in the log, not in the sheet."""

    act: UUID
    question: str
    seen: str
    standing: str
    wanted: str


@dataclass(frozen=True, slots=True)
class Answered:
    """How a batch came out, and the sheet as it now stands. `version` is the last entry of its log; 0: nothing new."""

    sheet: str
    answers_hash: str
    applied: tuple[UUID, ...] = ()
    repeated: tuple[UUID, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    version: int = 0


@dataclass(slots=True)
class _Merge:
    """A batch being laid over the sheet, act by act."""

    before: dict[str, str]
    letters: dict[str, str]
    entries: list[AnswerLog] = field(default_factory=list)
    applied: list[AnswerChange] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)


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
    """Lay a batch of acts over the sheet; one event tells of the batch and carries the log's running hash.

    An act whose question was answered otherwise meanwhile is not applied: it is logged and given back as a conflict.
    With `version` (the last entry of the log that somebody has looked at) nothing at all is stored once it is another.

    Raises:
        NoSuchAssessment, NotAllowed: there is none, or the actor is not on its team or left the country.
        NotInThisState: the assessment is no draft any more.
        NotAnAnswer: a question that is not asked here, or a letter that is none; nothing of the batch is stored.
        AnsweredMeanwhile: the draft is not as it was in that version.
    """
    assessment, layout, asked = _in_hand(assessment_id, acts, actor)
    if State(assessment.state) not in ANSWERS_OPEN_IN:
        raise NotInThisState(
            _("Answers are closed: the assessment was submitted. Ask the reviewer to return it.")
        )
    _check(acts, layout)
    repeated = _known_acts(acts) if asked.may_repeat else set()
    fresh = [act for act in acts if act.act not in repeated]
    if not fresh:
        return Unchanged(
            Answered(assessment.sheet, assessment.answers_hash, repeated=tuple(sorted(repeated)))
        )
    if version is not None and version_of(assessment.pk) != version:
        raise AnsweredMeanwhile(_("Somebody answered meanwhile. Upload the form again to see how it fits."))
    merge = _merged(fresh, assessment, layout, device=device, actor=actor, now=now)
    append_to_log(assessment, merge.entries)
    assessment.sheet = with_answers(assessment.sheet, merge.letters, layout)
    assessment.save(update_fields=["sheet", "answers_hash"])
    _write_findings(assessment, merge, actor=actor, now=now)
    _write_notes(assessment, merge.applied)
    if asked.commented:
        _answer_comments(assessment, merge.applied, actor=actor, now=now)
    record(
        "assessment.answered",
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={
            "count": len(merge.applied),
            "conflicts": len(merge.conflicts),
            "answers_hash": assessment.answers_hash,
            "digest": digest_of(assessment, layout),
        },
    )
    return Answered(
        assessment.sheet,
        assessment.answers_hash,
        tuple(act.act for act in merge.applied),
        tuple(sorted(repeated)),
        tuple(merge.conflicts),
        merge.entries[-1].pk,
    )


def _answer_comments(
    assessment: Assessment, applied: Sequence[AnswerChange], *, actor: User | None, now: datetime
) -> None:
    """What the team changed on a question answers the reviewer's comment there. One statement."""
    ReviewComment.objects.filter(
        assessment=assessment, question__in={act.question for act in applied}, answered_at__isnull=True
    ).update(answered_at=now, answered_by=actor)


class _Asked(NamedTuple):
    """What is asked along with the assessment, so that what nearly never is needs no statement of its own."""

    commented: bool  # a reviewer's comment waits for an answer
    may_repeat: bool  # some of the acts have come before, or may have while this request waited for the lock


def _in_hand(
    assessment_id: UUID, acts: Sequence[AnswerChange], actor: User | None
) -> tuple[Assessment, Layout, _Asked]:
    """The assessment, locked, with the layout that reads its sheet, for somebody of its team: one statement.

    Answers come one at a time from a slow network, so what each of them costs matters here as nowhere else.
    """
    chosen = Assessment.objects.select_for_update(of=("self",)).filter(pk=assessment_id)
    if actor is not None:
        # works with the factory still: an adviser may have moved to another country
        teams = TeamMember.objects.filter(user=actor.pk).values("assessment")
        chosen = chosen.filter(pk__in=teams, factory__in=visible_to(actor))
    waiting = ReviewComment.objects.filter(assessment=assessment_id, answered_at__isnull=True)
    known = AnswerLog.objects.filter(act__in=[act.act for act in acts])
    told = chosen.annotate(
        layout_digest=F("layout__digest"),
        commented=Exists(waiting),
        repeats=Exists(known),
        # what is asked besides is as it was before a wait for the lock; the locked row itself is as it is after it
        hash_before=Subquery(Assessment.objects.filter(pk=assessment_id).values("answers_hash")),
    )
    found = next(iter(told), None)
    if found is None and not Assessment.objects.filter(pk=assessment_id).exists():
        raise NoSuchAssessment(_("There is no such assessment. Look it up again in the list."))
    check_on_team(actor, is_member=found is not None)
    assert found is not None  # noqa: S101  # the check has raised
    may_repeat = found.repeats or found.hash_before != found.answers_hash
    return found, layout_by_digest(found.layout_digest), _Asked(found.commented, may_repeat)


def _check(acts: Iterable[AnswerChange], layout: Layout) -> None:
    for act in acts:
        if act.question not in layout.index:
            raise NotAnAnswer(_("%(question)s is not asked here. Leave it out.") % {"question": act.question})
        if act.new not in LETTERS or act.old not in LETTERS:
            raise NotAnAnswer(_("%(question)s: an answer is C, N, X or -.") % {"question": act.question})


def _known_acts(acts: Sequence[AnswerChange]) -> set[UUID]:
    ids = [act.act for act in acts]
    known: set[UUID] = set()
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        known |= set(AnswerLog.objects.filter(act__in=part).values_list("act", flat=True))
    return known


def _merged(
    acts: Iterable[AnswerChange],
    assessment: Assessment,
    layout: Layout,
    *,
    device: str,
    actor: User | None,
    now: datetime,
) -> _Merge:
    before = answers_of(assessment.sheet, layout)
    merge = _Merge(before=before, letters=dict(before))
    seen: set[UUID] = set()
    for act in acts:
        if act.act in seen:  # the same act twice in one batch
            continue
        seen.add(act.act)
        standing = merge.letters[act.question]
        applies = standing in {act.old, act.new}
        merge.entries.append(
            AnswerLog(
                assessment=assessment,
                question=act.question,
                old=act.old,
                new=act.new,
                note=act.note or "",
                finding=act.finding,
                device=device,
                act=act.act,
                applied=applies,
                answered_at=act.answered_at,
                recorded_at=now,
                recorded_by=actor,
            )
        )
        if applies:
            merge.letters[act.question] = act.new
            merge.applied.append(act)
        else:
            merge.conflicts.append(Conflict(act.act, act.question, act.old, standing, act.new))
    return merge


def _write_findings(assessment: Assessment, merge: _Merge, *, actor: User | None, now: datetime) -> None:
    """A finding for each N of the batch, none any more for what is no N; the others are left alone.

    The sheet says which findings there are, so they are only read when the batch touches one of them.
    """
    touches = any(merge.before[act.question] == NONCOMPLIANT for act in merge.applied)
    known = current_findings([assessment.pk]) if touches else {}
    findings = known.get(assessment.pk, {})
    found = {question: _as_it_is(finding) for question, finding in findings.items()}
    for act in merge.applied:
        if act.new == NONCOMPLIANT:
            found[act.question] = _found(act, findings.get(act.question), found.get(act.question))
        else:
            found.pop(act.question, None)
    if touches or found:
        apply_findings([Wanted(assessment, found)], known, actor=actor, now=now)


def _as_it_is(finding: Finding) -> Found:
    return Found(finding.attribution, finding.details, finding.workers_concerned)


def _found(act: AnswerChange, finding: Finding | None, said_before: Found | None) -> Found:
    """What an act makes of a finding; what it does not say is kept from before."""
    before = said_before or (_as_it_is(finding) if finding else Found())
    return Found(
        attribution=act.attribution or before.attribution,
        details=act.details if act.details is not None else before.details,
        workers_concerned=act.workers_concerned
        if act.workers_concerned is not None
        else before.workers_concerned,
    )


def _write_notes(assessment: Assessment, applied: Iterable[AnswerChange]) -> None:
    notes: Mapping[str, str] = {act.question: act.note for act in applied if act.note is not None}
    AnswerNote.objects.bulk_create(
        [AnswerNote(assessment=assessment, question=question, text=text) for question, text in notes.items()],
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=["text"],
    )
