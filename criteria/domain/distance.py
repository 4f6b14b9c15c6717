"""How far a value lies from its bar: in the criterion's own unit, and as a share of the way, to compare criteria."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from criteria.domain.criteria import Criterion
from criteria.domain.days import Ints
from criteria.domain.engine import NOT_MET, UNKNOWN, MeasureMatrix, Verdicts, bars, column_of, less_is_better
from criteria.domain.measures import Closing, MeasureColumn, Shape

MILLION = 1_000_000
NOT_KNOWN = -1
"""A shortfall where evidence is missing."""


def shortfalls(verdicts: Verdicts, criterion: int) -> Ints:
    """Per row, the fewest units that would meet the criterion: 0 when met, -1 when unknown.

    One unit less would not meet it. For a rate the whole is held still, except where a unit leaves it too
    (`Closing.BOTH`); percentage points are hundredths of the whole.
    """
    rule = verdicts.document.criteria[criterion]
    read = column_of(verdicts.matrix, rule)
    excess, tn, tof = _excess(verdicts.matrix, rule, read)
    if rule.meaning.closing is Closing.BOTH:
        step = tof - tn
    elif rule.meaning.closing is Closing.HUNDREDTH and read.of is not None:
        # a hundredth of the whole: both sides a hundredfold keep it whole
        step, excess = tof * read.of, excess * 100
    else:
        step = tof
    outcome = verdicts.by_criterion[criterion]
    needed = -(-excess // np.maximum(step, 1))
    return np.where(outcome == NOT_MET, needed, np.where(outcome == UNKNOWN, NOT_KNOWN, 0))


def distances(verdicts: Verdicts, criterion: int) -> tuple[Ints, Ints]:
    """Per row, as numerator and denominator: which part of the way from the bar to the worst value it lies beyond.

    0 of 1 where the criterion is met or unknown. For more-is-better the worst is nothing; for a share of which less
    is better, the whole; for plain numbers, the `worst` of the measure, beyond which nothing gets farther.
    """
    rule = verdicts.document.criteria[criterion]
    read = column_of(verdicts.matrix, rule)
    excess, tn, tof = _excess(verdicts.matrix, rule, read)
    whole = np.ones_like(excess) if read.of is None else read.of
    if not less_is_better(rule):
        room = tn * whole
    elif rule.meaning.shape is Shape.SHARE:
        room = (tof - tn) * whole
    else:
        room = (rule.meaning.worst * tof - tn) * whole
    failed = verdicts.by_criterion[criterion] == NOT_MET
    room = np.where(failed, np.maximum(room, 1), 1)
    return np.where(failed, np.minimum(excess, room), 0), room


def total_distance(verdicts: Verdicts) -> Ints:
    """Per row, the distances of all criteria not met, added up, in millionths: for ordering, never for judging."""
    total = np.zeros(len(verdicts.matrix.codes), dtype=np.int64)
    for criterion in range(len(verdicts.document.criteria)):
        if np.any(verdicts.by_criterion[criterion] == NOT_MET):
            total += millionths(*distances(verdicts, criterion))
    return total


def millionths(numerator: Ints, denominator: Ints) -> Ints:
    """Fractions of at most 1 as whole millionths, rounded down but never down to nothing."""
    # in floating point: a millionth more or less only orders a list, and the exact product might not fit 64 bits
    whole = np.floor(numerator / denominator * MILLION).astype(np.int64)
    return np.where(numerator > 0, np.maximum(whole, 1), 0)


def _excess(
    matrix: MeasureMatrix, rule: Criterion, read: MeasureColumn
) -> tuple[Ints, NDArray[np.int64], NDArray[np.int64]]:
    """How far beyond the bar, multiplied across: value and bar over one denominator; and the bar as columns."""
    n, of = bars(matrix, rule)
    tn = np.broadcast_to(np.asarray(n, dtype=np.int64), read.n.shape)
    tof = np.broadcast_to(np.asarray(of, dtype=np.int64), read.n.shape)
    whole = np.ones_like(read.n) if read.of is None else read.of
    beyond = read.n * tof - tn * whole
    return (beyond if less_is_better(rule) else -beyond), tn, tof
