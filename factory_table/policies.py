"""Which columns the list of factories has for whom, in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.policies import is_staff
from factory_table.queries import (
    assessment_columns,
    plan_columns,
    recognition_columns,
    registry_columns,
    verdict_columns,
    visit_columns,
)
from factory_table.queries.standing import RESTRICTED, STANDINGS
from recognition.policies import reads_candidates
from scheduling.policies import plans_visits

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from accounts.models import User
    from countries.queries.local_time import LocalDays
    from factory_table.queries.columns import ListColumn

COLUMNS = (
    (registry_columns.columns, is_staff),
    (assessment_columns.columns, is_staff),
    (verdict_columns.columns, reads_candidates),
    (recognition_columns.columns, is_staff),
    (plan_columns.columns, is_staff),
    (visit_columns.columns, plans_visits),
)


def columns_for(user: User, days: LocalDays) -> list[ListColumn]:
    """Every column that a reader may choose, in order."""
    return [column for columns, may in COLUMNS if may(user) for column in columns(days)]


def standings_for(user: User) -> list[tuple[str, Promise]]:
    """By which standings a reader may narrow the list, in order."""
    reads_all = reads_candidates(user)
    return [(name, label) for name, label in STANDINGS.items() if reads_all or name not in RESTRICTED]
