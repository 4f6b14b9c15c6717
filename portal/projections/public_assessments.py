"""What everybody may read of assessments: the publicly reported issues of each published one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from itertools import groupby
from operator import attrgetter
from typing import Any

from assessments.queries.findings import PublicIssue
from portal.models import PublicAssessment

OUTCOMES = {"C": "met", "N": "not_met"}  # of an answer; anything else was not asked or does not apply
Json = dict[str, Any]


def public_assessments(issues: Sequence[PublicIssue]) -> list[PublicAssessment]:
    """A row for each assessment that the issues are of. `issues`: factory by factory, the oldest assessment first."""
    latest = {issue.factory_id: issue.assessment_id for issue in issues}
    of_cycle = {(issue.factory_id, issue.cycle): issue.assessment_id for issue in issues}
    last = {*of_cycle.values()}
    cycles: dict[tuple[int, str], set[int]] = defaultdict(set)
    for issue in issues:
        if issue.outcome == "N":
            cycles[issue.factory_id, issue.question].add(issue.cycle)
    recurring = {
        (issue.factory_id, issue.cycle, issue.question)
        for issue in issues
        if min(cycles.get((issue.factory_id, issue.question), {issue.cycle})) < issue.cycle
    }
    return [
        _row(
            list(of_one),
            is_latest=assessment == latest[factory],
            is_last_of_cycle=assessment in last,
            recurring=recurring,
        )
        for (factory, assessment), of_one in groupby(issues, key=attrgetter("factory_id", "assessment_id"))
    ]


def public_part(issues: Sequence[PublicIssue]) -> Json | None:
    """The latest assessment's part of a report; None before the second assessment, or where nothing is reported."""
    if not issues:
        return None
    latest = [issue for issue in issues if issue.assessment_id == issues[-1].assessment_id]
    return {
        "assessed_on": latest[0].assessed_on.isoformat(),
        "cycle": latest[0].cycle,
        "found": sum(issue.outcome == "N" for issue in latest),
        "issues": [_issue(issue) for issue in latest],
    }


def _row(
    issues: Sequence[PublicIssue],
    *,
    is_latest: bool,
    is_last_of_cycle: bool,
    recurring: Set[tuple[int, int, str]],
) -> PublicAssessment:
    first = issues[0]
    found = [issue.question for issue in issues if issue.outcome == "N"]
    compliant = [issue.question for issue in issues if issue.outcome == "C"]
    return PublicAssessment(
        assessment_id=first.assessment_id,
        factory_id=first.factory_id,
        cycle=first.cycle,
        assessed_on=first.assessed_on,
        is_latest=is_latest,
        is_last_of_cycle=is_last_of_cycle,
        found=len(found),
        assessed=len(found) + len(compliant),
        found_questions=_joined(found),
        compliant_questions=_joined(compliant),
        recurring_questions=_joined(
            [question for question in found if (first.factory_id, first.cycle, question) in recurring]
        ),
        issues=[_issue(issue) for issue in issues],
    )


def _joined(questions: Sequence[str]) -> str:
    return f"|{'|'.join(questions)}|" if questions else ""


def _issue(issue: PublicIssue) -> Json:
    return {
        "question": issue.question,
        "text": issue.text,
        "point": issue.point,
        "point_name": issue.point_name,
        "outcome": OUTCOMES.get(issue.outcome, "unknown"),
        "response": issue.response,
        "fixed_on": issue.fixed_on.isoformat() if issue.fixed_on else None,
    }
