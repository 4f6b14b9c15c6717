"""A class name says its subject: it occurs once in the product, so a search for it ends at one definition."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.architecture.reading import sources, tree

OF_THE_FRAMEWORK = {"Command", "Config", "Media", "Meta", "Migration"}
"""Django looks these up by their name."""


def test_a_class_name_occurs_once() -> None:
    places = defaultdict(list)
    for path in sources():
        for name, line in class_names(tree(path)):
            places[name.lstrip("_")].append(f"{path}:{line}")

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_classes_inside_functions_and_classes_are_found() -> None:
    module = ast.parse(
        "class A:\n class Meta: ...\n class B: ...\ndef f():\n class _C: ...\nclass Command: ...\n"
    )

    assert list(class_names(module)) == [("A", 1), ("B", 3), ("_C", 5)]


def test_choices_of_a_model_are_named_by_their_model() -> None:
    module = ast.parse("class Story(Model):\n class State(TextChoices): ...\nclass State(TextChoices): ...\n")

    assert list(class_names(module)) == [("Story", 1), ("State", 3)]


def class_names(node: ast.AST) -> Iterator[tuple[str, int]]:
    """Names and lines of the classes in a syntax tree, those inside functions and classes included.

    Left out are the names that Django prescribes, and choices declared inside a class: they are only ever read through
    it (`Story.State`), which is their name.
    """
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            of_a_model = isinstance(node, ast.ClassDef) and _is_choices(child)
            if child.name not in OF_THE_FRAMEWORK and not of_a_model:
                yield child.name, child.lineno
        yield from class_names(child)


def _is_choices(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("TextChoices", "IntegerChoices")) for base in node.bases)
