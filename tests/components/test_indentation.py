"""Pages are sent without their templates' indentation; what is shown stays as it was written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from accounts.models import Role
from tests import make

TEMPLATES = sorted(Path("templates").rglob("*.html"))
TEXTS = re.compile(r"{% blocktranslate((?:(?!%}).)*)%}(.*?){% endblocktranslate %}", re.DOTALL)
VERBATIM = re.compile(r"<(textarea|pre)\b[^>]*>(.*?)</\1>", re.DOTALL)


def test_every_text_over_several_lines_is_trimmed() -> None:
    untrimmed = [
        (path.name, text[:60])
        for path in TEMPLATES
        for options, text in TEXTS.findall(path.read_text(encoding="utf-8"))
        if "\n" in text and "trimmed" not in options
    ]
    assert untrimmed == []


def test_nothing_that_is_shown_as_written_has_a_line_of_its_own_in_a_template() -> None:
    broken = [
        (path.name, content[:60])
        for path in TEMPLATES
        for _tag, content in VERBATIM.findall(path.read_text(encoding="utf-8"))
        if "\n" in content
    ]
    assert broken == []


@pytest.mark.django_db
def test_a_page_has_no_indentation_and_words_with_blanks_before_them_stay(client) -> None:
    make.factory(name="   Lotus   Garments")
    client.force_login(make.user(Role.ADVISER))

    [rows] = re.findall("<tbody>.*</tbody>", client.get("/factories/").content.decode(), re.DOTALL)

    assert not re.search(r"\n[ \t]", rows)
    assert "   Lotus   Garments" in rows
