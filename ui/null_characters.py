"""Requests that no page can read: with the character NUL, which no database keeps and nobody types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

NUL = "\0"


class UnreadableMiddleware:
    """Answers them before any view: an address with it is no page's, a question or a form with it is refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand on; what is looked at is known only once the view is."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: Mapping[str, Any]
    ) -> HttpResponseBase | None:
        """Look at all that was sent, files aside. The check of the form's token has read it by now.

        Programs get the problem as their answer.

        Raises:
            Http404, BadRequest.
        """
        is_api = request.path.startswith("/api/")
        if any(isinstance(value, str) and NUL in value for value in kwargs.values()):
            if is_api:
                return _problem(HTTPStatus.NOT_FOUND, _("There is nothing here."), code="not_found")
            raise Http404
        try:
            posted = request.POST
        except (MultiPartParserError, SuspiciousOperation) as broken:
            if not is_api:
                raise
            is_long = isinstance(broken, RequestDataTooBig)
            status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if is_long else HTTPStatus.BAD_REQUEST
            code = "too_large" if is_long else "parse_error"
            return _problem(status, _("Some fields are not as they must be."), code=code)
        if any(NUL in text for text in (*_submitted_texts(request.GET), *_submitted_texts(posted))):
            if is_api:
                return _problem(
                    HTTPStatus.BAD_REQUEST, _("Some fields are not as they must be."), code="invalid"
                )
            raise BadRequest
        return None


def _problem(status: HTTPStatus, detail: str, *, code: str) -> JsonResponse:
    body = {
        "type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail, "code": code,
    }  # fmt: skip
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _submitted_texts(data: QueryDict) -> Iterable[str]:
    for name, values in data.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))
