"""Remedies of what assessments find: further assessments, and what may not be found in them again."""

from __future__ import annotations

from datetime import date

from criteria.domain.days import months_after, months_before
from criteria.domain.measures import Closing, MeasureWindow, Shape, WindowKind
from criteria.domain.measures.units import POINTS
from next_steps.domain.tasks import NOTHING_HELPS, Remedy, RemedyTask, TaskKind
from next_steps.domain.unmet_criterion import UnmetCriterion, Value

_AGAIN = {
    # what counts as found again can only come of what the latest assessment found
    "repeat_rate": "noncompliance_rate",
    "repeated_noncompliances": "noncompliance_rate",
    "repeated_public_issues": "public_noncompliances",
}

_ANY = 2**31
"""Where what the next assessments find does not matter."""


def next_assessments(unmet: UnmetCriterion, count: int, *, months: int) -> list[int]:
    """The days on which so many further assessments can be expected, so many months apart, none in the past."""
    judged = unmet.snapshot.history.judged
    every = unmet.snapshot.span(judged, MeasureWindow(WindowKind.ALL))
    first = unmet.snapshot.as_of
    if every.count[unmet.at]:
        latest = date.fromordinal(int(judged.day[int(every.end[unmet.at]) - 1]))
        first = max(first, months_after(latest, months).toordinal())
    start = date.fromordinal(first)
    return [months_after(start, months * place).toordinal() for place in range(count)]


def be_assessed(unmet: UnmetCriterion, count: int) -> RemedyTask:
    """So many further assessments."""
    days = next_assessments(unmet, count, months=unmet.interval)
    return RemedyTask(TaskKind.BE_ASSESSED, count, days=tuple(days))


def only_assessed(unmet: UnmetCriterion, count: int) -> Remedy:
    """Nothing but so many further assessments."""
    task = be_assessed(unmet, count)
    return Remedy((task,), task.days[-1])


def findings(unmet: UnmetCriterion) -> Remedy:
    """Fewer findings in the next assessments: the fewest that can do it, and what is put right by then."""
    most = unmet.window.size + 2
    latest = unmet.read(unmet.measure.name, MeasureWindow(WindowKind.BACK, 0))
    base = unmet.read(_AGAIN.get(unmet.measure.name, unmet.measure.name), MeasureWindow(WindowKind.BACK, 0))
    for count in range(1, most + 1):
        allowed = _allowed(unmet, count, latest)
        if allowed is not None:
            return _remedy(unmet, count, base.n - allowed)
    return NOTHING_HELPS


def _remedy(unmet: UnmetCriterion, count: int, put_right: int) -> Remedy:
    assessments = be_assessed(unmet, count)
    tasks = [assessments]
    if put_right > 0:
        base = _AGAIN.get(unmet.measure.name, unmet.measure.name)
        kind = TaskKind.PUT_RIGHT_POINTS if unmet.measure.unit is POINTS else TaskKind.PUT_RIGHT
        tasks.insert(0, RemedyTask(kind, put_right, unmet.single_findings(base)))
    return Remedy(tuple(tasks), assessments.days[-1])


def _allowed(unmet: UnmetCriterion, count: int, latest: Value) -> int | None:
    """The most that each of so many further assessments may find; None where not even nothing would do."""
    staying = _kept(unmet, count)
    if staying is None:
        return None
    again = unmet.measure.closing is Closing.BOTH  # what is found again is also what is found
    n, of = sum(value.n for value in staying), sum(value.of for value in staying)
    known = all(value.known for value in staying)
    new = min(count, unmet.window.size) if unmet.window.kind is WindowKind.LAST else int(not staying)
    if not new:
        return _ANY if known and unmet.met_by(n, _whole(unmet, of)) else None
    if (again or unmet.measure.shape is Shape.COUNT) and not known:
        return None
    if _asks_nothing(unmet, latest):
        return None
    if again:
        return 0 if unmet.met_by(n, of) else None
    bar_n, bar_of = unmet.bar
    room = bar_n * _whole(unmet, of + new * latest.of) - n * bar_of
    return room // (bar_of * new) if room >= 0 else None


def _kept(unmet: UnmetCriterion, count: int) -> list[Value] | None:
    """The values of the assessments that stay in the window; None where it reaches back further than there are."""
    had = int(
        unmet.snapshot.span(unmet.snapshot.history.judged, MeasureWindow(WindowKind.ALL)).count[unmet.at]
    )
    compared = unmet.measure.name in _AGAIN  # the very first has none before it to compare with
    size = unmet.window.size
    if unmet.window.kind is WindowKind.LAST:
        if had + count < size + compared:
            return None
        places = range(max(0, size - count))
    else:
        if had + count < size + 1 + compared:
            return None
        places = range(size - count, size - count + 1) if size >= count else range(0)
    return [unmet.read(unmet.measure.name, MeasureWindow(WindowKind.BACK, place)) for place in places]


def _whole(unmet: UnmetCriterion, of: int) -> int:
    """What a sum is out of; plain numbers are out of one, however many assessments are added up."""
    return 1 if unmet.measure.shape is Shape.COUNT else of


def _asks_nothing(unmet: UnmetCriterion, latest: Value) -> bool:
    """Whether the latest assessment asked none of the questions that count, so that the next will not either."""
    had = unmet.snapshot.span(unmet.snapshot.history.judged, MeasureWindow(WindowKind.ALL)).count[unmet.at]
    return bool(had) and not latest.known and unmet.measure.name not in _AGAIN


def recent(unmet: UnmetCriterion) -> Remedy:
    """The next assessment is the latest on its day."""
    return only_assessed(unmet, 1)


def often(unmet: UnmetCriterion) -> Remedy:
    """Enough assessments within the window, at the factory's interval or, in a shorter window, closer together."""
    bar = max(1, unmet.bar[0])
    size = unmet.window.size
    months = unmet.interval if unmet.window.kind is WindowKind.ALL else min(unmet.interval, size // bar)
    days = next_assessments(unmet, bar, months=months)
    judged = unmet.snapshot.history.judged
    every = unmet.snapshot.span(judged, MeasureWindow(WindowKind.ALL))
    had = judged.day[int(every.start[unmet.at]) : int(every.end[unmet.at])].tolist()
    for count, day in enumerate(days, start=1):
        since = 0 if unmet.window.kind is WindowKind.ALL else months_before(day, size)
        if count + sum(since <= assessed for assessed in had) >= unmet.bar[0]:
            return Remedy((RemedyTask(TaskKind.BE_ASSESSED, count, days=tuple(days[:count])),), day)
    return NOTHING_HELPS


def in_a_row(unmet: UnmetCriterion) -> Remedy:
    """An assessment in each of the next cycles, without one left out."""
    value = unmet.value
    count = max(1, unmet.bar[0] - (value.n if value.known else 0))
    return only_assessed(unmet, count)


def earlier_issues(unmet: UnmetCriterion) -> Remedy:
    """Earlier issues verified as put right.

    Where there is no other assessment to speak of, the criterion is known only while such an issue is open: then those
    of the latest assessment as well, which becomes an earlier one, and another assessment.
    """
    value, bar = unmet.value, unmet.bar[0]
    found = unmet.items.counted
    every = MeasureWindow(WindowKind.ALL)
    had = int(unmet.snapshot.span(unmet.snapshot.history.assessments, every).count[unmet.at])
    judged = int(unmet.snapshot.span(unmet.snapshot.history.judged, every).count[unmet.at])
    if had > min(judged, 1) or (value.known and bar):
        return Remedy((RemedyTask(TaskKind.HAVE_VERIFIED, value.n - bar, found),), unmet.snapshot.as_of)
    latest = unmet.read("public_noncompliances", MeasureWindow(WindowKind.BACK, 0))
    count = value.n + latest.n - bar
    found += unmet.single_findings("public_noncompliances")
    assessments = be_assessed(unmet, 1 if had else 2)
    first = (RemedyTask(TaskKind.HAVE_VERIFIED, count, found),) if count > 0 else ()
    return Remedy((*first, assessments), assessments.days[-1])
