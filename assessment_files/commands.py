"""Files of assessments: all rows are compared with what is known first, then written set-wise, or nothing is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from assessment_files.domain.assessment_row import AssessmentRow
from assessments.commands.answer_log import log_changes
from assessments.commands.day_limits import ASSESSMENT_DAY_ACCEPTED, NewDay, check_days
from assessments.commands.findings import (
    Current,
    TargetFindings,
    apply_findings,
    current_findings,
    found_on_sheet,
)
from assessments.commands.revisions import FinalisedAssessment, apply_revisions, digest_of
from assessments.domain.cycle import comment_window_closes, cycle_on
from assessments.models import AnswerNote, Assessment, TeamMember
from assessments.policies import check_may_import
from countries.queries.country_settings import settings_by_country
from factories.queries import factories_by_name
from files.domain.problems import ImportOutcome, ImportProblem
from journal.bulk import insert_objects
from journal.commands import Unchanged, command
from journal.events import BATCH, Happening, record_many
from questionnaires.models import Layout

if TYPE_CHECKING:
    from accounts.models import User

State = Assessment.State
_ORDER = (State.DRAFT, State.SUBMITTED, State.COMMENT_WINDOW, State.FINAL)
_EVENT_OF = {
    State.DRAFT: "assessment.opened",
    State.SUBMITTED: "assessment.submitted",
    State.COMMENT_WINDOW: "assessment.accepted",
}
_CHANGING = (
    "cycle", "kind", "announced", "state", "sheet", "revision", "answers_hash", "note", "submitted_at", "submitted_by",
    "reviewed_at", "reviewed_by", "window_closes_on", "finalised_at", "finalised_by",
)  # fmt: skip
Key = tuple[int, int, date]  # factory, layout, day


@dataclass(slots=True)
class _Known:
    """What the database holds of the factories in the file."""

    factories: Mapping[str, int]
    layouts: Mapping[str, int]
    assessments: Mapping[Key, Assessment]
    days: Mapping[int, set[date]]
    findings: Current
    notes: Mapping[UUID, Mapping[str, str]]


@dataclass(slots=True)
class _AssessmentChange:
    """One row's assessment as it must become."""

    row: AssessmentRow
    assessment: Assessment
    target: TargetFindings
    before: str | None  # the sheet as it was; None when the assessment is new
    national_law: frozenset[str]


@dataclass(slots=True)
class _Work:
    created: list[_AssessmentChange] = field(default_factory=list)
    updated: list[_AssessmentChange] = field(default_factory=list)
    unchanged: int = 0
    problems: list[ImportProblem] = field(default_factory=list)

    @property
    def plans(self) -> list[_AssessmentChange]:
        return [*self.created, *self.updated]


@command
def import_assessments(
    rows: Sequence[AssessmentRow],
    *,
    lines: int,
    has_attributions: bool = True,
    revision_reason: str = "",
    second_person: User | None = None,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
    dry_run: bool = False,
) -> ImportOutcome | Unchanged:
    """Record the assessments of a file; the same file again changes nothing; all or nothing.

    An assessment is known by factory, questionnaire and day. One that is final already changes only with a reason,
    as a new revision; what the file leaves out (details, notes) stays as it was.

    Args:
        rows: what the row checker gave, without a problem among them.
        lines: how many lines the file had.
        has_attributions: whether the file can lay a finding to national law; if not, the known ones stay.
        revision_reason: why final assessments change; "" when they may not.
        second_person: who answers for the revision beside the actor.
        dates_reason: why days before the programme began are right. Without one the row checker refuses them.
        actor: who imports; None for the system.
        now: the moment of recording.
        dry_run: compare and count, write nothing.

    Raises:
        NotAllowed: the actor does not import.
    """
    check_may_import(actor)
    known = _known(rows)
    work = _planned(
        rows, known, now=now, actor=actor, reason=revision_reason, has_attributions=has_attributions
    )
    if work.problems:
        return Unchanged(ImportOutcome(rows=lines, problems=tuple(sorted(work.problems))))
    outcome = ImportOutcome(
        rows=lines, created=len(work.created), updated=len(work.updated), unchanged=work.unchanged
    )
    if dry_run or not outcome.changed:
        return Unchanged(outcome)
    _write(work, known, reason=revision_reason, second_person=second_person, actor=actor, now=now)
    if dates_reason:
        new = [
            NewDay(
                plan.assessment.factory_id,
                "assessed_on",
                plan.row.assessed_on,
                kind=ASSESSMENT_DAY_ACCEPTED,
            )
            for plan in work.created
        ]
        record_many(check_days(new, reason=dates_reason, actor=actor, now=now), actor=actor, at=now)
    return outcome


# --- what is known -----------------------------------------------------------------------------------------------


def _known(rows: Sequence[AssessmentRow]) -> _Known:
    named = factories_by_name({row.factory for row in rows})
    factories = {code: found.id for code, found in named.items()}
    layouts = dict(Layout.objects.values_list("digest", "id"))
    days: dict[int, set[date]] = defaultdict(set)
    assessments: dict[Key, Assessment] = {}
    keys = {(factories[row.factory], layouts[row.layout.digest], row.assessed_on) for row in rows}
    for assessment in _assessments_of(sorted(factories.values())):
        days[assessment.factory_id].add(assessment.assessed_on)
        key = (assessment.factory_id, assessment.layout_id, assessment.assessed_on)
        if key in keys:
            assessments[key] = assessment
    for row in rows:
        days[factories[row.factory]].add(row.assessed_on)
    ids = [assessment.pk for assessment in assessments.values()]
    return _Known(factories, layouts, assessments, days, current_findings(ids), _notes_of(ids))


def _assessments_of(factory_ids: Sequence[int]) -> Iterator[Assessment]:
    for start in range(0, len(factory_ids), BATCH):
        part = factory_ids[start : start + BATCH]
        carried_out = Assessment.objects.exclude(state=State.ABANDONED)
        yield from carried_out.select_for_update().filter(factory_id__in=part).order_by("pk")


def _notes_of(assessment_ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    notes: dict[UUID, dict[str, str]] = {}
    for start in range(0, len(assessment_ids), BATCH):
        rows = AnswerNote.objects.filter(assessment_id__in=assessment_ids[start : start + BATCH])
        for assessment_id, question, text in rows.values_list("assessment_id", "question", "text"):
            notes.setdefault(assessment_id, {})[question] = text
    return notes


# --- what must become of it --------------------------------------------------------------------------------------


def _planned(
    rows: Sequence[AssessmentRow],
    known: _Known,
    *,
    actor: User | None,
    now: datetime,
    reason: str,
    has_attributions: bool,
) -> _Work:
    work = _Work()
    for row in rows:
        key = (known.factories[row.factory], known.layouts[row.layout.digest], row.assessed_on)
        assessment = known.assessments.get(key)
        if assessment is None:
            work.created.append(_new(row, key, known, actor=actor, now=now))
            continue
        plan = _compared(row, assessment, known, has_attributions=has_attributions)
        if plan is None:
            work.unchanged += 1
        elif problem := _forbidden(row, assessment, reason):
            work.problems.append(problem)
        else:
            _become(plan, actor=actor, now=now)
            work.updated.append(plan)
    return work


def _new(
    row: AssessmentRow, key: Key, known: _Known, *, actor: User | None, now: datetime
) -> _AssessmentChange:
    factory_id, layout_id, assessed_on = key
    assessment = Assessment(
        factory_id=factory_id,
        layout_id=layout_id,
        assessed_on=assessed_on,
        cycle=row.cycle or cycle_on(known.days[factory_id], assessed_on),
        kind=row.kind,
        announced=row.announced,
        sheet=row.sheet,
        note=row.note,
        created_at=now,
        created_by=actor,
    )
    _advance(assessment, row.state, actor=actor, now=now)
    target = TargetFindings(
        assessment,
        dict(found_on_sheet(row.sheet, row.layout.codes, row.national_law, row.details, row.workers)),
    )
    return _AssessmentChange(row, assessment, target, None, row.national_law)


def _compared(
    row: AssessmentRow, assessment: Assessment, known: _Known, *, has_attributions: bool
) -> _AssessmentChange | None:
    """What the row would change of a known assessment; None when nothing."""
    findings = known.findings.get(assessment.pk, {})
    law = row.national_law if has_attributions else _national_law_codes(row, findings)
    target_findings = dict(found_on_sheet(row.sheet, row.layout.codes, law, row.details, row.workers))
    same = (
        row.sheet == assessment.sheet
        and (row.cycle or assessment.cycle, row.kind, row.announced, row.state)
        == (assessment.cycle, assessment.kind, assessment.announced, assessment.state)
        and (row.note or assessment.note) == assessment.note
        and all(known.notes.get(assessment.pk, {}).get(code) == text for code, text in row.notes.items())
        and target_findings.keys() == findings.keys()
        and not any(found.differs_from(findings[code]) for code, found in target_findings.items())
    )
    if same:
        return None
    was_final = assessment.state == State.FINAL
    return _AssessmentChange(
        row,
        assessment,
        TargetFindings(assessment, target_findings, was_final=was_final),
        assessment.sheet,
        law,
    )


def _national_law_codes(row: AssessmentRow, findings: Mapping[str, object]) -> frozenset[str]:
    """A layout that cannot attribute leaves known findings as they are; new ones are as the country's variant says."""
    by_default = {code for code in row.national_law if code not in findings}
    at_national_law = {
        code for code, finding in findings.items() if getattr(finding, "attribution", "") == "national_law"
    }
    letters = dict(zip(row.layout.codes, row.sheet, strict=True))
    return frozenset(code for code in by_default | at_national_law if letters.get(code) == "N")


def _forbidden(row: AssessmentRow, assessment: Assessment, reason: str) -> ImportProblem | None:
    if _ORDER.index(State(row.state)) < _ORDER.index(State(assessment.state)):
        what = f"the assessment is {State(assessment.state).label} already; give that state, or leave the row out"
        return ImportProblem(row.row, "state", "state_backwards", what)
    if assessment.state == State.FINAL and not reason:
        what = (
            f"the final assessment of {row.factory} on {row.assessed_on} says otherwise; "
            "leave it out, or give --revision-reason to correct it"
        )
        return ImportProblem(row.row, "answer", "final_differs", what)
    return None


def _become(plan: _AssessmentChange, *, actor: User | None, now: datetime) -> None:
    """Set the row's own columns on the assessment."""
    row, assessment = plan.row, plan.assessment
    assessment.cycle = row.cycle or assessment.cycle
    assessment.kind, assessment.announced = row.kind, row.announced
    assessment.sheet, assessment.note = row.sheet, row.note or assessment.note
    _advance(assessment, row.state, actor=actor, now=now)


def _advance(assessment: Assessment, state: str, *, actor: User | None, now: datetime) -> None:
    """Bring an assessment to the state that the file gives; a final one gets its next revision."""
    place = _ORDER.index(State(state))
    if place >= _ORDER.index(State.SUBMITTED) and assessment.submitted_at is None:
        assessment.submitted_at, assessment.submitted_by = now, actor
    if place >= _ORDER.index(State.COMMENT_WINDOW) and assessment.reviewed_at is None:
        assessment.reviewed_at, assessment.reviewed_by = now, actor
    if state == State.COMMENT_WINDOW and assessment.window_closes_on is None:
        assessment.window_closes_on = _window_closes(assessment.factory.country_id, now)
    if state == State.FINAL:
        assessment.revision += 1
        if assessment.finalised_at is None:
            assessment.finalised_at, assessment.finalised_by = now, actor
    assessment.state = state


def _window_closes(country: str, now: datetime) -> date:
    known = settings_by_country()
    today = known.day(country, now)
    return comment_window_closes(today, known.on(country, today).comment_days)


# --- writing -----------------------------------------------------------------------------------------------------


def _write(
    work: _Work,
    known: _Known,
    *,
    reason: str,
    second_person: User | None,
    actor: User | None,
    now: datetime,
) -> None:
    log_changes(
        [
            (plan.assessment, plan.row.layout, plan.before)
            for plan in work.updated
            if plan.before is not None and not plan.target.was_final
        ],
        actor=actor,
        now=now,
    )
    insert_objects([plan.assessment for plan in work.created])
    insert_objects(
        [
            TeamMember(assessment=plan.assessment, user_id=plan.row.lead, is_lead=True)
            for plan in work.created
            if plan.row.lead is not None
        ]
    )
    # an upsert of rows already locked: several times cheaper than bulk_update's CASE for each
    Assessment.objects.bulk_create(
        [plan.assessment for plan in work.updated],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=_CHANGING,
        batch_size=BATCH,
    )
    apply_findings([plan.target for plan in work.plans], known.findings, actor=actor, now=now)
    import_string(settings.FINDINGS_IMPORTED)(actor=actor, now=now)
    _write_notes(work.plans)
    final = [plan for plan in work.plans if plan.assessment.state == State.FINAL]
    happened = apply_revisions(
        [FinalisedAssessment(plan.assessment, plan.row.layout, plan.national_law) for plan in final],
        reason=reason,
        second_person=second_person,
        actor=actor,
        now=now,
    )
    happened += [_event(plan) for plan in work.plans if plan.assessment.state != State.FINAL]
    record_many(happened, actor=actor, at=now)


def _write_notes(plans: Sequence[_AssessmentChange]) -> None:
    AnswerNote.objects.bulk_create(
        [
            AnswerNote(assessment_id=plan.assessment.pk, question=code, text=text)
            for plan in plans
            for code, text in plan.row.notes.items()
        ],
        update_conflicts=True,
        unique_fields=["assessment", "question"],
        update_fields=["text"],
        batch_size=BATCH,
    )


def _event(plan: _AssessmentChange) -> Happening:
    assessment = plan.assessment
    data = {"digest": digest_of(assessment, plan.row.layout), "by": "file"}
    if assessment.window_closes_on is not None:
        data["until"] = assessment.window_closes_on.isoformat()
    kind = _EVENT_OF[State(assessment.state)]
    return Happening(kind, f"assessment:{assessment.pk}", assessment.factory_id, data)
