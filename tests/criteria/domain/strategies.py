"""Arbitrary small programmes, days and criteria documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from criteria.documents import text_of
from criteria.domain.criteria import Bar, Close, Comparison, CriteriaDocument, Criterion, Override
from criteria.domain.criteria_parsing import parse_criteria
from criteria.domain.measures import MEASURES, Direction, Measure, MeasureWindow, Shape, WindowKind
from tests.criteria.domain.worlds import TABLES, World

SHIPPED = parse_criteria(text_of("high-performance", "1.0"))

# ends of months of all lengths, a leap day and its anniversaries: where windows of months could slip
CORNERS = [
    date(2016, 1, 31), date(2016, 2, 28), date(2016, 2, 29), date(2016, 3, 1), date(2017, 2, 28), date(2017, 3, 1),
    date(2017, 3, 30), date(2017, 3, 31), date(2017, 5, 31), date(2018, 2, 28), date(2018, 5, 31), date(2018, 6, 1),
]  # fmt: skip
# few different days, so that facts fall on the same one often
DAYS = (
    st.sampled_from(CORNERS) | st.sampled_from(CORNERS[6:]) | st.dates(date(2015, 6, 1), date(2018, 12, 31))
)
LATE_DAYS = st.sampled_from(CORNERS[6:]) | st.dates(date(2017, 1, 1), date(2018, 12, 31))
_FEW = st.integers(0, 4)
_MAYBE_DAY = st.none() | DAYS
_LEVEL = st.none() | st.integers(1, 5)
_MAYBE = st.none() | st.integers(0, 12)


@st.composite
def _parts(draw: st.DrawFn, names: tuple[tuple[str, str], ...], most: int) -> dict[str, int]:
    """Numbers of which each second is a part of each first."""
    found = {}
    for part, whole in names:
        found[whole] = draw(st.integers(0, most))
        found[part] = draw(st.integers(0, found[whole]))
    return found


@st.composite
def _assessment(draw: st.DrawFn) -> dict[str, Any]:
    counts = draw(
        _parts(
            (
                ("public_noncompliant", "public_applicable"),
                ("core_noncompliant", "core_applicable"),
                ("zero_tolerance_noncompliant", "zero_tolerance_applicable"),
            ),
            3,
        )
    )
    clusters = [draw(st.tuples(_FEW, _FEW)) for _ in range(8)]
    applicable = draw(st.sampled_from([0, 1, 7, 10, 20, 30, 100]))
    noncompliant = draw(st.integers(0, min(applicable, 20)))
    repeated = draw(st.none() | st.integers(0, noncompliant))
    return counts | {
        "cycle": draw(st.integers(1, 5)),
        "kind": draw(st.sampled_from(["full", "full", "full", "partial", "remote"])),
        "unannounced": draw(st.sampled_from([True, True, True, False])),
        "applicable": applicable,
        "noncompliant": noncompliant,
        "weak_points": draw(st.integers(0, 2)),
        "repeated": repeated,
        "public_repeated": None if repeated is None else draw(st.integers(0, min(repeated, 3))),
        "cluster_applicable": [max(pair) for pair in clusters],
        "cluster_noncompliant": [min(pair) for pair in clusters],
    }


def _records(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(columns)


_TABLES: dict[str, tuple[st.SearchStrategy[dict[str, Any]], tuple[str, ...]]] = {
    # what a row holds, and which columns beside factory and day make it the only one
    "assessments": (_assessment(), ("#",)),
    "issues": (_records(fixed=_MAYBE_DAY, from_visit=st.booleans()), ("#",)),
    "plan_items": (_records(done=_MAYBE_DAY, verified=_MAYBE_DAY), ("#",)),
    "committees": (
        _records(
            worker_seats=_FEW, management_seats=_FEW, elected=st.none() | st.booleans(),
            women_percent=st.none() | st.integers(0, 100), meetings=_MAYBE, minutes=_MAYBE,
            issues_raised=_MAYBE, issues_resolved=_MAYBE,
        ),
        (),
    ),
    "systems": (
        _records(
            area=st.sampled_from(["osh", "hr"]), score=st.integers(1, 5), policy=_LEVEL, responsible=_LEVEL,
            procedure=_LEVEL, communication=_LEVEL, monitoring=_LEVEL, correction=_LEVEL,
        ),
        ("area",),
    ),
    "learning": (
        _records(
            course=st.sampled_from(["Supervisory skills", "supervisory  skills ", "OSH awareness", "Sewing"]),
            hours=st.integers(0, 16), managers_men=_FEW, managers_women=_FEW, workers_men=_FEW, workers_women=_FEW,
        ),
        ("#",),
    ),
    "cases": (_records(closed=_MAYBE_DAY), ("#",)),
    "workforce": (_records(workers=st.integers(0, 900), women=st.none() | st.integers(0, 900)), ()),
}  # fmt: skip


@st.composite
def worlds(draw: st.DrawFn, *, tables: Sequence[str] = TABLES, most_rows: int = 4) -> World:
    """A programme of a few factories in two countries, with a few rows of each of some tables."""
    countries = draw(st.sampled_from([["KH"], ["VN"], ["KH", "VN"], ["VN", "VN"]]))
    world: World = {
        "factories": [{"code": f"{country}-{at}", "country": country} for at, country in enumerate(countries)]
    }
    for table in tables:
        rows, apart = _TABLES[table]
        found = {}
        for number, drawn in enumerate(draw(st.lists(rows, max_size=most_rows))):
            where = draw(st.integers(0, len(countries) - 1))
            row = {**drawn, "factory": where, "day": draw(DAYS), "key": f"{table}-{number}"}
            if row.get("closed") is not None:
                row["closed"] = max(row["closed"], row["day"])
            identity = tuple(row.get(name, number) for name in ("factory", "day", *apart))
            found[identity] = row
        world[table] = list(found.values())
    return world


def windows_of(measure: Measure) -> st.SearchStrategy[MeasureWindow]:
    """Every kind of window that a measure allows."""
    sizes = {WindowKind.ALL: 0, WindowKind.LAST: 3, WindowKind.BACK: 2, WindowKind.MONTHS: 30}
    return st.one_of(
        [
            st.builds(MeasureWindow, st.just(kind), st.integers(min(1, sizes[kind]), sizes[kind]))
            for kind in measure.windows
        ]
    )


def bars_of(measure: Measure) -> st.SearchStrategy[Bar]:
    """Bars that make sense for a measure."""
    if measure.shape is Shape.SHARE:
        return st.integers(1, 100).flatmap(lambda of: st.builds(Bar, st.integers(0, of), st.just(of)))
    if measure.shape is Shape.RATIO:
        return st.builds(Bar, st.integers(0, 300), st.integers(1, 100))
    return st.builds(Bar, st.integers(0, 5 if measure.best is None else measure.best))


@st.composite
def criteria(draw: st.DrawFn, code: str, measure: Measure | None = None) -> Criterion:
    """A criterion on any measure (or on one), perhaps with its own bar or window in Cambodia."""
    measure = measure or draw(st.sampled_from(sorted(MEASURES.values(), key=lambda each: each.name)))
    fitting = Comparison.AT_MOST if measure.direction is Direction.LESS else Comparison.AT_LEAST
    override = st.builds(Override, bars_of(measure), windows_of(measure))
    return Criterion(
        code=code, pillar=measure.pillar, title="…", sentence="{bar}", measure=measure.name, comparison=fitting,
        bar=draw(bars_of(measure)), window=draw(windows_of(measure)), unit=measure.unit.code,
        overrides=draw(st.just({}) | st.fixed_dictionaries({"KH": override})),
    )  # fmt: skip


@st.composite
def documents(draw: st.DrawFn) -> CriteriaDocument:
    """The shipped document, or one of up to six arbitrary criteria in up to three rules."""
    if draw(st.booleans()):
        return SHIPPED
    letters = draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=6))
    found = tuple(draw(criteria(f"{letter}1-{'X' * at}Y")) for at, letter in enumerate(letters))
    never = draw(st.sets(st.sampled_from(sorted({criterion.rule for criterion in found}))))
    return replace(SHIPPED, criteria=found, close=Close(draw(st.integers(0, 2)), frozenset(never)))


@st.composite
def values_of(draw: st.DrawFn, measure: Measure, *, known: bool = False) -> Any:
    """Any value that a measure can give, as stored vectors hold it."""
    if not known and draw(st.integers(0, 4)) == 0:
        return None
    if measure.shape is Shape.YES_NO:
        return draw(st.integers(0, 1))
    if not measure.is_rate:
        return draw(st.integers(0, measure.best or 12))
    of = draw(st.integers(1, 300))
    return {"n": draw(st.integers(0, of if measure.shape is Shape.SHARE else 900)), "of": of}


@st.composite
def vectors_for(draw: st.DrawFn, document: CriteriaDocument, country: str) -> dict[str, Any]:
    """Any vector that can be stored for a document."""
    readings = dict.fromkeys(criterion.reading_in(country) for criterion in document.criteria)
    return {reading.key: draw(values_of(MEASURES[reading.measure])) for reading in readings}
