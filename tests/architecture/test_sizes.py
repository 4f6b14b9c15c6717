"""A newcomer finds everything: no app, folder or file grows beyond what can be looked over."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.architecture.reading import APPS, ROOT, sources

LINES_OF_AN_APP, LINES_OF_A_FILE, MODULES_OF_A_FOLDER = 8_000, 400, 15


@pytest.mark.parametrize("app", APPS)
def test_an_app_is_one_subject(app: str) -> None:
    lines = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in sources(app)}

    assert sum(lines.values()) <= LINES_OF_AN_APP
    large = [path for path, count in lines.items() if count > LINES_OF_A_FILE]
    assert large == []


def test_a_folder_with_many_modules_has_sub_folders_by_subject() -> None:
    modules = Counter(path.parent.as_posix() for path in sources() if path.stem != "__init__")

    assert {folder: count for folder, count in modules.items() if count > MODULES_OF_A_FOLDER} == {}
