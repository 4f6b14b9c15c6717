"""Cases, findings and items of improvement plans on which somebody has to act."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from advisory.models import CaseEntry, DueDayProposal, PlanItem, ZeroToleranceCase
from advisory.queries.visibility import cases_visible_to
from assessments.models import Assessment, Finding
from factories.queries import visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from countries.queries.local_time import LocalDays

    Factories = Collection[int] | QuerySet[Any]

Status = PlanItem.Status
UNFINISHED = (Status.NOT_STARTED, Status.IN_PROGRESS, Status.REOPENED)
DUE_SOON = timedelta(days=7)


def open_cases_of(user: User) -> QuerySet[ZeroToleranceCase]:
    """Open cases that exist for the user.

    Each with `began_at`, from which its clocks run, and with whether the steps that meet them are done: `is_notified`,
    `is_followed_up`.
    """
    versions = ZeroToleranceCase.objects.filter(uid=OuterRef("uid")).order_by().values("uid")
    done = CaseEntry.objects.filter(case_uid=OuterRef("uid"))
    return (
        cases_visible_to(user)
        .filter(closed_on__isnull=True)
        .annotate(
            began_at=Subquery(versions.annotate(first=Min("recorded_at")).values("first")),
            is_notified=Exists(done.filter(step=CaseEntry.Step.NOTICE)),
            is_followed_up=Exists(done.filter(step=CaseEntry.Step.FOLLOW_UP)),
        )
    )


def plan_items_due(user: User, days: LocalDays) -> QuerySet[PlanItem]:
    """Items of the plans of a factory's people that are late or due within a week."""
    soon = days.sql("factory__country", ahead=DUE_SOON)
    open_ones = visible_to(user).filter(is_closed=False)
    return _items(open_ones, *UNFINISHED).filter(due_on__lte=soon)


def plan_items_overdue(factories: Factories, days: LocalDays) -> QuerySet[PlanItem]:
    """Items of the plans of some factories that are late."""
    return _items(factories, *UNFINISHED).filter(due_on__lt=days.sql("factory__country"))


def plan_items_to_verify(factories: Factories) -> QuerySet[PlanItem]:
    """Items done by some factories that nobody has verified."""
    return _items(factories, Status.DONE)


def assessments_to_plan(factories: Factories) -> QuerySet[Assessment]:
    """Latest final assessments of some factories of whose findings none is in the plan yet."""
    later = Assessment.objects.filter(
        factory=OuterRef("factory"), state=Assessment.State.FINAL, assessed_on__gt=OuterRef("assessed_on")
    )
    open_findings = Finding.objects.filter(
        assessment=OuterRef("pk"), fixed_on__isnull=True, withdrawn_at__isnull=True
    )
    items = PlanItem.objects.filter(
        ~Q(status=Status.VERIFIED) | Q(verified_on__gte=OuterRef("found_on")),
        factory=OuterRef("factory"),
        question=OuterRef("question"),
        superseded_at__isnull=True,
    )
    return Assessment.objects.filter(
        ~Exists(later),
        ~Exists(open_findings.filter(Exists(items))),
        Exists(open_findings),
        state=Assessment.State.FINAL,
        factory__in=factories,
    )


def due_days_to_decide(factories: Factories) -> QuerySet[DueDayProposal]:
    """Other due days that some factories propose, each with the `item` as it stands and its `issue`."""
    item = PlanItem.objects.filter(
        factory=OuterRef("factory"), ref=OuterRef("ref"), superseded_at__isnull=True
    )
    rows = DueDayProposal.objects.filter(state=DueDayProposal.State.OPEN, factory__in=factories)
    return rows.annotate(item=Subquery(item.values("pk")[:1]), issue=Subquery(item.values("issue")[:1]))


def _items(factories: Factories, *statuses: Status) -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(superseded_at__isnull=True, status__in=statuses, factory__in=factories)
