"""Answer sheets: the latest year follows the published rates, the years before are a little worse.

Everything is one country at a time: a matrix factories × questions, True where non-compliant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demo.generator.profiles import Cast, PerformanceProfile
from demo.generator.question_bank import Bank
from demo.generator.rates import Rate

Grid = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Column = np.ndarray[tuple[int], np.dtype[np.int64]]

MANY = 32  # findings: well over a tenth of what is asked
Bools = np.ndarray[tuple[int], np.dtype[np.bool_]]
Floats = np.ndarray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class Sheets:
    """One country's sheets by year, newest first, and the questions that the law itself breaks."""

    years: tuple[tuple[str, ...], ...]
    national_law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The member factories, by row: practice, who is careful, and each one's weaknesses."""

    practice: Floats
    careful: Bools
    weaknesses: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A published rate to reach: columns that may move, columns that are fixed already, and who is worse than whom."""

    rate: Rate
    columns: list[int]
    held: list[int]
    rank: Floats


def sheets(bank: Bank, cast: Cast, members: Column, rng: np.random.Generator, *, years: int) -> Sheets:
    """`years` sheets for each member factory of one country."""
    practice = cast.practice[members]
    careful = cast.profile[members] <= PerformanceProfile.NEAR
    weak = [cast.weaknesses[i] for i in members]
    rates = cast.countries[int(cast.country[members[0]])].rates if members.size else ()
    crowd = Crowd(practice, careful, tuple(weak))
    lawful = [code for rate in rates if rate.national_law for code in rate.spread]

    latest = _first_draft(bank, practice, careful, rng)
    _show_weaknesses(latest, bank, weak, rng)
    _follow(latest, bank, rates, crowd, rng)
    _keep_many(latest, bank, rates, crowd, rng)
    absent = _not_applicable(bank, rates, len(members), careful, rng)
    grids = [latest]
    for _ in range(years - 1):
        grids.append(_year_before(grids[-1], bank, crowd, lawful, rng))
    return Sheets(tuple(_written(grid, absent) for grid in grids), tuple(lawful))


def _first_draft(bank: Bank, practice: np.ndarray, careful: np.ndarray, rng: np.random.Generator) -> Grid:
    """What would be found without published figures; a careful factory breaks little, and nothing that counts most."""
    chance = np.outer(practice * 1.7, bank.base)
    grid: Grid = rng.random(chance.shape) < np.clip(chance, 0, 0.9)
    grid[careful] = False
    for row in np.flatnonzero(careful):
        _scatter(grid, int(row), _free(grid, int(row), bank), bank, number=int(rng.integers(2, 7)), rng=rng)
    grid[:, ~bank.scored] = False
    return grid


def _scatter(
    grid: Grid, row: int, free: Column, bank: Bank, *, number: int, rng: np.random.Generator, share: int = 3
) -> None:
    """Break `number` of the `free` questions, never more than one in `share` of a point."""
    broken: dict[str, int] = {}
    sizes = bank.sizes
    for column in np.flatnonzero(grid[row]):
        broken[bank.points[column]] = broken.get(bank.points[column], 0) + 1
    for column in rng.permutation(free):
        point = bank.points[column]
        if (broken.get(point, 0) + 1) * share <= sizes[point]:
            grid[row, column] = True
            broken[point] = broken.get(point, 0) + 1
            number -= 1
        if number <= 0:
            return


def _free(grid: Grid, row: int, bank: Bank) -> Column:
    """Ordinary questions that the row does not break yet."""
    return np.flatnonzero(bank.scored & ~bank.guarded & ~grid[row])


def _keep_many(
    grid: Grid, bank: Bank, rates: tuple[Rate, ...], crowd: Crowd, rng: np.random.Generator
) -> None:
    """Give back to a factory of many findings what following the rates took, where it changes no rate."""
    fixed_columns = {bank.position[rate.code] for rate in rates if rate.code in bank.position}
    rated = [set(bank.columns(rate.code)) for rate in rates if rate.code not in bank.position]
    for row, has in enumerate(crowd.weaknesses):
        missing = MANY - int(grid[row].sum())
        if "many_findings" in has and missing > 0:
            closed = fixed_columns.union(
                *(columns for columns in rated if not grid[row, sorted(columns)].any())
            )
            free = np.array([c for c in _free(grid, row, bank) if int(c) not in closed], dtype=np.int64)
            _scatter(grid, row, free, bank, number=missing, rng=rng, share=2)


def _show_weaknesses(grid: Grid, bank: Bank, weak: list[frozenset[str]], rng: np.random.Generator) -> None:
    for row, has in enumerate(weak):
        if "many_findings" in has:
            _scatter(grid, row, _free(grid, row, bank), bank, number=MANY, rng=rng)
        if "one_weak_point" in has:
            grid[row, bank.columns("OS-4")] = True


def _follow(grid: Grid, bank: Bank, rates: tuple[Rate, ...], crowd: Crowd, rng: np.random.Generator) -> None:
    """Make each published rate come out to the factory: questions first, then points and clusters around them."""
    fixed: set[int] = set()
    for rate in sorted(rates, key=lambda r: -r.code.count("-")):
        columns = [c for c in bank.columns(rate.code) if c not in fixed]
        held = [c for c in bank.columns(rate.code) if c in fixed]
        if rate.code in bank.position:
            fixed.update(columns)
        # noise: the worst are not worst in everything
        rank = crowd.practice + rng.normal(0, 0.12, len(crowd.practice)) * ~crowd.careful
        _fit(grid, bank, Target(rate, columns, held, rank), crowd.careful, rng)
        if rate.code not in bank.position:
            fixed.update(columns)


def _fit(grid: Grid, bank: Bank, target: Target, careful: np.ndarray, rng: np.random.Generator) -> None:
    rate, columns, held, rank = target.rate, target.columns, target.held, target.rank
    target_counts = rate.factories(grid.shape[0])
    already = grid[:, held].any(axis=1) if held else np.zeros(grid.shape[0], dtype=np.bool_)
    eligible = (
        careful & grid[:, columns].any(axis=1) & (len(columns) > 1)
        if target_counts
        else np.zeros_like(careful)
    )
    order = np.lexsort((-rank, careful, ~eligible, ~already))
    chosen = np.zeros_like(already)
    chosen[order[:target_counts]] = True
    grid[np.ix_(np.flatnonzero(~chosen), np.array(columns, dtype=np.int64))] = False
    spread = [bank.position[c] for c in rate.spread if bank.position.get(c) in columns] or columns
    spread = [c for c in spread if bank.scored[c]] or columns
    for row in np.flatnonzero(chosen & ~grid[:, columns].any(axis=1) & ~already):
        able = [c for c in spread if not bank.guarded[c]] or spread
        pick = able if careful[row] else spread
        # the first named is the likeliest
        grid[row, pick[min(int(rng.geometric(0.6)) - 1, len(pick) - 1)]] = True


def _not_applicable(
    bank: Bank, rates: tuple[Rate, ...], count: int, careful: np.ndarray, rng: np.random.Generator
) -> Grid:
    """Dormitories only where there are some; a few other questions do not apply here or there."""
    followed = {c for rate in rates for c in bank.columns(rate.code)}
    absent: Grid = rng.random((count, len(bank.codes))) < 0.02
    absent[careful] = False
    homeless = rng.random(count) < 0.7
    absent[np.ix_(np.flatnonzero(homeless), np.array(bank.columns("OS-7"), dtype=np.int64))] = True
    absent[:, sorted(followed)] = False
    return absent


def _year_before(grid: Grid, bank: Bank, crowd: Crowd, lawful: list[str], rng: np.random.Generator) -> Grid:
    """A year earlier: much of today's findings were there, and more that has been put right since."""
    persisting = grid & (rng.random(grid.shape) < 0.6)
    more = rng.random(grid.shape) < np.outer(crowd.practice * 0.9, bank.base)
    before: Grid = persisting | more
    before[:, ~bank.scored] = False
    before[crowd.careful] = False
    for row in np.flatnonzero(crowd.careful):
        before[row] = grid[row]  # so that the scatter avoids today's findings …
        _scatter(
            before, int(row), _free(before, int(row), bank), bank, number=int(rng.integers(4, 10)), rng=rng
        )
        if "repeats" not in crowd.weaknesses[row]:
            before[row] &= ~grid[row]  # … and none of them is a repeat
    for code in lawful:
        before[:, bank.position[code]] = True
    return before


def _written(grid: Grid, absent: Grid) -> tuple[str, ...]:
    letters = np.where(grid, "N", np.where(absent, "X", "C"))
    return tuple("".join(row) for row in letters.tolist())
