"""Whether an adviser finds clearly more or clearly less than colleagues do: a hint with its interval, no verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist, fmean, variance

LEAST_OWN, LEAST_OTHERS = 8, 20
"""With fewer assessments chance and the choice of factories explain any difference."""
CONFIDENCE = 0.99  # many advisers are looked at: at 95 % each twentieth would be hinted at without cause


@dataclass(frozen=True, slots=True)
class RateDifference:
    """Mean shares of applicable questions found non-compliant (0 to 1), and the interval of their difference.

    Attributes:
        own, others: means over the adviser's assessments and over the colleagues'.
        low, high: limits of `own - others`.
        own_number, others_number: how many assessments.
    """

    own: float
    others: float
    low: float
    high: float
    own_number: int
    others_number: int


def unusual_rate(own: Sequence[float], others: Sequence[float]) -> RateDifference | None:
    """How an adviser's rates differ from colleagues', where the interval leaves out zero; else None.

    Welch's interval for two means whose spreads differ. Its quantile of Student's t is Cornish and Fisher's expansion
    (Abramowitz & Stegun 26.7.5).
    """
    if len(own) < LEAST_OWN or len(others) < LEAST_OTHERS:
        return None
    own_part, others_part = variance(own) / len(own), variance(others) / len(others)
    difference = fmean(own) - fmean(others)
    spread = own_part + others_part
    half = (
        _student_quantile(_freedom(own_part, len(own), others_part, len(others))) * sqrt(spread)
        if spread
        else 0
    )
    if abs(difference) <= half:
        return None
    return RateDifference(
        fmean(own), fmean(others), difference - half, difference + half, len(own), len(others)
    )


def unusual_among(own: Sequence[float], colleagues: Sequence[Sequence[float]]) -> RateDifference | None:
    """How an adviser's rates differ from all colleagues', where the difference is not one colleague's alone; else None.

    Beside somebody who writes down far too little, everybody else of a small team would find too much.
    """
    found = unusual_rate(own, [rate for rates in colleagues for rate in rates])
    if found is None or len(colleagues) == 1:
        return found
    farthest = max(colleagues, key=lambda rates: abs(fmean(rates) - found.own) * sqrt(len(rates)))
    rest = [rate for rates in colleagues if rates is not farthest for rate in rates]
    again = unusual_rate(own, rest)
    return found if again is not None and (again.low > 0) == (found.low > 0) else None


def _freedom(own_part: float, own: int, others_part: float, others: int) -> float:
    """Welch's and Satterthwaite's degrees of freedom."""
    share = own_part / (own_part + others_part)
    return 1 / (share**2 / (own - 1) + (1 - share) ** 2 / (others - 1))


def _student_quantile(freedom: float) -> float:
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    return z + first / freedom + second / freedom**2
