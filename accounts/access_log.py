"""The log of who looked at what about a factory.

One table of the wiring, settings.LOOKS, says of each address what a look at it is and how its factory is found. Lists
and exports say themselves which factories they showed. A factory's own people are not logged: it is theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import FACTORY_PEOPLE, User
from journal.models import Access

ONCE_IN = 600  # seconds in which the same person's looks at the same page of a factory are one
BATCH = 1000


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at an address is, and the id of its factory by the address's parts; None: no such factory."""

    kind: str
    factory: Callable[[Mapping[str, Any]], int | None]


def record_looks(user: User, factory_ids: Iterable[int], *, kind: str, page: str, now: datetime) -> int:
    """A row for each factory, in one statement a thousand; how many. Nothing for a factory's own people."""
    if user.role in FACTORY_PEOPLE:
        return 0
    rows = [
        Access(at=now, user=user, kind=kind, page=page, factory_id=factory_id)
        for factory_id in dict.fromkeys(factory_ids)
    ]
    Access.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def forget_looks(*, now: datetime) -> int:
    """Delete what is older than ACCESS_LOG_DAYS; how many rows."""
    return Access.objects.filter(at__lt=now - timedelta(days=settings.ACCESS_LOG_DAYS)).delete()[0]


class AccessLog:
    """Writes a row when a page, file or API answer about one factory was given to a person who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.looks: dict[str, Look] = import_string(settings.LOOKS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """At most two statements, and none for ten minutes after the same look."""
        response = self.get_response(request)
        match, user = request.resolver_match, getattr(request, "user", None)
        if (
            match is None
            or (look := self.looks.get(match.view_name)) is None
            or request.method != "GET"
            or response.status_code != HTTPStatus.OK
            or not isinstance(user, User)
            or user.role in FACTORY_PEOPLE
        ):
            return response
        parts = ":".join(str(part) for part in match.kwargs.values())
        if cache.add(f"look:{user.pk}:{match.view_name}:{parts}", "", ONCE_IN):
            factory_id = look.factory(match.kwargs)
            if factory_id is not None:
                now = timezone.now()  # noqa: TID251  # around every page, as a view
                record_looks(user, [factory_id], kind=look.kind, page=match.view_name, now=now)
        return response


def log_list(request: HttpRequest, factory_ids: Iterable[int], *, now: datetime) -> None:
    """A row for each factory that a list of the API names. One statement."""
    match, user = request.resolver_match, request.user
    if match is not None and isinstance(user, User):
        record_looks(user, factory_ids, kind=Access.Kind.API, page=match.view_name, now=now)


def log_export(request: HttpRequest, factory_ids: Iterable[int], *, now: datetime) -> None:
    """A row for each factory that an exported list names."""
    match, user = request.resolver_match, request.user
    if match is not None and isinstance(user, User):
        record_looks(user, factory_ids, kind=Access.Kind.EXPORT, page=match.view_name, now=now)
