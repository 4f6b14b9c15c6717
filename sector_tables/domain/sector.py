"""Sector tables: of the factories assessed in a period, how many were non-compliant on each point and question.

One assessment a factory counts: its latest in the period. Only factories where something of a point (or a question)
was asked count as assessed on it, since partial and remote assessments exist. Findings that are laid to national law
count here too: the table tells what workers meet, not whose doing it is. Informative questions are in no table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from assessments.domain.scoring import Flags, score_sheets, sheet_matrix
from files.domain.shares import whole_per_cent
from questionnaires.domain.layout import SheetLayout

SMALL_GROUP = 5
"""Groups of fewer factories are hidden from outsiders, so that no factory can be told from a sector's figure."""


class AssessedSheet(NamedTuple):
    """One final assessment, as far as a sector table reads it."""

    factory: str
    assessed_on: date
    sheet: str
    layout: SheetLayout
    order: int = 0  # decides between two assessments of a factory on one day: the higher one is the later


@dataclass(frozen=True, slots=True)
class SectorRow:
    """One line of a sector table."""

    code: str
    noncompliant: int
    assessed: int

    @property
    def percent(self) -> int | None:
        """Whole per cent of the assessed factories that are non-compliant, as printed; None when none was assessed."""
        return printed_percent(self.noncompliant, self.assessed)


@dataclass(frozen=True, slots=True)
class SectorTable:
    """A sector's figures, each level in the questionnaire's order."""

    factories: int
    clusters: tuple[SectorRow, ...]
    points: tuple[SectorRow, ...]
    questions: tuple[SectorRow, ...]

    def rows(self) -> tuple[SectorRow, ...]:
        """Every line of every level."""
        return (*self.clusters, *self.points, *self.questions)

    def row(self, code: str) -> SectorRow:
        """The line of a cluster, a point or a question.

        Raises:
            KeyError: the table has no such line.
        """
        for line in self.rows():
            if line.code == code:
                return line
        raise KeyError(code)


def printed_percent(part: int, whole: int) -> int | None:
    """A share as it is printed: whole per cent, half rounded up, from integers; None when the whole is 0.

    Raises:
        ValueError: the part is negative or more than the whole.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole} is no share")
    return whole_per_cent(part, whole) if whole else None


def is_small_group(assessed: int) -> bool:
    """Whether so few factories were assessed that outsiders must not see the figure."""
    return assessed < SMALL_GROUP


def latest_in_period(sheets: Iterable[AssessedSheet], first: date, last: date) -> list[AssessedSheet]:
    """The latest assessment of each factory in a period, its first and last day included; in order of factory."""
    latest: dict[str, AssessedSheet] = {}
    for sheet in sheets:
        if not first <= sheet.assessed_on <= last:
            continue
        other = latest.get(sheet.factory)
        if other is None or (other.assessed_on, other.order) < (sheet.assessed_on, sheet.order):
            latest[sheet.factory] = sheet
    return [latest[factory] for factory in sorted(latest)]


def sector_table(sheets: Sequence[AssessedSheet]) -> SectorTable:
    """The table over given assessments, at most one a factory (see `latest_in_period`).

    Sheets of several countries and versions may come together; lines are matched by code.

    Raises:
        ValueError: a factory comes twice.
        SheetMisfit: a sheet does not fit its layout.
    """
    if len({sheet.factory for sheet in sheets}) != len(sheets):
        raise ValueError("a factory comes twice in a sector table; take the latest assessment of each")
    by_layout: dict[SheetLayout, list[str]] = defaultdict(list)
    for counted_sheet in sheets:
        by_layout[counted_sheet.layout].append(counted_sheet.sheet)
    levels: tuple[_CodeCounts, _CodeCounts, _CodeCounts] = (_CodeCounts(), _CodeCounts(), _CodeCounts())
    for layout in sorted(by_layout, key=lambda layout: (layout.questionnaire, layout.country)):
        _count(by_layout[layout], layout, levels)
    clusters, points, questions = levels
    order = {point: place for place, point in enumerate(points.order)}
    return SectorTable(
        factories=len(sheets),
        clusters=clusters.rows(clusters.order),
        points=points.rows(points.order),
        # two countries' own questions must not depend on which country came first
        questions=questions.rows(
            sorted(questions.order, key=lambda code: (order[code.rpartition("-")[0]], code))
        ),
    )


class _CodeCounts:
    """Counts by code, kept in the order in which codes were first met."""

    def __init__(self) -> None:
        self._noncompliant: dict[str, int] = defaultdict(int)
        self._assessed: dict[str, int] = defaultdict(int)

    @property
    def order(self) -> list[str]:
        return list(self._assessed)

    def add(self, codes: Iterable[str], noncompliant: Flags, assessed: Flags) -> None:
        """Add flags of shape (factories, codes)."""
        for code, bad, applicable in zip(codes, noncompliant.sum(axis=0), assessed.sum(axis=0), strict=True):
            self._noncompliant[code] += int(bad)
            self._assessed[code] += int(applicable)

    def rows(self, codes: Iterable[str]) -> tuple[SectorRow, ...]:
        return tuple(SectorRow(code, self._noncompliant[code], self._assessed[code]) for code in codes)


def _count(
    sheets: Sequence[str], layout: SheetLayout, levels: tuple[_CodeCounts, _CodeCounts, _CodeCounts]
) -> None:
    clusters, points, questions = levels
    scores = score_sheets(sheets, layout)
    clusters.add(layout.clusters, scores.clusters_noncompliant, scores.clusters_assessed)
    points.add(layout.points, scores.points_noncompliant, scores.points_assessed)
    scored = np.flatnonzero(np.array(layout.scored, dtype=np.bool_))
    letters = sheet_matrix(sheets, len(layout))[:, scored]
    noncompliant = letters == ord("N")
    questions.add([layout.codes[i] for i in scored], noncompliant, noncompliant | (letters == ord("C")))
