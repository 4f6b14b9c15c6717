"""One item of the plan with what its sides say, and what a new item can be made from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from advisory.models import DueDayProposal, PlanItem, PlanMessage
from advisory.queries.improvement_plan import PlanRow, plan_rows
from assessments.queries.findings import FindingInWords, findings_of
from questionnaires.queries.questionnaires import QuestionWords

MOST_FOUND = 20
MESSAGE_KINDS: tuple[str, ...] = tuple(PlanMessage.Kind.values)
DECIDED = frozenset({DueDayProposal.State.ACCEPTED, DueDayProposal.State.REFUSED})


@dataclass(frozen=True, slots=True)
class PlanWord:
    """A word on an item: which side's, of what kind, when. Never whose."""

    side: str
    side_label: str
    kind: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item as its page shows it."""

    row: PlanRow
    words: Sequence[PlanWord]
    confirmed: PlanWord | None  # the workers' latest word on the day as done that stands
    proposed: DueDayProposal | None  # waits for the adviser
    decided: DueDayProposal | None  # the latest that was decided


def current_item(factory_id: int, item_id: int) -> PlanItem | None:
    """The current version of an item, by the id of any of its versions. At most two queries."""
    known = PlanItem.objects.filter(pk=item_id, factory_id=factory_id).first()
    if known is None or known.superseded_at is None:
        return known
    return PlanItem.objects.filter(factory_id=factory_id, ref=known.ref, superseded_at__isnull=True).first()


def current_item_of(factory_id: int, ref: str) -> PlanItem | None:
    """The current version of an item by its reference. One query."""
    return PlanItem.objects.filter(factory_id=factory_id, ref=ref, superseded_at__isnull=True).first()


def item_page(item: PlanItem, on: date) -> ItemPage:
    """An item with words and proposals. At most eight queries."""
    (row,) = plan_rows(PlanItem.objects.filter(pk=item.pk), item.factory_id, on)
    about = {"factory_id": item.factory_id, "ref": item.ref}
    messages = list(PlanMessage.objects.filter(**about).order_by("written_at", "pk"))
    words = [
        PlanWord(message.side, message.get_side_display(), message.kind, message.text, message.written_at)
        for message in messages
    ]
    done_on = row.done_on or row.verified_on
    confirmations = [
        word
        for message, word in zip(messages, words, strict=True)
        if message.kind != PlanMessage.Kind.MESSAGE and done_on is not None and message.done_on == done_on
    ]
    due_day_proposals = list(DueDayProposal.objects.filter(**about).order_by("-proposed_at"))
    return ItemPage(
        row,
        words,
        confirmed=confirmations[-1] if confirmations else None,
        proposed=next(
            (proposal for proposal in due_day_proposals if proposal.state == DueDayProposal.State.OPEN), None
        ),
        decided=next((proposal for proposal in due_day_proposals if proposal.state in DECIDED), None),
    )


def is_proposed_for(item: PlanItem, proposal_id: UUID) -> bool:
    """Whether another due day was proposed for this item under this id. One query."""
    rows = DueDayProposal.objects.filter(pk=proposal_id, factory_id=item.factory_id, ref=item.ref)
    return rows.exists()


def words_waiting(factory_id: int) -> dict[str, set[str]]:
    """References of items: `asked` without an answer, `proposed` another day, `confirmed` or `disputed` as done.

    Three queries for the whole plan.
    """
    last: dict[str, str] = {}
    workers: dict[str, tuple[str, date | None]] = {}
    rows = PlanMessage.objects.filter(factory_id=factory_id).order_by("written_at", "pk")
    for ref, side, kind, done_on in rows.values_list("ref", "side", "kind", "done_on"):
        if kind != PlanMessage.Kind.MESSAGE:
            workers[ref] = (kind, done_on)
        elif side != PlanMessage.Side.WORKERS:
            last[ref] = side
    asking = {ref for ref, side in last.items() if side == PlanMessage.Side.MANAGEMENT}
    waiting = DueDayProposal.objects.filter(factory_id=factory_id, state=DueDayProposal.State.OPEN)
    due_days = dict(
        PlanItem.objects.filter(
            factory_id=factory_id, superseded_at__isnull=True, ref__in=list(workers)
        ).values_list("ref", "done_on")
    )
    confirmations = {
        ref: kind for ref, (kind, day) in workers.items() if day is not None and due_days.get(ref) == day
    }
    return {
        "asked": asking,
        "proposed": set(waiting.values_list("ref", flat=True)),
        "confirmed": {ref for ref, kind in confirmations.items() if kind == PlanMessage.Kind.CONFIRMED},
        "disputed": {ref for ref, kind in confirmations.items() if kind == PlanMessage.Kind.DISPUTED},
    }


def findings_without_item(
    factory_id: int, *, language: str, assessment_id: UUID | None = None
) -> list[FindingInWords]:
    """What the latest assessment and visits found, is not put right, and has no item yet. At most five queries.

    With an assessment only what that one found, while it is the latest.
    """
    planned = set(
        PlanItem.objects.filter(factory_id=factory_id, superseded_at__isnull=True)
        .exclude(status=PlanItem.Status.VERIFIED)
        .values_list("question", flat=True)
    )
    seen: set[str] = set()
    found = []
    for finding in findings_of([factory_id], latest=True, language=language):
        if assessment_id not in {None, finding.assessment_id}:
            continue
        if finding.fixed_on is None and finding.question not in planned | seen:
            seen.add(finding.question)
            found.append(finding)
    return found


def questions_with(words: Iterable[QuestionWords], search: str) -> list[QuestionWords]:
    """Questions whose code or text holds every asked word, in the questionnaire's order; the first few."""
    terms = search.casefold().split()
    fitting = (
        question
        for question in words
        if question.is_asked
        and all(term in f"{question.code} {question.text} {question.point_name}".casefold() for term in terms)
    )
    return [question for question, _ in zip(fitting, range(MOST_FOUND), strict=False)] if terms else []


def finding_on(findings: Iterable[FindingInWords], question: str) -> FindingInWords | None:
    """The first finding on a question."""
    return next((finding for finding in findings if finding.question == question), None)
