"""A questionnaire as its page shows it: clusters, points, questions with their marks in one country on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from questionnaires.domain.question_flags import MarkKind, Marks
from questionnaires.queries.questionnaires import LoadedLayout, QuestionWords, layouts, question_words


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question with what it carries."""

    words: QuestionWords
    public: bool
    zero_tolerance: bool
    core: bool

    def carries(self, mark: str) -> bool:
        """Whether it carries the mark ("" asks for none)."""
        return not mark or bool(getattr(self, mark))


@dataclass(frozen=True, slots=True)
class AskedPoint:
    """A compliance point."""

    code: str
    name: str
    questions: list[AskedQuestion]


@dataclass(frozen=True, slots=True)
class AskedCluster:
    """A cluster."""

    code: str
    name: str
    points: list[AskedPoint]

    @property
    def number(self) -> int:
        """How many questions it has."""
        return sum(len(point.questions) for point in self.points)


def layouts_of(code: str, version: str) -> dict[str, LoadedLayout]:
    """The version's layouts by country ("": where no country has its own). One query."""
    found = [layout for layout in layouts().values() if (layout.code, layout.version) == (code, version)]
    return {
        layout.layout.country: layout for layout in sorted(found, key=lambda layout: layout.layout.country)
    }


def versions_of(code: str) -> list[tuple[str, date]]:
    """Every loaded version of a questionnaire with its first day, newest first. One query."""
    found = {(layout.version, layout.valid_from) for layout in layouts().values() if layout.code == code}
    return sorted(found, key=lambda version: (version[1], version[0]), reverse=True)


def clusters_of(
    loaded: LoadedLayout, *, country: str, on: date, language: str, text: str = "", mark: str = ""
) -> list[AskedCluster]:
    """The questions asked in a country, narrowed by words and marks, in their order. At most three queries."""
    asked_questions = [
        question
        for question in _questions_asked(
            question_words(loaded.id, language=language), loaded.marks, country, on
        )
        if question.carries(mark) and _has(question.words, text.casefold())
    ]
    return [
        AskedCluster(code, questions[0].words.cluster_name, _points(questions))
        for code, questions in _groups(asked_questions, "cluster")
    ]


def _questions_asked(
    words: dict[str, QuestionWords], marks: Marks, country: str, on: date
) -> Iterator[AskedQuestion]:
    carried = {kind: marks.on(kind, country, on) for kind in MarkKind}
    for code, question in words.items():
        yield AskedQuestion(
            words=question,
            public=code in carried[MarkKind.PUBLIC],
            zero_tolerance=code in carried[MarkKind.ZERO_TOLERANCE],
            core=code in carried[MarkKind.CORE],
        )


def _has(words: QuestionWords, text: str) -> bool:
    return not text or any(
        text in field.casefold() for field in (words.code, words.text, words.legal_reference)
    )


def _points(questions: list[AskedQuestion]) -> list[AskedPoint]:
    return [
        AskedPoint(code, grouped[0].words.point_name, grouped)
        for code, grouped in _groups(questions, "point")
    ]


def _groups(questions: list[AskedQuestion], by: str) -> Iterator[tuple[str, list[AskedQuestion]]]:
    for code, grouped in groupby(questions, key=lambda question: getattr(question.words, by)):
        yield str(code), list(grouped)
