"""Learning records that follow from another app's command, in its own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from advisory.commands.versioned import apply_versions
from advisory.kinds import LEARNING
from advisory.models import LearningRecord
from factories.queries.by_id import factories_by_id
from journal.events import Happening

if TYPE_CHECKING:
    from accounts.models import User

_PEOPLE = ("managers_men", "managers_women", "workers_men", "workers_women")


def write_learning(facts: Sequence[Mapping[str, Any]], *, actor: User, now: datetime) -> list[Happening]:
    """Write or correct learning records, and close those that nobody attended; the events, for the caller to record.

    The caller has checked that the actor may, and that the days are right.

    Args:
        facts: the fields of `LEARNING` with `factory_id`, one a factory, day and course.
        actor: who recorded who came.
        now: when.
    """
    attended = [fact for fact in facts if sum(fact[name] for name in _PEOPLE)]
    done = apply_versions(LEARNING, attended, actor=actor, now=now)
    corrected = {new.pk for _old, new in done.updated}
    closed = _closed([fact for fact in facts if fact not in attended], now=now)
    named = factories_by_id({row.factory_id for row in (*done.written, *closed)})
    return [
        *(
            _happened("recorded", row, named[row.factory_id].code, corrects=row.pk in corrected)
            for row in done.written
        ),
        *(_happened("withdrawn", row, named[row.factory_id].code) for row in closed),
    ]


def _closed(facts: Sequence[Mapping[str, Any]], *, now: datetime) -> list[LearningRecord]:
    if not facts:
        return []
    rows = LearningRecord.objects.select_for_update().filter(
        superseded_at__isnull=True,
        factory__in=[fact["factory_id"] for fact in facts],
        held_on__in={fact["held_on"] for fact in facts},
    )
    keys = {(fact["factory_id"], fact["held_on"], fact["course"]) for fact in facts}
    found = [row for row in rows.order_by("pk") if (row.factory_id, row.held_on, row.course) in keys]
    LearningRecord.objects.filter(pk__in=[row.pk for row in found]).update(superseded_at=now)
    return found


def _happened(what: str, row: LearningRecord, code: str, **more: object) -> Happening:
    data = {"held_on": row.held_on.isoformat(), "course": row.course, **more}
    return Happening(f"learning.{what}", f"factory:{code}", row.factory_id, data)
