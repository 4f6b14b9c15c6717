"""No act is left to a developer: each command is reached from a page, an API call, a task or a named command.

Followed by the syntax trees: from the functions of those layers through everything that they name, to the commands.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from betterwork.immediate_reactions import IMMEDIATE
from tests.architecture.reading import in_layer, sources, tree
from tests.architecture.test_commands import EVERY, offered

# layers that somebody outside reaches: by an address, a schedule or a name on the command line;
# sign_in by the pages of allauth
DOORS = ("views", "api", "tasks", "management", "urls", "sign_in")
DEMONSTRATION = ("demo", "load_demo")

Name = tuple[str, str]  # dotted module, name in it


@cache
def modules() -> dict[str, Path]:
    """The product's modules by dotted name; a package by the name of its folder."""
    found = {}
    for path in sources():
        parts = path.with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imported(module: str) -> dict[str, Name]:
    """The module and name behind each name that a module imports, at its head or inside a function."""
    named: dict[str, Name] = {}
    for node in ast.walk(tree(modules()[module])):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                named[alias.asname or alias.name] = (
                    (whole, "") if whole in modules() else (node.module, alias.name)
                )
        elif isinstance(node, ast.Import):
            for alias in node.names:
                named[alias.asname or alias.name.partition(".")[0]] = (alias.name, "")
    return named


@cache
def parts(module: str) -> dict[str, list[ast.stmt]]:
    """A module's definitions by name; statements that run on import stand under ""."""
    found: dict[str, list[ast.stmt]] = {"": []}
    for node in tree(modules()[module]).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).append(node)
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            found[""].append(node)
    return found


def used(module: str, nodes: list[ast.stmt]) -> Iterator[Name]:
    """Every name that some code uses, with the module that defines it."""
    names = imported(module)
    for top in nodes:
        for node in ast.walk(top):
            if isinstance(node, ast.Name):
                yield names.get(node.id, (module, node.id))
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                owner, inner = names.get(node.value.id, ("", ""))
                if owner and not inner:
                    yield owner, node.attr
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                owner, _, inner = node.value.rpartition(".")
                if owner in modules():  # a dotted path, such as of a reaction
                    yield owner, inner


@cache
def reached() -> frozenset[Name]:
    """Every name that can be followed to from the modules of DOORS."""
    waiting: list[Name] = [
        (module, name)
        for module, path in modules().items()
        if in_layer(path, *DOORS) and not in_layer(path, *DEMONSTRATION)
        for name in parts(module)
    ]
    wired = {path for paths in IMMEDIATE.values() for path in paths}
    waiting += [(path.rpartition(".")[0], path.rpartition(".")[2]) for path in wired]
    seen: set[Name] = set()
    while waiting:
        module, name = waiting.pop()
        if (module, name) in seen or module not in modules():
            continue
        seen.add((module, name))
        if name not in parts(module) and name in imported(module):
            waiting.append(imported(module)[name])  # handed on, as a package does
        nodes = parts(module).get(name, [])
        waiting += used(module, nodes)
    return frozenset(seen)


@pytest.mark.parametrize(("app", "name"), EVERY, ids=[f"{app}.{name}" for app, name in EVERY])
def test_a_command_is_reached_from_outside(app: str, name: str) -> None:
    module = offered(app)[name].__module__
    found = any((one, name) in reached() for one in {module, f"{app}.commands"})

    assert found, "no page, API call, task or named command comes here: give it one, or take it away"


def test_a_command_that_nobody_calls_is_seen() -> None:
    assert ("factories.commands.brands", "no_such_command") not in reached()
