"""What advisers see of committees, management systems and learning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from advisory.commands.day_limits import new_days
from advisory.commands.versioned import apply_versions
from advisory.domain.field_entries import as_text
from advisory.kinds import COMMITTEES, LEARNING, SYSTEMS, EvidenceKind
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
    factory_id: int, *, dates_reason: str = "", actor: User | None, now: datetime, **fields: Any
) -> CommitteeReview | Unchanged:
    """Record the bipartite committee's indicators of a day, or correct them. None is unknown, never zero.

    `fields` are the fields of `COMMITTEES` by name; one that is not given is unknown.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    done: CommitteeReview | Unchanged = apply_record(
        COMMITTEES, factory_id, fields, dates_reason=dates_reason, actor=actor, now=now
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
    return apply_systems_reviews(
        factory_id, reviewed_on=reviewed_on, scores=scores, dates_reason=dates_reason, actor=actor, now=now
    )


def apply_systems_reviews(
    factory_id: int,
    *,
    reviewed_on: date,
    scores: Mapping[str, int],
    dates_reason: str = "",
    actor: User | None,
    now: datetime,
) -> list[SystemsReview] | Unchanged:
    """The same inside a command's transaction."""
    check_may_advise(actor, factory_id)
    facts = [
        {"factory_id": factory_id, "reviewed_on": reviewed_on, "area": area, "score": score}
        for area, score in sorted(scores.items())
    ]
    done = apply_versions(SYSTEMS, facts, actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged)
    subject, corrected = f"factory:{code_of(factory_id)}", {new.pk for _old, new in done.updated}
    events = [
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
    record_many([*events, *accepted], actor=actor, at=now)
    return done.written


@command
def record_learning(
    factory_id: int, *, dates_reason: str = "", actor: User | None, now: datetime, **fields: Any
) -> LearningRecord | Unchanged:
    """Record how many people of a factory attended a course, by role and sex, or correct it.

    `fields` are the fields of `LEARNING` by name; a group of people that is not given is nobody.

    Raises:
        NotAllowed: the actor does not advise this factory.
        DayOutOfLimits: a day lies outside its limits and has no reason.
    """
    done: LearningRecord | Unchanged = apply_record(
        LEARNING, factory_id, fields, dates_reason=dates_reason, actor=actor, now=now
    )
    return done


def apply_record(
    kind: EvidenceKind,
    factory_id: int,
    fields: Mapping[str, Any],
    *,
    dates_reason: str,
    actor: User | None,
    now: datetime,
) -> Any:
    """One fact of the factory's own history, inside a command's transaction, with the kind's event.

    The row, or `Unchanged` with the row that says the same.
    """
    check_may_advise(actor, factory_id)
    done = apply_versions(kind, [{"factory_id": factory_id, **kind.filled(fields)}], actor=actor, now=now)
    if not done.changed:
        return Unchanged(done.unchanged[0])
    row = done.written[0]
    data = {name: as_text(getattr(row, name)) for name in kind.key[1:]} | {"corrects": bool(done.updated)}
    subject = f"factory:{code_of(factory_id)}"
    accepted = check_days(new_days(kind, done), reason=dates_reason, actor=actor, now=now)
    record_many([Happening(kind.event, subject, factory_id, data), *accepted], actor=actor, at=now)
    return row
