"""What a request asks for besides a page."""

from __future__ import annotations

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: it prefers JSON to a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
