"""Remedies of what is recorded between assessments: cases, reviews, the improvement plan and learning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from advisory.domain.systems import ELEMENTS, weakest
from criteria.domain.days import months_after, months_before
from criteria.domain.measures import CountedItem, WindowKind
from next_steps.domain.assessed import only_assessed
from next_steps.domain.tasks import NOTHING_HELPS, Remedy, RemedyTask, TaskKind
from next_steps.domain.unmet_criterion import UnmetCriterion, rounded_up

Find = Callable[[UnmetCriterion], Remedy]


def _now(unmet: UnmetCriterion, *tasks: RemedyTask) -> Remedy:
    return Remedy(tasks, unmet.snapshot.as_of)


# --- zero-tolerance cases


def open_cases(unmet: UnmetCriterion) -> Remedy:
    """Cases closed."""
    value = unmet.value
    if not value.known:
        return only_assessed(unmet, 1)
    return _now(unmet, RemedyTask(TaskKind.CLOSE_CASES, value.n - unmet.bar[0], unmet.items.counted))


def past_cases(unmet: UnmetCriterion) -> Remedy:
    """Time without a new case."""
    value = unmet.value
    if not value.known:
        return only_assessed(unmet, 1)
    return _wait(unmet, unmet.items.counted, value.n - unmet.bar[0])


def _wait(unmet: UnmetCriterion, items: tuple[CountedItem, ...], count: int, *more: RemedyTask) -> Remedy:
    """So many of the items, the oldest first, have left a window of months."""
    if unmet.window.kind is not WindowKind.MONTHS:
        return NOTHING_HELPS
    last = sorted(items, key=lambda item: item.day)[count - 1]
    return Remedy((RemedyTask(TaskKind.WAIT, count, items), *more), _day_after(last.day, unmet.window.size))


def _day_after(day: int, months: int) -> int:
    """The first day from which a window of months no longer reaches back to a day."""
    left = months_after(date.fromordinal(day), months).toordinal()
    while months_before(left, months) <= day:
        left += 1
    return left


# --- reviews


def system_score(unmet: UnmetCriterion) -> Remedy:
    """A review with the score."""
    return _system(unmet, {"score": unmet.bar[0]})


def _system(unmet: UnmetCriterion, target: Mapping[str, int]) -> Remedy:
    """A review, and which elements the latest one found weakest."""
    area = unmet.measure.name.rpartition("_")[2]
    history = unmet.snapshot.history
    reviews = history.systems_osh if area == "osh" else history.systems_hr
    read = {item.id for item in unmet.items.read}
    levels = {
        element: int(getattr(reviews, element)[row])
        for row, key in enumerate(reviews.key)
        if str(key) in read
        for element in ELEMENTS
    }
    weak = weakest({element: level if level > 0 else None for element, level in levels.items()})
    named = tuple((area, element, level) for element, level in weak)
    return _now(unmet, RemedyTask(TaskKind.REVIEW_SYSTEM, 1, unmet.items.read, target, weak=named))


def system_elements(unmet: UnmetCriterion) -> Remedy:
    """A review that finds enough elements in place."""
    value, (bar_n, bar_of) = unmet.value, unmet.bar
    of = value.of if value.known else len(ELEMENTS)
    target = {"elements": of, "elements_in_place": rounded_up(bar_n * of, bar_of)}
    return _system(unmet, target)


def _committee(unmet: UnmetCriterion, **target: int) -> Remedy:
    return _now(unmet, RemedyTask(TaskKind.REVIEW_COMMITTEE, 1, unmet.items.read, target))


def even_seats(unmet: UnmetCriterion) -> Remedy:
    """As many seats on either side."""
    return _committee(unmet, seats_apart=0)


def free_election(unmet: UnmetCriterion) -> Remedy:
    """A free election of the workers' side."""
    return _committee(unmet, elected=1)


def meetings(unmet: UnmetCriterion) -> Remedy:
    """More meetings with minutes, counted by a review."""
    bar, value = unmet.bar[0], unmet.value
    more = max(1, bar - (value.n if value.known else 0))
    return _now(
        unmet, RemedyTask(TaskKind.HOLD_MEETINGS, more, unmet.items.read, {"meetings": bar, "minutes": bar})
    )


def women_on_committee(unmet: UnmetCriterion) -> Remedy:
    """Women's share of the worker side."""
    bar_n, bar_of = unmet.bar
    return _committee(unmet, women_percent=rounded_up(100 * bar_n, bar_of))


def women_as_in_workforce(unmet: UnmetCriterion) -> Remedy:
    """Women's share of the worker side, measured at their share of the workforce, which has to be known."""
    bar_n, bar_of = unmet.bar
    workers, women = _workforce(unmet, women=False), _workforce(unmet, women=True)
    if workers > 0 and women >= 0:
        # exact: 100·women − percent·workers ≤ bar·100·workers
        percent = rounded_up(100 * (women * bar_of - bar_n * workers), bar_of * workers)
        return _committee(unmet, women_percent=percent)
    below = 100 * bar_n // bar_of
    review = RemedyTask(
        TaskKind.REVIEW_COMMITTEE, 1, unmet.items.read, {"women_percent_below_workforce": below}
    )
    return _now(unmet, RemedyTask(TaskKind.COUNT_WORKFORCE), review)


def issues_resolved(unmet: UnmetCriterion) -> Remedy:
    """Issues raised in the committee resolved."""
    value, (bar_n, bar_of) = unmet.value, unmet.bar
    raised = value.of if value.known else bar_of
    return _committee(unmet, issues_raised=raised, issues_resolved=rounded_up(bar_n * raised, bar_of))


# --- the improvement plan


def items_done(unmet: UnmetCriterion) -> Remedy:
    """Items that are due done; where none is due, one agreed on first."""
    value, (bar_n, bar_of) = unmet.value, unmet.bar
    if not value.known:
        return _now(unmet, RemedyTask(TaskKind.AGREE_ITEMS, 1), RemedyTask(TaskKind.FINISH_ITEMS, 1))
    count = rounded_up(bar_n * value.of - value.n * bar_of, bar_of)
    return _now(unmet, RemedyTask(TaskKind.FINISH_ITEMS, count, unmet.items.missing))


def items_verified(unmet: UnmetCriterion) -> Remedy:
    """Items done that an adviser has verified; where none is done, one done first, and agreed on if none is due."""
    value, (bar_n, bar_of) = unmet.value, unmet.bar
    if value.known:
        count = rounded_up(bar_n * value.of - value.n * bar_of, bar_of)
        return _now(unmet, RemedyTask(TaskKind.VERIFY_ITEMS, count, unmet.items.missing))
    due = unmet.items.read
    first = (
        (RemedyTask(TaskKind.FINISH_ITEMS, 1, due[:1]),)
        if due
        else (RemedyTask(TaskKind.AGREE_ITEMS, 1), RemedyTask(TaskKind.FINISH_ITEMS, 1))
    )
    return _now(unmet, *first, RemedyTask(TaskKind.VERIFY_ITEMS, 1, due[:1]))


def items_in_time(unmet: UnmetCriterion) -> Remedy:
    """Further items done by their day: what was late stays late."""
    value, (bar_n, bar_of) = unmet.value, unmet.bar
    if not value.known:
        return _now(unmet, RemedyTask(TaskKind.ITEMS_IN_TIME, 1))
    if bar_n < bar_of:
        count = rounded_up(bar_n * value.of - value.n * bar_of, bar_of - bar_n)
        return _now(unmet, RemedyTask(TaskKind.ITEMS_IN_TIME, count))
    late = unmet.items.missing
    return _wait(unmet, late, len(late), RemedyTask(TaskKind.ITEMS_IN_TIME, 1))


# --- learning


def _attend(unmet: UnmetCriterion, **target: int) -> Remedy:
    return _now(unmet, RemedyTask(TaskKind.ATTEND, max(target.values()), unmet.items.read, target))


def courses(unmet: UnmetCriterion) -> Remedy:
    """Different courses that nobody of the factory attended within the window."""
    return _attend(unmet, courses=max(1, unmet.bar[0] - unmet.value.n))


def courses_on_offer(unmet: UnmetCriterion) -> Remedy:
    """The same of the programme's own courses."""
    of, (bar_n, bar_of) = unmet.snapshot.history.courses_on_offer, unmet.bar
    if not of:
        return NOTHING_HELPS
    return _attend(unmet, courses_on_offer=max(1, rounded_up(bar_n * of, bar_of) - unmet.value.n))


def people(group: str) -> Find:
    """More people of a group in courses: `managers`, `workers` or `women`."""

    def find(unmet: UnmetCriterion) -> Remedy:
        return _attend(unmet, **{group: max(1, unmet.bar[0] - unmet.value.n)})

    return find


def women_among_participants(unmet: UnmetCriterion) -> Remedy:
    """More women in courses; where all are to be women, records with men have to leave the window."""
    value, (bar_n, bar_of) = unmet.value, unmet.bar
    if not value.known:
        return _attend(unmet, women=1)
    if bar_n < bar_of:
        return _attend(unmet, women=rounded_up(bar_n * value.of - value.n * bar_of, bar_of - bar_n))
    table = unmet.snapshot.history.learning
    men = {
        str(key) for key, some in zip(table.key, table.managers_men + table.workers_men, strict=True) if some
    }
    late = tuple(item for item in unmet.items.read if item.id in men)
    return _wait(unmet, late, len(late), RemedyTask(TaskKind.ATTEND, 1, (), {"women": 1}))


def hours(group: str, *, women: bool = False) -> Find:
    """Hours of learning of a group (`everybody`, `workers` or `women`), of the workforce, which has to be known."""

    def find(unmet: UnmetCriterion) -> Remedy:
        value, (bar_n, bar_of) = unmet.value, unmet.bar
        if value.known:
            return _attend(
                unmet, **{f"hours_{group}": rounded_up(bar_n * value.of - value.n * bar_of, bar_of)}
            )
        of = _workforce(unmet, women=women)
        if of > 0:
            return _attend(unmet, **{f"hours_{group}": max(1, rounded_up(bar_n * of, bar_of))})
        task = RemedyTask(
            TaskKind.ATTEND, bar_n, unmet.items.read, {f"hours_{group}_each": bar_n, "of": bar_of}
        )
        return _now(unmet, RemedyTask(TaskKind.COUNT_WORKFORCE), task)

    return find


def _workforce(unmet: UnmetCriterion, *, women: bool) -> int:
    """How many are employed by the latest count; -1 where it is not known."""
    counts = unmet.snapshot.history.workforce
    newest = int(counts.rows_after(unmet.snapshot.as_of)[unmet.at]) - 1
    if newest < int(counts.rows_from(0)[unmet.at]):
        return -1
    return int((counts.women if women else counts.workers)[newest])
