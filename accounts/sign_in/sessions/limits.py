"""How long a session lasts, and which acts want a recent sign-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, get_reauthentication_flows
from allauth.core.internal.httpkit import serialize_request
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponseBase]

BEGAN, USED = "session_began", "session_used"  # seconds since 1970, in the session
_ADDRESSES = {"reauthenticate": "account_reauthenticate", "mfa_reauthenticate": "mfa_reauthenticate"}
NOTE_EVERY = timedelta(minutes=10)


class SessionLimits:
    """Ends a session that was not used for SESSION_IDLE_HOURS, or that began SESSION_MAX_DAYS ago.

    The request goes on as that of a person signed out: pages lead to the sign-in, a form that was sent is given back
    with its words, and a tablet keeps what it has not sent. Requests with an API token have no session.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Writes the session at most every ten minutes."""
        if request.user.is_authenticated:
            now = timezone.now().timestamp()  # noqa: TID251  # around every page, as a view
            began, used = request.session.get(BEGAN, now), request.session.get(USED, now)
            idle = timedelta(hours=settings.SESSION_IDLE_HOURS).total_seconds()
            longest = timedelta(days=settings.SESSION_MAX_DAYS).total_seconds()
            if now - used > idle or now - began > longest:
                logout(request)
            elif BEGAN not in request.session or now - used > NOTE_EVERY.total_seconds():
                request.session[BEGAN], request.session[USED] = began, now
        return self.get_response(request)


class RecentSignIn:
    """Asks for the password or second factor again before a decision, when the last time was too long ago.

    Decisions are the pages that settings.DECISIONS names. What was sent is kept in the session and carried out once
    its sender has signed in again. A person with neither password nor second factor, signed in by an organisation, is
    not asked: there is nothing to ask for.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the page is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """A redirect to the way of signing in again, or None."""
        if (
            request.method != "POST"
            or not settings.DECISION_MINUTES
            or request.resolver_match is None
            or request.resolver_match.view_name not in settings.DECISIONS
            or not request.user.is_authenticated
            or _signed_in_recently(request)
        ):
            return None
        ways = get_reauthentication_flows(request.user)
        if not ways:
            return None
        messages.info(
            request, _("Nothing has been decided yet: it is as soon as you have confirmed that it is you.")
        )
        # carried out by allauth after signing in, which compares the path without its query
        request.session[STATE_SESSION_KEY] = {"request": serialize_request(request)}
        return redirect(f"{reverse(_ADDRESSES[ways[0]['id']])}?{urlencode({'next': request.path})}")


def _signed_in_recently(request: HttpRequest) -> bool:
    records = get_authentication_records(request, request.user)
    # whoever came in by an invitation proved it by its link: that session has a beginning and no record
    latest = max([request.session.get(BEGAN, 0), *(record["at"] for record in records)])
    age = timezone.now().timestamp() - latest  # noqa: TID251  # as above
    return bool(age <= settings.DECISION_MINUTES * 60)
