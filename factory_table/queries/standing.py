"""Factories by how they stand, today or at the end of a year: the list's filter, and what the overview counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from advisory.models import ZeroToleranceCase
from assessments.models import Assessment
from criteria.queries.criteria import PROGRAMME
from criteria.queries.verdicts import ELIGIBLE, current_evaluations, evaluations
from factories.queries.open_factories import open_on
from recognition.models import Recognition

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from criteria.models import Evaluation
    from factories.models import Factory

    Factories: TypeAlias = QuerySet[Factory]

ACTIVE, NEAR, RECOGNISED, OPEN_CASE = "active", "close", "recognised", "open_case"
STANDINGS: Mapping[str, Promise] = {
    ACTIVE: _("In the programme"),
    ELIGIBLE.value: _("Eligible"),
    NEAR: _("Close to recognition"),
    RECOGNISED: _("Recognised"),
    OPEN_CASE: _("Open zero-tolerance case"),
}
RESTRICTED = frozenset({ELIGIBLE.value, NEAR, OPEN_CASE})
"""Those that exist for readers of whole verdicts alone."""


def standing_so(factories: Factories, status: str, *, end_of: int | None = None) -> Factories:
    """The open factories that stand so today, or those open at the end of a year that stood so then."""
    if end_of is None:
        return _NOW[status](factories.filter(is_closed=False))
    day = date(end_of, 12, 31)
    return _THEN[status](factories.filter(open_on(day, known_at=None)), day)


def assessed_in(factories: Factories, year: int) -> Factories:
    """Those with a final assessment made in a calendar year."""
    finals = Assessment.objects.filter(factory=OuterRef("pk"), state=Assessment.State.FINAL)
    return factories.filter(Exists(finals.filter(assessed_on__range=(date(year, 1, 1), date(year, 12, 31)))))


def _eligible(factories: Factories) -> Factories:
    return factories.filter(pk__in=current_evaluations().filter(outcome=ELIGIBLE).values("factory"))


def _close(factories: Factories) -> Factories:
    return factories.filter(pk__in=current_evaluations().filter(close=True).values("factory"))


def _recognised(factories: Factories) -> Factories:
    public = Recognition.objects.filter(state=Recognition.State.PUBLISHED)
    return factories.filter(pk__in=public.values("factory"))


def _with_open_case(factories: Factories) -> Factories:
    opened = ZeroToleranceCase.objects.filter(superseded_at__isnull=True, closed_on__isnull=True)
    return factories.filter(pk__in=opened.values("factory"))


def _was_active(factories: Factories, day: date) -> Factories:
    """Where no joining day is known: from when it was recorded, or from a final assessment before that."""
    assessed = Assessment.objects.filter(
        factory=OuterRef("pk"), state=Assessment.State.FINAL, assessed_on__lte=day
    )
    known_then = Q(recorded_at__lt=_end_of(day)) | Exists(assessed)
    return factories.filter(Q(joined_on__lte=day) | (Q(joined_on__isnull=True) & known_then))


def _was_eligible(factories: Factories, day: date) -> Factories:
    return factories.filter(pk__in=_standing_on(day).filter(outcome=ELIGIBLE).values("factory"))


def _was_close(factories: Factories, day: date) -> Factories:
    return factories.filter(pk__in=_standing_on(day).filter(close=True).values("factory"))


def _standing_on(day: date) -> QuerySet[Evaluation]:
    """The verdicts that stood at the end of a day: no later one was of that day or before."""
    before = evaluations().filter(criteria__code=PROGRAMME, as_of__lte=day)
    later = Q(as_of__gt=OuterRef("as_of"))
    later |= Q(as_of=OuterRef("as_of"), evaluated_at__gt=OuterRef("evaluated_at"))
    return before.exclude(Exists(before.filter(later, factory=OuterRef("factory"))))


def _was_recognised(factories: Factories, day: date) -> Factories:
    after = _end_of(day)
    held = Recognition.objects.filter(
        Q(ended_at__isnull=True) | Q(ended_at__gte=after),
        Q(suspended_at__isnull=True) | Q(suspended_at__gte=after),
        published_at__lt=after,
    )
    return factories.filter(pk__in=held.values("factory"))


def _had_open_case(factories: Factories, day: date) -> Factories:
    opened = ZeroToleranceCase.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=day), superseded_at__isnull=True, opened_on__lte=day
    )
    return factories.filter(pk__in=opened.values("factory"))


def _end_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


_NOW: Mapping[str, Callable[[Factories], Factories]] = {
    ACTIVE: lambda factories: factories,
    ELIGIBLE.value: _eligible,
    NEAR: _close,
    RECOGNISED: _recognised,
    OPEN_CASE: _with_open_case,
}
_THEN: Mapping[str, Callable[[Factories, date], Factories]] = {
    ACTIVE: _was_active,
    ELIGIBLE.value: _was_eligible,
    NEAR: _was_close,
    RECOGNISED: _was_recognised,
    OPEN_CASE: _had_open_case,
}
