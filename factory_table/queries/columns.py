"""What a column of the list of factories is: an expression over factories, its head, and how its values are written.

`factory_table.policies` says which columns there are, and who may choose them. The page shows the chosen ones and sorts
by any; the export holds them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Case, CharField, IntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact
from django.utils.functional import Promise

from factories.models import Factory
from factories.queries.paging import Order

if TYPE_CHECKING:
    from django.db.models import QuerySet


UNKNOWN = -(10**6)
"""Sort key of a number that is not known: before every other."""


class Shown(StrEnum):
    """How a column's values are written."""

    TEXT = "text"
    COUNTRY = "country"
    DAY = "day"
    NUMBER = "number"
    SHARE = "share"  # ten-thousandths of a whole
    CHANGE = "change"  # ten-thousandths more or less than before
    CHOICE = "choice"  # a code, by the column's words


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column.

    Attributes:
        key: its name in addresses.
        label: its head.
        value: an expression over factories; null where nothing is known.
        shown: how the values are written.
        words: of a choice, in order: code to words.
        usual: whether a reader who chose no columns sees it.
        unknown: of a number, its sort key where it is not known.
    """

    key: str
    label: str | Promise
    value: Combinable
    shown: Shown
    words: Mapping[str, str | Promise] = field(default_factory=dict)
    usual: bool = False
    unknown: int = UNKNOWN

    @property
    def annotation(self) -> str:
        """Under which name a queryset holds its values."""
        return f"column_{self.key}"

    @property
    def is_numeric(self) -> bool:
        """Whether its values stand at the end of their cells."""
        return self.shown in {Shown.NUMBER, Shown.SHARE, Shown.CHANGE}

    def orders(self) -> dict[str, Order]:
        """By key, upwards and downwards; factories of which nothing is known come before all others."""
        by, kind = self._sort_key()
        return {f"{sign}{self.key}": Order(by, kind, descending=bool(sign)) for sign in ("", "-")}

    def _sort_key(self) -> tuple[Combinable, type[str] | type[int]]:
        if self.is_numeric:
            return Coalesce(self.value, Value(self.unknown), output_field=IntegerField()), int
        if self.shown == Shown.CHOICE:
            places = [
                When(Exact(self.value, code), then=Value(place)) for place, code in enumerate(self.words)
            ]
            return Case(*places, default=Value(UNKNOWN), output_field=IntegerField()), int
        return Coalesce(Cast(self.value, CharField()), Value("")), str


def with_columns(factories: QuerySet[Factory], columns: Collection[ListColumn]) -> QuerySet[Factory]:
    """The factories, each with the columns' values under their `annotation`."""
    return factories.annotate(**{column.annotation: column.value for column in columns})


def column_values(factory_ids: Collection[int], columns: Collection[ListColumn]) -> dict[int, list[Any]]:
    """The columns' values of each of some factories, in the order of the columns. One query."""
    rows = with_columns(Factory.objects.filter(pk__in=factory_ids), columns)
    return {pk: values for pk, *values in rows.values_list("pk", *(column.annotation for column in columns))}
