"""What a factory's own people read besides the projections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from advisory.queries.histories import plan_of
from factories.queries import factories_of
from portal.models import SupplierProgress, SupplierReport
from portal.queries import progress_of_several, reports_of, with_recognition

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory
    from portal.policies import Viewer


@dataclass(frozen=True, slots=True)
class OwnFactory:
    """One of several factories of a group, in one line."""

    factory: Factory
    report: SupplierReport | None
    progress: SupplierProgress | None


def live_plan(factory_id: int) -> list[dict[str, Any]]:
    """The plan as it stands this moment, as reports tell it, with the ids of its pages. One query."""
    return [
        {
            "id": one.id,
            "ref": one.ref,
            "question": one.question,
            "issue": one.issue,
            "action": one.action,
            "owner": one.owner,
            "status": one.status,
            "due_on": one.due_on.isoformat() if one.due_on else None,
        }
        for one in plan_of([factory_id])
    ]


def own_factories(user: Viewer) -> QuerySet[Factory]:
    """The user's factories, each with its recognition, in order of name."""
    return with_recognition(factories_of(user)).select_related("country").order_by("name", "id")


def in_one_line(factories: Sequence[Factory]) -> list[OwnFactory]:
    """Factories with where each stands. Two queries."""
    ids = [factory.pk for factory in factories]
    reports, progress = reports_of(ids), progress_of_several(ids)
    return [OwnFactory(one, reports.get(one.pk), progress.get(one.pk)) for one in factories]
