"""Factories that need attention first, with the reasons and their numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from criteria.domain.measures import EVERYTHING, MEASURES, Snapshot
from criteria.domain.measures.window import last
from criteria.queries.history import load_history
from scheduling.domain.priority import (
    DEFAULT,
    HighRate,
    OpenCases,
    Parameters,
    Reason,
    RepeatedIssues,
    priorities,
)

CODES: dict[type[Reason], str] = {HighRate: "rate", OpenCases: "case", RepeatedIssues: "repeated"}


@dataclass(frozen=True, slots=True)
class PriorityFactory:
    """A factory that needs attention first.

    Attributes:
        rank: 1 first; an open case before repeated issues before a high rate, then by how much.
        rank_without_cases: the same among factories that have another reason, for readers who may not know of cases;
            None where a case is the only reason.
        noncompliant, applicable: of the latest full unannounced assessment; None without one.
        reasons: rows with `code` ("case", "repeated", "rate") and its numbers.
    """

    factory_id: int
    code: str
    rank: int
    rank_without_cases: int | None
    assessed_on: date | None
    noncompliant: int | None
    applicable: int | None
    reasons: tuple[dict[str, Any], ...]


def priority_factories(on: date, *, parameters: Parameters = DEFAULT) -> list[PriorityFactory]:
    """Every priority factory of the programme as of a day, first first. Eleven statements."""
    loaded = load_history(on=on)
    history, day = loaded.history, on.toordinal()
    found = priorities(history, day, parameters)
    place = {code: at for at, code in enumerate(history.codes)}
    ordered = sorted(found.items(), key=lambda entry: (_urgency(entry[1]), entry[0]))
    others = {
        code: rest
        for code, reasons in found.items()
        if (rest := tuple(reason for reason in reasons if not isinstance(reason, OpenCases)))
    }
    known_to_all = sorted(others, key=lambda code: (_urgency(others[code]), code))
    rank_without_cases = {code: rank for rank, code in enumerate(known_to_all, start=1)}
    snapshot = Snapshot(history, day)
    rates = MEASURES["noncompliance_rate"].read(snapshot, last(1))
    latest = snapshot.span(history.judged, EVERYTHING).newest(history.judged.day)
    rows = []
    for rank, (code, reasons) in enumerate(ordered, start=1):
        at = place[code]
        known = bool(rates.known[at]) and rates.of is not None
        rows.append(
            PriorityFactory(
                factory_id=loaded.factories[at].id,
                code=code,
                rank=rank,
                rank_without_cases=rank_without_cases.get(code),
                assessed_on=date.fromordinal(int(latest[at])) if latest[at] else None,
                noncompliant=int(rates.n[at]) if known else None,
                applicable=int(rates.of[at]) if known and rates.of is not None else None,
                reasons=tuple({"code": CODES[type(reason)], **asdict(reason)} for reason in reasons),
            )
        )
    return rows


def _urgency(reasons: tuple[Reason, ...]) -> tuple[int, int, float]:
    """Smaller comes first: open cases, then issues found again, then how far the rate stands out."""
    cases = sum(reason.cases for reason in reasons if isinstance(reason, OpenCases))
    issues = sum(reason.issues for reason in reasons if isinstance(reason, RepeatedIssues))
    beyond = max(
        (
            (reason.n / reason.of - reason.mean) / (reason.deviation or 1)
            for reason in reasons
            if isinstance(reason, HighRate)
        ),
        default=0.0,
    )
    return -cases, -issues, -beyond
