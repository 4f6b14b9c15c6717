"""What a kind of evidence declares of its fields holds everywhere: in its table, the history and the documentation."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import models

from advisory.kinds import KINDS, EvidenceKind
from advisory.kinds.declaration import Choice, Counts, Day, Field, Prose, QuestionCode, Text, Whole, YesNo
from advisory.queries.evidence_columns import TABLES
from criteria.domain.facts import column_names
from criteria.domain.history import RECORD_TABLES

PAGE = Path(__file__).parents[2] / "docs" / "evidence.md"
COLUMNS = {
    Day: models.DateField,
    Text: models.CharField,
    Prose: models.TextField,
    Whole: models.IntegerField,
    YesNo: models.BooleanField,
    Choice: models.CharField,
    QuestionCode: models.CharField,
    Counts: models.JSONField,
}
FIELDS = [(kind, field) for kind in KINDS.values() for field in kind.fields if not field.path]


@pytest.mark.parametrize(("kind", "field"), FIELDS, ids=[f"{k.name} {f.name}" for k, f in FIELDS])
def test_a_field_fits_its_column(kind: EvidenceKind, field: Field) -> None:
    column = kind.model._meta.get_field(field.name)

    assert isinstance(column, COLUMNS[type(field.holds)])
    if isinstance(field.holds, Text):
        assert field.holds.longest <= column.max_length
    if not field.required and field.absent is None:
        assert column.null


def test_every_column_of_a_model_is_declared_or_kept_by_the_programme() -> None:
    own = {"id", "uid", "factory_id", "recorded_at", "recorded_by_id", "superseded_at"}
    for kind in TABLES.values():
        columns = {column.attname for column in kind.model._meta.concrete_fields}
        assert columns - own == {field.name for field in kind.fields} | set(kind.inherited) - own


def test_every_history_column_is_one_of_its_table() -> None:
    for table, kind in TABLES.items():
        known = {*column_names(RECORD_TABLES[table][1]), "area", "course"}
        assert set(kind.history) <= known, kind.name


def documented(kind: EvidenceKind) -> list[str]:
    """The rows of the documentation's table of a kind."""
    return [f"| `{kind.name}` | {kind.what} | | | |", *(_row(field) for field in kind.fields)]


def _row(field: Field) -> str:
    marks = [
        ("key", field.is_key),
        ("required", field.required),
        ("required in the form", field.required_in_form),
        ("not in files", not field.in_files),
        ("has happened", field.happened),
        ("for staff", field.staff_only),
    ]
    rules = ", ".join(word for word, holds in marks if holds)
    return f"| `{field.name}` | {field.label} | {_holds(field)} | {rules} | {field.history} |"


def _holds(field: Field) -> str:  # noqa: PLR0911
    match field.holds:
        case Day():
            return "day"
        case Text(longest=longest) | Prose(longest=longest):
            return f"text, at most {longest:,} characters"
        case Whole(least=least, most=most):
            return f"{least} to {most:,} ({field.unit})"
        case YesNo():
            return "yes, no or empty"
        case Choice(values=values):
            return ", ".join(f"`{value}`" for value in values if value)
        case QuestionCode():
            return "a question's code"
        case Counts():
            return f"numbers ({field.unit})"
    raise TypeError(field)


def test_the_page_of_the_evidence_lists_every_field_as_it_is_declared() -> None:
    wanted = [line for kind in KINDS.values() for line in documented(kind)]
    page = PAGE.read_text(encoding="utf-8")

    assert [line for line in wanted if line not in page] == [], "\n".join(wanted)
