"""All reads of the plan of visits that other apps ask for."""

from __future__ import annotations

from scheduling.queries.priority import PriorityFactory, priority_factories

__all__ = ["PriorityFactory", "priority_factories"]
