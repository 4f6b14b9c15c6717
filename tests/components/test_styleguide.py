"""The component sheet shows every component, in every direction and theme."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Template, engines
from django.template.loader import render_to_string
from django.test import Client, signals

from tests.architecture.reading import ROOT, templates
from ui.templatetags.kept_parts import forget_kept_texts

COMPONENTS = {str(path.relative_to("templates")) for path in templates() if "components" in path.parts}
# shown by the layout of every page, or forms of tables, which the sheet has nowhere to send
INSIDE = {"components/toasts.html", "components/_row_form.html", "components/_attendance_form.html"}


@pytest.fixture
def sheet(client: Client, db: None) -> str:
    answer = client.get("/styleguide/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_component_is_shown(client: Client, db: None) -> None:
    seen: set[str] = set()

    def note(sender: Template, template: Template, **_: Any) -> None:
        seen.add(str(template.name))

    forget_kept_texts()  # what another page showed before is not rendered again
    signals.template_rendered.connect(note)
    try:
        client.get("/styleguide/")
    finally:
        signals.template_rendered.disconnect(note)

    assert COMPONENTS - seen - INSIDE == set()


@pytest.mark.parametrize(
    ("query", "direction", "dark"),
    [("", "ltr", "screen and (prefers-color-scheme: dark)"), ("dir=rtl&theme=dark", "rtl", "screen")],
)
def test_direction_and_theme_can_be_fixed(
    client: Client, db: None, query: str, direction: str, dark: str
) -> None:
    shown = client.get(f"/styleguide/?{query}").content.decode()

    assert f'dir="{direction}"' in shown
    assert re.search(rf'css/dark\.css"\s+media="{re.escape(dark)}"', shown)


def test_the_light_theme_leaves_the_night_out(client: Client, db: None) -> None:
    assert "dark.css" not in client.get("/styleguide/?theme=light").content.decode()


def test_a_strange_direction_is_not_repeated(client: Client, db: None) -> None:
    shown = client.get('/styleguide/?dir="onload="x').content.decode()

    assert re.findall(r"<html[^>]*onload", shown) == []
    assert 'dir="ltr"' in shown


def test_ids_are_unique(sheet: str) -> None:
    ids = re.findall(r'\sid="([^"]+)"', sheet)

    assert sorted({i for i in ids if ids.count(i) > 1}) == []


def test_arabic_turns_the_page_by_itself(client: Client, db: None) -> None:
    client.cookies["django_language"] = "ar"
    shown = client.get("/styleguide/").content.decode()

    assert re.search(r'<html lang="ar"\s+dir="rtl"', shown)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "offline"])
def test_a_page_of_errors_says_what_to_do_and_who_we_are_not(client: Client, db: None, name: str) -> None:
    request = client.get("/styleguide/").wsgi_request
    shown = render_to_string(f"{name}.html", {"reason": "Another person must propose it."}, request=request)

    assert shown.count("<h1>") == 1
    assert "Not endorsed by the International Labour Organization" in shown
    assert name != "409" or "Another person must propose it." in shown


def test_the_page_of_our_own_mistakes_needs_nothing_that_may_be_broken() -> None:
    shown = engines["django"].get_template("500.html").render()

    assert "Something broke on our side" in shown
    assert "extends" not in (ROOT / "templates/500.html").read_text()


def test_a_refused_field_points_to_its_error(sheet: str) -> None:
    assert 'aria-invalid="true"' in sheet
    described = re.search(r'name="wrong-name"[^>]*aria-describedby="([^"]+)"', sheet)
    assert described
    assert all(f'id="{name}"' in sheet for name in described.group(1).split())
