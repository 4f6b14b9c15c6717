"""Which issues were found where, and which were found again, within the countries that the reader works in.

All of it counts published assessments, the latest of each factory, with the issues that the country reports in public:
what stands in a draft, in a comment window or in a first assessment is not there. `published_for` is the one place that
decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Q, QuerySet

from factories.queries import countries_of
from portal.models import PublicAssessment
from portal.queries import MapPoint, clusters, issue_title, public_assessments
from portal.queries.issues.words import ISSUES
from portal.queries.wording import place_names

if TYPE_CHECKING:
    from portal.policies import Viewer

FOUND, RECURRING = "found", "again"


@dataclass(frozen=True, slots=True)
class RecurringIssue:
    """An issue, or a compliance point with those of its issues that were found: at how many factories."""

    code: str
    name: str
    found: int
    recurring: int
    issues: Sequence[RecurringIssue] = ()


def published_for(user: Viewer) -> QuerySet[PublicAssessment]:
    """The latest published assessment of each open factory of the reader's countries, with the factory's place."""
    rows = public_assessments().filter(is_latest=True, factory__country__in=countries_of(user).values("code"))
    return rows.annotate(latitude=F("factory__latitude"), longitude=F("factory__longitude"))


def had_issue(result: str, code: str) -> Q:
    """Whether an issue, or any of a compliance point's, or any at all was found; with `RECURRING`: found again."""
    column = "recurring_questions" if result == RECURRING else "found_questions"
    if not code:
        return ~Q(**{column: ""})
    whole = "|" if _is_question(code) else "-"
    return Q(**{f"{column}__contains": f"|{code}{whole}"})


def recurring_issues(rows: QuerySet[PublicAssessment]) -> list[RecurringIssue]:
    """Every compliance point of which something was found, with its issues, what recurs most first.

    Two queries.
    """
    found, recurring = Counter[str](), Counter[str]()
    lists = rows.order_by().values_list("found_questions", "recurring_questions")
    for found_here, recurring_here in lists.iterator(chunk_size=2000):
        for counts, joined in ((found, found_here), (recurring, recurring_here)):
            questions = [question for question in joined.split("|") if question]
            counts.update(questions)
            counts.update({_point(question) for question in questions})
    names = place_names()
    questions = sorted(filter(_is_question, found))
    points = [
        RecurringIssue(
            point,
            names.get(point, point),
            found[point],
            recurring[point],
            _in_order(
                RecurringIssue(code, issue_title(code), found[code], recurring[code]) for code in of_point
            ),
        )
        for point, of_point in groupby(questions, key=_point)
    ]
    return _in_order(points)


def regions(rows: QuerySet[PublicAssessment], code: str) -> list[MapPoint]:
    """Parts of one country's map with `counts`: factories at which the issue was `found`, and found again. Two queries.

    The registry knows coordinates and no provinces; the parts are those of the map, whatever issue is chosen.
    """
    return clusters(
        rows,
        found=Count("pk", filter=had_issue(FOUND, code)),
        recurring=Count("pk", filter=had_issue(RECURRING, code)),
    )


def issue_codes() -> list[tuple[str, str]]:
    """Every compliance point and every issue with its title, for a filter. One query."""
    names = place_names()
    points = sorted({_point(code) for code in ISSUES})
    return [
        *((point, names.get(point, point)) for point in points),
        *sorted(((code, issue_title(code)) for code in ISSUES), key=lambda choice: choice[1]),
    ]


def _is_question(code: str) -> bool:
    return code.count("-") > 1  # WT-2-02 is a question of the compliance point WT-2


def _point(question: str) -> str:
    return question.rpartition("-")[0]


def _in_order(issues: Any) -> list[RecurringIssue]:
    return sorted(issues, key=lambda issue: (-issue.recurring, -issue.found, issue.name, issue.code))
