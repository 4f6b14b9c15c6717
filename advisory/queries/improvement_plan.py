"""A factory's improvement plan as its people and advisers work with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Q

from advisory.domain.visiting import refs_of_visit
from advisory.models import AdvisoryVisit, PlanFile, PlanItem
from assessments.domain.answers import answers_of
from assessments.models import IN_ORDER, Assessment
from factories.queries import visible_to
from questionnaires.documents import cause_in_words
from questionnaires.domain.repeats import times_in_a_row
from questionnaires.queries.questionnaires import layouts, lineage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

LOOKED_AT = 6  # assessments back: about six years
REPEATED = 2
FINISHED = frozenset({PlanItem.Status.DONE, PlanItem.Status.VERIFIED})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An item of the plan with what it came from. `verified_by` is a name: for the programme's staff only."""

    id: int
    ref: str
    question: str
    issue: str
    cause: str  # in words
    root_cause: str
    action: str
    owner: str
    due_on: date | None
    status: str
    status_label: str
    done_on: date | None
    verified_on: date | None
    verified_by: str
    evidence: str
    files: tuple[tuple[UUID, str], ...]  # id and name of each photo or document
    finding_id: int | None
    assessment_id: UUID | None  # of the finding
    visit_uid: UUID | None  # of the finding
    times: int  # in how many assessments in a row its question was non-compliant
    is_overdue: bool
    is_proposed: bool  # by the factory, out of what it found at itself

    @property
    def own_ref(self) -> str:
        """The factory's own reference; empty where a visit gave it one."""
        return "" if "/" in self.ref else self.ref

    @property
    def is_repeated(self) -> bool:
        """Whether its issue was found again by the next assessment."""
        return self.times >= REPEATED


@dataclass(frozen=True, slots=True)
class ImprovementPlan:
    """A factory's plan in the order in which it wants attention."""

    overdue: list[PlanRow]
    open: list[PlanRow]
    done: list[PlanRow]
    verified: list[PlanRow]

    @property
    def repeated(self) -> int:
        """How many issues that are not verified came back."""
        return sum(row.is_repeated for row in (*self.overdue, *self.open, *self.done))

    @property
    def total(self) -> int:
        """All items."""
        return len(self.overdue) + len(self.open) + len(self.done) + len(self.verified)


def plan_in_hand(factory_id: int, on: date) -> ImprovementPlan:
    """The plan as it stands on a day. At most four queries."""
    rows = plan_rows(PlanItem.objects.filter(factory_id=factory_id), factory_id, on)
    waiting = [row for row in rows if row.status not in FINISHED]
    return ImprovementPlan(
        overdue=[row for row in waiting if row.is_overdue],
        open=[row for row in waiting if not row.is_overdue],
        done=[row for row in rows if row.status == PlanItem.Status.DONE],
        verified=[row for row in rows if row.status == PlanItem.Status.VERIFIED],
    )


def steps_of_visit(visit: AdvisoryVisit, on: date) -> list[PlanRow]:
    """The items that a visit put into the plan. At most four queries."""
    begin = refs_of_visit(visit.visited_on, visit.number)
    chosen = PlanItem.objects.filter(factory_id=visit.factory_id, ref__startswith=begin)
    return plan_rows(chosen, visit.factory_id, on)


def plan_rows(items: QuerySet[PlanItem], factory_id: int, on: date) -> list[PlanRow]:
    """Current items of one factory's plan, the one due first first. At most five queries."""
    live = items.filter(superseded_at__isnull=True).select_related(
        "finding__visit", "finding__assessment", "verified_by"
    )
    found = list(live.defer("finding__assessment__sheet").order_by("pk"))
    times = _times(factory_id, {item.question for item in found if item.question})
    files = _files(factory_id) if found else {}
    rows = [
        _row(item, times=times.get(item.question, 0), files=files.get(item.ref, ()), on=on) for item in found
    ]
    # in Python: the two databases disagree on where nulls go
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.ref))


def plan_files_visible_to(user: User) -> QuerySet[PlanFile]:
    """Files of plans that exist for a person: of factories that they work with from inside."""
    return PlanFile.objects.filter(factory__in=visible_to(user))


def _files(factory_id: int) -> dict[str, tuple[tuple[UUID, str], ...]]:
    """Files by the item's reference, the first first. One query."""
    found: dict[str, tuple[tuple[UUID, str], ...]] = {}
    files = PlanFile.objects.filter(factory_id=factory_id).order_by("added_at", "pk")
    for file_id, ref, name in files.values_list("pk", "ref", "name"):
        found[ref] = (*found.get(ref, ()), (file_id, name))
    return found


def _row(item: PlanItem, *, times: int, files: tuple[tuple[UUID, str], ...], on: date) -> PlanRow:
    finding = item.finding
    revision = finding is not None and (finding.visit or (finding.assessment and finding.assessment.revision))
    return PlanRow(
        id=item.pk,
        ref=item.ref,
        question=item.question,
        issue=item.issue,
        cause=cause_in_words(item.cause),
        root_cause=item.root_cause,
        action=item.action,
        owner=item.owner,
        due_on=item.due_on,
        status=item.status,
        status_label=item.get_status_display(),
        done_on=item.done_on,
        verified_on=item.verified_on,
        verified_by=item.verified_by.name if item.verified_by else "",
        evidence=item.evidence,
        files=files,
        finding_id=finding.pk if finding and revision else None,
        assessment_id=finding.assessment_id if finding and revision else None,
        visit_uid=finding.visit.uid if finding and finding.visit else None,
        times=times,
        is_overdue=item.due_on is not None and item.due_on < on and item.status not in FINISHED,
        is_proposed=item.proposed_by_factory,
    )


def _times(factory_id: int, questions: Collection[str]) -> dict[str, int]:
    """How often in a row each question was found, under whichever code it was asked. Three queries."""
    if not questions:
        return {}
    finals = Assessment.objects.filter(factory_id=factory_id, state=Assessment.State.FINAL)
    newest = list(finals.order_by(*IN_ORDER).reverse().values_list("layout_id", "sheet")[:LOOKED_AT])
    known, followed = layouts({layout for layout, _ in newest}), lineage()
    sheets = [answers_of(sheet, known[layout].layout) for layout, sheet in newest]
    return {question: times_in_a_row(sheets, question, followed) for question in questions}


def open_items_by_question(factory_id: int) -> list[dict[str, Any]]:
    """Open items of a factory's plan that belong to a question, the soonest due first, ready for JSON. One query."""
    rows = (
        PlanItem.objects.filter(factory_id=factory_id, superseded_at__isnull=True)
        .filter(~Q(question=""), ~Q(status=PlanItem.Status.VERIFIED))
        .order_by("due_on", "pk")
    )
    return [
        {
            "question": item.question,
            "issue": item.issue,
            "action": item.action,
            "due": item.due_on.isoformat() if item.due_on else None,
            "status": str(item.get_status_display()),
            "done": item.status == PlanItem.Status.DONE,
        }
        for item in rows
    ]
