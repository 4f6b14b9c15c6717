"""What everybody may read of factories: how each publicly reported issue came out, in each published assessment."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from factories.queries import registered
from portal.models import PublicAssessment
from portal.queries.issues.words import ISSUES, issue_title
from portal.queries.listings import CountryCount, in_order_of_names
from portal.queries.wording import reword_issue_lists

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class PublicTotals:
    """The latest published assessments of all open factories in numbers."""

    factories: int
    without: int  # at which none of the issues was found


@dataclass(frozen=True, slots=True)
class IssueCount:
    """An issue with how many factories it was found at."""

    code: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue over the published assessments of a factory; an outcome is "" where it was not reported then."""

    title: str
    outcomes: Sequence[str]


def public_assessments() -> QuerySet[PublicAssessment]:
    """Published assessments of factories that are open, without their single issues."""
    rows = PublicAssessment.objects.filter(factory__in=registered())
    return rows.select_related("factory").defer("issues")


def published_of(factory_id: int) -> list[PublicAssessment]:
    """Published assessments of one factory, the latest first, in the language of the page. One query; else two."""
    rows = list(PublicAssessment.objects.filter(factory_id=factory_id))
    rows.sort(key=lambda row: (row.is_latest, row.assessed_on, row.cycle), reverse=True)
    reword_issue_lists([row.issues for row in rows])
    return rows


def public_totals() -> PublicTotals:
    """How many factories have published results, and how many none of the issues. One query."""
    found = (
        public_assessments()
        .filter(is_latest=True)
        .aggregate(factories=Count("pk"), without=Count("pk", filter=Q(found=0)))
    )
    return PublicTotals(found["factories"], found["without"])


def public_countries(rows: QuerySet[PublicAssessment]) -> list[CountryCount]:
    """How many of the published assessments each country has, in order of the countries' names. One query."""
    found = rows.order_by().values("factory__country_id").annotate(number=Count("pk"))
    return in_order_of_names(CountryCount(row["factory__country_id"], row["number"]) for row in found)


def issue_counts(rows: QuerySet[PublicAssessment]) -> list[IssueCount]:
    """At how many of the assessments each issue was found, the most frequent first; those never found left out.

    One query.
    """
    columns: Mapping[str, Any] = {_column(code): Count("pk", filter=was_found(code)) for code in ISSUES}
    found = rows.order_by().aggregate(**columns)
    counts = [IssueCount(code, issue_title(code), found[_column(code)]) for code in ISSUES]
    return sorted((count for count in counts if count.number), key=lambda count: (-count.number, count.name))


def issue_choices() -> list[tuple[str, str]]:
    """Every issue that may be publicly reported somewhere, with its title, in order of the titles."""
    return sorted(((code, issue_title(code)) for code in ISSUES), key=lambda choice: choice[1])


def cycles_published() -> list[int]:
    """The cycles of which anything is published. One query."""
    return list(PublicAssessment.objects.order_by("cycle").values_list("cycle", flat=True).distinct())


def was_found(question: str) -> Q:
    """A condition on published assessments: the issue was found."""
    return Q(found_questions__contains=f"|{question}|")


def was_compliant(question: str) -> Q:
    """A condition on published assessments: the issue was asked and not found."""
    return Q(compliant_questions__contains=f"|{question}|")


def latest_published(factory_ids: Collection[int]) -> dict[int, PublicAssessment]:
    """The latest published assessment of each of some factories, without its single issues. One query."""
    rows = PublicAssessment.objects.filter(factory__in=factory_ids, is_latest=True).defer("issues")
    return {row.factory_id: row for row in rows}


def issue_lines(rows: Sequence[PublicAssessment]) -> list[IssueLine]:
    """Every issue of a factory's published assessments, its outcomes in their order."""
    titles: dict[str, str] = {}
    for row in rows:
        for issue in row.issues:
            titles.setdefault(issue["question"], issue_title(issue["question"], issue["text"]))
    outcomes = [{issue["question"]: issue["outcome"] for issue in row.issues} for row in rows]
    return [
        IssueLine(title, [of_one.get(question, "") for of_one in outcomes])
        for question, title in titles.items()
    ]


def _column(question: str) -> str:
    return question.replace("-", "_").lower()
