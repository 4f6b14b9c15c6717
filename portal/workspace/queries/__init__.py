"""What a factory's own people read besides the projections."""

from __future__ import annotations

from portal.workspace.queries.own_factories import live_plan, live_plans, own_factories

__all__ = ["live_plan", "live_plans", "own_factories"]
