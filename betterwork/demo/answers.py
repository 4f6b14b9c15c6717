"""Answer sheets: the latest year follows the published rates, the years before are a little worse.

Everything is one country at a time: a matrix factories × questions, True where non-compliant.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from betterwork.demo.bank import Bank
from betterwork.demo.profiles import Cast, Profile
from betterwork.demo.rates import Rate

Grid = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Column = np.ndarray[tuple[int], np.dtype[np.int64]]

LETTERS = np.array(["C", "N"])


@dataclass(frozen=True, slots=True)
class Sheets:
    """One country's sheets by year, newest first, and the questions that the law itself breaks."""

    years: tuple[tuple[str, ...], ...]
    national_law: tuple[str, ...]


def sheets(bank: Bank, cast: Cast, members: Column, rng: np.random.Generator, *, years: int) -> Sheets:
    """`years` sheets for each member factory of one country."""
    practice = cast.practice[members]
    careful = cast.profile[members] <= Profile.NEAR
    weak = [cast.weaknesses[i] for i in members]
    rates = cast.countries[int(cast.country[members[0]])].rates if members.size else ()
    lawful = [code for rate in rates if rate.national_law for code in rate.spread]

    latest = _first_draft(bank, practice, careful, rng)
    _show_weaknesses(latest, bank, weak, rng)
    _follow(latest, bank, rates, practice, careful, rng)
    absent = _not_applicable(bank, rates, len(members), careful, rng)
    grids = [latest]
    for _ in range(years - 1):
        grids.append(_year_before(grids[-1], bank, practice, careful, weak, lawful, rng))
    return Sheets(tuple(_written(grid, absent, bank) for grid in grids), tuple(lawful))


def _first_draft(bank: Bank, practice: np.ndarray, careful: np.ndarray, rng: np.random.Generator) -> Grid:
    """What would be found without published figures: by practice; a careful factory breaks little, and never the rules that count most."""
    chance = np.outer(practice * 1.7, bank.base)
    grid: Grid = rng.random(chance.shape) < np.clip(chance, 0, 0.9)
    grid[careful] = False
    for row in np.flatnonzero(careful):
        _scatter(grid, int(row), bank, int(rng.integers(2, 7)), rng)
    grid[:, ~bank.scored] = False
    return grid


def _scatter(grid: Grid, row: int, bank: Bank, wanted: int, rng: np.random.Generator) -> None:
    """Break `wanted` ordinary questions, never more than a third of a point."""
    free = np.flatnonzero(bank.scored & ~bank.guarded & ~grid[row])
    broken: dict[str, int] = {}
    for column in np.flatnonzero(grid[row]):
        broken[bank.points[column]] = broken.get(bank.points[column], 0) + 1
    for column in rng.permutation(free):
        point = bank.points[column]
        if (broken.get(point, 0) + 1) * 3 <= len(bank.columns(point)):
            grid[row, column] = True
            broken[point] = broken.get(point, 0) + 1
            wanted -= 1
        if wanted <= 0:
            return


def _show_weaknesses(grid: Grid, bank: Bank, weak: list[frozenset[str]], rng: np.random.Generator) -> None:
    for row, has in enumerate(weak):
        if "many_findings" in has:
            _scatter(grid, row, bank, int(rng.integers(27, 34)), rng)
        if "one_weak_point" in has:
            grid[row, bank.columns("OS-4")] = True


def _follow(
    grid: Grid, bank: Bank, rates: tuple[Rate, ...], practice: np.ndarray, careful: np.ndarray, rng: np.random.Generator
) -> None:
    """Make each published rate come out to the factory: questions first, then points and clusters around them."""
    fixed: set[int] = set()
    for rate in sorted(rates, key=lambda r: -r.code.count("-")):
        columns = [c for c in bank.columns(rate.code) if c not in fixed]
        held = [c for c in bank.columns(rate.code) if c in fixed]
        if rate.code in bank.position:
            fixed.update(columns)
        # noise: the worst are not worst in everything
        rank = practice + rng.normal(0, 0.12, len(practice)) * ~careful
        _fit(grid, bank, rate, columns, held, rank, careful, rng)
        if rate.code not in bank.position:
            fixed.update(columns)


def _fit(
    grid: Grid,
    bank: Bank,
    rate: Rate,
    columns: list[int],
    held: list[int],
    rank: np.ndarray,
    careful: np.ndarray,
    rng: np.random.Generator,
) -> None:
    wanted = rate.factories(grid.shape[0])
    already = grid[:, held].any(axis=1) if held else np.zeros(grid.shape[0], dtype=np.bool_)
    meant = careful & grid[:, columns].any(axis=1) & (len(columns) > 1) if wanted else np.zeros_like(careful)
    order = np.lexsort((-rank, careful, ~meant, ~already))
    chosen = np.zeros_like(already)
    chosen[order[:wanted]] = True
    grid[np.ix_(~chosen, columns)] = False
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
    absent[np.ix_(homeless, bank.columns("OS-7"))] = True
    absent[:, sorted(followed)] = False
    return absent


def _year_before(
    grid: Grid,
    bank: Bank,
    practice: np.ndarray,
    careful: np.ndarray,
    weak: list[frozenset[str]],
    lawful: list[str],
    rng: np.random.Generator,
) -> Grid:
    """A year earlier: much of today's findings were there, and more that has been put right since."""
    kept = grid & (rng.random(grid.shape) < 0.6)
    more = rng.random(grid.shape) < np.outer(practice * 0.9, bank.base)
    before: Grid = kept | more
    before[:, ~bank.scored] = False
    before[careful] = False
    for row in np.flatnonzero(careful):
        before[row] = grid[row]  # so that the scatter avoids today's findings …
        _scatter(before, int(row), bank, int(rng.integers(4, 10)), rng)
        if "repeats" not in weak[row]:
            before[row] &= ~grid[row]  # … and none of them is a repeat
    for code in lawful:
        before[:, bank.position[code]] = True
    return before


def _written(grid: Grid, absent: Grid, bank: Bank) -> tuple[str, ...]:
    letters = np.where(grid, "N", np.where(absent, "X", "C"))
    return tuple("".join(row) for row in letters.tolist())
