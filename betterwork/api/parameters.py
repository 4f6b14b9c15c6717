"""Parameters of the API: one that an address does not know is refused, so that a misspelt filter hides nothing."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from rest_framework.filters import OrderingFilter

from ui.errors import PROBLEM, problem

Handler = Callable[[HttpRequest], HttpResponseBase]
OF_EVERY_ADDRESS = frozenset({"format"})
OF_EVERY_LIST = frozenset({"cursor", "page_size"})


class KnownParameters:
    """400 with problem details for parameters that an address of the API does not know."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the address is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: tuple[Any, ...], _kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """The refusal, or None. Only addresses of the router have such a list."""
        actions: dict[str, str] | None = getattr(view, "actions", None)
        if not request.GET or actions is None:
            return None
        known = known_parameters(getattr(view, "cls", None), set(actions.values()))
        unknown = sorted(set(request.GET) - known)
        return _refused(unknown, known) if unknown else None


def known_parameters(view: Any, actions: set[str]) -> frozenset[str]:
    """What an address knows: of a list its filters, its order where there are several, its pages.

    Of a whole list as a file its filters, and what the view names in `export_parameters`.
    """
    if not actions & {"list", "export"}:
        return OF_EVERY_ADDRESS
    filters = getattr(view, "filterset_class", None)
    known = OF_EVERY_ADDRESS | set(filters.base_filters if filters is not None else ())
    if "export" in actions:
        return known | getattr(view, "export_parameters", frozenset())
    known |= OF_EVERY_LIST
    ordered = any(issubclass(backend, OrderingFilter) for backend in getattr(view, "filter_backends", ()))
    return known | {"ordering"} if ordered else known


def _refused(unknown: list[str], known: frozenset[str]) -> HttpResponseBase:
    status = HTTPStatus.BAD_REQUEST
    sentence = _("There is no such parameter. There are: %(names)s.") % {"names": ", ".join(sorted(known))}
    body = problem(
        status, _("Some fields are not as they must be."), code="invalid",
        errors={name: [sentence] for name in unknown},
    )  # fmt: skip
    return JsonResponse(body, status=status, content_type=PROBLEM)
