"""Advisory visits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from advisory.commands.day_limits import new_days
from advisory.commands.versioned import Applied, apply_versions
from advisory.kinds import VISITS
from advisory.models import AdvisoryVisit
from assessments.commands.day_limits import check_days
from assessments.models import Finding
from journal.events import BATCH, Happening

if TYPE_CHECKING:
    from accounts.models import User


def apply_visit(
    fact: Mapping[str, Any], *, dates_reason: str = "", actor: User | None, now: datetime
) -> tuple[AdvisoryVisit, list[Happening]]:
    """Write a visit, or correct it; the visit as it stands, and what happened if anything did."""
    done = apply_versions(VISITS, [fact], actor=actor, now=now)
    if not done.changed:
        return done.unchanged[0], []
    accepted = check_days(new_days(VISITS, done), reason=dates_reason, actor=actor, now=now)
    keep_findings(done, actor=actor, now=now)
    visit: AdvisoryVisit = done.written[0]
    data = {"visited_on": visit.visited_on.isoformat(), "corrects": bool(done.updated)}
    return visit, [Happening("visit.recorded", f"visit:{visit.uid}", visit.factory_id, data), *accepted]


def keep_findings(done: Applied, *, actor: User | None, now: datetime) -> None:  # noqa: ARG001  # as every follower
    """What was found on a visit belongs to its newest version."""
    successors = {old.pk: new.pk for old, new in done.updated}
    olds = list(successors)
    for start in range(0, len(olds), BATCH):
        found = list(Finding.objects.filter(visit_id__in=olds[start : start + BATCH]).only("id", "visit_id"))
        for finding in found:
            finding.visit_id = successors[finding.visit_id]
        Finding.objects.bulk_update(found, ["visit"], batch_size=BATCH)
