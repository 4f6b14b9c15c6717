"""Small programmes as plain rows: what the engine reads in columns and the reference reads in loops."""

from __future__ import annotations

from datetime import date
from typing import Any

from criteria.domain.days import NEVER
from criteria.domain.history import KINDS, UNKNOWN, History

Row = dict[str, Any]
World = dict[str, list[Row]]
"""Table name → rows. A row names its factory by position; days are dates, what has not happened is None."""

TABLES = ("assessments", "issues", "plan_items", "committees", "systems", "learning", "cases", "workforce")
COURSES_ON_OFFER = ("Supervisory skills", "OSH awareness", "Negotiation skills", "Workplace cooperation")


def history_of(world: World, *, order: Any = lambda rows: rows) -> History:
    """The world as columns; `order` rearranges the rows of each table first."""
    factories = [(row["code"], row["country"]) for row in world["factories"]]
    tables = {name: columns_of(order(list(world.get(name, [])))) for name in TABLES}
    return History.build(factories, courses_on_offer=COURSES_ON_OFFER, **tables)


def columns_of(rows: list[Row]) -> dict[str, list[Any]]:
    """The rows of a table as `History.build` takes them."""
    names = {name for row in rows for name in row}
    return {name: [_number(name, row.get(name)) for row in rows] for name in names}


def _number(name: str, value: Any) -> Any:
    if name == "kind":
        return KINDS[value or "full"]
    if name == "unannounced" and value is None:
        return True
    if name in {"course", "area", "key", "digest", "cluster_applicable", "cluster_noncompliant"}:
        return value if value is not None else ""
    if isinstance(value, date):
        return value.toordinal()
    if value is None:
        return NEVER if name in {"fixed", "done", "verified", "closed"} else _missing(name)
    return int(value)


def _missing(name: str) -> int:
    counted = {"hours", "managers_men", "managers_women", "workers_men", "workers_women", "from_visit"}
    found = name.startswith(("public_", "core_", "zero_tolerance_")) and name != "public_repeated"
    return 0 if name in counted or found or name == "weak_points" else UNKNOWN
