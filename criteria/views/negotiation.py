"""What a request asks for besides a page."""

from __future__ import annotations

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: it prefers JSON to a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def changed_address(request: HttpRequest, **changed: str) -> str:
    """This address with some of its parameters changed; "" takes one away. Pages begin anew."""
    kept = request.GET.copy()
    kept.pop("page", None)
    for name, value in changed.items():
        if value:
            kept[name] = value
        else:
            kept.pop(name, None)
    return f"?{kept.urlencode()}"
