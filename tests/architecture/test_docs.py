"""The documentation names files that exist, and the table of features leads to every app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.reading import APPS, ROOT

ARCHITECTURE = ROOT / "docs" / "architecture.md"
FOLDERS = {*APPS, "templates", "static", "tests", "benchmarks", "scripts", "docs", "data"}
NAMED = re.compile(r"`([\w.{},/-]+/[\w.{},/-]*)")


def pages() -> list[Path]:
    """Every page of the documentation; decisions tell of their day."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def named_paths(text: str) -> Iterator[str]:
    """Paths of the project that a text names; `{a,b}` stands for each."""
    for name in NAMED.findall(text):
        if name.split("/")[0] not in FOLDERS:
            continue
        several = re.fullmatch(r"(.*)\{(.*)\}(.*)", name)
        if several is None:
            yield name
        else:
            yield from (f"{several[1]}{each}{several[3]}" for each in several[2].split(","))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    gone = [path for path in named_paths(page.read_text(encoding="utf-8")) if not (ROOT / path).exists()]
    assert gone == []


def test_the_table_of_features_names_forty_and_leads_into_every_app() -> None:
    text = ARCHITECTURE.read_text(encoding="utf-8")
    table = text.partition("## Where each feature is")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]

    assert len(rows) >= 40
    assert all(any(named_paths(row)) for row in rows)
    assert {path.split("/")[0] for path in named_paths(table)} >= set(APPS)


def test_every_app_stands_in_the_stack() -> None:
    stack = ARCHITECTURE.read_text(encoding="utf-8").partition("```")[2].partition("```")[0]
    assert {line.split("/")[0] for line in stack.splitlines() if "/" in line} >= set(APPS)
