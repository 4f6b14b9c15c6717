"""What an app offers as a command is one: a durable transaction with an event, told who acts and when."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.architecture.reading import APPS, ROOT, sources, tree

OWNERS = [
    app
    for app in APPS
    if app != "journal"  # whose commands module defines what a command is
    and ((ROOT / app / "commands.py").exists() or (ROOT / app / "commands" / "__init__.py").exists())
]


def offered(app: str) -> dict[str, Callable[..., Any]]:
    """Public functions of an app's commands: named in `__all__` or defined, and its modules' commands."""
    package = importlib.import_module(f"{app}.commands")
    named = {name: getattr(package, name) for name in getattr(package, "__all__", ())}
    for module in [package, *_modules(package)]:
        for name, found in vars(module).items():
            own = (
                inspect.isfunction(found) and found.__module__ == module.__name__ and not name.startswith("_")
            )
            if own and (module is package or hasattr(found, "__command__")):
                named[name] = found
    return {name: found for name, found in named.items() if inspect.isfunction(found)}


def _modules(package: ModuleType) -> list[ModuleType]:
    parts = pkgutil.iter_modules(getattr(package, "__path__", ()))
    return [importlib.import_module(f"{package.__name__}.{part.name}") for part in parts]


EVERY = [(app, name) for app in OWNERS for name in offered(app)]


@pytest.mark.parametrize("app", OWNERS)
def test_an_app_with_commands_offers_some(app: str) -> None:
    assert offered(app)


@pytest.mark.parametrize(("app", "name"), EVERY, ids=[f"{app}.{name}" for app, name in EVERY])
def test_a_public_command_is_one_transaction_with_an_actor_and_a_moment(app: str, name: str) -> None:
    function = offered(app)[name]
    parameters = inspect.signature(function).parameters

    assert getattr(function, "__command__", False), "decorate it with journal.commands.command"
    for needed in ("actor", "now"):
        assert needed in parameters, f"it takes no {needed}"
        assert parameters[needed].kind is inspect.Parameter.KEYWORD_ONLY
    assert parameters["now"].default is inspect.Parameter.empty, "the moment must be given, never assumed"
    # None is the system: only a command that the system may give can do without a person
    if parameters["actor"].default is not inspect.Parameter.empty:
        assert parameters["actor"].default is None
        assert "None" in str(parameters["actor"].annotation)


def test_nobody_outside_reaches_a_half_of_a_command() -> None:
    """From another layer only commands, and the classes beside them, may be imported."""
    astray = []
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and node.module and ".commands" in node.module:
                owner = node.module.partition(".commands")[0]
                if owner == "journal" or _inside(path, owner):
                    continue
                module = importlib.import_module(node.module)
                astray += [
                    f"{path}:{node.lineno} {alias.name}"
                    for alias in node.names
                    if inspect.isfunction(found := getattr(module, alias.name))
                    and not getattr(found, "__command__", False)
                ]

    assert astray == []


SHARE_TABLES = {
    ("advisory", "assessments"),  # a finding is of an assessment or of a visit
    ("responses", "assessments"),  # an answer that was sent stands at its finding
    ("reviews", "assessments"),  # comments stand beside the answers of the workspace
    ("advisory", "responses"),  # what was entered without a connection
    ("self_diagnosis", "advisory"),  # its answers come as field entries, its gaps become items of the plan
    ("improvement_plans", "advisory"),  # findings become items of the plan
    ("assessment_files", "assessments"),
    ("factory_lists", "factories"),
    ("factory_lists", "countries"),
    ("duplicates", "factories"),
    ("factories", "countries"),
}
"""Apps whose commands write another app's tables with the same halves: files and merges, set-wise."""


def _inside(path: Path, owner: str) -> bool:
    """An app's own commands, and what stands beside them, may share the undecorated halves."""
    return (path.parts[0] == owner or (path.parts[0], owner) in SHARE_TABLES) and {
        path.stem,
        *path.parts,
    } & {"commands", "projections", "same_transaction"} != set()
