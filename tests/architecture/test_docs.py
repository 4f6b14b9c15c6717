"""The documentation names files that exist, and the table of features leads to every app."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.reading import APPS, ROOT

ARCHITECTURE = ROOT / "docs" / "architecture.md"
FOLDERS = {*APPS, "templates", "static", "tests", "benchmarks", "scripts", "docs", "data"}
NAMED = re.compile(r"`([\w.{},/-]+/[\w.{},/-]*)")
CODE = re.compile(r"`([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?:\([^`]*\))?`")
"""A name, or names with dots between them, perhaps with arguments."""
SOURCES = {".css", ".html", ".js", ".json", ".py", ".sh", ".toml", ".txt", ".typ", ".yml"}
GIVEN_UP = {
    # (page, name): why it is named
    ("0002-files-as-a-queue.md", "broker_transport"): "an option of the queue that was not taken",
    ("0033-a-kind-is-declared-once.md", "ModelForm"): "of Django, and not taken",
    ("0041-corrections-of-texts.md", "DjangoTranslation._catalog"): "of Django's own code",
    ("architecture.md", "verb_noun"): "how commands are named",
    ("criteria.md", "noncompliance_rate_FL"): "made of the letters of a cluster",
}


def pages() -> list[Path]:
    """Every page of the documentation, decisions among them: a path that moved is mended there too."""
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@cache
def words_of_the_source() -> frozenset[str]:
    """Every name that occurs in the product, its tests, scripts and settings."""
    folders = (*APPS, "templates", "static", "tests", "benchmarks", "scripts", "deploy", ".github")
    files = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in SOURCES]
    files += [path for path in ROOT.iterdir() if path.is_file() and path.suffix in SOURCES]
    texts = (path.read_text(encoding="utf-8") for path in files if path != Path(__file__))
    return frozenset(word for text in texts for word in re.findall(r"[A-Za-z_]\w*", text))


def names_of_code(text: str) -> Iterator[str]:
    """What a text names between backticks and is not a plain word: with a dot, an underscore or an inner capital."""
    for name in CODE.findall(text):
        if re.search(r"\w[._]\w|[a-z][A-Z]", name) and not re.fullmatch(r"\w+\.(?:md|toml|json)", name):
            yield name


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


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_every_function_class_and_module_that_a_page_names_exists(page: Path) -> None:
    gone = {
        name
        for name in names_of_code(page.read_text(encoding="utf-8"))
        if not words_of_the_source().issuperset(name.split(".")) and (page.name, name) not in GIVEN_UP
    }

    assert gone == set()


def test_every_exception_is_still_named() -> None:
    texts = {page.name: page.read_text(encoding="utf-8") for page in pages()}

    assert [(page, name) for page, name in GIVEN_UP if name not in names_of_code(texts[page])] == []


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
