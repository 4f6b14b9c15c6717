"""Templates under a strict content policy: nothing inline, nothing unescaped, and each says what it is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.architecture.reading import ROOT, calls, sources, templates

COMMENTS = re.compile(r"\{%\s*comment.*?%\}.*?\{%\s*endcomment\s*%\}|\{#.*?#\}", re.DOTALL)
FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.IGNORECASE),
    "a handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script in an address": re.compile(r"javascript:", re.IGNORECASE),
    "a script of htmx": re.compile(r"\shx-on\b|\shx-vals\s*=\s*[\"']js:", re.IGNORECASE),
    "unescaped text": re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off"),
    "something from another host": re.compile(
        r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//"
    ),
}
# templates that are no pages: mail, print
NOT_PAGES = ("emails/",)


def faults(text: str) -> list[str]:
    """What the text has that a page may not have."""
    spoken = COMMENTS.sub("", text)
    return [name for name, pattern in FORBIDDEN.items() if pattern.search(spoken)]


@pytest.mark.parametrize("path", templates(), ids=str)
def test_a_template_has_nothing_inline_or_unescaped(path: Path) -> None:
    assert faults((ROOT / path).read_text()) == []


@pytest.mark.parametrize("path", templates(), ids=str)
def test_a_template_opens_with_what_it_is_given(path: Path) -> None:
    opening = (ROOT / path).read_text().lstrip()
    opening = re.sub(r"^\{%\s*extends[^%]*%\}\s*", "", opening)

    assert re.match(r"\{#|\{%\s*comment", opening), "say in a comment what it shows and what its context is"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('<p style="color: red">', "an inline style"),
        ("<script>alert(1)</script>", "an inline script"),
        ('<a onclick="go()">', "a handler in an attribute"),
        ("{{ name|safe }}", "unescaped text"),
        ('<script src="https://cdn.example/x.js">', "something from another host"),
    ],
)
def test_a_fault_is_seen(text: str, fault: str) -> None:
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    "text", ['<script src="{% static "js/app.js" %}" defer></script>', "{# |safe #}", "<p>on time = 3"]
)
def test_what_is_allowed_passes(text: str) -> None:
    assert faults(text) == []


INCLUDE = re.compile(r"\{%\s*include\s+[\"']([^\"']+)[\"']([^%]*)%\}")


def includes(text: str) -> list[tuple[str, str]]:
    """What a template includes: its name, and what stands behind it ("with … only")."""
    return INCLUDE.findall(COMMENTS.sub("", text))


def _spoken(name: str) -> str:
    return COMMENTS.sub("", (ROOT / "templates" / name).read_text())


def needs_token(name: str) -> bool:
    """Whether a template posts a form, itself or in what it includes."""
    spoken = _spoken(name)
    own = INCLUDE.sub("", spoken)
    if "csrf_token" in own or re.search(r"<form\b[^>]*\bmethod=\"post\"", own):
        return True
    return any(needs_token(inner) for inner, _ in includes(spoken))


def lost_tokens(text: str) -> list[str]:
    """Included templates that post a form and are given no token: `only` hands on nothing that is not named."""
    return [
        name
        for name, given in includes(text)
        if given.split()[-1:] == ["only"] and "csrf_token=" not in given and needs_token(name)
    ]


@pytest.mark.parametrize("path", templates(), ids=str)
def test_a_form_that_is_included_is_given_its_token(path: Path) -> None:
    text = (ROOT / path).read_text()
    forms = re.findall(r"<form\b[^>]*\bmethod=\"post\".*?</form>", COMMENTS.sub("", text), re.DOTALL)

    assert lost_tokens(text) == []
    assert [form[:60] for form in forms if "csrf_token" not in form] == []


def test_a_token_that_is_lost_on_the_way_is_seen() -> None:
    row = 'include "advisory/_plan_row.html" with item=item'

    assert lost_tokens("{% " + row + " only %}") == ["advisory/_plan_row.html"]
    assert (
        lost_tokens("{% " + row + " csrf_token=csrf_token only %}") == lost_tokens("{% " + row + " %}") == []
    )


def test_only_template_tags_mark_text_as_safe() -> None:
    astray = [
        f"{path}:{call.lineno}"
        for path in sources()
        if "templatetags" not in path.parts
        for call, name in calls(path)
        if name in {"mark_safe", "SafeString", "SafeText"}
    ]

    assert astray == []


def test_a_name_set_in_one_block_is_not_used_in_another() -> None:
    """What `{% url … as back %}` sets ends with its block: in the next one it is empty, and a link leads nowhere."""
    lost = [
        f"{path}: {name}"
        for path in templates()
        for name in _used_outside_their_block((ROOT / path).read_text(encoding="utf-8"))
    ]
    assert lost == []


_BLOCKS_AND_NAMES = re.compile(
    r"{% block (\w+) %}|({% endblock(?: \w+)? %})|{% (?:url|translate|firstof)[^%]* as (\w+) %}|asvar (\w+)|url=(\w+)"
)


def _used_outside_their_block(text: str) -> list[str]:
    blocks: list[str] = []
    set_in: dict[str, list[list[str]]] = {}
    lost = []
    for block, ends, name, words, used in _BLOCKS_AND_NAMES.findall(text):
        if block:
            blocks.append(block)
        elif ends:
            blocks.pop()
        elif name or words:
            set_in.setdefault(name or words, []).append([*blocks])
        elif used in set_in and all(blocks[: len(where)] != where for where in set_in[used]):
            lost.append(used)
    return lost
