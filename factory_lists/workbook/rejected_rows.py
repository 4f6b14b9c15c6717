"""The rows of a list that could not come in, given back in the list's own columns with what is wrong in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from factory_lists.workbook.lists import FactoryList
from files.domain.problems import ImportProblem

PROBLEM = "problem"


def rest_head(listed: FactoryList) -> tuple[str, ...]:
    """The list's columns and one for the problem."""
    name, number = PROBLEM, 1
    while name in listed.columns:
        number += 1
        name = f"{PROBLEM} {number}"
    return (*listed.columns, name)


def rest_rows(listed: FactoryList, problems: Iterable[ImportProblem]) -> Iterator[Sequence[Any]]:
    """Rows that have a problem, as they stand in the file, each with all its problems in the last column."""
    by_row: dict[int, list[ImportProblem]] = defaultdict(list)
    for problem in problems:
        by_row[problem.row].append(problem)
    width = len(listed.columns)
    for number, cells in listed.rows():
        if number in by_row:
            texts = [cell.replace("\0", "") for cell in cells]
            wide = [*texts[: width - 1], " | ".join(filter(None, texts[width - 1 :]))]
            padded = wide if len(texts) > width else texts + [""] * (width - len(texts))
            yield [*padded, "; ".join(_sentence(problem) for problem in by_row[number])]


def _sentence(problem: ImportProblem) -> str:
    return f"{problem.field}: {problem.message}" if problem.field else problem.message
