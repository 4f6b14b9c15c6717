"""What readers are shown of the criteria and the guidance is listed for the translators, and told in every language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from benefits.queries.catalogue import kinds
from criteria.domain.criteria_parsing import parse_criteria
from criteria.domain.measures import MEASURES
from scripts.messages import document_messages

CRITERIA = Path(settings.BASE_DIR) / "criteria" / "documents"
PLANNING = Path(settings.BASE_DIR) / "questionnaires" / "documents"
DOCUMENT = CRITERIA / "high-performance" / "1.0.toml"
LANGUAGES = sorted(code for code, _name in settings.LANGUAGES if code != "en")
EVERY = {message.id for message in document_messages() if message.id}


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
    yield from (kind.title for kind in kinds().values())
    causes = tomllib.loads((PLANNING / "causes.toml").read_text(encoding="utf-8"))
    for group in causes["groups"]:
        yield from (group["title"], *(cause["title"] for cause in group["causes"]))
    actions = tomllib.loads((PLANNING / "actions.toml").read_text(encoding="utf-8"))
    yield from (action["text"] for action in actions["actions"])


def test_every_text_that_is_shown_is_extracted_and_no_other():
    assert set(shown()) == EVERY


def test_each_text_names_the_line_of_its_document():
    (place, *_) = document_messages()["Few findings in the latest assessment"].locations

    assert place[0] == "criteria/documents/high-performance/1.0.toml"
    assert "Few findings in the latest" in DOCUMENT.read_text(encoding="utf-8").splitlines()[place[1] - 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_is_translated(language):
    path = Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"
    told = {one.msgid: one.msgstr for one in polib.pofile(str(path)) if not one.fuzzy}

    practices = {measure.practice for measure in MEASURES.values()}
    assert [text for text in sorted(EVERY | practices) if not told.get(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_bar_is_told_in_the_language(language):
    """Numbers of the bars stay, no word of English comes in between."""
    document = parse_criteria(DOCUMENT.read_text(encoding="utf-8"))

    with override(language):
        sentences = {one.code: one.rendered("", gettext) for one in document.criteria}

    for criterion in document.criteria:
        assert sentences[criterion.code] != criterion.rendered()
        assert not any(word in sentences[criterion.code] for word in ("at least", "no more than", "per cent"))
    assert "80" in sentences["D2-DONE"]
    assert "10" in sentences["C2-LATEST"]
