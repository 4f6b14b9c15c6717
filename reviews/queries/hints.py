"""Signs of an entry that was not made question by question, for the reviewer of an assessment."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.models import AnswerLog, Assessment, Finding, TeamMember
from reviews.domain.hints import copied_codes, entered_at_once, is_all_compliant
from reviews.queries.rows import Review


@dataclass(frozen=True, slots=True)
class Signs:
    """What may be worth a closer look; empty and 0 where it is not."""

    copied: tuple[str, ...]
    at_once: int
    answered: int
    is_all_compliant: bool


def signs_of(assessment: Assessment, review: Review) -> Signs:
    """Signs in an assessment. Two queries: its log, and findings of other factories by anybody of its team."""
    log = AnswerLog.objects.filter(assessment=assessment).order_by("pk")
    latest = dict(log.values_list("question", "answered_at"))  # of each question the last change
    details = {row.words.code: row.answer.details for row in review.rows if row.answer.details}
    team = TeamMember.objects.filter(assessment=assessment).values("user")
    assessed = TeamMember.objects.filter(user__in=team).exclude(assessment=assessment).values("assessment")
    others = Finding.objects.filter(
        assessment__in=assessed, question__in=details, withdrawn_at__isnull=True
    ).exclude(factory=assessment.factory_id)
    elsewhere: dict[str, list[str]] = {}
    for question, text in others.values_list("question", "details") if details else ():
        elsewhere.setdefault(question, []).append(text)
    return Signs(
        copied=copied_codes(details, elsewhere),
        at_once=entered_at_once(list(latest.values())),
        answered=len(latest),
        is_all_compliant=is_all_compliant(row.answer.letter for row in review.rows),
    )
