"""How many calls a program has left, in the headers RateLimit-Policy and RateLimit of every answer of the API.

By draft-ietf-httpapi-ratelimit-headers-10: structured fields, a quota by its name.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

Handler = Callable[[HttpRequest], HttpResponseBase]
POLICY = "calls"


class RateLimitHeaders:
    """Says what `Calls` counted for the request, if it counted."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with both headers."""
        response = self.get_response(request)
        counted: tuple[int, int, int, int] | None = getattr(request, "counted_calls", None)
        if counted is not None:
            quota, window, left, reset = counted
            response.headers["RateLimit-Policy"] = f'"{POLICY}";q={quota};w={window}'
            response.headers["RateLimit"] = f'"{POLICY}";r={left};t={reset}'
        return response
