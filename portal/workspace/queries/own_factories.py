"""A person's factories, and the plan of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisory.queries.histories import plan_of
from factories.queries import factories_of
from portal.queries import with_recognition

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from factories.models import Factory
    from portal.policies import Viewer


def live_plan(factory_id: int) -> list[dict[str, Any]]:
    """The plan as it stands this moment, as reports tell it, with the ids of its pages. One query."""
    return live_plans([factory_id])[factory_id]


def live_plans(factory_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """The same of several factories, by the factory's id. One query."""
    found: dict[int, list[dict[str, Any]]] = {factory_id: [] for factory_id in factory_ids}
    for one in plan_of(factory_ids):
        found[one.factory_id].append(
            {
                "id": one.id,
                "ref": one.ref,
                "question": one.question,
                "issue": one.issue,
                "action": one.action,
                "owner": one.owner,
                "status": one.status,
                "due_on": one.due_on.isoformat() if one.due_on else None,
                "done_on": one.done_on.isoformat() if one.done_on else None,
            }
        )
    return found


def own_factories(user: Viewer) -> QuerySet[Factory]:
    """The user's factories, each with its recognition, in order of name."""
    return with_recognition(factories_of(user)).select_related("country").order_by("name", "id")
