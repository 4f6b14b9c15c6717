"""Only views, API, tasks and management commands look at the clock: everything else is told what time it is."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.reading import in_layer, sources, tree

CLOCKS = {
    ("timezone", "now"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("time", "time"), ("time", "time_ns"), ("functions", "Now"),
}  # fmt: skip
CLOCKS_WHEN_GIVEN_NOTHING = {"localtime", "localdate"}
READERS = ("views", "api", "tasks", "management")
EXCEPTIONS = {
    "factories/queries/places.py": "rights hold at the moment of the request, whatever day a page is about",
    "accounts/middleware.py": "the day of the request",
    "betterwork/broker.py": "names messages by age; no fact depends on it",
}


def looks(path: Path) -> list[str]:
    """Where a file names a clock, called or handed on."""
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            owner = (
                node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            )
            if (owner, node.attr) in CLOCKS:
                found.append(f"{path}:{node.lineno} {owner}.{node.attr}")
        elif isinstance(node, ast.Call) and not node.args and not node.keywords:
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in CLOCKS_WHEN_GIVEN_NOTHING:
                found.append(f"{path}:{node.lineno} {name}()")
        elif isinstance(node, ast.ImportFrom) and node.module in {"django.utils.timezone", "time"}:
            found += [
                f"{path}:{node.lineno} {a.name}" for a in node.names if a.name in {"now", "time", "time_ns"}
            ]
        elif isinstance(node, ast.ImportFrom) and node.module == "django.db.models.functions":
            found += [f"{path}:{node.lineno} {a.name}" for a in node.names if a.name == "Now"]
    return found


def test_nothing_else_looks_at_the_clock() -> None:
    astray = [
        look
        for path in sources()
        if not in_layer(path, *READERS) and path.as_posix() not in EXCEPTIONS
        for look in looks(path)
    ]

    assert astray == []


def test_a_look_at_the_clock_would_be_seen() -> None:
    assert any(looks(path) for path in sources() if in_layer(path, *READERS))
    assert looks(Path("betterwork/broker.py"))
