"""Signs of an entry that was not made question by question, and of an adviser's rate, for a review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef

from assessments.models import AnswerLog, Assessment, Finding, Score, TeamMember
from reviews.domain.hints import copied_codes, entered_at_once, is_all_compliant
from reviews.domain.rates import RateDifference, unusual_rate
from reviews.queries.rows import Review

COMPARED = timedelta(days=730)  # what was found before says little about how somebody assesses today


@dataclass(frozen=True, slots=True)
class Signs:
    """What may be worth a closer look; empty and 0 where it is not."""

    copied: tuple[str, ...]
    at_once: int
    answered: int
    is_all_compliant: bool
    rate: RateDifference | None


def signs_of(assessment: Assessment, review: Review) -> Signs:
    """Signs in an assessment. Four queries: its log, findings of other factories by anybody of its team, rates."""
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
        rate=_rate_of_lead(assessment),
    )


def _rate_of_lead(assessment: Assessment) -> RateDifference | None:
    """How the lead's rates differ from colleagues' in this country, in the two years before. Two queries."""
    lead = TeamMember.objects.filter(assessment=assessment, is_lead=True, left_at__isnull=True).first()
    if lead is None:
        return None
    counted = Score.objects.filter(
        assessment__factory__country=assessment.factory.country_id,
        assessment__assessed_on__lt=assessment.assessed_on,
        assessment__assessed_on__gte=assessment.assessed_on - COMPARED,
        applicable__gt=0,
    )
    led = TeamMember.objects.filter(assessment=OuterRef("pk"), user=lead.user_id, is_lead=True)
    own, others = list[float](), list[float]()
    for found, asked, is_own in counted.annotate(is_own=Exists(led)).values_list(
        "noncompliant", "applicable", "is_own"
    ):
        (own if is_own else others).append(found / asked)
    return unusual_rate(own, others)
