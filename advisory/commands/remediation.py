"""A plan item that the programme verified says that what was found on its question has been put right.

So it does for what was found, in another version of the questionnaire, on a question that asks no more than its own.
When the item is opened again, so is the finding.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Subquery

from advisory.models import PlanItem
from assessments.commands.findings import successor
from assessments.models import Finding
from journal.events import BATCH
from questionnaires.queries.questionnaires import lineage

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User


def fix_by_new_items(*, actor: User | None, now: datetime) -> None:
    """Mark findings as fixed that items recorded just now refer to. Two statements, and one for each mapping."""
    _fix(_verified().filter(recorded_at=now), Finding.objects.all(), actor=actor, now=now)


def fix_new_findings(*, actor: User | None, now: datetime) -> None:
    """Mark the findings recorded just now as fixed where the plan knew it before. As many statements."""
    _fix(_verified(), Finding.objects.filter(recorded_at=now), actor=actor, now=now)


def reopen_findings(items: Sequence[PlanItem], *, actor: User | None, now: datetime) -> None:
    """Open again what was fixed on the days on which items, verified no longer, had been verified.

    Each finding gets a new row; the old one is withdrawn and stays readable. Another verified item on the same question
    fixes it anew.
    """
    followed = lineage()
    fixed_by = {
        (item.factory_id, question, item.verified_on)
        for item in items
        if item.question
        for question in followed.fixed_with(item.question)
    }
    opened = [
        finding
        for start in range(0, len(items), BATCH)
        for finding in _fixed(items[start : start + BATCH], {question for _, question, _ in fixed_by})
        if (finding.factory_id, finding.question, finding.fixed_on) in fixed_by
    ]
    if not opened:
        return
    successors = {finding.pk: successor(finding, now=now) for finding in opened}
    for finding in successors.values():
        finding.fixed_on = finding.verified_at = finding.verified_by = None
    olds = list(successors)
    for start in range(0, len(olds), BATCH):
        part = olds[start : start + BATCH]
        Finding.objects.filter(pk__in=part).update(withdrawn_at=now, withdrawn_by=actor)
        Finding.objects.bulk_create([successors[pk] for pk in part])
        tied = list(PlanItem.objects.filter(superseded_at__isnull=True, finding__in=part))
        for item in tied:
            item.finding = successors[item.finding_id]  # type: ignore[index]  # chosen by it
        PlanItem.objects.bulk_update(tied, ["finding"])
    fix_new_findings(actor=actor, now=now)


def _fixed(items: Sequence[PlanItem], questions: Collection[str]) -> QuerySet[Finding]:
    return Finding.objects.filter(
        factory__in={item.factory_id for item in items},
        question__in=questions,
        fixed_on__isnull=False,
        withdrawn_at__isnull=True,
    )


def _verified() -> QuerySet[PlanItem]:
    return PlanItem.objects.filter(
        superseded_at__isnull=True, status=PlanItem.Status.VERIFIED, verified_on__isnull=False
    )


def _fix(
    items: QuerySet[PlanItem], findings: QuerySet[Finding], *, actor: User | None, now: datetime
) -> None:
    # the factories concerned are read once; asked for each finding anew they would take minutes on a large file
    concerned = findings.filter(factory__in=items.order_by().values("factory"))
    _fix_found(items.filter(question=OuterRef("question")), concerned, actor=actor, now=now)
    for question, other in lineage().fixed_elsewhere:
        _fix_found(items.filter(question=question), concerned.filter(question=other), actor=actor, now=now)


def _fix_found(
    items: QuerySet[PlanItem], findings: QuerySet[Finding], *, actor: User | None, now: datetime
) -> None:
    verified = items.filter(factory=OuterRef("factory"), verified_on__gte=OuterRef("found_on")).order_by(
        "verified_on"
    )
    findings.filter(Exists(verified), fixed_on__isnull=True, withdrawn_at__isnull=True).update(
        fixed_on=Subquery(verified.values("verified_on")[:1]), verified_at=now, verified_by=actor
    )
