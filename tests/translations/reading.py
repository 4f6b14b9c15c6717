"""What a person reads on a page: visible texts and spoken attributes, with what the page says about each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

SILENT = {"script", "style", "template", "textarea", "code", "kbd"}
"""What holds no words of the page: programs, what people type, keys and codes written as such."""
SPOKEN = ("title", "aria-label", "placeholder", "alt", "data-label")


@dataclass(frozen=True, slots=True)
class Words:
    """One text of a page."""

    text: str
    place: str  # element and attribute
    apart: bool  # in an element whose direction follows its text: <bdi> or dir="auto"
    in_text: bool  # a text between tags, where direction can be set


def words_of(page: bytes) -> list[Words]:
    """The texts of a page in their order, without those that are marked as being in another language."""
    root = html.fromstring(page.decode())  # of bytes, lxml guesses the encoding
    return list(_read(root, root.get("lang", ""), apart=False))


def _read(element: html.HtmlElement, language: str, *, apart: bool) -> Iterator[Words]:
    if not isinstance(element.tag, str) or element.tag in SILENT or element.get("lang", language) != language:
        return
    place = element.tag
    apart = apart or element.tag == "bdi" or element.get("dir") == "auto"
    for name in SPOKEN:
        if text := _tidy(element.get(name)):
            yield Words(text, f"{place}@{name}", apart, in_text=False)
    if element.tag == "input" and element.get("type") in {"submit", "button"}:
        yield Words(_tidy(element.get("value")), f"{place}@value", apart, in_text=False)
    in_text = element.tag not in {"title", "option", "text"}  # the last two: of a document, a list, a drawing
    if text := _tidy(element.text):
        yield Words(text, place, apart, in_text)
    for child in element:
        yield from _read(child, language, apart=apart)
        if text := _tidy(child.tail):
            yield Words(text, place, apart, in_text)


def _tidy(text: str | None) -> str:
    return re.sub(r"[ \t\n\r\f]+", " ", text or "").strip(" ")  # spaces that do not break stay what they are
