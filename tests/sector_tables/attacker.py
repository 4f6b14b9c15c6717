"""What a reader of sector tables can reckon of the hidden cells, from what everybody knows to be true of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np

Cell = tuple[str, str]  # country ("" the whole programme), code


def _equations(cells: Collection[Cell]) -> list[dict[Cell, int]]:
    """Sums that are nought in every table: countries less their total; a line less the only one below it."""
    equations = [
        {(country, code): 1 if country else -1 for country, other in cells if other == code}
        for code in sorted({code for _country, code in cells})
    ]
    below: dict[Cell, list[Cell]] = defaultdict(list)
    for country, code in cells:
        upper = country, code.rpartition("-")[0]
        if upper in cells:
            below[upper].append((country, code))
    equations += [{upper: 1, lower[0]: -1} for upper, lower in below.items() if len(lower) == 1]
    return equations


def determined(cells: Collection[Cell], hidden: Collection[Cell]) -> set[Cell]:
    """The hidden cells that have one solution: their part of the equations' null space is nought."""
    unknown = sorted(hidden)
    if not unknown:
        return set()
    place = {cell: at for at, cell in enumerate(unknown)}
    rows = [{place[cell]: n for cell, n in row.items() if cell in place} for row in _equations(cells)]
    matrix = np.zeros((len(rows), len(unknown)))
    for at, row in enumerate(rows):
        for column, factor in row.items():
            matrix[at, column] = factor
    _u, values, right = np.linalg.svd(matrix)
    rank = int((values > 1e-9).sum())
    free = right[rank:]
    return {cell for cell, at in place.items() if not free.size or np.abs(free[:, at]).max() < 1e-7}


def upper_bounds(assessed: Mapping[Cell, int], hidden: Collection[Cell]) -> dict[Cell, int]:
    """The most that each hidden country can have where the total is shown: all others have one at least."""
    bounds = {}
    for code in {code for _country, code in assessed}:
        line = {country: number for (country, other), number in assessed.items() if other == code}
        mine = [country for country in line if country and (country, code) in hidden]
        if "" in line and ("", code) not in hidden:
            left = line[""] - sum(n for country, n in line.items() if country and country not in mine)
            bounds |= {(country, code): left - (len(mine) - 1) for country in mine}
    return bounds
