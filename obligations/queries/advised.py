"""Whose adviser somebody is, and so whose work at a factory waits for whom: the one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from assessments.queries.teams import advised_without_assignment
from factories.queries import visible_to
from factory_advisers.queries import advisers_now, ids_advised_by

if TYPE_CHECKING:
    from accounts.models import User
    from advisory.queries.obligations import Factories
    from assessments.queries.teams import People

MOST_BY_IDS = 1000


def factories_advised_by(user: User, people: People) -> Factories:
    """Open factories whose adviser is one of the people, as far as the user works there. One query.

    The adviser is who is assigned; where nobody is, who once assessed there. Where no such person works as an adviser
    in the factory's country any more, every adviser is the factory's, so that no work is lost with whoever leaves.

    Args:
        user: the reader.
        people: ids of people, or a queryset of ids.

    Returns:
        Their ids, which are compared faster than found again for each kind of row; a subquery where they are very many.
    """
    assigned = Exists(advisers_now().filter(factory=OuterRef("pk")))
    rows = visible_to(user).filter(
        Q(pk__in=ids_advised_by(people)) | (~Q(assigned) & advised_without_assignment(people)),
        is_closed=False,
    )
    ids = rows.order_by().values_list("pk", flat=True)
    found = list(ids[: MOST_BY_IDS + 1])
    return found if len(found) <= MOST_BY_IDS else ids
