"""A score as it is kept beside an assessment: the counts of one sheet, by cluster and point."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assessments.domain.scoring import score_sheets
from questionnaires.domain.layout import SheetLayout

ByCode = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """Counts of one sheet; `clusters` and `points` hold [noncompliant, applicable] of what was asked at all."""

    noncompliant: int
    applicable: int
    clusters: ByCode
    points: ByCode


def score_rows(sheets: Sequence[str], layout: SheetLayout) -> Iterator[ScoreRow]:
    """The scores of sheets of one layout, in order; one numpy pass.

    Raises:
        SheetMisfit: a sheet does not fit the layout.
    """
    scores = score_sheets(sheets, layout)
    columns = zip(
        scores.noncompliant.tolist(),
        scores.applicable.tolist(),
        scores.cluster_noncompliant.tolist(),
        scores.cluster_applicable.tolist(),
        scores.point_noncompliant.tolist(),
        scores.point_applicable.tolist(),
        strict=True,
    )
    for noncompliant, applicable, cluster_nc, cluster_ap, point_nc, point_ap in columns:
        yield ScoreRow(
            noncompliant,
            applicable,
            _by_code(layout.clusters, cluster_nc, cluster_ap),
            _by_code(layout.points, point_nc, point_ap),
        )


def _by_code(codes: Sequence[str], noncompliant: Sequence[int], applicable: Sequence[int]) -> ByCode:
    return {code: [n, of] for code, n, of in zip(codes, noncompliant, applicable, strict=True) if of}
