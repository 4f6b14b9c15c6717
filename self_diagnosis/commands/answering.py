"""Answers of one point, from a page or from a device that sends them later."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from advisory.commands.field_entries import SubmittedEntry
from journal.commands import Unchanged
from questionnaires.queries.questionnaires import question_words
from self_diagnosis.commands.diagnoses import DiagnosisFaulty, locked_diagnosis, record_diagnosis
from self_diagnosis.domain.answers import SaidAnswer, SettledBy, joined_notes, merged
from self_diagnosis.models import DiagnosisAnswer, DifferingAnswer, SelfDiagnosis
from self_diagnosis.policies import NotTakingPart, check_takes_part

if TYPE_CHECKING:
    from accounts.models import User

AUTHORS = {"answer": "answer_by", "note": "note_by"}


def apply_answers(
    entry: SubmittedEntry, data: Mapping[str, Any], actor: User, now: datetime
) -> SelfDiagnosis | Unchanged:
    """Record the answers of an entry inside the command that takes entries in (`record_field_entry`).

    `data`: `diagnosis`, `point`, `given` and `base` ({question: SaidAnswer}), `choices` ({question: SettledBy}).
    Each field merges by itself; what may not be taken is kept beside it as a DifferingAnswer. Five statements, and as
    many again where something is settled.

    Raises:
        NotTakingPart, DiagnosisFaulty.
    """
    diagnosis = locked_diagnosis(data["diagnosis"])
    if diagnosis.factory_id != entry.factory_id:
        raise NotTakingPart(_("The factory and its worker representatives do this."))
    check_takes_part(actor, diagnosis)
    if diagnosis.completed_at is not None:
        raise DiagnosisFaulty(_("This self-diagnosis is completed. Reopen it to go on answering."))
    _check_asked(diagnosis, data["point"], data["given"])
    rows = {row.question: row for row in DiagnosisAnswer.objects.filter(diagnosis=diagnosis)}
    changed: dict[str, DiagnosisAnswer] = {}
    differing = []
    for question, given in data["given"].items():
        row = rows.get(question) or DiagnosisAnswer(diagnosis=diagnosis, question=question)
        current = _said(row)
        merge = merged(
            base=data["base"].get(question, SaidAnswer()),
            given=given,
            current=current,
            own={name for name, author in AUTHORS.items() if getattr(row, f"{author}_id") == actor.pk},
        )
        if merge.current != current:
            changed[question] = _with(row, merge.current, actor=actor, now=now)
            rows[question] = row
        if merge.is_apart:
            differing.append(_apart(diagnosis, question, given, entry=entry, actor=actor))
    differing = _new(diagnosis, differing)
    DifferingAnswer.objects.bulk_create(differing)
    settled = _settle(diagnosis, data["choices"], rows, changed, actor=actor, now=now)
    if not (changed or differing or settled):
        return Unchanged(diagnosis)
    _write(changed.values())
    record_diagnosis("answered", diagnosis, actor=actor, now=now, count=len(changed), apart=len(differing))
    return diagnosis


def _check_asked(diagnosis: SelfDiagnosis, point: str, given: Mapping[str, SaidAnswer]) -> None:
    words = question_words(diagnosis.layout_id)
    in_layout = {code for code, item in words.items() if item.point == point}
    if point not in diagnosis.points or not given.keys() <= in_layout:
        raise DiagnosisFaulty(_("This self-diagnosis does not ask these questions."))


def _said(row: DiagnosisAnswer) -> SaidAnswer:
    return SaidAnswer(row.answer, row.note)


def _with(row: DiagnosisAnswer, new_answer: SaidAnswer, *, actor: User, now: datetime) -> DiagnosisAnswer:
    for name, author in AUTHORS.items():
        value = getattr(new_answer, name)
        if getattr(row, name) != value:
            setattr(row, name, value)
            setattr(row, author, actor)
    row.changed_at = now
    return row


def _write(rows: Iterable[DiagnosisAnswer]) -> None:
    made = [row for row in rows if row.pk is None]
    known = [row for row in rows if row.pk is not None]
    DiagnosisAnswer.objects.bulk_create(made)
    DiagnosisAnswer.objects.bulk_update(known, [*AUTHORS, *AUTHORS.values(), "changed_at"])


def _apart(
    diagnosis: SelfDiagnosis, question: str, given: SaidAnswer, *, entry: SubmittedEntry, actor: User
) -> DifferingAnswer:
    return DifferingAnswer(
        diagnosis=diagnosis,
        question=question,
        answer=given.answer,
        note=given.note,
        entered_at=entry.entered_at,
        entered_by=actor,
    )


def _new(diagnosis: SelfDiagnosis, differing: list[DifferingAnswer]) -> list[DifferingAnswer]:
    """Those that nobody has handed in yet in the same words."""
    if not differing:
        return []
    waiting = DifferingAnswer.objects.filter(diagnosis=diagnosis, settled_at__isnull=True)
    known = set(waiting.values_list("question", "answer", "note"))
    return [item for item in differing if (item.question, item.answer, item.note) not in known]


def _settle(
    diagnosis: SelfDiagnosis,
    choices: Mapping[str, SettledBy],
    rows: dict[str, DiagnosisAnswer],
    changed: dict[str, DiagnosisAnswer],
    *,
    actor: User,
    now: datetime,
) -> bool:
    """Settle the differing answers that the reader saw; what came later stays. Whether any was settled."""
    if not choices:
        return False
    shown = {number for choice in choices.values() for number in choice.ids}
    waiting = DifferingAnswer.objects.filter(diagnosis=diagnosis, settled_at__isnull=True, pk__in=shown)
    by_question: dict[str, dict[int, DifferingAnswer]] = {}
    for item in waiting.order_by("pk"):
        by_question.setdefault(item.question, {})[item.pk] = item
    for question, others in by_question.items():
        choice = choices.get(question)
        if choice is None:
            continue
        row = rows.get(question) or DiagnosisAnswer(diagnosis=diagnosis, question=question)
        chosen = _chosen(choice, _said(row), others)
        if chosen != _said(row):
            changed[question] = _with(row, chosen, actor=actor, now=now)
    ids = [number for question, others in by_question.items() if question in choices for number in others]
    waiting.filter(pk__in=ids).update(settled_at=now, settled_by=actor)
    return bool(ids)


def _chosen(choice: SettledBy, current: SaidAnswer, others: Mapping[int, DifferingAnswer]) -> SaidAnswer:
    if choice.act == "take" and choice.ids[0] in others:
        taken = others[choice.ids[0]]
        return SaidAnswer(taken.answer or current.answer, taken.note)
    if choice.act == "both":
        notes = joined_notes([current.note, *(item.note for item in others.values())])
        return SaidAnswer(current.answer, notes)
    return current
