"""What the forms of a draft change, written into the text of its document: comments, order and all else stay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import tomlkit

from criteria.domain.criteria import PER_CENT, Bar, CriteriaDocument, Criterion
from criteria.domain.measures import MeasureWindow, WindowKind

Texts = Mapping[str, Mapping[str, str]]
"""By language and name."""


@dataclass(frozen=True, slots=True)
class CountryNumbers:
    """What differs in one country; None where nothing does."""

    bar: Bar | None = None
    window: MeasureWindow | None = None


@dataclass(frozen=True, slots=True)
class CriterionEdit:
    """One criterion as its form leaves it.

    Attributes:
        out: whether it is left out; the rest is then of no account.
        countries: by code; an empty one ends what differed.
        translations: whole; an empty text is taken away.
    """

    title: str
    sentence: str
    bar: Bar
    window: MeasureWindow
    out: bool = False
    countries: Mapping[str, CountryNumbers] = field(default_factory=dict)
    translations: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextsEdit:
    """What is said of the document as a whole, and what a near miss is. `texts` and `translations` by name."""

    texts: Mapping[str, str]
    max_failed: int
    never: frozenset[str]
    translations: Texts = field(default_factory=dict)


def fingerprint_of(part: Criterion | None) -> str:
    """What a criterion was when a form was filled in; "" where there was none."""
    return sha256(repr(part).encode()).hexdigest() if part is not None else ""


def fingerprint_of_texts(document: CriteriaDocument) -> str:
    """The same of what is said of the document as a whole."""
    close = (document.close.max_failed, sorted(document.close.never))
    parts = (document.title, document.description, document.pillars, close, document.translations)
    return sha256(repr(parts).encode()).hexdigest()


def with_criterion(text: str, code: str, edit: CriterionEdit, *, base_text: str = "") -> str:
    """The text with one criterion as edited.

    Args:
        text: the document.
        code: which criterion.
        edit: what it becomes.
        base_text: where it is taken from when the document does not have it.
    """
    original, content = text, _parsed(text)
    tables = content["criteria"]
    at = _position(tables, code)
    if edit.out:
        if at is not None:
            _take_out(content, at)
        return _written(original, content)
    if at is None:
        text = _with_table_of(text, base_text, code)
        content = _parsed(text)
        tables = content["criteria"]
        at = len(tables) - 1
    else:
        _give_comments_to_next(tables, at)
    table = tables[at]
    _put(table, "title", edit.title)
    _put(table, "sentence", edit.sentence)
    _put_bar(table, edit.bar)
    _put_window(table, edit.window)
    _put_countries(table, edit.countries)
    _put_translations(table, edit.translations)
    return _written(original, content)


def with_texts(text: str, edit: TextsEdit) -> str:
    """The text with its title, description, pillars and near miss as edited."""
    original, content = text, _parsed(text)
    for name, words in edit.texts.items():
        _put(content["pillars"] if name in content["pillars"] else content, name, words)
    if "close" not in content:
        content["close"] = tomlkit.table()
    close = content["close"]
    if close.get("max_failed") != edit.max_failed:
        close["max_failed"] = edit.max_failed
    if frozenset(close.get("never", ())) != edit.never:
        close["never"] = sorted(edit.never)
    _put_translations(content, edit.translations)
    return _written(original, content)


def _parsed(text: str) -> Any:
    return tomlkit.parse(text)


def _written(original: str, content: Any) -> str:
    """The text of a content; word for word the original where it says the same."""
    same: bool = content.unwrap() == _parsed(original).unwrap()
    return original if same else tomlkit.dumps(content)


def _position(tables: Any, code: str) -> int | None:
    return next((at for at, table in enumerate(tables) if table["code"] == code), None)


def _take_out(content: Any, at: int) -> None:
    tables = content["criteria"]
    rules = {str(table["code"]).partition("-")[0] for number, table in enumerate(tables) if number != at}
    _give_comments_to_next(tables, at)
    del tables[at]
    close = content.get("close")
    if close is not None and not set(close.get("never", ())) <= rules:
        close["never"] = sorted(set(close["never"]) & rules)


def _with_table_of(text: str, base_text: str, code: str) -> str:
    """The text with a criterion of another document at its end, word for word."""
    source: Any = tomlkit.parse(base_text)
    at = _position(source["criteria"], code)
    if at is None:
        raise KeyError(code)
    only = tomlkit.aot()
    only.append(source["criteria"][at])
    alone = tomlkit.document()
    alone["criteria"] = only
    return f"{text.rstrip()}\n\n{tomlkit.dumps(alone).strip()}\n"


def _give_comments_to_next(tables: Any, at: int) -> None:
    """Comments that stand before the next criterion are that one's: nothing new comes between."""
    if at + 1 >= len(tables):
        return
    body, words = tables[at].value.body, ""
    while body and body[-1][0] is None:
        words = body.pop()[1].as_string() + words
    following = tables[at + 1].trivia
    following.indent = words + following.indent


def _put(table: Any, key: str, words: str) -> None:
    words = words.replace("\r\n", "\n")
    if table.get(key, "") != words and str(table.get(key, "")).strip() != words:
        table[key] = words


def _put_bar(table: Any, bar: Bar) -> None:
    if "threshold" in table and _bar_of(table["threshold"]) == bar:
        return
    table["threshold"] = _written_bar(bar, rate=isinstance(table.get("threshold"), dict) or bar.of > 1)


def _bar_of(value: Any) -> Bar:
    if not isinstance(value, dict):
        return Bar(int(value))
    return Bar(value["percent"], PER_CENT) if "percent" in value else Bar(value["n"], value["of"])


def _written_bar(bar: Bar, *, rate: bool) -> Any:
    if not rate:
        return bar.n
    written = tomlkit.inline_table()
    written.update({"percent": bar.n} if bar.of == PER_CENT else {"n": bar.n, "of": bar.of})
    return written


def _put_window(table: Any, window: MeasureWindow) -> None:
    if window.kind is WindowKind.ALL:
        table.pop("window", None)
        return
    if dict(table.get("window", {})) != {window.kind.value: window.size}:
        written = tomlkit.inline_table()
        written[window.kind.value] = window.size
        table["window"] = written


def _put_countries(table: Any, countries: Mapping[str, CountryNumbers]) -> None:
    for code, numbers in countries.items():
        if numbers == CountryNumbers():
            table.get("countries", {}).pop(code, None)
        else:
            _put_country(table, code, numbers)
    if "countries" in table and not table["countries"]:
        table.pop("countries")


def _put_country(table: Any, code: str, numbers: CountryNumbers) -> None:
    if "countries" not in table:
        table["countries"] = tomlkit.table(is_super_table=True)
    present = table["countries"]
    if code not in present:
        present[code] = tomlkit.table()
    own = present[code]
    if numbers.bar is None:
        own.pop("threshold", None)
    elif "threshold" not in own or _bar_of(own["threshold"]) != numbers.bar:
        own["threshold"] = _written_bar(numbers.bar, rate=isinstance(table["threshold"], dict))
    if numbers.window is None:
        own.pop("window", None)
    else:
        _put_window(own, numbers.window)


def _put_translations(table: Any, translations: Texts) -> None:
    whole = {
        language: {name: words for name, words in texts.items() if words}
        for language, texts in translations.items()
    }
    whole = {language: texts for language, texts in whole.items() if texts}
    present = table.get("translations")
    if (present.unwrap() if present is not None else {}) == whole:
        return
    if present is not None:
        table.pop("translations")
    if not whole:
        return
    written = tomlkit.table(is_super_table=True)
    for language, texts in whole.items():
        inner = tomlkit.table()
        inner.update(texts)
        written[language] = inner
    table["translations"] = written
