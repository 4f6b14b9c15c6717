"""The product's own source, as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = tuple(app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir())
"""The apps of the product, by the names of their folders."""


def sources(*apps: str) -> list[Path]:
    """Python files of the product, migrations left out, relative to the project."""
    found = (path.relative_to(ROOT) for app in apps or APPS for path in (ROOT / app).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """Templates, relative to the project."""
    return sorted(path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*.html"))


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse((ROOT / path).read_text(), filename=str(path))


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file, with the last part of what is called."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, _last(node.func)


def in_layer(path: Path, *layers: str) -> bool:
    """Whether a file belongs to one of an app's layers, be it a module or a package."""
    return any(layer in {path.stem, *path.parts[1:-1]} for layer in layers)


def _last(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
