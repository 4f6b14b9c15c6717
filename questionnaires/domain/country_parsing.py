"""Reading one country's variant of a questionnaire."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from files.domain.spelling import did_you_mean
from files.domain.toml_tables import TableReader
from questionnaires.domain.question_parsing import read_question
from questionnaires.domain.questionnaire import (
    LONGEST_TEXT,
    Attribution,
    Cluster,
    CountryVariant,
    QuestionDefinition,
)

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

PARAMETERS: Mapping[str, str] = {
    "legal_working_age": "years",
    "hazardous_work_age": "years",
    "disability_quota_percent": "per cent of the workforce, at least",
    "daily_overtime_hours": "hours a day, at most",
    "weekly_overtime_hours": "hours a week, at most",
    "annual_overtime_hours": "hours a year, at most",
    "overtime_premium_percent": "per cent on top of the ordinary wage",
    "evacuation_drill_months": "months between two drills, at most",
    "health_insurance_percent": "per cent of the basic wage",
    "health_insurance_body": "name",
    "piece_rate_minimum": "text: amount, currency, period, year",
    "bipartite_body": "name",
    "agreement_approval_percent": "per cent of the covered workers, more than",
}
"""What may stand in a country's `[parameters]`, with its unit: a closed list, so that a misspelt name is found."""


def read_country(
    table: TableReader, *, country: str, clusters: Sequence[Cluster]
) -> tuple[CountryVariant, list[QuestionDefinition]]:
    """A country's variant and the questions that it adds; faults are noted in the table's document."""
    points = {point.code: point for cluster in clusters for point in cluster.points}
    questions = {question.code: question for point in points.values() for question in point.questions}
    if table.text("country") != country:
        table.fault("country", "it is not the country of the file's name", f'write country = "{country}"')
    name = table.text("name", longest=80)
    table.text("note", required=False)
    parameters = _read_parameters(table)
    places = {*questions, *points, *(cluster.code for cluster in clusters)}
    added = [_read_added(reader, country, points, parameters) for reader in table.tables("added")]
    _refuse_twice_added(table, added)
    codes = {code for code, question in questions.items() if question.is_for(country)}
    texts, attributions = _read_overrides(table, codes, questions, parameters)
    variant = CountryVariant(
        country=country,
        name=name,
        parameters=parameters,
        references=_read_references(table, places | {question.code for question in added}),
        omitted=frozenset(table.words("omitted", allowed=sorted(codes))),
        texts=texts,
        attributions=attributions,
    )
    for code in sorted(variant.omitted & (texts.keys() | attributions.keys())):
        table.fault("omitted", f"{code} is left out and worded anew at once", "do one of the two")
    table.refuse_unknown()
    return variant, added


def _read_parameters(table: TableReader) -> dict[str, int | str]:
    parameters = table.entries("parameters", (int, str))
    for name in parameters:
        if name not in PARAMETERS:
            table.fault(f"parameters.{name}", "this parameter is not known", did_you_mean(name, PARAMETERS))
    return parameters


def _read_references(table: TableReader, places: set[str]) -> dict[str, str]:
    references = table.entries("references", (str,))
    for place in references:
        if place not in places:
            what = "no cluster, point or question has this code"
            table.fault(f"references.{place}", what, "use a code of this questionnaire")
    return references


def _read_overrides(
    table: TableReader,
    codes: set[str],
    questions: Mapping[str, QuestionDefinition],
    parameters: Mapping[str, int | str],
) -> tuple[dict[str, str], dict[str, Attribution]]:
    texts: dict[str, str] = {}
    attributions: dict[str, Attribution] = {}
    for code, reader in table.named_tables("questions").items():
        if code not in codes:
            reason = (
                "the question is not asked in this country"
                if code in questions
                else "no question has this code"
            )
            reader.fault("", reason, "use the code of a question asked here, or take the table away")
        text = reader.text("text", required=False)
        if text:
            texts[code] = _filled(reader, text, parameters)
        attribution = Attribution(
            reader.choice("attribution", Attribution, required=False) or Attribution.FACTORY
        )
        if attribution is not Attribution.FACTORY:
            attributions[code] = attribution
        if not text and attribution is Attribution.FACTORY:
            reader.fault(
                "", "nothing is changed here", "give a text or an attribution, or take the table away"
            )
        reader.refuse_unknown()
    return texts, attributions


def _read_added(
    reader: TableReader,
    country: str,
    points: Mapping[str, object],
    parameters: Mapping[str, int | str],
) -> QuestionDefinition:
    point = (reader.choice("point", points) or "") if points else reader.text("point")
    pattern = rf"{re.escape(point)}-{country}\d{{2}}"
    question = read_question(reader, cluster=point.split("-")[0], point=point, pattern=pattern)
    if question.asked_in or question.not_asked_in:
        reader.fault("asked_in", "a question added here is asked here alone", "take the key away")
    return replace(
        question, text=_filled(reader, question.text, parameters), asked_in=(country,), not_asked_in=()
    )


def _refuse_twice_added(table: TableReader, added: list[QuestionDefinition]) -> None:
    codes = [question.code for question in added]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        table.fault("added", f'"{code}" comes twice', "give each question its own code")


def unknown_parameters(text: str, parameters: Mapping[str, int | str]) -> list[str]:
    """Names that a text has in braces and the country has no value for."""
    return [name for name in _PLACEHOLDER.findall(text) if name not in parameters]


def with_parameters(text: str, parameters: Mapping[str, int | str]) -> str:
    """The text with the values of a country's parameters in place of their names."""
    return _PLACEHOLDER.sub(lambda found: str(parameters.get(found.group(1), found.group(0))), text)


def _filled(reader: TableReader, text: str, parameters: Mapping[str, int | str]) -> str:
    """The text with {names} of parameters replaced by their values, so that a number is stated once a country."""
    for name in unknown_parameters(text, parameters):
        reader.fault("text", f"{{{name}}} is no parameter of this country", "add it under [parameters]")
    filled = with_parameters(text, parameters)
    if len(filled) > LONGEST_TEXT:
        reader.fault("text", f"it has {len(filled)} characters", f"shorten it to at most {LONGEST_TEXT}")
    return filled
