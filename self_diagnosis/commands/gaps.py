"""Gaps that the factory wants to close become items of its improvement plan."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from advisory.commands.plan.proposed_items import ProposedItem, apply_proposed_items
from advisory.queries.improvement_plan import open_items_by_question
from journal.commands import Unchanged, command
from questionnaires.queries.questionnaires import question_words
from self_diagnosis.commands.diagnoses import DiagnosisFaulty, locked_diagnosis, record_diagnosis
from self_diagnosis.models import DiagnosisAnswer, OwnAnswer
from self_diagnosis.policies import NotTakingPart, check_of_factory, plans_gaps

if TYPE_CHECKING:
    from accounts.models import User


@command
def add_gaps_to_plan(
    diagnosis_id: UUID,
    *,
    questions: Collection[str],
    due_on: date | None,
    language: str,
    actor: User,
    now: datetime,
) -> int | Unchanged:
    """Make an item of the plan out of each chosen gap, marked as proposed by the factory; how many were made.

    A gap whose question has an open item already, or of which one was made, is passed over. An item says what the note
    says, or the question in the language given. A constant number of statements.

    Raises:
        NotTakingPart: the actor does not keep this factory's plan.
        DiagnosisFaulty: nothing was chosen.
    """
    diagnosis = locked_diagnosis(diagnosis_id)
    check_of_factory(actor, diagnosis.factory_id)
    if not plans_gaps(actor):
        raise NotTakingPart(_("The management keeps the improvement plan."))
    if not questions:
        raise DiagnosisFaulty(_("Choose at least one gap."))
    gaps = DiagnosisAnswer.objects.filter(
        diagnosis=diagnosis, question__in=questions, answer=OwnAnswer.GAP, plan_item__isnull=True
    )
    planned = {item["question"] for item in open_items_by_question(diagnosis.factory_id)}
    rows = [row for row in gaps.order_by("question") if row.question not in planned]
    if not rows:
        return Unchanged(0)
    words = question_words(diagnosis.layout_id, language=language)
    made = apply_proposed_items(
        diagnosis.factory_id,
        [ProposedItem(row.question, row.note or words[row.question].text, due_on) for row in rows],
        actor=actor,
        now=now,
    )
    for row, item in zip(rows, made, strict=True):
        row.plan_item = item
    DiagnosisAnswer.objects.bulk_update(rows, ["plan_item"])
    record_diagnosis("gaps_planned", diagnosis, actor=actor, now=now, count=len(rows))
    return len(rows)
