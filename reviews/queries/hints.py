"""Signs of an entry that was not made question by question, and of an adviser's rate, for a review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Subquery

from assessments.domain.answer_merge import Answer
from assessments.models import AnswerLog, Assessment, Finding, Score, TeamMember
from reviews.domain.hints import copied_codes, entered_too_fast, is_all_compliant
from reviews.domain.rates import RateDifference, unusual_among

CLEAN = 0.05  # share of applicable questions found non-compliant
COMPARED = timedelta(days=730)  # what was found before says little about how somebody assesses today


@dataclass(frozen=True, slots=True)
class Signs:
    """What may be worth a closer look; empty and 0 where it is not."""

    copied: tuple[str, ...]
    at_once: int
    seconds: int  # within which they were entered
    answered: int
    is_all_compliant: bool
    rate: RateDifference | None


def signs_of(assessment: Assessment, answers: Mapping[str, Answer]) -> Signs:
    """Signs in an assessment with these answers. Five queries at most: its log, what its team found elsewhere, rates.

    Who wrote first copied nothing: descriptions are compared with those of the same day or earlier.
    """
    log = AnswerLog.objects.filter(assessment=assessment).order_by("pk")
    latest = dict(log.values_list("question", "answered_at"))  # of each question the last change
    details = {code: answer.details for code, answer in answers.items() if answer.details}
    team = TeamMember.objects.filter(assessment=assessment).values("user")
    assessed = TeamMember.objects.filter(user__in=team).exclude(assessment=assessment).values("assessment")
    others = Finding.objects.filter(
        assessment__in=assessed,
        found_on__lte=assessment.assessed_on,
        question__in=details,
        withdrawn_at__isnull=True,
    ).exclude(factory=assessment.factory_id)
    elsewhere: dict[str, list[str]] = {}
    for question, text in others.values_list("question", "details") if details else ():
        elsewhere.setdefault(question, []).append(text)
    at_once, seconds = entered_too_fast(list(latest.values()))
    return Signs(
        copied=copied_codes(details, elsewhere),
        at_once=at_once,
        seconds=seconds,
        answered=len(latest),
        is_all_compliant=is_all_compliant(answer.letter for answer in answers.values())
        and not _was_clean(assessment),
        rate=_rate_of_lead(assessment),
    )


def _was_clean(assessment: Assessment) -> bool:
    """Whether so little was found the two times before that finding nothing is no surprise. One query."""
    before = Score.objects.filter(
        assessment__factory=assessment.factory_id, assessment__assessed_on__lt=assessment.assessed_on
    ).order_by("-assessment__assessed_on")
    last = before.values_list("noncompliant", "applicable")[:2]
    shares = [noncompliant <= CLEAN * applicable for noncompliant, applicable in last]
    return bool(shares) and all(shares)


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
    leads = TeamMember.objects.filter(assessment=OuterRef("pk"), is_lead=True, left_at__isnull=True)
    by_lead: dict[int | None, list[float]] = {}
    for noncompliant, applicable, who in counted.annotate(who=Subquery(leads.values("user")[:1])).values_list(
        "noncompliant", "applicable", "who"
    ):
        by_lead.setdefault(who, []).append(noncompliant / applicable)
    return unusual_among(by_lead.pop(lead.user_id, []), list(by_lead.values()))
