"""What an assessor's form would do: every row read, then compared with what went out and with what stands by now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from assessments.domain.answers import NONCOMPLIANT
from files.domain.cells import BadCell
from offline_workbook.domain.cells import is_filled, letter_in, text_in, workers_in
from offline_workbook.domain.layout import (
    ANSWER,
    CODE,
    DETAILS,
    FILLED_IN,
    LONGEST_OF_ALL,
    NOTE,
    WORKERS,
    CellProblem,
    CheckedForm,
    FilledRow,
    Hash,
    RetainedText,
    SentOut,
    WorkbookAnswer,
    WorkbookChange,
    hash_of,
    tidy,
)

LONGEST_CODE = 40
MOST_NAMED = 8


@dataclass(slots=True)
class _WorkbookReading:
    """A form being read."""

    words: Mapping[str, str]
    sent_out: Mapping[str, SentOut]
    current: Mapping[str, WorkbookAnswer]
    problems: list[CellProblem] = field(default_factory=list)
    changes: list[WorkbookChange] = field(default_factory=list)
    retained: list[RetainedText] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    length: int = 0
    unchanged: int = 0

    def note(self, row: int, column: int, code: str, about: str = "") -> None:
        """Note what is wrong with a cell."""
        self.problems.append(CellProblem(row, column, code, about))


def check_form(
    rows: Iterable[FilledRow],
    *,
    words: Mapping[str, str],
    sent_out: Mapping[str, SentOut],
    current: Mapping[str, WorkbookAnswer],
) -> CheckedForm:
    """Read what came back.

    Args:
        rows: every row below the head.
        words: the letter behind each word that is an answer, words as `form_sheet.word` gives them.
        sent_out: what the form went out with, by question; every question of the layout.
        current: what is stored now, by question; the same questions.
    """
    reading = _WorkbookReading(words, sent_out, current)
    for row in rows:
        if row.code in sent_out and row.code not in reading.rows:
            reading.rows[row.code] = row.row
            _read(row, reading)
        else:
            _stray(row, reading)
    missing = [code for code in sent_out if code not in reading.rows]
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (" …" if len(missing) > MOST_NAMED else "")
        reading.note(0, CODE, "questions_missing", named)
    if reading.length > LONGEST_OF_ALL:
        reading.note(0, CODE, "too_much_text", str(reading.length))
    if reading.problems:
        return CheckedForm(problems=tuple(sorted(reading.problems)))
    return CheckedForm(tuple(reading.changes), tuple(reading.retained), unchanged=reading.unchanged)


def _stray(row: FilledRow, reading: _WorkbookReading) -> None:
    """A row that is no question's: a heading, as long as nothing is filled in."""
    filled = [column for column in FILLED_IN if column in row.formulas or is_filled(row.cells.get(column))]
    if row.code in reading.rows:
        reading.note(row.row, CODE, "question_twice", f"{row.code}, {reading.rows[row.code]}")
    elif row.code and (filled or re.fullmatch(r"[A-Za-z]{2}-\d+-\w+", row.code)):
        reading.note(row.row, CODE, "unknown_question", row.code[:LONGEST_CODE])
    else:
        for column in filled:
            reading.note(row.row, column, "no_question")


def _read(row: FilledRow, reading: _WorkbookReading) -> None:
    before = reading.sent_out[row.code]
    readers: dict[int, Callable[[object], str | int | None]] = {
        ANSWER: lambda cell: letter_in(cell, reading.words),
        DETAILS: lambda cell: _text(cell, before.details),
        WORKERS: workers_in,
        NOTE: lambda cell: _text(cell, before.note),
    }
    found: dict[int, str | int | None] = {}
    for column, read in readers.items():
        try:
            if column in row.formulas:
                raise BadCell("formula", "")  # noqa: TRY301  # told like everything else that a cell can be
            found[column] = read(row.cells.get(column))
        except BadCell as bad:
            reading.note(row.row, column, bad.code, str(bad))
    _check_finding(row.row, found, before, reading)
    if len(found) == len(readers):
        answer = WorkbookAnswer(
            str(found[ANSWER]), str(found[DETAILS]), _number(found[WORKERS]), str(found[NOTE])
        )
        reading.length += len(answer.details) + len(answer.note)
        _compare(row, answer, reading)


def _text(cell: object, before: Hash) -> str:
    """The text; one that came back as it went out is nobody's mistake."""
    if isinstance(cell, str) and before and hash_of(cell) == before:
        return tidy(cell)
    return text_in(cell)


def _number(read: str | int | None) -> int | None:
    return read if isinstance(read, int) else None


def _check_finding(
    row: int, found: Mapping[int, str | int | None], before: SentOut, reading: _WorkbookReading
) -> None:
    """What describes a finding beside an answer that is none would be lost without a word.

    `found` lacks the columns that could not be read.
    """
    if ANSWER not in found:
        return
    details, workers = found.get(DETAILS), found.get(WORKERS, before.workers)
    if found[ANSWER] == NONCOMPLIANT:
        if before.workers is not None and workers is None:
            reading.note(row, WORKERS, "number_gone", str(before.workers))
        return
    if details and hash_of(str(details)) != before.details:
        reading.note(row, DETAILS, "details_without_finding")
    if workers is not None and workers != before.workers:
        reading.note(row, WORKERS, "workers_without_finding")


def _compare(row: FilledRow, answer: WorkbookAnswer, reading: _WorkbookReading) -> None:
    before, now = reading.sent_out[row.code], reading.current[row.code]
    texts = _TextMerge(row, reading.retained)
    details = workers = None
    if answer.letter == NONCOMPLIANT:
        details = texts.changed(DETAILS, answer.details, before.details, now.details)
        workers = texts.renumbered(answer.workers, before.workers, now.workers)
    note = texts.changed(NOTE, answer.note, before.note, now.note)
    answered = answer.letter not in {before.letter, now.letter}
    if not answered and details is None and note is None and workers is None:
        reading.unchanged += 1
        return
    reading.changes.append(
        WorkbookChange(row.code, before.letter, answer.letter, now.letter, details, workers, note)
    )


@dataclass(frozen=True, slots=True)
class _TextMerge:
    """What is written beside one answer, three times: as it went out, as it came back, as it stands."""

    row: FilledRow
    retained: list[RetainedText]

    def changed(self, column: int, returned: str, before: Hash, now: str) -> str | None:
        """The text when it is to be stored; None leaves what stands."""
        if hash_of(returned) in {before, hash_of(now)}:
            return None
        if hash_of(now) != before:
            self._keep(column, now, returned)
            return None
        return returned

    def renumbered(self, returned: int | None, before: int | None, now: int | None) -> int | None:
        """The same of the number of workers."""
        if returned in {before, now}:
            return None
        if now != before:
            self._keep(WORKERS, "" if now is None else str(now), "" if returned is None else str(returned))
            return None
        return returned

    def _keep(self, column: int, current: str, returned: str) -> None:
        cell = CellProblem(self.row.row, column, "").cell
        self.retained.append(RetainedText(self.row.code, cell, current, returned))
