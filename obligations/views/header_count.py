"""The number beside *To do* in the header of every page.

Counting is dearer than most pages, so the number is kept for some seconds. A person's own acts show at once, those of
others within that time; the lists themselves are asked anew at every look.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from countries.queries.local_time import LocalDays
from obligations.policies import has_obligations
from obligations.queries.registry import number_of_obligations

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

    from accounts.models import User

SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def keep_number(user: User, number: int) -> None:
    """Keep what was just counted for the headers of the next pages."""
    cache.set(_key(user), number, settings.WORK_COUNT_SECONDS)


def shown_number(user: User) -> int:
    """How much waits for a person, counted within the last seconds. No statement where it is kept."""
    known: int | None = cache.get(_key(user))
    if known is None:
        known = number_of_obligations(user, LocalDays(timezone.now()))
        keep_number(user, known)
    return known


def _key(user: User) -> str:
    return f"obligations-{user.pk}-{user.salt}-{user.role}"


def open_work_for(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: `to_do()`, how much waits for the reader, where their role has work at all."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not has_obligations(user):
        return {}
    return {"has_work": True, "to_do": lambda: shown_number(user)}


class CountAgainAfterOwnActs:
    """Forgets the number of a person who changed something, so that the next page counts anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """After the request: what it changed is written."""
        response = self.get_response(request)
        user = getattr(request, "user", None)
        changed = request.method not in SAFE and response.status_code < HTTPStatus.BAD_REQUEST
        if changed and user is not None and user.is_authenticated:
            cache.delete(_key(user))
        return response
