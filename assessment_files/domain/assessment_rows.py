"""Files of assessments in three layouts (long, wide, the programme's own export), read into the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assessment_files.domain.assessment_row import AssessmentRow
from assessment_files.domain.gathering import NATIONAL_LAW, GatheredSheet, Gathering, HeadColumns
from assessments.domain.answers import NONCOMPLIANT
from files.domain import problem_messages as say
from files.domain.problems import ImportProblem
from files.domain.row_reader import Cells, ColumnCheck, Lookups, check_head
from questionnaires.domain.questionnaire import Attribution
from questionnaires.domain.questionnaire_index import QuestionnaireIndex

LONG_REQUIRED = ("factory", "assessed_on", "questionnaire", "question", "answer")
LONG_OPTIONAL = ("cycle", "details", "kind", "announced", "state", "attribution", "note", "workers")
WIDE_REQUIRED = ("factory", "assessed_on", "questionnaire")
WIDE_OPTIONAL = ("cycle", "kind", "announced", "state", "attribution", "note")
EXPORT_REQUIRED = (
    "Factory.Assessed.ID", "Assesment.Start.Date", "TQ.Name", "Question.ID", "Question.type", "Finding",
)  # fmt: skip
EXPORT_OPTIONAL = (
    "Country", "Factory.Assessed.Name", "Quest.ID", "Cycle", "Cluster", "CP", "Q.Label", "Tags",
)  # fmt: skip
EXPORT_HEAD = HeadColumns(
    factory="Factory.Assessed.ID",
    assessed_on="Assesment.Start.Date",
    questionnaire="TQ.Name",
    cycle="Cycle",
    kind="",
    announced="",
    state="",
    country="Country",
    reference="Quest.ID",
)
SCORED_TYPE, REMARK_TYPE = "NCQ", "FGW"

_LOOKS_LIKE_A_QUESTION = re.compile(r"[A-Za-z]{2}-\d+-\w+")
_LETTERS: dict[str | None, str] = {
    written: written.upper() for written in ("C", "N", "X", "-", "c", "n", "x")
}
_WIDE_LETTERS: dict[str | None, str] = {**_LETTERS, "": "-", None: "-"}
_FINDINGS: dict[str | None, str] = {"1": "N", "0": "C", "": "X", None: "X", "1.0": "N", "0.0": "C"}
_LONGEST_REMARK_CODE = 40


class FileLayout(StrEnum):
    """How a file lays assessments out."""

    LONG = "long"
    WIDE = "wide"
    EXPORT = "export"


@dataclass(frozen=True, slots=True)
class CheckedAssessments:
    """A file's assessments and everything wrong with them. With any problem nothing may be written."""

    layout: FileLayout | None
    rows: tuple[AssessmentRow, ...]
    problems: tuple[ImportProblem, ...]
    ignored_columns: tuple[str, ...]
    lines: int  # rows read, the head not counted


def file_layout(columns: Iterable[str], questions: Iterable[str]) -> FileLayout | None:
    """The layout that a head belongs to; None when it is none of the three."""
    have = set(columns)
    if "Question.ID" in have:
        return FileLayout.EXPORT
    if {"question", "answer"} & have:
        return FileLayout.LONG
    codes = set(questions)
    if any(column.strip().upper() in codes for column in have):
        return FileLayout.WIDE
    return None


def check_assessments(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Cells]],
    *,
    questionnaires: QuestionnaireIndex,
    lookups: Lookups,
) -> CheckedAssessments:
    """Read a file of assessments in whichever of the three layouts it has.

    Args:
        columns: the file's head.
        rows: (line counting the head as 1, cells by column); consumed once.
        questionnaires: every loaded version.
        lookups: factories and the day of the import; its questions are those of the versions.
    """
    layout = file_layout(columns, questionnaires.questions)
    if layout is None:
        expected = (
            "give question and answer (long), a column for each question (wide), or Question.ID (export)"
        )
        return CheckedAssessments(None, (), (say.unknown_layout(expected),), (), 0)
    known = Lookups(lookups.factories, questionnaires.questions, lookups.visits, lookups.today)
    reader = {FileLayout.LONG: _Long, FileLayout.WIDE: _Wide, FileLayout.EXPORT: _Export}[layout]
    return reader(columns, questionnaires, known).read(rows)


class _AssessmentReader:
    """What the three layouts share."""

    layout: FileLayout
    head_columns = HeadColumns()
    question_column = ""
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    def __init__(self, columns: Sequence[str], index: QuestionnaireIndex, lookups: Lookups) -> None:
        self.lookups = lookups
        self.head = self.checked_head(columns)
        self.problems = list(self.head.problems)
        self.gathering = Gathering(
            self.head_columns,
            question_column=self.question_column,
            index=index,
            lookups=lookups,
            problems=self.problems,
            absent=self.head.absent,
        )

    def checked_head(self, columns: Sequence[str]) -> ColumnCheck:
        return check_head(columns, required=self.required, optional=self.optional)

    def read(self, rows: Iterable[tuple[int, Cells]]) -> CheckedAssessments:
        lines = self.take(rows)
        assessments = self.gathering.finished()
        problems = tuple(sorted(self.problems))
        return CheckedAssessments(self.layout, assessments, problems, self.head.ignored, lines)

    def take(self, rows: Iterable[tuple[int, Cells]]) -> int:
        """Gather every row; the number of rows."""
        raise NotImplementedError


class _Long(_AssessmentReader):
    """One row an answer, with what stands beside it."""

    layout = FileLayout.LONG
    question_column = "question"
    required = LONG_REQUIRED
    optional = LONG_OPTIONAL

    def take(self, rows: Iterable[tuple[int, Cells]]) -> int:
        gathering, lines = self.gathering, 0
        for number, cells in rows:
            lines += 1
            sheet = gathering.sheet(number, cells)
            question = cells.get("question") or ""
            place = sheet.index.get(question)
            if place is None and self._is_remark(sheet, number, question, cells):
                continue
            if place is None and "question" not in self.head.absent:
                place = gathering.place(sheet, number, "question", question)
            letter = _LETTERS.get(cells.get("answer") or "") or self._letter(number, cells)
            if place is None or letter is None:
                continue
            gathering.answer(sheet, place, letter, number, "answer")
            if cells.get("details") or cells.get("attribution") or cells.get("note") or cells.get("workers"):
                self._take_remarks(sheet, sheet.codes[place], letter, number, cells)
        return lines

    def _is_remark(self, sheet: GatheredSheet, number: int, question: str, cells: Cells) -> bool:
        """Whether the row is a note and no answer: under a code of its own, or on the assessment as a whole."""
        code, written = question.strip(), (cells.get("answer") or "").strip()
        if written or self.head.absent & {"answer", "question"} or code.upper() in sheet.index:
            return False
        text = self._prose(number, "note", cells)
        if not text or any((cells.get(column) or "").strip() for column in ("details", "attribution")):
            return False
        if code:
            sheet.notes[code[:_LONGEST_REMARK_CODE]] = text
        else:
            sheet.note = text
        return True

    def _letter(self, number: int, cells: Cells) -> str | None:
        if "answer" in self.head.absent:
            return None
        written = (cells.get("answer") or "").strip()
        letter = _LETTERS.get(written)
        if letter is None:
            self.problems.append(say.bad_answer(number, "answer", written, "C, N or X"))
        return letter

    def _take_remarks(self, sheet: GatheredSheet, code: str, letter: str, number: int, cells: Cells) -> None:
        details = self._prose(number, "details", cells)
        attribution = self._attribution(number, cells)
        note = self._prose(number, "note", cells)
        if note:
            sheet.notes[code] = note
        if letter == NONCOMPLIANT:
            if details:
                sheet.details[code] = details
            if attribution:
                sheet.attributions[code] = attribution
            self._take_workers(sheet, code, number, cells)
            return
        without = {
            "details": (details, "there is no finding to describe; move the text to note"),
            "attribution": (
                attribution == NATIONAL_LAW,
                "there is no finding to lay to the law; clear the attribution",
            ),
            "workers": (
                (cells.get("workers") or "").strip(),
                "no finding concerns anybody; clear the number",
            ),
        }
        for column, (given, what) in without.items():
            if given:
                problem = f"{code} is {letter}, so {what}"
                self.problems.append(ImportProblem(number, column, f"{column}_without_finding", problem))

    def _take_workers(self, sheet: GatheredSheet, code: str, number: int, cells: Cells) -> None:
        cell = (cells.get("workers") or "").strip()
        workers = self.gathering.number(number, "workers", cell) if cell else None
        if workers is not None:
            sheet.workers[code] = workers

    def _prose(self, number: int, column: str, cells: Cells) -> str:
        cell = (cells.get(column) or "").strip()
        return self.gathering.prose(number, column, cell) if cell else ""

    def _attribution(self, number: int, cells: Cells) -> str:
        written = (cells.get("attribution") or "").strip()
        word = written.casefold().replace(" ", "_")
        known = [attribution.value for attribution in Attribution]
        if word and word not in known:
            self.problems.append(say.unknown_value(number, "attribution", written, known))
            return ""
        return word


class _Wide(_AssessmentReader):
    """One row an assessment, one column a question."""

    layout = FileLayout.WIDE
    required = WIDE_REQUIRED
    optional = WIDE_OPTIONAL

    def checked_head(self, columns: Sequence[str]) -> ColumnCheck:
        codes = {column: column.strip().upper() for column in columns}
        self.questions = {column: code for column, code in codes.items() if code in self.lookups.questions}
        others = [column for column in columns if column not in self.questions]
        head = check_head(others, required=self.required, optional=self.optional)
        # what looks like a question must not be dropped as a remark
        lost = [column for column in head.ignored if _LOOKS_LIKE_A_QUESTION.fullmatch(column.strip())]
        unknown = [say.unknown_question(1, c, c, self.lookups.question_near(c.strip().upper())) for c in lost]
        ignored = tuple(column for column in head.ignored if column not in lost)
        return ColumnCheck(head.absent, ignored, (*head.problems, *unknown))

    def take(self, rows: Iterable[tuple[int, Cells]]) -> int:
        lines = 0
        for number, cells in rows:
            lines += 1
            sheet = self.gathering.fresh_sheet(number, cells)
            self._take_answers(sheet, number, cells)
            note = (cells.get("note") or "").strip()
            if note:
                sheet.note = self.gathering.prose(number, "note", note)
            if (cells.get("attribution") or "").strip().casefold() not in {"", Attribution.FACTORY}:
                what = (
                    "one word cannot attribute a whole row; use the long layout, with a row for each answer"
                )
                self.problems.append(ImportProblem(number, "attribution", "attribution_needs_long", what))
        return lines

    def _take_answers(self, sheet: GatheredSheet, number: int, cells: Cells) -> None:
        index, letters, rows = sheet.index, sheet.letters, sheet.rows
        for column, code in self.questions.items():
            written = cells.get(column)
            letter = _WIDE_LETTERS.get(written)
            if letter is None:
                letter = _WIDE_LETTERS.get((written or "").strip())
            place = index.get(code)
            if letter is None:
                allowed = "C, N or X, or leave it empty"
                self.problems.append(say.bad_answer(number, column, (written or "").strip(), allowed))
            elif place is not None:
                letters[place] = letter
                rows[place] = number
            elif letter != "-":
                self.gathering.place(sheet, number, column, code)


class _Export(_AssessmentReader):
    """The programme's own export: one row a question, findings as 1, 0 or empty."""

    layout = FileLayout.EXPORT
    head_columns = EXPORT_HEAD
    question_column = "Question.ID"
    required = EXPORT_REQUIRED
    optional = EXPORT_OPTIONAL

    def take(self, rows: Iterable[tuple[int, Cells]]) -> int:
        gathering, lines = self.gathering, 0
        for number, cells in rows:
            lines += 1
            sheet = gathering.sheet(number, cells)
            if cells.get("Question.type") != SCORED_TYPE and not self._is_scored(sheet, number, cells):
                continue
            question = cells.get("Question.ID") or ""
            place = sheet.index.get(question)
            if place is None:
                place = gathering.place(sheet, number, "Question.ID", question)
            letter = _FINDINGS.get(cells.get("Finding")) or self._letter(number, cells)
            if place is not None and letter is not None:
                gathering.answer(sheet, place, letter, number, "Finding")
        return lines

    def _is_scored(self, sheet: GatheredSheet, number: int, cells: Cells) -> bool:
        """Whether the row is an answer; a remark is put among the notes, anything else is a problem."""
        if "Question.type" in self.head.absent:
            return False
        written = (cells.get("Question.type") or "").strip()
        if written.upper() == REMARK_TYPE:
            self._take_remark(sheet, number, cells)
        elif written.upper() != SCORED_TYPE:
            self.problems.append(
                say.unknown_value(number, "Question.type", written, (SCORED_TYPE, REMARK_TYPE))
            )
        return written.upper() == SCORED_TYPE

    def _take_remark(self, sheet: GatheredSheet, number: int, cells: Cells) -> None:
        code = (cells.get("Question.ID") or "").strip()[:_LONGEST_REMARK_CODE]
        parts = [(cells.get(column) or "").strip() for column in ("Q.Label", "Finding")]
        text = self.gathering.prose(number, "Finding", ": ".join(part for part in parts if part))
        if not code:
            self.problems.append(say.empty(number, "Question.ID", "give the remark's code"))
        elif text:
            sheet.notes[code] = "\n".join(filter(None, (sheet.notes.get(code), text)))

    def _letter(self, number: int, cells: Cells) -> str | None:
        if "Finding" in self.head.absent:
            return None
        written = (cells.get("Finding") or "").strip()
        letter = _FINDINGS.get(written)
        if letter is None:
            self.problems.append(say.bad_answer(number, "Finding", written, "1, 0 or nothing"))
        return letter
