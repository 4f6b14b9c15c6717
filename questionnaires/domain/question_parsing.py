"""Reading one question's table."""

from __future__ import annotations

import re

from files.domain.toml_tables import TableReader
from questionnaires.domain.questionnaire import LONGEST_TEXT, Benchmark, EvidenceSource, QuestionDefinition


def read_question(reader: TableReader, *, cluster: str, point: str, pattern: str) -> QuestionDefinition:
    """The question that a table describes; what is wrong with it is noted in the reader's document.

    Args:
        reader: the question's table.
        cluster: the cluster it stands in.
        point: the compliance point it stands in.
        pattern: the regular expression its code must match.
    """
    code = reader.text("code", longest=20)
    if code and not re.fullmatch(pattern, code):
        what = f'"{code}" does not fit the point {point}'
        reader.fault("code", what, "use the point's code and a number, as CL-1-01")
    question = QuestionDefinition(
        code=code,
        cluster=cluster,
        point=point,
        text=reader.text("text", longest=LONGEST_TEXT),
        compliant_answer=reader.choice("compliant_answer", ("yes", "no")) or "yes",
        benchmark=Benchmark(reader.choice("benchmark", Benchmark) or Benchmark.NATIONAL_LAW),
        scored=not reader.flag("informative"),
        guidance=reader.text("guidance", required=False, longest=600),
        evidence=tuple(EvidenceSource(kind) for kind in reader.words("evidence", allowed=EvidenceSource)),
        asked_in=_countries(reader, "asked_in"),
        not_asked_in=_countries(reader, "not_asked_in"),
    )
    if question.asked_in and question.not_asked_in:
        reader.fault("not_asked_in", "the question has asked_in too", "keep one of the two")
    reader.refuse_unknown()
    return question


def _countries(reader: TableReader, key: str) -> tuple[str, ...]:
    countries = reader.words(key)
    for country in countries:
        if not re.fullmatch(r"[A-Z]{2}", country):
            reader.fault(key, f'"{country}" is no country', "use two capital letters, as KH (ISO 3166-1)")
    return countries
