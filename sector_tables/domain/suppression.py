"""Which figures of sector tables are hidden, so that no group below five can be had by subtraction.

Hidden at first is every small group. But a total less the countries shown is what the hidden ones have together. So
where a line hides a country, either another country is hidden with it or the total is. Lines are also tied across
levels: a point of which one question alone was asked has that question's figures. See docs/decisions/0029.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from fractions import Fraction

from sector_tables.domain.sector import SMALL_GROUP, is_small_group

Cell = tuple[str, str]
"""A country ("" for the whole programme) and the code of a cluster, a point or a question."""
TOTAL = ""


def hidden_cells(assessed: Mapping[Cell, int]) -> frozenset[Cell]:
    """The cells of one period that outsiders do not see.

    Args:
        assessed: factories assessed by cell, all countries, levels and the totals together; at least one each.
    """
    lines: dict[str, dict[str, int]] = defaultdict(dict)
    for (country, code), number in assessed.items():
        lines[code][country] = number
    small = {cell for cell, number in assessed.items() if is_small_group(number)}
    twins, sizes = _twins(assessed), _sizes(assessed)
    hidden: set[Cell] = set()
    more = set(small)
    while more - hidden:
        hidden |= more
        more = _companions(lines, hidden, sizes) | _twins_of(hidden, twins)
        if not more - hidden:
            exposed = {code for _country, code in _determined(lines, hidden, twins) & small}
            more = {(TOTAL, code) for code in _tied(exposed, hidden, twins)}
    return frozenset(hidden)


def _twins(assessed: Collection[Cell]) -> list[tuple[Cell, Cell]]:
    """Cells that must be equal: of a country, a cluster or point and the only line below it that anything is in."""
    below: dict[Cell, list[Cell]] = defaultdict(list)
    for country, code in assessed:
        parent = country, code.rpartition("-")[0]
        if parent in assessed:
            below[parent].append((country, code))
    return [(parent, children[0]) for parent, children in below.items() if len(children) == 1]


def _twins_of(hidden: set[Cell], twins: Iterable[tuple[Cell, Cell]]) -> set[Cell]:
    return {cell for pair in twins if not hidden.isdisjoint(pair) for cell in pair}


def _tied(codes: set[str], hidden: set[Cell], twins: Iterable[tuple[Cell, Cell]]) -> set[str]:
    """The lines that hidden twins tie to some lines, directly or through others; these included."""
    pairs = [{parent[1], child[1]} for parent, child in twins if parent in hidden]
    found = set(codes)
    while more := set().union(*(pair for pair in pairs if not pair.isdisjoint(found))) - found:
        found |= more
    return found


def _sizes(assessed: Mapping[Cell, int]) -> dict[str, int]:
    """The most factories that any line of each country has."""
    sizes: dict[str, int] = defaultdict(int)
    for (country, _code), number in assessed.items():
        sizes[country] = max(sizes[country], number)
    return sizes


def _companions(
    lines: Mapping[str, Mapping[str, int]], hidden: set[Cell], sizes: Mapping[str, int]
) -> set[Cell]:
    """Whom to hide beside what each line hides already."""
    found = {
        (_companion(line, {country for country in line if (country, code) in hidden}, sizes), code)
        for code, line in lines.items()
    }
    return {(country, code) for country, code in found if country is not None}


def _companion(line: Mapping[str, int], hidden: set[str], sizes: Mapping[str, int]) -> str | None:
    """Whom to hide beside what a line hides already: the smallest country shown, or else the total; None: nobody.

    The smallest by all its lines, so that neighbouring lines hide the same one. The last country shown stays and the
    total goes.
    """
    if not hidden or TOTAL in hidden or _is_safe([line[country] for country in hidden]):
        return None
    shown = sorted(line.keys() - hidden - {TOTAL}, key=lambda country: (sizes[country], country))
    return shown[0] if len(shown) > 1 else TOTAL


def _is_safe(numbers: list[int]) -> bool:
    """Whether each of some groups, all of one at least, may have five or more for all that their sum says."""
    return len(numbers) > 1 and sum(numbers) - (len(numbers) - 1) >= SMALL_GROUP


def _determined(
    lines: Mapping[str, Mapping[str, int]], hidden: set[Cell], twins: Iterable[tuple[Cell, Cell]]
) -> set[Cell]:
    """The hidden cells that follow from the shown ones: Gauss–Jordan elimination over whole lines.

    Each line says that its countries add up to its total, twins are one unknown.
    """
    same: dict[Cell, Cell] = {}
    for parent, child in sorted(twins):  # a cluster before its points, so that a chain ends at one cell
        same[child] = same.get(parent, parent)
    solved: dict[Cell, dict[Cell, Fraction]] = {}  # by the cell that each equation is solved for
    for code, line in lines.items():
        row: dict[Cell, Fraction] = defaultdict(Fraction)
        for country in line:
            if (country, code) in hidden:
                row[same.get((country, code), (country, code))] += 1 if country else -1
        _solve(row, solved)
    known = {cell for cell, row in solved.items() if len(row) == 1}
    return {cell for cell in hidden if same.get(cell, cell) in known}


def _solve(row: dict[Cell, Fraction], solved: dict[Cell, dict[Cell, Fraction]]) -> None:
    """Add an equation to those solved, each of which holds no cell that another is solved for."""
    for cell in [cell for cell in row if cell in solved]:
        _subtract(row, solved[cell], row[cell])
    left = [cell for cell, factor in row.items() if factor]
    if not left:
        return
    first = left[0]
    row = {cell: row[cell] / row[first] for cell in left}
    for other in solved.values():
        if first in other:
            _subtract(other, row, other[first])
    solved[first] = row


def _subtract(row: dict[Cell, Fraction], other: Mapping[Cell, Fraction], times: Fraction) -> None:
    for cell, factor in other.items():
        rest = row.get(cell, Fraction(0)) - times * factor
        if rest:
            row[cell] = rest
        else:
            row.pop(cell, None)
