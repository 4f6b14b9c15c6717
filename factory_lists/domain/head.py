"""Where a list's head is: below titles, notes, empty rows and merged cells, above the factories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from factory_lists.domain.mapping import names_a_factory, recognised

LOOKED_AT = 60  # rows from the top; titles and notes are shorter
_WIDEST = 300
_LONGEST_NAME = 100  # characters; longer texts are notes or data
_TELLING = 2  # columns that a head has at least to be taken for one

NumberedCells = tuple[int, list[str]]


def find_head(rows: Iterable[NumberedCells]) -> int | None:
    """The row number of the likeliest head among the first rows; None when all of them are empty.

    That is the row which names most of what a factory list holds, the name of the factory before all; of equals the
    first. Where no row names anything, the first that is not empty, so that the person sees what is there.
    """
    filled = [(number, _filled(cells)) for number, cells in rows]
    filled = [(number, cells) for number, cells in filled if cells][:LOOKED_AT]
    if not filled:
        return None
    scores = [(_score(cells), -place, number) for place, (number, cells) in enumerate(filled)]
    best = max(scores)
    return best[2] if best[0] > 0 else filled[0][0]


def head_score(rows: Iterable[NumberedCells]) -> int:
    """How much the likeliest head of these rows names; 0 when none is one."""
    return max((_score(_filled(cells)) for _number, cells in rows), default=0)


def column_names(cells: Sequence[str]) -> tuple[list[str], list[str]]:
    """A name for each cell of a head, each once, and the names that stood twice.

    A cell without a text is named by its place ("column 3"), a name that stands again by a number ("name (2)").
    Empty cells at the end are no columns.
    """
    texts = [" ".join(cell.split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    names: list[str] = []
    taken: set[str] = set()
    seen: Counter[str] = Counter()
    twice = []
    for place, text in enumerate(texts, start=1):
        name = text or f"column {place}"
        seen[name.casefold()] += 1
        if text and seen[name.casefold()] > 1:
            twice.append(name)
        while name in taken:
            name = f"{text or f'column {place}'} ({seen[(text or name).casefold()]})"
            seen[(text or name).casefold()] += 1
        names.append(name)
        taken.add(name)
    return names, twice


def _filled(cells: Sequence[str]) -> list[str]:
    """Texts of a row's first cells: no list has so many columns that its name stands beyond."""
    return [cell for cell in cells[:_WIDEST] if cell.strip() and len(cell) <= _LONGEST_NAME]


def _score(cells: Sequence[str]) -> int:
    named = recognised(cells)
    if named < _TELLING and not (len(cells) == 1 and names_a_factory(cells)):
        return 0
    return 2 * named + (1 if names_a_factory(cells) else 0)
