"""What differs between two criteria documents, in words and criterion by criterion: what an approver reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from criteria.domain.criteria import CriteriaDocument, Criterion, Reference
from criteria.domain.measures import MeasureWindow, WindowKind
from criteria.domain.translations import Translate, gettext_noop
from criteria.domain.translations import gettext_noop as _


class CriteriaChange(NamedTuple):
    """One thing that differs. `criterion`: its code, or "" for the document as a whole."""

    criterion: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Naming:
    """How changes are worded: the function that translates, and names of countries and languages by code."""

    translate: Translate = gettext_noop
    countries: Mapping[str, str] | None = None
    languages: Mapping[str, str] | None = None

    def country(self, code: str) -> str:
        """A country's name."""
        return (self.countries or {}).get(code, code)

    def language(self, code: str) -> str:
        """A language's name."""
        return (self.languages or {}).get(code, code)


Aspects = dict[str, tuple[object, str]]
"""By label: what is compared, and how it is shown."""

_WINDOWS = {
    WindowKind.LAST: _("assessments looked at"),
    WindowKind.BACK: _("assessments before the latest"),
    WindowKind.MONTHS: _("months looked at"),
}


def differences(
    old: CriteriaDocument | None, new: CriteriaDocument, naming: Naming | None = None
) -> list[CriteriaChange]:
    """Everything in which a document differs from another, its version aside; all of it where there is no other."""
    words = naming or Naming()
    found = list(_compared("", _of_document(old, words) if old else {}, _of_document(new, words)))
    before = {item.code: item for item in old.criteria} if old else {}
    after = {item.code: item for item in new.criteria}
    for code in dict.fromkeys([*before, *after]):
        found += _of_one(before.get(code), after.get(code), words)
    return found


def _of_one(old: Criterion | None, new: Criterion | None, words: Naming) -> Iterator[CriteriaChange]:
    shown = new or old
    if shown is None or old == new:
        return
    name = f"{words.translate(shown.title)} ({shown.code})"
    if old is None or new is None:
        sentence = shown.rendered("", words.translate)
        left_out = words.translate(_("left out"))
        yield CriteriaChange(
            shown.code, name, "" if old is None else sentence, left_out if new is None else sentence
        )
        if new is None:
            return
        old = _without_countries(new)
    for change in _compared(shown.code, _of_criterion(old, shown, words), _of_criterion(shown, old, words)):
        yield change._replace(label=f"{name}: {change.label}")


def _without_countries(criterion: Criterion) -> Criterion:
    return replace(criterion, overrides={}, translations={})


def _compared(code: str, old: Aspects, new: Aspects) -> Iterator[CriteriaChange]:
    nothing: tuple[object, str] = (None, "")
    for label in dict.fromkeys([*old, *new]):
        before, after = old.get(label, nothing), new.get(label, nothing)
        if before[0] != after[0]:
            yield CriteriaChange(code, label, before[1], after[1])


def _of_criterion(criterion: Criterion, other: Criterion, words: Naming) -> Aspects:
    translate = words.translate
    aspects: Aspects = {
        translate(_("Threshold")): (
            (criterion.bar, criterion.comparison),
            criterion.threshold_in("", translate),
        ),
        translate(_("Window")): (criterion.window, window_in_words(criterion.window, translate)),
    }
    for country in sorted({*criterion.overrides, *other.overrides}):
        aspects[words.country(country)] = _in_country(criterion, country, translate)
    aspects |= {
        translate(_("Title")): (criterion.title, translate(criterion.title)),
        translate(_("Sentence")): (criterion.sentence, criterion.rendered("", translate)),
        translate(_("Measure")): (criterion.measure, translate(criterion.meaning.title)),
        translate(_("Pillar")): (criterion.pillar, str(criterion.pillar)),
        translate(_("programme's own")): (
            criterion.set_by_programme,
            translate(_("Yes") if criterion.set_by_programme else _("No")),
        ),
        translate(_("Where the number comes from")): (
            criterion.references,
            _in_lines(criterion.references),
        ),
    }
    names = {"title": _("Title"), "sentence": _("Sentence")}
    return aspects | _translated(criterion.translations, names, words)


def _in_country(criterion: Criterion, country: str, translate: Translate) -> tuple[object, str]:
    override = criterion.overrides.get(country)
    numbers = criterion.threshold_in(country, translate)
    if override is None:
        return None, f"{translate(_('as everywhere'))}: {numbers}"
    if override.window != criterion.window:
        numbers = f"{numbers}; {window_in_words(override.window, translate)}"
    return (override.bar, override.window, override.references), numbers


def window_in_words(window: MeasureWindow, translate: Translate = gettext_noop) -> str:
    """Which part of the history is read: "months looked at: 24"."""
    if window.kind is WindowKind.ALL:
        return translate(_("everything by the day"))
    return f"{translate(_WINDOWS[window.kind])}: {window.size}"


def _of_document(document: CriteriaDocument, words: Naming) -> Aspects:
    translate, close = words.translate, document.close
    pillars = {
        f"{translate(_('Pillar'))}: {pillar.value}": (title, translate(title))
        for pillar, title in document.pillars.items()
    }
    near = translate(_("at most %(n)s rules not met; never %(rules)s")) % {
        "n": close.max_failed,
        "rules": ", ".join(sorted(close.never)) or "–",
    }
    aspects: Aspects = {
        translate(_("What “close” means")): (close, near),
        translate(_("Title")): (document.title, translate(document.title)),
        translate(_("Description")): (document.description, translate(document.description)),
        **pillars,
        translate(_("Where it comes from")): (document.references, _in_lines(document.references)),
    }
    names = {"title": _("Title"), "description": _("Description")}
    names |= {pillar.value: pillar.value for pillar in document.pillars}
    return aspects | _translated(document.translations, names, words)


def _translated(texts: Mapping[str, Mapping[str, str]], names: Mapping[str, str], words: Naming) -> Aspects:
    return {
        f"{words.translate(names[name])}, {words.language(language)}": (text, text)
        for language, translated in sorted(texts.items())
        for name, text in translated.items()
    }


def _in_lines(references: tuple[Reference, ...]) -> str:
    return "; ".join(
        " ".join(part for part in (item.text, item.on.isoformat() if item.on else "", item.url) if part)
        for item in references
    )
