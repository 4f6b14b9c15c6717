"""The loaded questionnaires: layouts with their marks, and the words of questions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from questionnaires.domain.corrections import corrected, is_reviewed
from questionnaires.domain.layout import SheetLayout, layout_from_rows
from questionnaires.domain.question_flags import Mark, MarkKind, Marks
from questionnaires.domain.question_mapping import Lineage, QuestionMapping, mapping_from_json
from questionnaires.models import Layout as StoredLayout
from questionnaires.models import Question, Questionnaire

_COLUMNS = (
    "id",
    "country",
    "reading_digest",
    "slots",
    "national_law",
    "questionnaire__code",
    "questionnaire__version",
    "questionnaire__valid_from",
    "questionnaire__points",
    "questionnaire__marks",
    "questionnaire__mapping",
    "questionnaire__country_days",
)
WORDS = ("texts", "corrections")  # columns with a version's words; the second goes before the first


@dataclass(frozen=True, slots=True)
class LoadedLayout:
    """One layout as the database holds it, ready to read sheets with."""

    id: int
    code: str
    version: str
    valid_from: date
    layout: SheetLayout
    marks: Marks
    digest: str  # of all that decides how its sheets are read and marked
    mapping: QuestionMapping  # from the version before
    country_days: Mapping[str, date]  # first day in countries that begin on another than `valid_from`

    @property
    def reference(self) -> str:
        """How files name the version: `cat@1.0`."""
        return f"{self.code}@{self.version}"


def layouts(ids: Iterable[int] | None = None) -> dict[int, LoadedLayout]:
    """Layouts by id, all of them or the ones asked for, each with the marks of its questionnaire. One query."""
    stored = StoredLayout.objects.order_by("id")
    if ids is not None:
        stored = stored.filter(id__in=set(ids))
    marks: dict[str, Marks] = {}
    return {row["id"]: _loaded(row, marks) for row in stored.values(*_COLUMNS)}


def _loaded(row: Mapping[str, Any], seen: dict[str, Marks]) -> LoadedLayout:
    reference = f"{row['questionnaire__code']}@{row['questionnaire__version']}"
    if reference not in seen:
        seen[reference] = Marks(tuple(_mark(mark) for mark in row["questionnaire__marks"]))
    layout = layout_from_rows(
        reference,
        row["country"],
        row["slots"],
        points=row["questionnaire__points"],
        national_law=row["national_law"],
    )
    return LoadedLayout(
        id=row["id"],
        code=row["questionnaire__code"],
        version=row["questionnaire__version"],
        valid_from=row["questionnaire__valid_from"],
        layout=layout,
        marks=seen[reference],
        digest=row["reading_digest"],
        mapping=mapping_from_json(row["questionnaire__mapping"]),
        country_days=_days(row["questionnaire__country_days"]),
    )


def _days(days: Mapping[str, str]) -> dict[str, date]:
    return {country: date.fromisoformat(day) for country, day in days.items()}


def lineage() -> Lineage:
    """Which questions of any two loaded versions follow each other. One query."""
    return Lineage(
        pair
        for document in Questionnaire.objects.values_list("mapping", flat=True)
        for pair in mapping_from_json(document).pairs
    )


def lineage_of(loaded: Iterable[LoadedLayout]) -> Lineage:
    """As `lineage`, out of all layouts at hand. No query."""
    return Lineage({pair for layout in loaded for pair in layout.mapping.pairs})


def mapping_of(code: str, version: str) -> QuestionMapping:
    """The mapping of a loaded version from the one before. One query.

    Raises:
        Questionnaire.DoesNotExist: it is not loaded.
    """
    return mapping_from_json(
        Questionnaire.objects.values_list("mapping", flat=True).get(code=code, version=version)
    )


def loaded_references() -> list[str]:
    """Every loaded version as `cat@1.0`, in order of code and version. One query."""
    rows = Questionnaire.objects.order_by("code", "valid_from", "version")
    return [f"{code}@{version}" for code, version in rows.values_list("code", "version")]


@lru_cache(maxsize=64)
def layout_by_digest(digest: str) -> SheetLayout:
    """How sheets of a layout are read; one query the first time, none after: what a digest stands for never changes.

    `national_law` is empty, because the wording is no part of the digest.
    """
    version = ("questionnaire__code", "questionnaire__version", "questionnaire__points")
    row = StoredLayout.objects.values("country", "slots", *version).get(digest=digest)
    return layout_from_rows(
        f"{row['questionnaire__code']}@{row['questionnaire__version']}",
        row["country"],
        row["slots"],
        points=row["questionnaire__points"],
    )


def _mark(stored: list[str | None]) -> Mark:
    country, kind, question, from_on, until_on = stored
    return Mark(
        country=country or "",
        kind=MarkKind(kind or ""),
        question=question or "",
        from_on=date.fromisoformat(from_on or ""),
        until_on=date.fromisoformat(until_on) if until_on else None,
    )


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """A question as it reads in one country and language."""

    code: str
    cluster: str
    cluster_name: str
    point: str
    point_name: str
    text: str
    legal_reference: str
    guidance: str
    guidance_language: str  # "en" where it has no translation into the reader's language, else ""
    compliant_answer: str  # "yes" or "no"
    benchmark: str
    scored: bool
    reviewed: bool = True  # the text is the English one, or a speaker has read its translation
    is_asked: bool = True  # by the version in force; else only by an earlier one, or one yet to come


Words = dict[str, QuestionWords]  # by question code, in the order of the sheet


def question_words(layout_id: int, *, language: str = "en") -> Words:
    """Every question of a layout. At most three queries.

    A text that is not translated, as it is asked in the layout's country, is given in English.
    """
    return words_by_layout([layout_id], language=language)[layout_id]


def words_by_layout(layout_ids: Iterable[int] | None = None, *, language: str = "en") -> dict[int, Words]:
    """Every question of some layouts (all when None), by layout. At most three queries, however many."""
    stored = StoredLayout.objects.order_by("id")
    if layout_ids is not None:
        stored = stored.filter(id__in=set(layout_ids))
    rows = list(stored.values("id", "country", "questionnaire_id", "slots", "wording"))
    versions = {row["questionnaire_id"] for row in rows}
    questions: dict[int, dict[str, Question]] = {version: {} for version in versions}
    for question in Question.objects.filter(questionnaire_id__in=versions):
        questions[question.questionnaire_id][question.code] = question
    translated = _translations(versions, language)
    return {
        row["id"]: {
            code: _words(
                questions[row["questionnaire_id"]][code],
                row["wording"][code],
                translated.get(row["questionnaire_id"], {}),
                row["country"],
            )
            for code, *_ in row["slots"]
        }
        for row in rows
    }


def words_of_country(country: str, *, on: date, language: str = "en") -> Words:
    """The questions asked in a country on a day, in order, then those that other versions ask; at most four queries.

    The latter are not `asked`: they are for reading what was recorded under them. Empty when nothing is loaded.
    """
    chosen = _layouts_of_country(country, on=on)
    words = words_by_layout(chosen, language=language)
    merged = dict(words[chosen[0]]) if chosen else {}
    for layout_id in chosen[1:]:
        for code, question in words[layout_id].items():
            merged.setdefault(code, replace(question, is_asked=False))
    return merged


def layout_in_force(country: str, *, on: date) -> int | None:
    """The id of the layout asked in a country on a day; None when nothing is loaded. One query."""
    return next(iter(_layouts_of_country(country, on=on)), None)


def _layouts_of_country(country: str, *, on: date) -> list[int]:
    """Ids of a country's layouts, the one in force on a day first. One query."""
    rows = StoredLayout.objects.filter(country__in=[country, ""]).values_list(
        "id", "country", "questionnaire_id", "questionnaire__valid_from", "questionnaire__country_days"
    )
    begun: list[tuple[bool, date, int, int]] = []
    own = {version for _id, place, version, *_ in rows if place}
    for layout_id, place, version, valid_from, translated in rows:
        if place or version not in own:
            first = _days(translated).get(country, valid_from)
            begun.append((first <= on, first, version, layout_id))
    return [layout_id for *_, layout_id in sorted(begun, reverse=True)]


def zero_tolerance_on(country: str, on: date) -> frozenset[str]:
    """Questions whose breach is a zero-tolerance case in a country on a day. One query."""
    every = {layout.reference: layout.marks for layout in layouts().values()}
    return frozenset[str]().union(*(marks.zero_tolerance_on(country, on) for marks in every.values()))


def _translations(versions: Iterable[int], language: str) -> dict[int, Mapping[str, Any]]:
    short = language.partition("-")[0]
    if short == "en":
        return {}
    # of eight languages the database hands out the one that is asked for
    rows = Questionnaire.objects.filter(id__in=list(versions))
    columns = ("id", f"texts__{short}", f"corrections__{short}")
    return {version: corrected(texts, own) for version, texts, own in rows.values_list(*columns)}


def _words(
    question: Question, wording: Mapping[str, str], translated: Mapping[str, Any], country: str
) -> QuestionWords:
    in_english = wording["text"]
    own = translated.get("countries", {}).get(country, {}) if in_english != question.text else None
    texts = translated.get("questions", {}) if own is None else own
    text = texts.get(question.code, in_english)
    place = "" if own is None else country
    guidance = translated.get("guidance", {}).get(question.code, "")
    return QuestionWords(
        code=question.code,
        cluster=question.cluster,
        cluster_name=translated.get("clusters", {}).get(question.cluster, question.cluster_name),
        point=question.point,
        point_name=translated.get("points", {}).get(question.point, question.point_name),
        text=text,
        legal_reference=wording["legal_reference"],
        guidance=guidance or question.guidance,
        guidance_language="en" if translated and not guidance else "",
        compliant_answer=question.compliant_answer,
        benchmark=question.benchmark,
        scored=question.scored,
        reviewed=text == in_english or is_reviewed(translated, place, question.code),
    )


def place_names(*, language: str = "en") -> dict[str, str]:
    """Names of clusters and compliance points by code, from the newest version that has each. One query."""
    names: dict[str, str] = {}
    short = language.partition("-")[0]
    columns = [f"{column}__{short}__{place}" for place in ("points", "clusters") for column in WORDS]
    rows = Questionnaire.objects.order_by("valid_from", "id").values_list("points", *columns)
    for all_points, in_points, own_points, in_clusters, own_clusters in rows:
        points, clusters = (in_points or {}) | (own_points or {}), (in_clusters or {}) | (own_clusters or {})
        for point, cluster, point_name, cluster_name in all_points:
            names[point] = points.get(point, point_name)
            names[cluster] = clusters.get(cluster, cluster_name)
    return names
