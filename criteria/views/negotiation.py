"""What a request asks for besides a page."""

from __future__ import annotations

from django.http import HttpRequest


def wants_json(request: HttpRequest) -> bool:
    """Whether a machine asks: it prefers JSON to a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def changed_address(request: HttpRequest, **changed: str) -> str:
    """This address with some of its parameters changed; "" takes one away. Pages begin anew."""
    parameters = request.GET.copy()
    parameters.pop("page", None)
    for name, value in changed.items():
        if value:
            parameters[name] = value
        else:
            parameters.pop(name, None)
    return f"?{parameters.urlencode()}"
