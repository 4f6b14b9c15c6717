"""What readers are shown of the criteria and the guidance is listed for the translators, and told in every language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from criteria.domain import gathered_texts as gathered
from criteria.domain.criteria_parsing import parse_criteria

CRITERIA = Path(settings.BASE_DIR) / "criteria" / "documents"
DOCUMENT = CRITERIA / "high-performance" / "1.0.toml"
LANGUAGES = sorted(code for code, _name in settings.LANGUAGES if code != "en")
EVERY = {
    *gathered.DOCUMENTS, *gathered.TITLES, *gathered.SENTENCES, *gathered.COURSES, *gathered.PRACTICES,
}  # fmt: skip


def shown() -> Iterator[str]:
    """Every text of the shipped files that a page shows."""
    for path in sorted(CRITERIA.glob("*/*.toml")):
        criteria = tomllib.loads(path.read_text(encoding="utf-8"))
        yield criteria["title"]
        yield criteria["description"].strip()
        yield from criteria["pillars"].values()
        for one in criteria["criteria"]:
            yield one["title"]
            yield one["sentence"]
    guidance = tomllib.loads((CRITERIA / "guidance.toml").read_text(encoding="utf-8"))
    yield from (course["title"] for course in guidance["courses"])
    yield from (practice["text"] for practice in guidance["practices"])


def test_every_text_is_listed_and_no_other():
    assert set(shown()) - EVERY == set(), "list these in criteria/domain/gathered_texts.py and translate them"
    assert EVERY - set(shown()) == set(), "these are gone from criteria/documents/: take them off the list"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_translated(language):
    path = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"
    told = {one.msgid: one.msgstr for one in polib.pofile(str(path)) if not one.fuzzy}

    assert [text for text in sorted(EVERY) if not told.get(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_bar_is_told_in_the_language(language):
    """Numbers of the bars stay, no word of English comes in between."""
    document = parse_criteria(DOCUMENT.read_text(encoding="utf-8"))

    with override(language):
        sentences = {one.code: one.told("", gettext) for one in document.criteria}

    for criterion in document.criteria:
        assert sentences[criterion.code] != criterion.told()
        assert not any(word in sentences[criterion.code] for word in ("at least", "no more than", "per cent"))
    assert "80" in sentences["D2-DONE"]
    assert "10" in sentences["C2-LATEST"]
