"""Dated properties of questions by country: publicly reported, zero tolerance, core labour standard.

They stand outside a release's digest, because a country may start to report an issue, or the world may call a right
fundamental, without any question changing. What held on a day must stay answerable, so each mark has its days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from files.domain.faults import FileFault, ReleaseFaulty
from files.domain.toml_tables import Document, TableReader
from questionnaires.domain.question_mapping import NO_LINEAGE, Lineage
from questionnaires.domain.questionnaire import QuestionnaireRelease

EVERY_COUNTRY = ""
EVERY_COUNTRY_FILE = "every_country.toml"
_COUNTRY_FILE = re.compile(r"([A-Z]{2})\.toml")


class MarkKind(StrEnum):
    """The kind of a question's flag."""

    PUBLIC = "public"
    ZERO_TOLERANCE = "zero_tolerance"
    CORE = "core"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """One question's mark in one country ("" for all of them), from its first day to its last (None: no end)."""

    country: str
    kind: MarkKind
    question: str
    from_on: date
    until_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the day is among the mark's days, its first and last included."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    def clashes_with(self, other: Mark) -> bool:
        """Whether two marks of one kind and question overlap by a day or more."""
        if (self.country, self.kind, self.question) != (other.country, other.kind, other.question):
            return False
        own_end, other_end = self.until_on or date.max, other.until_on or date.max
        return self.from_on <= other_end and other.from_on <= own_end


@dataclass(frozen=True, slots=True)
class Marks:
    """Every mark of one questionnaire."""

    marks: tuple[Mark, ...]

    def on(self, kind: MarkKind, country: str, day: date) -> frozenset[str]:
        """The questions that carry a mark in a country on a day, by its own marks or those of every country."""
        return frozenset(
            mark.question
            for mark in self.marks
            if mark.kind is kind and mark.country in {country, EVERY_COUNTRY} and mark.holds_on(day)
        )

    def public_on(self, country: str, day: date) -> frozenset[str]:
        """The questions that are publicly reported in a country on a day."""
        return self.on(MarkKind.PUBLIC, country, day)

    def zero_tolerance_on(self, country: str, day: date) -> frozenset[str]:
        """The questions whose non-compliance offers to open a zero-tolerance case in a country on a day."""
        return self.on(MarkKind.ZERO_TOLERANCE, country, day)

    def core_on(self, country: str, day: date) -> frozenset[str]:
        """The questions on core labour standards in a country on a day."""
        return self.on(MarkKind.CORE, country, day)


def parse_marks(
    files: Mapping[str, str], questionnaires: Iterable[QuestionnaireRelease], *, lineage: Lineage = NO_LINEAGE
) -> dict[str, Marks]:
    """The marks by questionnaire reference (`cat@1.0`), from `every_country.toml` and one `<ISO2>.toml` a country.

    A file names a questionnaire's code; its marks hold for every version of it that has the question. In a version that
    no longer asks it they hold for the questions that follow it (`lineage`), on days for which the files say nothing of
    these. A question that no version has is a fault.

    Raises:
        ReleaseFaulty: with every fault of every file.
    """
    versions = list(questionnaires)
    faults: list[FileFault] = []
    tables = {name: table for name in sorted(files) if (table := _open(name, files[name], faults))}
    sets = _read_sets(tables.get(EVERY_COUNTRY_FILE), versions)
    found: dict[str, set[Mark]] = {version.reference: set() for version in versions}
    for name, table in tables.items():
        country = EVERY_COUNTRY if name == EVERY_COUNTRY_FILE else name.removesuffix(".toml")
        named_versions = _versions_named(table, versions)
        for kind in MarkKind:
            for reader in table.tables(kind):
                _add_marks(
                    reader, country=country, kind=kind, versions=named_versions, sets=sets, found=found
                )
        table.refuse_unknown()
    if faults:
        raise ReleaseFaulty(faults)
    _follow(found, versions, lineage)
    return {reference: Marks(tuple(sorted(marks, key=_order))) for reference, marks in found.items()}


def _follow(
    found: Mapping[str, set[Mark]], versions: Sequence[QuestionnaireRelease], lineage: Lineage
) -> None:
    """Give the marks of questions that a version no longer asks to those that follow them there."""
    for version in versions:
        others = {mark for other in versions if other.code == version.code for mark in found[other.reference]}
        marks, listed = found[version.reference], frozenset(found[version.reference])
        for mark in others - listed:
            for question in lineage.followers(mark.question, version.question_codes):
                carried = replace(mark, question=question)
                if not any(carried.clashes_with(own) for own in listed):
                    marks.add(carried)


def _order(mark: Mark) -> tuple[str, str, str, date]:
    return mark.country, mark.kind, mark.question, mark.from_on


def _open(name: str, text: str, faults: list[FileFault]) -> TableReader | None:
    if name != EVERY_COUNTRY_FILE and not _COUNTRY_FILE.fullmatch(name):
        faults.append(
            FileFault(name, 0, "", "the name is no country", f"use KH.toml or {EVERY_COUNTRY_FILE}")
        )
        return None
    document = Document(name, text, faults)
    return document.root if document.root.filled else None


def _versions_named(
    table: TableReader, versions: Sequence[QuestionnaireRelease]
) -> list[QuestionnaireRelease]:
    code = table.choice("questionnaire", dict.fromkeys(version.code for version in versions))
    return [version for version in versions if version.code == code]


def _questions_of(versions: Iterable[QuestionnaireRelease]) -> list[str]:
    return list(dict.fromkeys(question.code for version in versions for question in version.questions))


def _read_sets(
    table: TableReader | None, versions: Sequence[QuestionnaireRelease]
) -> dict[str, tuple[str, ...]]:
    if table is None:
        return {}
    sets: dict[str, tuple[str, ...]] = {}
    for reader in table.tables("sets"):
        name = reader.text("name")
        reader.text("title", required=False)
        sets[name] = reader.words("questions", allowed=_questions_of(versions), required=True)
        reader.refuse_unknown()
    return sets


def _add_marks(
    reader: TableReader,
    *,
    country: str,
    kind: MarkKind,
    versions: Sequence[QuestionnaireRelease],
    sets: Mapping[str, tuple[str, ...]],
    found: dict[str, set[Mark]],
) -> None:
    reader.text("title", required=False)
    from_on, until_on = reader.day("from"), reader.day("until", required=False)
    named = list(_questions_named(reader, versions, sets))
    reader.refuse_unknown()
    if from_on is None:
        return
    if until_on and until_on < from_on:
        reader.fault("until", f"{until_on} is before {from_on}", "set it to the mark's last day")
    for version in versions:
        marks = found[version.reference]
        for question in version.question_codes.intersection(named):
            mark = Mark(country, kind, question, from_on, until_on)
            if any(mark.clashes_with(other) for other in marks):
                what = f"{question} has the mark twice on one day"
                reader.fault("questions", what, "let the days follow each other")
            marks.add(mark)


def _questions_named(
    reader: TableReader, versions: Sequence[QuestionnaireRelease], sets: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    clusters = dict.fromkeys(cluster.code for version in versions for cluster in version.clusters)
    own = reader.words("questions", allowed=_questions_of(versions))
    whole = reader.words("clusters", allowed=clusters)
    name = reader.choice("set", sets, required=False) if sets else reader.text("set", required=False)
    if not any(reader.raw(key) for key in ("questions", "clusters", "set")):
        reader.fault("questions", "no question is named", "give questions, clusters or a set")
    yield from dict.fromkeys(
        [
            *sets.get(name or "", ()),
            *(q.code for version in versions for q in version.questions if q.cluster in whole),
            *own,
        ]
    )
