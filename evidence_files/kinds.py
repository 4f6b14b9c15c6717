"""Rows of evidence files by kind: cells in, typed values out, or every problem at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from advisory.kinds import KINDS
from advisory.kinds.declaration import (
    Choice,
    Day,
    EvidenceKind,
    EvidenceRow,
    Field,
    Prose,
    QuestionCode,
    Text,
    Whole,
    YesNo,
)
from files.domain import problem_messages as say
from files.domain.problems import ImportProblem
from files.domain.row_reader import Cells, FactoryRef, Lookups, RowReader, check_head


@dataclass(frozen=True, slots=True)
class CheckedEvidence:
    """A file's rows, typed, and everything wrong with them. With any problem, `rows` are only those without one."""

    rows: tuple[EvidenceRow, ...]
    problems: tuple[ImportProblem, ...]
    ignored_columns: tuple[str, ...]


def check_evidence(
    kind: str, columns: Sequence[str], rows: Iterable[tuple[int, Cells]], lookups: Lookups
) -> CheckedEvidence:
    """Read a file of one kind of evidence.

    Args:
        kind: a key of `KINDS`.
        columns: the file's head.
        rows: (line counting the head as 1, cells by column).
        lookups: factories, questions, visits and the day of the import.

    Raises:
        KeyError: there is no such kind.
    """
    declared = KINDS[kind]
    head = check_head(columns, required=declared.required, optional=declared.optional)
    problems = list(head.problems)
    read: list[EvidenceRow] = []
    first_row: dict[tuple[Hashable, ...], int] = {}
    for number, cells in rows:
        reader = RowReader(number, cells, lookups=lookups, problems=problems, absent=head.absent)
        before = len(problems)
        row = _read(declared, reader, reader.factory())
        if row is None or len(problems) > before:
            continue
        key = row.key(declared)
        if key in first_row:
            what = ", ".join(str(part) for part in key)
            problems.append(say.comes_twice(number, declared.required[1], what, first_row[key]))
            continue
        first_row[key] = number
        read.append(row)
    return CheckedEvidence(tuple(read), tuple(sorted(problems)), head.ignored)


def _read(kind: EvidenceKind, reader: RowReader, factory: FactoryRef | None) -> EvidenceRow | None:
    """The row; None where the factory or a required value is missing."""
    values = {}
    for field in kind.fields:
        if field.in_files:
            found = _cell(field, reader)
            values[field.name] = field.absent if found is None else found
    if kind.check is not None:
        kind.check(reader, factory, values)
    if factory is None or any(values[name] in {None, ""} for name in kind.required[1:]):
        return None
    return EvidenceRow(reader.row, factory.code, values)


def _cell(field: Field, reader: RowReader) -> Any:  # noqa: PLR0911  # one line a kind of value
    """The cell's value; None when it is empty or wrong (which is noted)."""
    match field.holds:
        case Day(may_be_ahead=ahead):
            return reader.day(field.name, required=field.required, may_be_ahead=ahead)
        case Text(longest=longest):
            return reader.text(field.name, required=field.required, longest=longest)
        case Prose(longest=longest):
            return reader.prose(field.name, longest=longest)
        case Whole(least=least, most=most):
            return reader.whole(field.name, required=field.required, least=least, most=most)
        case YesNo():
            return reader.yes_no(field.name)
        case Choice(values=values):
            # an unknown word is noted, and no reason to take the default
            return reader.choice(field.name, values, default=field.default) or ""
        case QuestionCode():
            return reader.question(field.name, required=field.required)
    raise TypeError(f"{field.name}: files do not hold {field.holds}")
