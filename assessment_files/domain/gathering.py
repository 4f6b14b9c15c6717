"""Gathering the rows of a file into assessments. Hundreds of thousands of rows: little happens on each.

What rows say about their assessment as a whole (factory, day, questionnaire, kind, …) is read once for every distinct
wording, not once a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from assessment_files.domain.assessment_row import KINDS, AssessmentRow
from assessments.domain.answers import UNANSWERED
from assessments.domain.states import AssessmentState
from countries.domain.countries import code_of
from files.domain import problem_messages as say
from files.domain.cells import BadCell, plain_text, whole_number
from files.domain.problems import ImportProblem
from files.domain.row_reader import Cells, FactoryRef, Lookups, RowReader
from questionnaires.domain.layout import SheetLayout
from questionnaires.domain.questionnaire import Attribution
from questionnaires.domain.questionnaire_index import QuestionnaireIndex, UnknownQuestionnaire

_LONGEST = 10_000
MOST_WORKERS = 1_000_000
IN_FILES = [state for state in AssessmentState if state is not AssessmentState.ABANDONED]
NATIONAL_LAW = Attribution.NATIONAL_LAW.value


@dataclass(frozen=True, slots=True)
class HeadColumns:
    """How a layout names what concerns the assessment as a whole; "" where it has no such column."""

    factory: str = "factory"
    assessed_on: str = "assessed_on"
    questionnaire: str = "questionnaire"
    cycle: str = "cycle"
    kind: str = "kind"
    announced: str = "announced"
    state: str = "state"
    country: str = ""
    reference: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that there are."""
        return tuple(name for field in fields(self) if (name := getattr(self, field.name)))


@dataclass(slots=True)
class Circumstances:
    """A row's values about its assessment besides the key. None where a cell is empty or invalid."""

    cycle: int | None
    kind: str | None
    announced: bool | None
    state: str | None
    reference: str


@dataclass(slots=True)
class GatheredSheet:
    """An assessment being gathered."""

    row: int
    factory: FactoryRef | None
    layout: (
        SheetLayout | None
    )  # None: the row's factory, day or questionnaire is wrong, but its answers are still checked
    assessed_on: date | None
    circumstances: Circumstances
    codes: Sequence[str]
    index: Mapping[str, int]
    letters: list[str]
    rows: list[int]  # the line that answered each question; 0 for none
    details: dict[str, str] = field(default_factory=dict)
    attributions: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    note: str = ""
    workers: dict[str, int] = field(default_factory=dict)


class Gathering:
    """Assessments by factory, questionnaire and day, filled row by row.

    Args:
        columns: the head's columns in this layout.
        question_column: where a layout names the question of a row; "" where columns are questions.
        index: the loaded questionnaires.
        lookups: factories and the day of the import.
        problems: where problems go.
        absent: columns that the file lacks.
    """

    def __init__(
        self,
        columns: HeadColumns,
        *,
        question_column: str,
        index: QuestionnaireIndex,
        lookups: Lookups,
        problems: list[ImportProblem],
        absent: frozenset[str],
    ) -> None:
        self.columns = columns
        self.problems = problems
        self.lookups = lookups
        self._question_column = question_column
        self._questionnaires = index
        self._absent = absent
        self._head = columns.columns
        self._by_wording: dict[tuple[str | None, ...], GatheredSheet] = {}
        self._by_key: dict[tuple[str, str, date], GatheredSheet] = {}
        self._sheets: list[GatheredSheet] = []
        self._every_question = tuple(sorted(index.questions))
        self._every_index = {code: place for place, code in enumerate(self._every_question)}

    def sheet(self, number: int, cells: Cells) -> GatheredSheet:
        """The assessment that a row belongs to; opened, and its head checked, when the wording is new."""
        wording = tuple(map(cells.get, self._head))
        found = self._by_wording.get(wording)
        if found is None:
            found = self._by_wording[wording] = self._opened(number, cells)
        return found

    def fresh_sheet(self, number: int, cells: Cells) -> GatheredSheet:
        """The assessment of a row that holds all of it: a second row for the same one is a problem."""
        sheet = self.sheet(number, cells)
        if sheet.row != number and sheet.layout is not None:
            what = f"this assessment stands in row {sheet.row} too; keep one of the two rows"
            self.problems.append(ImportProblem(number, self.columns.factory, "assessment_twice", what))
        return sheet

    def place(self, sheet: GatheredSheet, number: int, column: str, text: str) -> int | None:
        """Where a question stands whose code was not found as it was written; None, and a problem, if nowhere."""
        code = text.strip().upper()
        if code in sheet.index:
            return sheet.index[code]
        if code in self._every_index and sheet.layout is not None and sheet.factory is not None:
            where = f"{sheet.factory.country} by {sheet.layout.questionnaire}"
            self.problems.append(say.question_not_asked(number, column, code, where))
        elif code:
            close = self.lookups.question_near(code)
            self.problems.append(say.unknown_question(number, column, text.strip(), close))
        else:
            self.problems.append(say.empty(number, column, "give the question's code"))
        return None

    def answer(self, sheet: GatheredSheet, place: int, letter: str, number: int, column: str) -> None:
        """Set an answer; a second one for the same question is a problem."""
        if sheet.rows[place] and sheet.rows[place] != number:
            what = f"{sheet.codes[place]} of this assessment stands in row {sheet.rows[place]} too; keep one of the two"
            self.problems.append(ImportProblem(number, column, "answered_twice", what))
            return
        sheet.letters[place] = letter
        sheet.rows[place] = number

    def prose(self, number: int, column: str, cell: str) -> str:
        """Longer text, checked; "" when it cannot be taken."""
        try:
            plain_text(cell, longest=_LONGEST)
        except BadCell as bad:
            self.problems.append(ImportProblem(number, column, bad.code, str(bad)))
            return ""
        return "\n".join(line.rstrip() for line in cell.strip().splitlines())

    def number(self, number: int, column: str, cell: str) -> int | None:
        """How many workers, checked; None when it cannot be taken."""
        try:
            return whole_number(cell, most=MOST_WORKERS)
        except BadCell as bad:
            self.problems.append(ImportProblem(number, column, bad.code, str(bad)))
            return None

    def finished(self) -> tuple[AssessmentRow, ...]:
        """Every assessment whose head is sound, in the order of the file; incomplete ones are problems."""
        rows = []
        for sheet in self._sheets:
            row = _as_row(sheet)
            if row is not None:
                self._check_complete(row)
                rows.append(row)
        return tuple(rows)

    def _check_complete(self, row: AssessmentRow) -> None:
        if row.state != AssessmentState.FINAL or UNANSWERED not in row.sheet:
            return
        missing = [
            code for code, letter in zip(row.layout.codes, row.sheet, strict=True) if letter == UNANSWERED
        ]
        field_name = self._question_column or missing[0]
        if len(missing) == len(row.sheet):
            what = "a final assessment answers nothing; give its answers, or take it away"
            self.problems.append(ImportProblem(row.row, field_name, "nothing_answered", what))
        elif row.kind == "full":
            self.problems.append(say.incomplete(row.row, field_name, missing))

    def _opened(self, number: int, cells: Cells) -> GatheredSheet:
        reader = RowReader(number, cells, lookups=self.lookups, problems=self.problems, absent=self._absent)
        factory = reader.factory(self.columns.factory)
        day = reader.day(self.columns.assessed_on, required=True)
        layout = self._layout(reader, factory, day)
        circumstances = self._circumstances(reader)
        self._check_country(reader, factory)
        if factory is None or day is None or layout is None:
            return self._blank(number, factory, None, day, circumstances)
        key = (factory.code, layout.digest, day)
        known = self._by_key.get(key)
        if known is not None:
            self._check_agreement(number, known, circumstances)
            return known
        sheet = self._by_key[key] = self._blank(number, factory, layout, day, circumstances)
        self._sheets.append(sheet)
        return sheet

    def _blank(
        self,
        number: int,
        factory: FactoryRef | None,
        layout: SheetLayout | None,
        day: date | None,
        circumstances: Circumstances,
    ) -> GatheredSheet:
        codes: Sequence[str] = layout.codes if layout else self._every_question
        return GatheredSheet(
            row=number,
            factory=factory,
            layout=layout,
            assessed_on=day,
            circumstances=circumstances,
            codes=codes,
            index=layout.index if layout else self._every_index,
            letters=[UNANSWERED] * len(codes),
            rows=[0] * len(codes),
        )

    def _layout(self, reader: RowReader, factory: FactoryRef | None, day: date | None) -> SheetLayout | None:
        column = self.columns.questionnaire
        text = reader.text(column, required=True, longest=60)
        if not text:
            return None
        try:
            # a row whose factory or day is wrong still learns that its questionnaire is wrong too
            return self._questionnaires.layout(text, factory.country if factory else "", day or date.max)
        except UnknownQuestionnaire as unknown:
            reader.note(ImportProblem(reader.row, column, "unknown_questionnaire", str(unknown)))
            return None

    def _circumstances(self, reader: RowReader) -> Circumstances:
        columns = self.columns
        announced = reader.yes_no(columns.announced) if columns.announced else False
        return Circumstances(
            cycle=reader.whole(columns.cycle, least=1, most=1000),
            kind=reader.choice(columns.kind, KINDS, default="full") if columns.kind else "full",
            announced=bool(announced),
            state=reader.choice(columns.state, IN_FILES, default=AssessmentState.FINAL.value)
            if columns.state
            else "final",
            reference=reader.text(columns.reference, longest=60) if columns.reference else "",
        )

    def _check_country(self, reader: RowReader, factory: FactoryRef | None) -> None:
        text = reader.raw(self.columns.country) if self.columns.country else ""
        if not text or factory is None:
            return
        code = code_of(text)
        if code != factory.country:
            what = f'"{text[:40]}" is not the country of {factory.code} ({factory.country}); correct one of the two'
            reader.note(ImportProblem(reader.row, self.columns.country, "country_differs", what))

    def _check_agreement(self, number: int, sheet: GatheredSheet, circumstances: Circumstances) -> None:
        if circumstances.reference != sheet.circumstances.reference:
            what = (
                f'"{circumstances.reference}" and "{sheet.circumstances.reference}" (row {sheet.row}) are the same '
                "factory, questionnaire and day; keep one of the two"
            )
            self.problems.append(ImportProblem(number, self.columns.reference, "assessment_twice", what))
        for name in ("cycle", "kind", "announced", "state"):
            first, second = getattr(sheet.circumstances, name), getattr(circumstances, name)
            if first != second:
                what = f"row {sheet.row} of this assessment has {_shown(first)}, not {_shown(second)}; make them agree"
                self.problems.append(
                    ImportProblem(number, getattr(self.columns, name), "contradiction", what)
                )


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _as_row(sheet: GatheredSheet) -> AssessmentRow | None:
    circumstances = sheet.circumstances
    if sheet.factory is None or sheet.layout is None or sheet.assessed_on is None:
        return None
    if circumstances.kind is None or circumstances.announced is None or circumstances.state is None:
        return None
    letters = "".join(sheet.letters)
    return AssessmentRow(
        row=sheet.row,
        factory=sheet.factory.code,
        country=sheet.factory.country,
        assessed_on=sheet.assessed_on,
        layout=sheet.layout,
        sheet=letters,
        cycle=circumstances.cycle,
        kind=circumstances.kind,
        announced=circumstances.announced,
        state=circumstances.state,
        details=sheet.details,
        national_law=_laid_to_law(sheet.layout, letters, sheet.attributions),
        notes=sheet.notes,
        note=sheet.note,
        workers=sheet.workers,
        reference=circumstances.reference,
    )


def _laid_to_law(layout: SheetLayout, letters: str, attributions: Mapping[str, str]) -> frozenset[str]:
    """Findings laid to the law: those that the file says, and where it says nothing, those of the country's variant."""
    by_default = {code for code in layout.national_law if code not in attributions}
    stated = {code for code, attribution in attributions.items() if attribution == NATIONAL_LAW}
    return frozenset(code for code in by_default | stated if letters[layout.index[code]] == "N")
