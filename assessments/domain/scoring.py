"""Scores of many answer sheets at once, as exact counts.

A factory's own rate is non-compliant questions over applicable ones. A compliance point is non-compliant when any of
its applicable questions is; it counts as assessed when anything of it was asked (answered C or N). Informative
questions are in no count. Nothing here is a rate: numerator and denominator stay apart, as integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assessments.domain.answers import SheetMisfit
from questionnaires.domain.layout import SheetLayout

Counts = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]
_LETTERS = np.frombuffer(b"CNX-", dtype=np.uint8)
_C, _N = _LETTERS[0], _LETTERS[1]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Counts of questions for n sheets of one layout.

    Shapes: (n,) for the sheet as a whole, (n, clusters) and (n, points) in the order of the layout's own lists.
    """

    layout: SheetLayout
    applicable: Counts
    noncompliant: Counts
    cluster_applicable: Counts
    cluster_noncompliant: Counts
    point_applicable: Counts
    point_noncompliant: Counts

    def __len__(self) -> int:
        return len(self.applicable)

    @property
    def points_assessed(self) -> Flags:
        """(n, points): whether anything of the point was asked."""
        return self.point_applicable > 0

    @property
    def points_noncompliant(self) -> Flags:
        """(n, points): whether any applicable question of the point is non-compliant."""
        return self.point_noncompliant > 0

    @property
    def clusters_assessed(self) -> Flags:
        """(n, clusters): whether anything of the cluster was asked."""
        return self.cluster_applicable > 0

    @property
    def clusters_noncompliant(self) -> Flags:
        """(n, clusters): whether any applicable question of the cluster is non-compliant."""
        return self.cluster_noncompliant > 0


def sheet_matrix(sheets: Sequence[str], width: int) -> npt.NDArray[np.uint8]:
    """The sheets as one array of letters, shape (n, width), read-only.

    Raises:
        SheetMisfit: a sheet has another length or a foreign character; the message tells which.
    """
    if any(len(sheet) != width for sheet in sheets):
        place = next(i for i, sheet in enumerate(sheets) if len(sheet) != width)
        raise SheetMisfit(f"sheet {place} has {len(sheets[place])} answers instead of {width}")
    # "replace" keeps one byte a character; what it puts in ("?") is refused below
    joined = "".join(sheets).encode("ascii", errors="replace")
    matrix = np.frombuffer(joined, dtype=np.uint8).reshape(len(sheets), width)
    known = np.zeros(256, dtype=np.bool_)
    known[_LETTERS] = True
    fits = known[matrix]
    if not fits.all():
        place = int(np.argmin(fits.all(axis=1)))
        foreign = sorted(set(sheets[place]) - set("CNX-"))
        raise SheetMisfit(f"sheet {place} has {', '.join(map(repr, foreign))}; answers are C, N, X or -")
    return matrix


def score_sheets(sheets: Sequence[str], layout: SheetLayout) -> Scores:
    """The counts of every sheet, in order. All sheets are read by the one layout.

    Raises:
        SheetMisfit: a sheet does not fit the layout.
    """
    # questions down, sheets across: a point's count is then a sum of few long rows
    letters = np.ascontiguousarray(sheet_matrix(sheets, len(layout)).T)
    scored = np.array(layout.scored, dtype=np.bool_)[:, None]
    noncompliant = (letters == _N) & scored
    applicable = noncompliant | ((letters == _C) & scored)
    point_nc = _summed_by(noncompliant, layout.point_of, len(layout.points))
    point_ap = _summed_by(applicable, layout.point_of, len(layout.points))
    cluster_nc = _summed_by(point_nc, layout.cluster_of_point, len(layout.clusters))
    cluster_ap = _summed_by(point_ap, layout.cluster_of_point, len(layout.clusters))
    return Scores(
        layout=layout,
        applicable=cluster_ap.sum(axis=0, dtype=np.int32),
        noncompliant=cluster_nc.sum(axis=0, dtype=np.int32),
        cluster_applicable=np.ascontiguousarray(cluster_ap.T),
        cluster_noncompliant=np.ascontiguousarray(cluster_nc.T),
        point_applicable=np.ascontiguousarray(point_ap.T),
        point_noncompliant=np.ascontiguousarray(point_nc.T),
    )


def _summed_by(rows: npt.NDArray[np.bool_] | Counts, group_of: Sequence[int], groups: int) -> Counts:
    """(groups, n): the rows of each group added up."""
    sums = np.zeros((groups, rows.shape[1]), dtype=np.int32)
    places = np.array(group_of, dtype=np.intp)
    for group in range(groups):
        for place in np.flatnonzero(places == group):
            sums[group] += rows[place]
    return sums
