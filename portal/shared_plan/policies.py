"""Who reads a factory's plan with the comments on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from buyers.queries.plan_comments import plan_brands
from countries.queries.local_time import LocalDays
from factories.queries import by_code
from portal.policies import FactoryViewer, window_on

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Brand, Factory


def readable_plan(user: User, code: str, days: LocalDays) -> tuple[Factory, list[Brand]]:
    """The factory and, for people of brands, the brands that may read its plan now.

    Raises:
        Http404: for everybody else.
    """
    found = by_code(code)
    if found is None:
        raise Http404
    window = window_on(found.pk, user=user, on=days)
    if window in {FactoryViewer.STAFF, FactoryViewer.OWN}:
        return found, []
    brands = plan_brands(user, found.pk, days) if window is FactoryViewer.SUPPLIER else []
    if not brands or found.is_closed:
        raise Http404
    return found, brands
