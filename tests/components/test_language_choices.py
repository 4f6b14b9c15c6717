"""The languages in the header: each by its own name, the one being read marked."""

from __future__ import annotations

import re

import pytest
from django.conf import settings

from ui.templatetags.ui import language_choices

BUTTON = re.compile(
    r'<button type="submit" name="language" value="(\S+)" lang="(\S+)"([^>]*)>([^<]+)</button>'
)


@pytest.mark.parametrize("current", ["en", "ar"])  # what was made for one is not shown to another
def test_each_language_is_offered_and_the_current_one_is_marked(current: str) -> None:
    found = BUTTON.findall(language_choices(current))

    assert [code for code, _lang, _mark, _name in found] == [code for code, _name in settings.LANGUAGES]
    assert all(code == lang for code, lang, _mark, _name in found)
    assert [code for code, _lang, mark, _name in found if 'aria-current="true"' in mark] == [current]
    assert {"العربيّة", "Français", "ភាសាខ្មែរ", "Kreyòl ayisyen"} <= {name for *_rest, name in found}


@pytest.mark.django_db
def test_a_page_marks_the_language_it_is_read_in(client) -> None:
    for code in ("fr", "bn"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
        page = client.get("/there-is-no-such-page/").content.decode()
        assert re.findall(r'value="(\S+)" lang="\S+" aria-current="true"', page) == [code]
