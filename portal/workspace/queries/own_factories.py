"""A person's factories, and the plan of one."""

from __future__ import annotations

from collections.abc import Collection
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
    return live_plans([factory_id]).get(factory_id, [])


def live_plans(factory_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """The same of several factories, by their ids; nothing of those without a plan. One query."""
    plans: dict[int, list[dict[str, Any]]] = {}
    for item in plan_of(factory_ids):
        plans.setdefault(item.factory_id, []).append(
            {
                "id": item.id,
                "ref": item.ref,
                "question": item.question,
                "issue": item.issue,
                "action": item.action,
                "owner": item.owner,
                "status": item.status,
                "due_on": item.due_on.isoformat() if item.due_on else None,
                "done_on": item.done_on.isoformat() if item.done_on else None,
            }
        )
    return plans


def own_factories(user: Viewer) -> QuerySet[Factory]:
    """The user's factories, each with its recognition, in order of name."""
    return with_recognition(factories_of(user)).select_related("country").order_by("name", "id")
