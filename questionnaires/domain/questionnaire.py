"""The questionnaire as data: clusters hold compliance points, points hold questions, countries vary them.

A released version never changes. Everything that may change later stands outside it: dated marks
(`questionnaires.domain.question_flags`) and texts in other languages (`questionnaires.domain.translations`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

LONGEST_TEXT = 160  # a question must be read at a glance on a phone


class Benchmark(StrEnum):
    """What a question measures against."""

    ILS = "ils"
    NATIONAL_LAW = "national_law"
    GOOD_PRACTICE = "good_practice"


class Attribution(StrEnum):
    """The cause of a finding: the factory, or a law which contradicts the standard."""

    FACTORY = "factory"
    NATIONAL_LAW = "national_law"


class EvidenceSource(StrEnum):
    """Where an assessor looks before deciding on an answer."""

    OBSERVATION = "observation"
    DOCUMENTS = "documents"
    WORKER_INTERVIEWS = "worker_interviews"
    MANAGEMENT_INTERVIEWS = "management_interviews"


@dataclass(frozen=True, slots=True)
class QuestionDefinition:
    """One question, in the words used where no country has its own."""

    code: str
    cluster: str
    point: str
    text: str
    compliant_answer: str  # "yes" or "no"
    benchmark: Benchmark
    scored: bool = True  # False: informative, about something other than the employer's conduct
    guidance: str = ""
    evidence: tuple[EvidenceSource, ...] = ()
    asked_in: tuple[str, ...] = ()  # ISO 3166-1 alpha-2; empty: everywhere
    not_asked_in: tuple[str, ...] = ()

    def is_for(self, country: str) -> bool:
        """Whether the question itself is meant for the country (a variant may still omit it)."""
        return (not self.asked_in or country in self.asked_in) and country not in self.not_asked_in


@dataclass(frozen=True, slots=True)
class CompliancePoint:
    """A group of questions on one subject, counted as non-compliant when one of them is."""

    code: str
    cluster: str
    name: str
    questions: tuple[QuestionDefinition, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A field of labour law or of the core conventions."""

    code: str
    name: str
    benchmark: Benchmark
    points: tuple[CompliancePoint, ...]


@dataclass(frozen=True, slots=True)
class QuestionWording:
    """A question as it reads in one country."""

    text: str
    legal_reference: str = ""  # indicative: the subject of a law, never an invented article
    # what a finding is taken to be unless the assessor says otherwise
    attribution: Attribution = Attribution.FACTORY


@dataclass(frozen=True, slots=True)
class CountryVariant:
    """What one country changes: which questions it leaves out, how it words others, the numbers of its law."""

    country: str
    name: str
    parameters: Mapping[str, int | str] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)  # by cluster, point or question code
    omitted: frozenset[str] = frozenset()
    texts: Mapping[str, str] = field(default_factory=dict)
    attributions: Mapping[str, Attribution] = field(default_factory=dict)

    def wording(self, question: QuestionDefinition) -> QuestionWording:
        """The question's text, legal reference (the closest one given) and attribution in this country."""
        places = (question.code, question.point, question.cluster)
        reference = next((self.references[place] for place in places if place in self.references), "")
        return QuestionWording(
            text=self.texts.get(question.code, question.text),
            legal_reference=reference,
            attribution=self.attributions.get(question.code, Attribution.FACTORY),
        )


@dataclass(frozen=True, slots=True)
class QuestionnaireRelease:
    """One released version, whole: every question, those of single countries included."""

    code: str
    version: str
    title: str
    released_on: date
    valid_from: date
    clusters: tuple[Cluster, ...]
    variants: Mapping[str, CountryVariant]
    digest: str
    _by_code: Mapping[str, QuestionDefinition] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {question.code: question for question in self.questions})

    @property
    def reference(self) -> str:
        """How files name this version: `cat@1.0`."""
        return f"{self.code}@{self.version}"

    @property
    def points(self) -> tuple[CompliancePoint, ...]:
        """Every compliance point in order."""
        return tuple(point for cluster in self.clusters for point in cluster.points)

    @property
    def questions(self) -> tuple[QuestionDefinition, ...]:
        """Every question in order; those that a country adds follow the others of their point."""
        return tuple(question for point in self.points for question in point.questions)

    @property
    def question_codes(self) -> frozenset[str]:
        """The codes of every question."""
        return frozenset(self._by_code)

    def question(self, code: str) -> QuestionDefinition:
        """One question.

        Raises:
            KeyError: this version has no such question.
        """
        return self._by_code[code]

    def asked_in(self, country: str) -> tuple[QuestionDefinition, ...]:
        """The questions asked in a country, in order. A country without a variant is asked the common ones."""
        variant = self.variants.get(country)
        omitted = variant.omitted if variant else frozenset()
        return tuple(q for q in self.questions if q.is_for(country) and q.code not in omitted)

    def wording(self, country: str) -> dict[str, QuestionWording]:
        """How every question asked in the country reads there, by code."""
        variant = self.variants.get(country) or CountryVariant(country=country, name="")
        return {question.code: variant.wording(question) for question in self.asked_in(country)}


def questionnaire_digest(files: Mapping[str, str]) -> str:
    """SHA-256 (64 hexadecimal digits) over the names and texts of a release's TOML files.

    Line ends do not count, so that a checkout on another system has the same digest.
    """
    seal = sha256()
    for name in sorted(files):
        if not name.endswith(".toml"):
            continue
        body = files[name].replace("\r\n", "\n").encode()
        seal.update(f"{name}\n{len(body)}\n".encode())
        seal.update(body)
    return seal.hexdigest()
