"""How a kind of evidence declares its fields: once, for its form, files, export, API, versions and history.

The table with its constraints is the model; a `Field` stands beside each of its columns that people fill in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from django.db.models import Model
    from django.utils.functional import Promise

    from files.domain.row_reader import FactoryRef, RowReader

    Words = str | Promise
    Check = Callable[[RowReader, FactoryRef | None, dict[str, Any]], None]

LONGEST_PROSE = 10_000


@dataclass(frozen=True, slots=True)
class Day:
    """A day; one that `may_be_ahead` may be later than today."""

    empty: ClassVar[None] = None
    may_be_ahead: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """One line. `suggestions` is the id of a `<datalist>` that the page offers while it is typed."""

    empty: ClassVar[str] = ""
    longest: int
    suggestions: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Text of several lines; `rows` is how many the form shows, 0 for one line."""

    empty: ClassVar[str] = ""
    rows: int = 2
    longest: int = LONGEST_PROSE


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number. `most_typed` is the form's own upper limit; with `words` it is chosen by them, not typed."""

    empty: ClassVar[None] = None
    least: int = 0
    most: int = 100_000
    most_typed: int | None = None
    words: Sequence[tuple[int, Words]] = ()


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes, no or not known (None)."""

    empty: ClassVar[None] = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some words, each with its label; or groups of such, each with its title."""

    empty: ClassVar[str] = ""
    choices: Sequence[tuple[Any, Any]]

    @property
    def values(self) -> list[str]:
        """The values alone, those of groups too."""
        return [
            str(value)
            for first, second in self.choices
            for value, _label in (second if isinstance(second, list) else [(first, second)])
        ]


@dataclass(frozen=True, slots=True)
class QuestionCode:
    """The code of a question of the country's questionnaire; "" for none."""

    empty: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers of people by role, kept as one JSON object; each role is a field of its own in a form."""

    empty: ClassVar[Mapping[str, int]] = {}
    roles: Sequence[tuple[str, Words]]
    most: int = 9_999


Value = Day | Text | Prose | Whole | YesNo | Choice | QuestionCode | Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a kind.

    Attributes:
        name: of the model's column, the file's column, the form's field and the field of the API.
        label, help: as the form shows them.
        holds: the kind of value with its limits.
        unit: of a number, for the documentation.
        required: in files and in forms.
        required_in_form: in forms only; a file may leave it empty.
        is_key: it tells two records of a factory apart.
        happened: a day on which something was: not later than today, not before the programme began there.
        is_due: a day by which something is to be done.
        in_files: it is a column of the kind's files, in and out.
        in_form: it is a field of the kind's form.
        staff_only: the API leaves it empty for everybody outside the programme.
        default: what stands where nothing is given; None for what is empty of its kind.
        history: name of its column in the history that measures read (`day`: when the fact counts from); "" for none.
        last_time: whether the form shows the value recorded before beside the field, or fills it in.
        path: where an export reads it, if not from the column of its name.
    """

    name: str
    label: Words
    holds: Value
    help: Words = ""
    unit: str = ""
    required: bool = False
    required_in_form: bool = False
    is_key: bool = False
    happened: bool = False
    is_due: bool = False
    in_files: bool = True
    in_form: bool = True
    staff_only: bool = False
    default: Any = None
    history: str = ""
    last_time: Literal["", "shown", "filled in"] = ""
    path: str = ""

    @property
    def absent(self) -> Any:
        """The value that stands where nothing is given."""
        return self.holds.empty if self.default is None else self.default


@dataclass(frozen=True, kw_only=True)
class EvidenceKind:
    """One kind of evidence about a factory.

    Attributes:
        name: what commands, files and addresses call it.
        what: one record in words, for the documentation.
        model: its table.
        fields: in the order of the form; a file has required columns first.
        inherited: columns that a corrected version takes over from the one before.
        table: what the history and the pins of a verdict call a record; "" where none is read.
        check: rules of a file's row across its fields: notes problems, may change values.
        event: recorded with each record that is made by itself on the kind's form; "" where its command has its own.
    """

    name: str
    what: str
    model: type[Model]
    fields: tuple[Field, ...]
    inherited: tuple[str, ...] = ()
    table: str = ""
    check: Check | None = None
    event: str = ""

    def __getitem__(self, name: str) -> Field:
        """The field of a name.

        Raises:
            KeyError: there is none.
        """
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {field.name: field for field in self.fields}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Columns that a file must have; the factory first."""
        return ("factory", *(field.name for field in self.fields if field.required and field.in_files))

    @cached_property
    def optional(self) -> tuple[str, ...]:
        """Columns that a file may lack."""
        return tuple(field.name for field in self.fields if field.in_files and not field.required)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column of the kind's files, required ones first."""
        return (*self.required, *self.optional)

    @cached_property
    def key(self) -> tuple[str, ...]:
        """Columns that tell two current records apart, `factory_id` first."""
        return ("factory_id", *(field.name for field in self.fields if field.is_key))

    @cached_property
    def values(self) -> tuple[str, ...]:
        """Columns that a correction may change."""
        return tuple(field.name for field in self.fields if not field.is_key)

    @cached_property
    def happened(self) -> tuple[str, ...]:
        """Days on which something was: limited by `day_limits`."""
        return tuple(field.name for field in self.fields if field.happened)

    @cached_property
    def due(self) -> str:
        """The day by which something is yet to be done, limited likewise; "" where there is none."""
        return next((field.name for field in self.fields if field.is_due), "")

    @cached_property
    def history(self) -> dict[str, Field]:
        """Fields that the history reads, by the name of their column there; the day first."""
        read = sorted(
            (field for field in self.fields if field.history),
            key=lambda history_field: history_field.history != "day",
        )
        return {field.history: field for field in read}

    def named(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Values by field, as a command was given them.

        Raises:
            TypeError: one is no field of the kind, or one of the key is missing.
        """
        unknown = data.keys() - self._by_name.keys()
        missing = set(self.key[1:]) - data.keys()
        if unknown or missing:
            raise TypeError(f"{self.name}: unknown {sorted(unknown)}, missing {sorted(missing)}")
        return dict(data)

    def filled(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """The same, with what stands for nothing where a column of the kind's files is not given.

        Raises:
            TypeError: as `named`, or a required field is missing.
        """
        missing = set(self.required[1:]) - data.keys()
        if missing:
            raise TypeError(f"{self.name}: missing {sorted(missing)}")
        return {**{name: self[name].absent for name in self.optional}, **self.named(data)}
