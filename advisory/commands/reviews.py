"""What advisers see of committees, management systems and learning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from advisory.commands.day_limits import new_days
from advisory.commands.versioned import Ledger, apply_versions
from advisory.commands.versioned_kinds import COMMITTEES, LEARNING, SYSTEMS
from advisory.models import CommitteeReview, LearningRecord, SystemsReview
from assessments.commands.day_limits import check_days
from assessments.policies import check_may_advise
from assessments.queries.registry import code_of
from journal.commands import Unchanged, command
from journal.events import Happening, record_many

if TYPE_CHECKING:
    from accounts.models import User


@command
def record_committee_review(
    factory_id: int,
    *,
    reviewed_on: date,
    worker_seats: int,
    management_seats: int,
    worker_side_elected: bool | None = None,
    women_percent: int | None = None,
    meetings_12m: int | None = None,
    minutes_12m: int | None = None,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> CommitteeReview | Unchanged:
    """Record the bipartite committee's indicators of a day, or correct them. None is unknown, never zero.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    fact = {
        "factory_id": factory_id,
        "reviewed_on": reviewed_on,
        "worker_seats": worker_seats,
        "management_seats": management_seats,
        "worker_side_elected": worker_side_elected,
        "women_percent": women_percent,
        "meetings_12m": meetings_12m,
        "minutes_12m": minutes_12m,
    }
    said = {"reviewed_on": reviewed_on.isoformat()}
    done: CommitteeReview | Unchanged = _recorded(
        COMMITTEES, fact, "committee.reviewed", said, dates_reason=dates_reason, actor=actor, now=now
    )
    return done


@command
def record_systems_reviews(
    factory_id: int,
    *,
    reviewed_on: date,
    scores: Mapping[str, int],
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> list[SystemsReview] | Unchanged:
    """Record the scores of one day, 1 to 5 by area (`osh`, `hr`), or correct them; areas not named stay.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    check_may_advise(actor, factory_id)
    facts = [
        {"factory_id": factory_id, "reviewed_on": reviewed_on, "area": area, "score": score}
        for area, score in sorted(scores.items())
    ]
    done = apply_versions(SYSTEMS, facts, actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged)
    subject, corrected = f"factory:{code_of(factory_id)}", {new.pk for _old, new in done.updated}
    told = [
        Happening(
            "systems.reviewed",
            subject,
            factory_id,
            {
                "reviewed_on": reviewed_on.isoformat(),
                "area": row.area,
                "score": row.score,
                "corrects": row.pk in corrected,
            },
        )
        for row in done.written
    ]
    accepted = check_days(new_days(SYSTEMS, done), reason=dates_reason, actor=actor, now=now)
    record_many([*told, *accepted], actor=actor, at=now)
    return done.written


@command
def record_learning(
    factory_id: int,
    *,
    held_on: date,
    course: str,
    hours: int,
    managers_men: int = 0,
    managers_women: int = 0,
    workers_men: int = 0,
    workers_women: int = 0,
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> LearningRecord | Unchanged:
    """Record how many people of a factory attended a course, by role and sex, or correct it.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    fact = {
        "factory_id": factory_id,
        "held_on": held_on,
        "course": course,
        "hours": hours,
        "managers_men": managers_men,
        "managers_women": managers_women,
        "workers_men": workers_men,
        "workers_women": workers_women,
    }
    said = {"held_on": held_on.isoformat(), "course": course}
    done: LearningRecord | Unchanged = _recorded(
        LEARNING, fact, "learning.recorded", said, dates_reason=dates_reason, actor=actor, now=now
    )
    return done


def _recorded(
    ledger: Ledger,
    fact: Mapping[str, Any],
    kind: str,
    said: dict[str, Any],
    *,
    dates_reason: str,
    actor: User | None,
    now: datetime,
) -> Any:
    """One fact of the factory's own history. The row, or `Unchanged` with the row that says the same."""
    check_may_advise(actor, fact["factory_id"])
    done = apply_versions(ledger, [fact], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    row = done.written[0]
    said["corrects"] = bool(done.updated)
    subject = f"factory:{code_of(row.factory_id)}"
    accepted = check_days(new_days(ledger, done), reason=dates_reason, actor=actor, now=now)
    record_many([Happening(kind, subject, row.factory_id, said), *accepted], actor=actor, at=now)
    return row
