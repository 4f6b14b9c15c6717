"""Correcting a final assessment: another revision, with a reason and a second person; the old one stays readable."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.commands.findings import Found, Wanted, apply_findings, current_findings, found_on_sheet
from assessments.commands.locking import layout_of, locked, state_after
from assessments.commands.revisions import Settled, apply_revisions
from assessments.domain.answers import SheetMisfit, UnknownQuestion, with_answers
from assessments.domain.states import Act
from assessments.models import Assessment, Finding
from assessments.policies import check_may_review, check_second_person
from journal.commands import Unchanged, command
from journal.events import record_many
from journal.refusals import ReasonMissing, Refused

if TYPE_CHECKING:
    from accounts.models import User


class NotAnAnswer(Refused):
    """A question that is not asked here, or a letter that is none."""


@command
def correct_assessment(
    assessment_id: UUID,
    *,
    answers: Mapping[str, str],
    details: Mapping[str, str] | None = None,
    national_law: Mapping[str, bool] | None = None,
    reason: str,
    second_person: User | None,
    actor: User | None,
    now: datetime,
) -> Assessment | Unchanged:
    """Write the next revision of a final assessment.

    Args:
        assessment_id: which.
        answers: letters by question, of those that change.
        details: what was found, by question.
        national_law: by question, whether its finding is laid to the law; others stay as they are.
        reason: why.
        second_person: who agrees.
        actor: who corrects.
        now: when.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson, NotInThisState, NotAnAnswer.
        ReasonMissing: no reason.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    check_second_person(actor, second_person, assessment)
    if not reason.strip():
        raise ReasonMissing(_("Say why the final assessment is corrected."))
    assessment.state = state_after(assessment, Act.CORRECT)
    layout = layout_of(assessment)
    try:
        sheet = with_answers(assessment.sheet, answers, layout)
    except (UnknownQuestion, SheetMisfit) as wrong:
        raise NotAnAnswer(str(wrong)) from wrong
    known = current_findings([assessment.pk])
    law = _law(known.get(assessment.pk, {}), national_law or {}, sheet, layout.codes, layout.national_law)
    found = dict(found_on_sheet(sheet, layout.codes, law, details or {}))
    if sheet == assessment.sheet and not _differs(found, known.get(assessment.pk, {})):
        return Unchanged(assessment)
    assessment.sheet, assessment.revision = sheet, assessment.revision + 1
    assessment.save(update_fields=["sheet", "revision"])
    apply_findings([Wanted(assessment, found, was_final=True)], known, actor=actor, now=now)
    happened = apply_revisions(
        [Settled(assessment, layout, law)],
        reason=reason.strip(),
        second_person=second_person,
        actor=actor,
        now=now,
    )
    record_many(happened, actor=actor, at=now)
    return assessment


def _law(
    known: Mapping[str, Finding],
    said: Mapping[str, bool],
    sheet: str,
    codes: tuple[str, ...],
    by_default: frozenset[str],
) -> frozenset[str]:
    """The findings laid to the law: as said, else as they were, else (new ones) as the country's variant has it."""
    laid = set()
    for code, letter in zip(codes, sheet, strict=True):
        if letter != "N":
            continue
        before = known.get(code)
        was = before.attribution == Finding.Attribution.NATIONAL_LAW if before else code in by_default
        if said.get(code, was):
            laid.add(code)
    return frozenset(laid)


def _differs(found: Mapping[str, Found], known: Mapping[str, Finding]) -> bool:
    return any(one.differs_from(known[code]) for code, one in found.items())
