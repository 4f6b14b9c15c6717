"""Appeals, and the decisions that a factory may read and appeal against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from countries.queries.local_time import LocalDays
from recognition.domain.lifecycle import APPEAL_DAYS, ZERO_TOLERANCE
from recognition.models import Appeal, Recognition

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from accounts.models import User

State = Recognition.State
VISIBLE_STATES = (
    State.PUBLISHED,
    State.SUSPENDED,
    State.DECLINED,
    State.WITHDRAWN,
    State.LAPSED,
    State.APPEALED,
)
"""States that are decisions addressed to the factory; what is still being considered is not."""
OPEN_TO_APPEAL = (State.SUSPENDED, State.DECLINED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Appealed:
    """A factory's word against a decision, and the answer."""

    on: date
    grounds: str
    outcome: str  # granted, dismissed or "" while it waits
    outcome_label: str
    answer: str
    answered_on: date | None


@dataclass(frozen=True, slots=True)
class FactoryDecision:
    """A decision on a recognition, as its factory reads it."""

    recognition_id: UUID
    state: str
    state_label: str
    on: date | None
    reason: str
    holds_until: date | None
    appeal_until: date | None  # the last day; None where there is nothing to appeal against
    appeal: Appealed | None  # the latest
    from_case: bool  # it came from a zero-tolerance case: what was said of it is not for everybody


def open_appeal(recognition_id: UUID) -> Appeal | None:
    """The appeal that waits for its answer. One query."""
    waiting = Appeal.objects.filter(recognition=recognition_id, outcome="")
    return waiting.select_related("made_by", "decided_against_by").first()


def open_appeals_against(decider: User) -> QuerySet[Appeal]:
    """The appeals that wait for an answer, against decisions that somebody took."""
    return Appeal.objects.filter(outcome="", decided_against_by=decider.pk)


def appeals_of(recognition_id: UUID) -> list[Appeal]:
    """Every appeal, newest first. One query."""
    rows = Appeal.objects.filter(recognition=recognition_id).select_related("made_by", "answered_by")
    return list(rows.order_by("-made_at", "-pk"))


def decisions_for_factory(factory_id: int, *, days: LocalDays, country: str) -> list[FactoryDecision]:
    """What was decided about a factory's recognition, the latest first, by its country's clock. Two queries."""
    granted = Appeal.objects.filter(recognition=OuterRef("pk"), outcome=Appeal.Outcome.GRANTED)
    chosen = Recognition.objects.filter(Q(state__in=VISIBLE_STATES) | Exists(granted), factory=factory_id)
    zone = days.settings.zone(country, days.now)
    rows = list(chosen.order_by("-proposed_at", "pk"))
    latest: dict[UUID, Appeal] = {}
    for appeal in Appeal.objects.filter(recognition__in=rows).order_by("made_at", "pk"):
        latest[appeal.recognition_id] = appeal
    live = any(row.state in Recognition.LIVE for row in rows if row.state in VISIBLE_STATES)
    return [
        _decision(
            row,
            latest.get(row.pk),
            on=days.of(country),
            zone=zone,
            replaced=live and row.state not in Recognition.LIVE,
        )
        for row in rows
    ]


def _decision(
    row: Recognition, appeal: Appeal | None, *, on: date, zone: tzinfo, replaced: bool
) -> FactoryDecision:
    at = decided_at(row)
    until = None
    if row.state in OPEN_TO_APPEAL and at is not None and not replaced:
        until = at.astimezone(zone).date() + timedelta(days=APPEAL_DAYS)
    return FactoryDecision(
        recognition_id=row.pk,
        # what comes of a granted appeal is not told before it is decided, only that it is decided anew
        state=row.state if row.state in VISIBLE_STATES else "in_progress",
        state_label=row.get_state_display() if row.state in VISIBLE_STATES else _("decided again"),
        on=at.astimezone(zone).date() if at else None,
        reason=row.reason if row.state in {*OPEN_TO_APPEAL, State.APPEALED} else "",
        holds_until=row.expires_on if row.state == State.PUBLISHED else None,
        appeal_until=until if until is not None and until >= on else None,
        appeal=_appeal_in_words(appeal, zone) if appeal is not None else None,
        from_case=ZERO_TOLERANCE in {row.reason, appeal.decision if appeal is not None else ""},
    )


def decided_at(row: Recognition) -> datetime | None:
    """Moment of the latest decision that is shown to the factory."""
    if row.state == State.PUBLISHED:
        return row.renewed_at or row.published_at
    return row.suspended_at if row.state == State.SUSPENDED else row.ended_at or row.suspended_at


def _appeal_in_words(appeal: Appeal, zone: tzinfo) -> Appealed:
    return Appealed(
        on=appeal.made_at.astimezone(zone).date(),
        grounds=appeal.grounds,
        outcome=appeal.outcome,
        outcome_label=appeal.get_outcome_display() if appeal.outcome else "",
        answer=appeal.answer,
        answered_on=appeal.answered_at.astimezone(zone).date() if appeal.answered_at else None,
    )
