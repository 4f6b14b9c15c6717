"""Rows of a list beside the register: which factory a row means, and what earlier rows hold of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from factories.models import Factory
from factory_lists.commands.register import Place, Register
from factory_lists.domain.factory_rows import FactoryRow
from files.domain.names import match_name, match_text
from files.domain.problems import ImportProblem

DESCRIBED = ("name", "address", "latitude", "longitude", "products", "joined_on", "is_closed")
_COMPARED = (*DESCRIBED, "workers", "women_workers", "os_id")


@dataclass(slots=True)
class EarlierRows:
    """Values that earlier rows of the list hold for a factory: field → value and row number."""

    values: dict[str, tuple[Any, int]] = field(default_factory=dict)

    def add(self, row: FactoryRow) -> None:
        """Keep the row's values of fields that no earlier row filled."""
        for key in _COMPARED:
            value = getattr(row, key)
            if value is not None:
                self.values.setdefault(key, (value, row.number))


def found_factory(row: FactoryRow, register: Register) -> tuple[Factory | None, bool]:
    """The registered factory of a row (None: a new one), and whether it was found by a former name or address alone.

    Looked up by code, then OS ID, then country, name and address, then former names and addresses.
    """
    if row.code:
        return register.by_code.get(row.code), False
    if row.os_id:
        found = register.by_os_id.get(row.os_id) or register.by_earlier_os_id.get(row.os_id)
        if found is not None:
            return found, False
    place = row_place(row)
    found = register.by_place.get(place)
    former = found is None
    if former:
        found = register.by_former_place.get(place)
    if found is not None and row.os_id and found.code in register.os_id_of:
        return None, False  # two OS IDs are two factories, however alike
    return found, former and found is not None


def row_place(row: FactoryRow) -> Place:
    """Where the row says that the factory is, normalised as the register has it."""
    return row.country, match_name(row.name)[:200], match_text(row.address or "")[:400]


def contradictions(row: FactoryRow, earlier: EarlierRows) -> list[ImportProblem]:
    """Where the row says otherwise than an earlier one of the same factory; another spelling is none."""
    notes = []
    for key, (before, number) in earlier.values.items():
        value = getattr(row, key)
        if value is None or _alike(value, before):
            continue
        message = f"differs from row {number} of the same factory, which counts; correct one of the two"
        notes.append(ImportProblem(row.number, key, "differs_in_list", message))
    return notes


def _alike(value: Any, before: Any) -> bool:
    if isinstance(value, str) and isinstance(before, str):
        return match_name(value) == match_name(before)
    return bool(value == before)
