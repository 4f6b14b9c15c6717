"""Around every page: who must enrol first, when a session was last used, and that nothing is kept by browsers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.sign_in.second_factor import has_second_factor, must_have_second_factor

Handler = Callable[[HttpRequest], HttpResponseBase]

SEEN_EVERY = 600  # seconds between two notes that a session is used
# where a person may go who must enrol first: enrolling, proving who they are, leaving; and what holds nobody's data
BEFORE_ENROLLING = (
    "/account/second-factor/", "/reauthenticate/", "/sign-out/", "/i18n/", "/healthz", "/readyz", "/static/",
    "/assessments/sw.js", "/assessments/offline/", "/password/",
)  # fmt: skip


def seen_key(session_key: str) -> str:
    """The cache's key for a session; the cache must not hold what opens one."""
    return f"seen:{hashlib.sha256(session_key.encode()).hexdigest()}"


class SecondFactorFirst:
    """Leads whoever must have a second factor and has none to enrol, before anything else.

    Sessions only: a request with an API token is not signed in here, and a token is a strong secret by itself.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Redirect to enrolment, or 403 for the API; one query where a second factor is compulsory, else none."""
        user = request.user
        if (
            not user.is_authenticated
            or not must_have_second_factor(user)
            or request.path.startswith(BEFORE_ENROLLING)
            or has_second_factor(user)
        ):
            return self.get_response(request)
        message = _("Your role needs a second factor. Set one up before you go on.")
        if request.path.startswith("/api/"):
            body = {
                "type": "about:blank", "title": HTTPStatus.FORBIDDEN.phrase, "status": HTTPStatus.FORBIDDEN.value,
                "detail": message, "code": "second_factor_needed",
            }  # fmt: skip
            return JsonResponse(body, status=HTTPStatus.FORBIDDEN, content_type="application/problem+json")
        messages.warning(request, message)
        return redirect("mfa_index")


class SessionSeen:
    """Notes every ten minutes that a session is used, with its browser."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The cache remembers that it was noted: pages write nothing meanwhile."""
        key = request.session.session_key
        if key and request.user.is_authenticated and cache.add(seen_key(key), "", SEEN_EVERY):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)


class NothingKept:
    """What a signed-in person was shown is stored nowhere: after signing out, "back" shows nothing.

    An answer that says itself how long it may be kept stays as it is: the texts of questions, which are everybody's,
    and the worker that keeps a tablet's pages for work without a connection.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Looks at the end: the API knows its person only then."""
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store, private"
        return response
