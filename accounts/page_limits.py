"""How often the dear pages are answered: searches, and what is computed at each request (settings.DEAR_PAGES)."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

Handler = Callable[[HttpRequest], HttpResponseBase]

APP = "betterwork"
WINDOW = 60  # seconds


def within(request: HttpRequest, action: str, amount: int, *, per: str, count: bool = True) -> bool:
    """Whether there were fewer such requests in the last minute; this one counts as well, unless it is one too many.

    Args:
        per: "user", or "ip": the address, of IPv6 its /64 network.
        count: False only asks. That takes no lock: a process killed while it held one would keep all others of its
            address out for seconds.
    """
    rate = f"{amount}/m/{per}"
    if count:
        config = {action: rate}
        return ratelimit.consume(request, app=APP, action=action, config=config, limit_get=True) is not None
    parsed = ratelimit.parse_rate(rate)
    known = cache.get(ratelimit.get_cache_key(request, app=APP, action=action, rate=parsed), [])
    allowed, _history = ratelimit.apply_rate(known, time.time(), parsed, dry_run=True)
    return bool(allowed)


class PageLimits:
    """429 with `Retry-After` for whoever asks too often: counted for each signed-in person, else for each address.

    Calls of the API have limits of their own (`accounts.sign_in.tokens`); its schema is limited here too.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the page is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The refusal, or None."""
        match = request.resolver_match
        if match is not None and match.view_name in settings.DEAR_PAGES:
            action, amount = "computed", settings.COMPUTED_PAGES_PER_MINUTE
        elif request.GET.get("q", "").strip() and not request.path.startswith("/api/"):
            action, amount = "search", settings.SEARCHES_PER_MINUTE
        else:
            return None
        per = "user" if request.user.is_authenticated else "ip"
        return None if within(request, action, amount, per=per) else _refused(request)


def _refused(request: HttpRequest) -> HttpResponseBase:
    status, headers = HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(WINDOW)}
    if request.path.startswith("/api/"):
        body = {
            "type": "about:blank", "title": status.phrase, "status": status.value,
            "detail": _("Too many requests. Try again in a minute."), "code": "throttled",
        }  # fmt: skip
        return JsonResponse(body, status=status, content_type="application/problem+json", headers=headers)
    response = render(request, "429.html", {"busy": True}, status=status)
    response.headers["Retry-After"] = headers["Retry-After"]
    return response
