"""Findings as pages and reports show them, and the issues that are publicly reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from assessments.domain.cycle import is_published
from assessments.models import IN_ORDER, Assessment, Finding
from countries.queries.country_settings import SettingsByCountry, settings_by_country
from questionnaires.queries.questionnaires import LoadedLayout, QuestionWords, Words, layouts, words_by_layout

if TYPE_CHECKING:
    from django.db.models import QuerySet

    Factories = Collection[int] | QuerySet[Any]


@dataclass(frozen=True, slots=True)
class FindingInWords:
    """A finding with the words of its question. `response` is the factory's own, unverified."""

    id: int
    factory_id: int
    assessment_id: UUID | None  # None: found on an advisory visit
    visit_uid: UUID | None
    question: str
    cluster: str
    cluster_name: str
    point: str
    point_name: str
    text: str
    legal_reference: str
    found_on: date
    details: str
    attribution: str
    workers_concerned: int | None
    response: str
    responded_on: date | None
    fixed_on: date | None


@dataclass(frozen=True, slots=True)
class PublicIssue:
    """How a publicly reported question came out in a published assessment."""

    factory_id: int
    assessment_id: UUID
    assessed_on: date
    cycle: int
    question: str
    cluster: str
    point: str
    point_name: str
    text: str
    outcome: str  # C, N, X or -
    response: str
    responded_on: date | None
    fixed_on: date | None


def findings_of(factories: Factories, *, latest: bool = False, language: str = "en") -> list[FindingInWords]:
    """Findings of final assessments and of visits, newest first; three or four queries.

    `latest` keeps, of the assessments, only each factory's latest.
    """
    visible = Q(assessment__state=Assessment.State.FINAL)
    if latest:
        visible &= Q(assessment__in=_latest_final(factories).values("pk"))
    rows = Finding.objects.filter(visible | Q(visit__isnull=False), factory__in=factories)
    return _in_words(rows, language)


def findings_in(assessment_id: UUID, words: Words) -> list[FindingInWords]:
    """Findings of one assessment, in the order of its questions and in words at hand. One query."""
    place = {code: number for number, code in enumerate(words)}
    read = _read(Finding.objects.filter(assessment_id=assessment_id))
    return sorted(
        (_final_finding(row, words.get(row["question"])) for row in read),
        key=lambda finding: place[finding.question],
    )


def findings_on(visit_id: int, words: Words) -> list[FindingInWords]:
    """Findings of one visit, in words at hand. One query."""
    return [
        _final_finding(row, words.get(row["question"]))
        for row in _read(Finding.objects.filter(visit_id=visit_id))
    ]


def _in_words(rows: QuerySet[Finding], language: str) -> list[FindingInWords]:
    """The live findings of a queryset, newest first, each in the words of its own questionnaire and country."""
    read = _read(rows)
    if not read:
        return []
    words = words_by_layout(language=language)
    by_country = _words_by_country(words)
    return [_final_finding(row, _words_for(row, words, by_country)) for row in read]


def _read(rows: QuerySet[Finding]) -> list[Mapping[str, Any]]:
    live = rows.filter(withdrawn_at__isnull=True).order_by("-found_on", "pk")
    found = list(
        live.values(
            "id",
            "factory_id",
            "assessment_id",
            "question",
            "found_on",
            "details",
            "attribution",
            "workers_concerned",
            "response",
            "responded_at",
            "fixed_on",
            visit_uid=F("visit__uid"),
            layout_id=F("assessment__layout_id"),
            country=F("factory__country_id"),
        )
    )
    known = settings_by_country() if any(row["responded_at"] for row in found) else None
    return [row | {"responded_on": known and _day_of_response(row, known)} for row in found]


def _day_of_response(row: Mapping[str, Any], known: SettingsByCountry) -> date | None:
    return known.day(row["country"], row["responded_at"]) if row["responded_at"] else None


def public_issues(
    factories: Factories, *, language: str = "en", every_assessment: bool = False
) -> list[PublicIssue]:
    """Publicly reported questions of each factory's latest published assessment, as in force on its day. Seven queries.

    Its country's setting of that day says from which assessment on results are published at all; a later published
    assessment replaces the one before. With `every_assessment` all that were ever published, oldest first.
    """
    settings = settings_by_country()
    assessments = _published(factories, settings)
    if not every_assessment:
        assessments = _latest_of(assessments)
    if not assessments:
        return []
    known = layouts()
    words = words_by_layout(language=language)
    public = {row["id"]: _public_questions(row, known[row["layout_id"]]) for row in assessments}
    responses = _beside(public, factories, settings)
    return [
        _issue(
            row,
            question,
            known[row["layout_id"]],
            words[row["layout_id"]][question],
            responses.get((row["id"], question)),
        )
        for row in assessments
        for question in public[row["id"]]
    ]


def _latest_final(factories: Factories) -> QuerySet[Assessment]:
    """Each factory's latest final assessment. Numbered in one pass: a subquery per row is slow on young statistics."""
    place = Window(
        RowNumber(),
        partition_by=F("factory_id"),
        order_by=[F(name).desc() for name in IN_ORDER],
    )
    rows = Assessment.objects.filter(factory__in=factories, state=Assessment.State.FINAL)
    return rows.annotate(place=place).filter(place=1)


def _published(factories: Factories, known: SettingsByCountry) -> list[Mapping[str, Any]]:
    """Published assessments, factory by factory, oldest first; none where the latest of a factory is not published."""
    columns = ("id", "factory_id", "layout_id", "assessed_on", "cycle", "sheet", "factory__country_id")
    rows = Assessment.objects.filter(factory__in=factories, state=Assessment.State.FINAL)
    final = list(rows.order_by("factory_id", *IN_ORDER).values(*columns))
    public = {row["id"] for row in final if _is_public(row, known)}
    silent = {row["factory_id"] for row in _latest_of(final) if row["id"] not in public}
    return [row for row in final if row["id"] in public and row["factory_id"] not in silent]


def _latest_of(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({row["factory_id"]: row for row in rows}.values())


def _is_public(row: Mapping[str, Any], known: SettingsByCountry) -> bool:
    settings = known.on(row["factory__country_id"], row["assessed_on"])
    return is_published(row["cycle"], settings.published_from_cycle)


def _public_questions(row: Mapping[str, Any], loaded: LoadedLayout) -> list[str]:
    public = loaded.marks.public_on(row["factory__country_id"], row["assessed_on"])
    return [code for code in loaded.layout.codes if code in public]


def _beside(
    public: Mapping[UUID, Collection[str]], factories: Factories, known: SettingsByCountry
) -> dict[tuple[UUID | None, str], tuple[str, Any, date | None]]:
    """Response, its day and the day of mending, by assessment and question."""
    questions = {question for questions in public.values() for question in questions}
    # one join instead of thousands of ids
    final = Q(assessment__state=Assessment.State.FINAL)
    rows = Finding.objects.filter(
        final, factory__in=factories, question__in=questions, withdrawn_at__isnull=True
    )
    columns = ("assessment_id", "question", "response", "responded_at", "fixed_on", "factory__country_id")
    return {
        (row[0], row[1]): (row[2], row[3] and known.day(row[5], row[3]), row[4])
        for row in rows.values_list(*columns)
        if row[0] in public
    }


def _issue(
    row: Mapping[str, Any],
    question: str,
    loaded: LoadedLayout,
    words: QuestionWords,
    statement: tuple[str, Any, date | None] | None,
) -> PublicIssue:
    response, responded_on, fixed_on = statement or ("", None, None)
    return PublicIssue(
        factory_id=row["factory_id"],
        assessment_id=row["id"],
        assessed_on=row["assessed_on"],
        cycle=row["cycle"],
        question=question,
        cluster=words.cluster,
        point=words.point,
        point_name=words.point_name,
        text=words.text,
        outcome=row["sheet"][loaded.layout.index[question]],
        response=response,
        responded_on=responded_on,
        fixed_on=fixed_on,
    )


def _words_by_country(words: Mapping[int, Words]) -> dict[str, Words]:
    """Words by country, of the newest version that has each question: findings of visits have no layout."""
    found: dict[str, Words] = {}
    for loaded in sorted(layouts().values(), key=lambda layout: (layout.valid_from, layout.id)):
        found[loaded.layout.country] = found.get(loaded.layout.country, {}) | words[loaded.id]
    return found


def _words_for(
    row: Mapping[str, Any], words: Mapping[int, Words], by_country: Mapping[str, Words]
) -> QuestionWords | None:
    if row["layout_id"] is not None:
        return words[row["layout_id"]].get(row["question"])
    country = by_country.get(row["country"]) or by_country.get("") or {}
    return country.get(row["question"]) or by_country.get("", {}).get(row["question"])


def _final_finding(row: Mapping[str, Any], words: QuestionWords | None) -> FindingInWords:
    return FindingInWords(
        id=row["id"],
        factory_id=row["factory_id"],
        assessment_id=row["assessment_id"],
        visit_uid=row["visit_uid"],
        question=row["question"],
        cluster=words.cluster if words else "",
        cluster_name=words.cluster_name if words else "",
        point=words.point if words else "",
        point_name=words.point_name if words else "",
        text=words.text if words else row["question"],
        legal_reference=words.legal_reference if words else "",
        found_on=row["found_on"],
        details=row["details"],
        attribution=row["attribution"],
        workers_concerned=row["workers_concerned"],
        response=row["response"],
        responded_on=row["responded_on"],
        fixed_on=row["fixed_on"],
    )


def finding_on_question(assessment_id: UUID, question: str) -> int | None:
    """The id of what an assessment found on a question. One query."""
    rows = Finding.objects.filter(assessment=assessment_id, question=question, withdrawn_at__isnull=True)
    return rows.values_list("pk", flat=True).first()
