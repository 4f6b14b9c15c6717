"""A signed-in person reads in the language of their account, unless they chose another on this device.

The day on which a person was last seen is kept too.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from accounts.projections import note_seen


class AccountLanguage:
    """Stands after the session and Django's own locale middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the account's language unless this device has one of its own."""
        user = getattr(request, "user", None)
        if (
            user is not None
            and user.is_authenticated
            and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES
        ):
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class LastSeen:
    """Notes the day on which a person last opened a page: at most one write a person and day."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Note the day before the page is made."""
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            today = timezone.now().astimezone(UTC).date()  # noqa: TID251  # the moment of the request
            if user.last_seen_on is None or user.last_seen_on < today:
                note_seen(user.pk, today)
        return self.get_response(request)
