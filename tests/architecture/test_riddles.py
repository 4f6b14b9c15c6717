"""A variable is named for the thing that it holds: words that fit everything say nothing of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import sources, tree

RIDDLES = frozenset("told said one each asked kept standing wanted mine tell".split())
"""Participles and pronouns: which answer was asked, kept, told? Each what?"""

ALLOWED = {
    # (file or folder, name): why
    (
        "assessments/commands/answering.py",
        "standing",
    ): "the word of the exchange with devices (docs/entering.md)",
    ("assessments/queries/answering/conflicts.py", "standing"): "the word of the exchange with devices",
    ("criteria/domain", "standing"): "of a factory, by all criteria together: a noun, as in STANDINGS",
    ("duplicates", "kept"): "a column: the record of two that stays, beside `dropped`",
    ("portal/brands/filters.py", "mine"): "a parameter of the list's address",
    ("scheduling/models.py", "kept"): "a column",
    ("scheduling/projections", "kept"): "what is stored in that column",
}


def names_given(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Names that a module gives to variables, parameters, fields, functions and classes, with their lines."""
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno


def reason_for(path: Path, name: str) -> str:
    """Why a riddle may stand in a file; "" when it may not."""
    places = (path, *path.parents)
    return next((ALLOWED[str(place), name] for place in places if (str(place), name) in ALLOWED), "")


def test_no_name_is_a_riddle() -> None:
    riddles = [
        f"{path}:{line}: {name}"
        for path in sources()
        for name, line in names_given(tree(path))
        if name in RIDDLES and not reason_for(path, name)
    ]

    assert riddles == [], "name the thing, not what is done with it"


def test_every_exception_is_needed() -> None:
    found = {
        (str(place), name)
        for path in sources()
        for name, _line in names_given(tree(path))
        for place in (path, *path.parents)
    }

    assert ALLOWED.keys() - found == set()


@pytest.mark.parametrize(
    "source",
    [
        "for one in rows: pass",
        "[one for one in rows]",
        "def f(one): pass",
        "lambda one: 1",
        "one: int",
        "def one(): pass",
    ],
)
def test_riddles_are_found_wherever_a_name_is_given(source: str) -> None:
    assert "one" in {name for name, _line in names_given(ast.parse(source))}
