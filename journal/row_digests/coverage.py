"""Which tables hold facts, and which of their columns are none; `betterwork/covered_rows.py` says so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from django.db.models import Model


@dataclass(frozen=True, slots=True)
class CoveredTable:
    """A table whose rows are bound to events. `columns`: those that are facts, in the order of their names."""

    model: type[Model]
    key: str  # the column of the primary key
    columns: tuple[str, ...]

    @property
    def name(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table

    @property
    def quoted_key(self) -> str:
        """The column of the primary key, with its table, in SQL."""
        return f'"{self.name}"."{self.key}"'

    def rows(self) -> QuerySet[Any]:
        """All its rows, those that the model's own manager leaves out too."""
        return QuerySet(self.model)

    @property
    def label(self) -> str:
        """The model's name for people: "advisory.PlanItem"."""
        return self.model._meta.label

    def key_of(self, value: Any) -> str:
        """A primary key in one spelling, whichever database it comes from."""
        return str(self.model._meta.pk.to_python(value))


@cache
def covered_tables() -> dict[str, CoveredTable]:
    """Covered tables by their names in the database."""
    declared: dict[str, tuple[str, ...]] = import_string(settings.COVERED_ROWS)
    found = {}
    for label, no_facts in declared.items():
        model = apps.get_model(label)
        fields = [field for field in model._meta.concrete_fields if field.name not in no_facts]
        columns = tuple(sorted(field.attname for field in fields))
        found[model._meta.db_table] = CoveredTable(model, str(model._meta.pk.column), columns)
    return found
