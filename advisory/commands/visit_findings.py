"""What is found during advisory visits: never part of a rate, always an item of the plan, and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from advisory.commands.versioned import Applied, apply_versions
from advisory.domain.visiting import FoundOnVisit, refs_of_visit
from advisory.kinds import PLAN_ITEMS
from advisory.models import AdvisoryVisit
from assessments.commands.findings import successor
from assessments.models import Finding
from assessments.policies import check_may_advise
from journal.commands import Unchanged, command
from journal.events import BATCH, Happening, record_many
from journal.refusals import Refused

if TYPE_CHECKING:
    from accounts.models import User

VisitKey = tuple[int, date, int]


class NoSuchVisit(Refused):
    """A finding refers to a visit that is not recorded."""


@command
def record_visit_finding(seen: FoundOnVisit, *, actor: User | None, now: datetime) -> Finding | Unchanged:
    """Record what was found on a question during a visit, or correct its details.

    Raises:
        NotAllowed: the actor does not advise this factory.
        NoSuchVisit: no visit of that day is recorded.
    """
    return apply_visit_finding(seen, actor=actor, now=now)


def apply_visit_finding(seen: FoundOnVisit, *, actor: User | None, now: datetime) -> Finding | Unchanged:
    """The same inside a command's transaction."""
    check_may_advise(actor, seen.factory_id)
    done = apply_visit_findings([seen], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    finding: Finding = done.written[0]
    assert finding.visit is not None  # noqa: S101  # written with one
    events = [
        Happening(
            "visit_finding.recorded",
            f"visit:{finding.visit.uid}",
            seen.factory_id,
            {"question": seen.question},
        )
    ]
    record_many(events, actor=actor, at=now)
    return finding


def apply_visit_findings(
    rows: Sequence[FoundOnVisit],
    *,
    actor: User | None,
    now: datetime,
    dry_run: bool = False,
) -> Applied:
    """Write findings that are new or changed, and add each new one to its factory's plan.

    Raises:
        NoSuchVisit: the first finding whose visit is not recorded.
    """
    visits = _visits_of(sorted({row.factory_id for row in rows}))
    known = _known([visit.pk for visit in visits.values()])
    done = Applied()
    for row in rows:
        visit = visits.get((row.factory_id, row.visited_on, row.number))
        if visit is None:
            raise NoSuchVisit(
                _("No visit on %(day)s is recorded. Record the visit first.") % {"day": row.visited_on}
            )
        finding = known.get((visit.pk, row.question))
        if finding is None:
            done.created.append(_made(row, visit, now=now))
        elif row.details in {"", finding.details}:
            done.unchanged.append(finding)
        else:
            corrected = successor(finding, now=now)
            corrected.details, corrected.visit = row.details, visit
            done.updated.append((finding, corrected))
    if not dry_run and done.changed:
        _write(done, actor=actor, now=now)
    return done


def _visits_of(factory_ids: Sequence[int]) -> dict[VisitKey, AdvisoryVisit]:
    visits: dict[VisitKey, AdvisoryVisit] = {}
    for start in range(0, len(factory_ids), BATCH):
        part = factory_ids[start : start + BATCH]
        for visit in AdvisoryVisit.objects.filter(factory_id__in=part, superseded_at__isnull=True):
            visits[visit.factory_id, visit.visited_on, visit.number] = visit
    return visits


def _known(visit_ids: Sequence[int]) -> dict[tuple[object, object], Finding]:
    known: dict[tuple[object, object], Finding] = {}
    for start in range(0, len(visit_ids), BATCH):
        part = visit_ids[start : start + BATCH]
        for finding in Finding.objects.filter(visit_id__in=part, withdrawn_at__isnull=True):
            known[finding.visit_id, finding.question] = finding
    return known


def _made(row: FoundOnVisit, visit: AdvisoryVisit, *, now: datetime) -> Finding:
    return Finding(
        factory_id=visit.factory_id,
        visit=visit,
        question=row.question,
        found_on=row.visited_on,
        details=row.details,
        recorded_at=now,
    )


def _write(done: Applied, *, actor: User | None, now: datetime) -> None:
    old = [finding.pk for finding, _ in done.updated]
    for start in range(0, len(old), BATCH):
        Finding.objects.filter(pk__in=old[start : start + BATCH]).update(withdrawn_at=now, withdrawn_by=actor)
    Finding.objects.bulk_create(done.written, batch_size=BATCH)
    _put_into_plan(done.created, actor=actor, now=now)


def _put_into_plan(findings: Sequence[Finding], *, actor: User | None, now: datetime) -> None:
    """An item for each, under a reference that says where it came from; what the factory plans comes later."""
    items = [
        {
            "factory_id": finding.factory_id,
            "ref": refs_of_visit(finding.found_on, finding.visit.number) + finding.question,  # type: ignore[union-attr]  # has one
            "question": finding.question,
            "issue": finding.details,
            "finding_id": finding.pk,
        }
        for finding in findings
    ]
    compared = apply_versions(PLAN_ITEMS, items, actor=actor, now=now, dry_run=True)
    # an item that is there already is the factory's: it stays as it is
    fresh = {(item.factory_id, item.ref) for item in compared.created}
    new = [item for item in items if (item["factory_id"], item["ref"]) in fresh]
    apply_versions(PLAN_ITEMS, new, actor=actor, now=now)
