"""The list of assessments in pages by key: newest first, then by id; any depth costs the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from assessments.models import Assessment, Score

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list."""

    id: UUID
    factory: str
    factory_name: str
    country: str
    assessed_on: date
    cycle: int
    kind: str
    state: str
    noncompliant: int | None
    applicable: int | None
    window_closes_on: date | None

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return str(Assessment.Kind(self.kind).label)

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(Assessment.State(self.state).label)


@dataclass(frozen=True, slots=True)
class AssessmentPage:
    """One page, and the cursors of its neighbours ("" where there is none)."""

    rows: list[Listed]
    following: str
    preceding: str


@dataclass(frozen=True, slots=True)
class PageCursor:
    """Where a page begins: behind (or, backwards, before) the row of a day and id."""

    day: date
    row_id: UUID
    backwards: bool = False

    def text(self) -> str:
        """As an address holds it."""
        return f"{'-' if self.backwards else ''}{self.day.isoformat()}.{self.row_id.hex}"


def place_of(text: str) -> PageCursor | None:
    """The cursor of a text; None when it is empty or invalid."""
    day, _, row_id = text.removeprefix("-").partition(".")
    try:
        return PageCursor(date.fromisoformat(day), UUID(row_id), backwards=text.startswith("-"))
    except ValueError:
        return None


def page_of(chosen: QuerySet[Assessment], place: PageCursor | None, *, size: int = PAGE) -> AssessmentPage:
    """The rows behind (or before) a place. One query."""
    backwards = place is not None and place.backwards
    rows = chosen if place is None else chosen.filter(_after_cursor(place))
    order = ("assessed_on", "pk") if backwards else ("-assessed_on", "-pk")
    found = [Listed(*row) for row in _columns(rows.order_by(*order))[: size + 1]]
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next = bool(found) and (more or backwards)
    has_previous = bool(found) and (more if backwards else place is not None)
    return AssessmentPage(
        rows=found,
        following=PageCursor(found[-1].assessed_on, found[-1].id).text() if has_next else "",
        preceding=PageCursor(found[0].assessed_on, found[0].id, backwards=True).text()
        if has_previous
        else "",
    )


def _after_cursor(place: PageCursor) -> Q:
    side = "gt" if place.backwards else "lt"
    tie = Q(assessed_on=place.day, **{f"pk__{side}": place.row_id})
    return Q(**{f"assessed_on__{side}": place.day}) | tie


def _columns(rows: QuerySet[Assessment]) -> QuerySet[Assessment, Any]:
    score = Score.objects.filter(assessment=OuterRef("pk"))
    annotated: QuerySet[Assessment, Any] = rows.annotate(
        nc=Subquery(score.values("noncompliant")), asked=Subquery(score.values("applicable"))
    ).values_list(
        "pk",
        "factory__code",
        "factory__name",
        "factory__country__name",
        "assessed_on",
        "cycle",
        "kind",
        "state",
        "nc",
        "asked",
        "window_closes_on",
    )
    return annotated
