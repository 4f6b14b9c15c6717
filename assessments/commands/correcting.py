"""Correcting a final assessment: proposed by a reviewer, approved by a second person; the old one stays readable."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Proposal, User
from accounts.proposal_kinds import Content, Difference, ProposalKind
from accounts.same_transaction.proposing import make_proposal
from assessments.commands.findings import (
    FindingDetails,
    TargetFindings,
    apply_findings,
    current_findings,
    found_on_sheet,
)
from assessments.commands.locking import layout_of, locked, state_after
from assessments.commands.reviewing import IncompleteAssessment, gap_of_details
from assessments.commands.revisions import FinalisedAssessment, apply_revisions
from assessments.domain.answers import SheetMisfit, UnknownQuestion, with_answers
from assessments.domain.states import AssessmentTransition
from assessments.models import Assessment, Finding, SheetRevision
from assessments.policies import agrees_to_corrections, check_may_review, corrections_to_decide
from assessments.queries.corrections import AnswerAtRevision
from factories.queries import visible_to
from journal.commands import Unchanged, command
from journal.events import record, record_many
from journal.refusals import ReasonMissing, Refused
from journal.wording import day_in_words
from questionnaires.domain.layout import SheetLayout
from questionnaires.queries.questionnaires import question_words

CORRECTION_KIND = "assessment.correction"


class InvalidCorrection(Refused):
    """A question that is not asked here, or a letter that is none."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What one question is to say; "" and None leave what is there.

    Attributes:
        answer: C, N or X.
        details: what was found.
        national_law: whether its finding is laid to the law.
    """

    answer: str = ""
    details: str = ""
    national_law: bool | None = None


@command
def propose_correction(
    assessment_id: UUID, *, corrections: Mapping[str, Correction], reason: str, actor: User, now: datetime
) -> Proposal | Unchanged:
    """Propose the next revision of a final assessment; nothing changes until a second person approves it.

    Args:
        assessment_id: which.
        corrections: by question, of those that change.
        reason: why.
        actor: who proposes.
        now: when.

    Raises:
        NoSuchAssessment, NotAllowed, SamePerson, WrongAssessmentState, InvalidCorrection.
        IncompleteAssessment: a new finding would have no details.
        ReasonMissing: no reason.
    """
    assessment = locked(assessment_id)
    check_may_review(actor, assessment)
    if not reason.strip():
        raise ReasonMissing(_("Say why the final assessment is corrected."))
    state_after(assessment, AssessmentTransition.CORRECT)
    corrected = _Corrected(assessment, corrections)
    if not corrected.differs:
        return Unchanged(assessment)
    _check_details(set(corrections) - set(corrected.known.get(assessment.pk, {})), corrected.found)
    proposal, new = make_proposal(
        CORRECTION_KIND,
        subject=f"assessment:{assessment.pk}",
        content={code: asdict(correction) for code, correction in sorted(corrections.items())},
        reason=reason.strip(),
        factory_id=assessment.factory_id,
        actor=actor,
        at=now,
    )
    if not new:
        return Unchanged(proposal)
    record(
        "assessment.correction_proposed",
        subject=f"assessment:{assessment.pk}",
        actor=actor,
        at=now,
        factory_id=assessment.factory_id,
        data={"reason": proposal.reason, "proposal": str(proposal.pk)},
    )
    return proposal


def _check_details(questions: Collection[str], found: Mapping[str, FindingDetails]) -> None:
    """What becomes a finding by the correction says what was found, as it does when an assessment is handed in."""
    bare = sorted(code for code in questions if code in found and not found[code].details)
    if bare:
        raise IncompleteAssessment(gap_of_details(bare))


class _Corrected:
    """A final assessment as the corrections would have it."""

    def __init__(self, assessment: Assessment, corrections: Mapping[str, Correction]) -> None:
        self.layout: SheetLayout = layout_of(assessment)
        answers = {code: correction.answer for code, correction in corrections.items() if correction.answer}
        try:
            self.sheet = with_answers(assessment.sheet, answers, self.layout)
        except (UnknownQuestion, SheetMisfit) as wrong:
            raise InvalidCorrection(str(wrong)) from wrong
        self.known = current_findings([assessment.pk])
        known = self.known.get(assessment.pk, {})
        laid = {
            code: correction.national_law
            for code, correction in corrections.items()
            if correction.national_law is not None
        }
        details = {code: correction.details for code, correction in corrections.items() if correction.details}
        self.law = _law(known, laid, self.sheet, self.layout.codes, self.layout.national_law)
        self.found = dict(found_on_sheet(self.sheet, self.layout.codes, self.law, details))
        self.differs = self.sheet != assessment.sheet or _differs(self.found, known)


def _hold(subject: str) -> Assessment:
    return locked(UUID(subject.partition(":")[2]))


def _apply(proposal: Proposal, actor: User, at: datetime) -> None:
    """Write the next revision, with who proposed it and who approved it."""
    assessment = _hold(proposal.subject)
    assessment.state = state_after(assessment, AssessmentTransition.CORRECT)
    corrected = _Corrected(
        assessment, {code: Correction(**values) for code, values in proposal.content.items()}
    )
    assessment.sheet, assessment.revision = corrected.sheet, assessment.revision + 1
    assessment.save(update_fields=["sheet", "revision"])
    proposer = proposal.proposed_by
    target = TargetFindings(assessment, corrected.found, was_final=True)
    apply_findings([target], corrected.known, actor=proposer, now=at)
    happened = apply_revisions(
        [FinalisedAssessment(assessment, corrected.layout, corrected.law)],
        reason=proposal.reason,
        second_person=actor,
        actor=proposer,
        now=at,
    )
    for event in happened:
        event.data["proposal"] = str(proposal.pk)  # whose event names the proposer
    record_many(happened, actor=actor, at=at)


def _shown(subject: str, content: Content) -> Content:
    """The revision in force, and what it says of each question that is to change."""
    assessment = Assessment.objects.get(pk=UUID(subject.partition(":")[2]))
    letters = dict(zip(layout_of(assessment).codes, assessment.sheet, strict=True))
    known = current_findings([assessment.pk]).get(assessment.pk, {})
    digest = SheetRevision.objects.filter(assessment=assessment, superseded_at__isnull=True)
    return {
        "assessed_on": assessment.assessed_on.isoformat(),
        "layout": assessment.layout_id,
        "revision": assessment.revision,
        "digest": digest.values_list("digest", flat=True).first(),
        "questions": {
            code: {
                "answer": letters[code],
                "details": known[code].details if code in known else "",
                "attribution": known[code].attribution if code in known else "",
            }
            for code in content
        },
    }


def _differences(proposal: Proposal, now: datetime) -> list[Difference]:  # noqa: ARG001  # the kinds' signature
    words = question_words(proposal.shown["layout"], language=get_language() or "en")
    return [
        Difference(
            f"{code} {words[code].text}", _in_words(before), _in_words(_after(before, proposal.content[code]))
        )
        for code, before in proposal.shown["questions"].items()
    ]


def _after(before: Mapping[str, Any], change: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a question says after its change, in the shape of what was shown."""
    answer = change["answer"] or before["answer"]
    if answer != "N":
        return {"answer": answer, "details": "", "attribution": ""}
    laid = change["national_law"]
    attribution = before["attribution"]
    if laid is not None:
        attribution = Finding.Attribution.NATIONAL_LAW if laid else Finding.Attribution.FACTORY
    return {"answer": answer, "details": change["details"] or before["details"], "attribution": attribution}


def _in_words(content: Mapping[str, Any]) -> str:
    laid = Finding.Attribution(content["attribution"]).label if content["attribution"] else ""
    return AnswerAtRevision(content["answer"], content["details"], str(laid)).in_words()


def _words(proposal: Proposal) -> list[tuple[str, str]]:
    return [
        (_("Factory"), f"{proposal.around.name} ({proposal.around.code})"),
        (_("Assessment of"), day_in_words(date.fromisoformat(proposal.shown["assessed_on"]))),
        (_("Revision in force when it was proposed"), str(proposal.shown["revision"])),
    ]


def _about(proposals: Sequence[Proposal]) -> dict[UUID, str]:
    ids = {proposal.pk: UUID(proposal.subject.partition(":")[2]) for proposal in proposals}
    found = Assessment.objects.select_related("factory").in_bulk(set(ids.values()))
    return {
        pk: f"{found[assessment_id].factory.name}, {day_in_words(found[assessment_id].assessed_on)}"
        for pk, assessment_id in ids.items()
    }


def _visible(user: User) -> Q:
    return Q(factory__in=visible_to(user)) if agrees_to_corrections(user) else Q(pk__in=[])


def _url(proposal: Proposal) -> str:
    return reverse("assessments:detail", args=[proposal.subject.partition(":")[2]])


CORRECTION = ProposalKind(
    label=gettext_lazy("Correct a final assessment"),
    decidable=corrections_to_decide, visible=_visible, shown=_shown, words=_words, about=_about, apply=_apply,
    hold=_hold, differences=_differences, url=_url,
)  # fmt: skip


def _law(
    known: Mapping[str, Finding],
    stated: Mapping[str, bool],
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
        if stated.get(code, was):
            laid.add(code)
    return frozenset(laid)


def _differs(found: Mapping[str, FindingDetails], known: Mapping[str, Finding]) -> bool:
    return any(finding.differs_from(known[code]) for code, finding in found.items())
