"""Judging one vector, as the engine judges many."""

from __future__ import annotations

from criteria.domain.criteria import CriteriaDocument
from criteria.domain.engine import Verdicts, judge_measures
from criteria.domain.vectors import Vector, matrix_of


def judge_vector(vector: Vector, document: CriteriaDocument, country: str) -> Verdicts:
    """One stored vector judged again, by the engine that judges everything: verdicts of one row.

    Raises:
        NotMeasured, VectorFaulty: as `matrix_of`.
    """
    return judge_measures(matrix_of([vector], document, countries=[country]), document)
