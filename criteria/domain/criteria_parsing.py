"""Criteria texts (TOML) to frozen documents, with every fault at once. The format stands in `docs/criteria.md`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from string import Formatter

from criteria.domain.criteria import Bar, Close, Comparison, CriteriaDocument, Criterion, Override, Reference
from criteria.domain.measures import EVERYTHING, MEASURES, Measure, MeasureWindow, Pillar, WindowKind
from criteria.domain.threshold_reading import check_comparison, read_bar
from files.domain.faults import CriteriaFaulty, FileFault
from files.domain.toml_tables import Document, TableReader

_CODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_VERSION = re.compile(r"^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$")
_CRITERION_CODE = re.compile(r"^[A-Z][0-9]{1,2}-[A-Z]+$")
_LANGUAGE = re.compile(r"^[a-z]{2}$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")
_PLACEHOLDERS = frozenset({"bar", "threshold", "window"})
_MOST = {WindowKind.LAST: 20, WindowKind.BACK: 20, WindowKind.MONTHS: 600}


def parse_criteria(text: str) -> CriteriaDocument:
    """The document that a text holds.

    Raises:
        CriteriaFaulty: with every fault of the text, in order of lines.
    """
    faults: list[FileFault] = []
    root = Document("", text, faults).root
    if not root.parsed:
        raise CriteriaFaulty(faults)
    pillars = _pillars(root)
    criteria = _criteria(root, pillars)
    document = CriteriaDocument(
        code=_patterned(root, "code", _CODE, "small letters and digits with hyphens, as high-performance"),
        version=_patterned(root, "version", _VERSION, "letters and digits with full stops, as 1.0"),
        title=root.text("title"),
        description=root.text("description", required=False),
        pillars=pillars,
        criteria=tuple(criteria),
        close=_close(root, [criterion.rule for criterion in criteria]),
        references=_references(root),
        translations=_translations(root, ("title", "description", *pillars)),
    )
    root.refuse_unknown()
    if faults:
        raise CriteriaFaulty(faults)
    return document


def _patterned(table: TableReader, key: str, pattern: re.Pattern[str], expected: str) -> str:
    value = table.text(key)
    if value and not pattern.match(value):
        table.fault(key, f'"{value}" cannot stand in an address', f"use {expected}")
    return value


def _pillars(root: TableReader) -> dict[Pillar, str]:
    titles: dict[Pillar, str] = {}
    table = root.table("pillars")
    if table is None:
        return titles
    for pillar in Pillar:
        if table.has(pillar):
            titles[pillar] = table.text(pillar)
    table.refuse_unknown()
    return titles


def _criteria(root: TableReader, pillars: dict[Pillar, str]) -> list[Criterion]:
    tables = root.tables("criteria", named_by="code")
    if not tables and not root.raw("criteria"):
        root.fault("criteria", "there is none", "add at least one criterion under [[criteria]]")
    seen: set[str] = set()
    found = []
    for table in tables:
        criterion = _criterion(table, pillars)
        if criterion is None:
            continue
        if criterion.code in seen:
            table.fault("code", f"{criterion.code} stands here twice", "give each criterion its own code")
        seen.add(criterion.code)
        found.append(criterion)
    return found


def _criterion(table: TableReader, pillars: dict[Pillar, str]) -> Criterion | None:
    """A criterion; None when too little of it can be read, and then its faults are noted."""
    code = table.text("code")
    if code and not _CRITERION_CODE.match(code):
        table.fault(
            "code", f'"{code}" is no criterion code', "use rule, hyphen, name in capitals, as C2-LATEST"
        )
    pillar = table.choice("pillar", Pillar)
    if pillar is not None and Pillar(pillar) not in pillars:
        table.fault("pillar", f"{pillar} has no title", f'add {pillar} = "…" under [pillars]')
    title, sentence = table.text("title"), _sentence(table)
    name = table.choice("measure", MEASURES)
    if name is None:
        _pass_over(table)
        return None
    measure = MEASURES[name]
    comparison = table.choice("comparison", Comparison)
    bar, window = read_bar(table, measure), _window(table, measure)
    if bar is not None and comparison is not None:
        check_comparison(table, measure, Comparison(comparison), bar)
    _check_unit(table, measure)
    overrides = _overrides(table, measure, comparison, bar, window)
    translations = _translations(table, ("title", "sentence"))
    set_by_programme, references = table.flag("set_by_programme"), _references(table)
    table.refuse_unknown()
    return Criterion(
        code=code,
        pillar=Pillar(pillar or measure.pillar),
        title=title,
        sentence=sentence,
        measure=name,
        comparison=Comparison(comparison or Comparison.AT_MOST),
        bar=bar or Bar(0),
        window=window,
        unit=measure.unit.code,
        set_by_programme=set_by_programme,
        references=references,
        overrides=overrides,
        translations=translations,
    )


def _pass_over(table: TableReader) -> None:
    """Without a known measure the rest cannot be judged; only keys that no criterion has are noted."""
    rest = ("comparison", "threshold", "unit", "window", "countries", "translations")
    for key in (*rest, "set_by_programme", "references"):
        table.has(key)
    table.refuse_unknown()


def _translations(table: TableReader, names: Sequence[str]) -> dict[str, dict[str, str]]:
    """Texts in other languages, as `[criteria.translations.fr]`; a sentence has the same placeholders."""
    found: dict[str, dict[str, str]] = {}
    for language, inner in table.named_tables("translations").items():
        if not _LANGUAGE.match(language):
            inner.fault("", f"{language} is no language code", "use two small letters, as fr")
        texts = {name: inner.text(name, required=False) for name in names}
        if texts.get("sentence"):
            texts["sentence"] = _sentence(inner)
        found[language] = {name: text for name, text in texts.items() if text}
        inner.refuse_unknown()
    return found


def _sentence(table: TableReader) -> str:
    sentence = table.text("sentence")
    try:
        names = {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}
    except ValueError:
        table.fault(
            "sentence", "its braces do not match", "write {bar}, {threshold} or {window}, and no other brace"
        )
        return ""
    for name in sorted(names - _PLACEHOLDERS):
        table.fault("sentence", f"{{{name}}} stands for nothing", "write {bar}, {threshold} or {window}")
    return sentence


def _window(table: TableReader, measure: Measure) -> MeasureWindow:
    """The window; everything when none is given and the measure allows that."""
    allowed = [kind for kind in measure.windows if kind is not WindowKind.ALL]
    example = " or ".join(f"window = {{ {kind} = {_EXAMPLE[kind]} }}" for kind in allowed)
    if not table.has("window"):
        if WindowKind.ALL not in measure.windows:
            table.fault("window", f"{measure.name} needs a window", f"add {example}")
        return EVERYTHING
    if not allowed:
        table.fault("window", f"{measure.name} takes no window", "leave the key out")
        return EVERYTHING
    inner = table.table("window")
    if inner is None:
        return EVERYTHING
    named = [kind for kind in WindowKind if inner.has(kind)]
    if len(named) != 1 or named[0] not in allowed:
        table.fault("window", f"{measure.name} is not read over such a window", f"write {example}")
        inner.refuse_unknown()
        return EVERYTHING
    size = inner.whole(named[0], lowest=1, highest=_MOST[named[0]])
    inner.refuse_unknown()
    return MeasureWindow(named[0], size or 1)


_EXAMPLE = {WindowKind.LAST: 1, WindowKind.BACK: 1, WindowKind.MONTHS: 12}


def _check_unit(table: TableReader, measure: Measure) -> None:
    unit = table.text("unit")
    if unit and unit != measure.unit.code:
        table.fault("unit", f"{measure.name} is not counted in {unit}", f'write unit = "{measure.unit.code}"')


def _overrides(
    table: TableReader, measure: Measure, comparison: str | None, bar: Bar | None, window: MeasureWindow
) -> dict[str, Override]:
    found: dict[str, Override] = {}
    for country, inner in table.named_tables("countries").items():
        if not _COUNTRY.match(country):
            inner.fault("", f"{country} is no country code", "use two capitals, as KH")
        own_bar = read_bar(inner, measure) if inner.has("threshold") else bar
        own_window = _window(inner, measure) if inner.has("window") else window
        if inner.has("threshold") and own_bar is not None and comparison is not None:
            check_comparison(inner, measure, Comparison(comparison), own_bar)
        if not inner.has("threshold") and not inner.has("window"):
            inner.fault("threshold", "nothing differs in this country", "add a threshold or a window")
        found[country] = Override(own_bar or Bar(0), own_window, _references(inner))
        inner.refuse_unknown()
    return found


def _references(table: TableReader) -> tuple[Reference, ...]:
    found = []
    for inner in table.tables("references"):
        found.append(
            Reference(inner.text("text"), inner.day("on", required=False), inner.text("url", required=False))
        )
        inner.refuse_unknown()
    return tuple(found)


def _close(root: TableReader, rules: Sequence[str]) -> Close:
    table = root.table("close")
    if table is None:
        return Close(0)
    known = list(dict.fromkeys(rules))
    most = table.whole("max_failed", lowest=0, highest=max(len(known), 1))
    never = table.words("never")
    for rule in never:
        if known and rule not in known:
            table.fault(
                "never", f"there is no rule {rule}", f"name rules of this document: {', '.join(known)}"
            )
    table.refuse_unknown()
    return Close(most or 0, frozenset(never))
