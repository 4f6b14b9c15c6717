"""Domain exceptions → a sentence for people, in one place for pages and API alike."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from accounts.sign_in.tokens.entity_tags import ChangedSince
from journal.refusals import Refused
from ui import unsaved_forms

Handler = Callable[[HttpRequest], HttpResponse]
PROBLEM = "application/problem+json"
API = "/api/"


class DomainErrorMiddleware:
    """Turns a command's refusal into a page that says what to do; never a traceback."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing on the way in: refusals are met in `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """409 with the refusal's own sentence and what was typed; anything unforeseen rises on."""
        if not isinstance(exception, Refused):
            return None
        shown = {"reason": str(exception), "kept": unsaved_forms.unsaved_form(request)}
        return render(request, "409.html", shown, status=HTTPStatus.CONFLICT)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404 of an address that there is not: a page for people, problem details for programs."""
    if not request.path.startswith(API):
        return unsaved_forms.page_not_found(request, exception)
    status = HTTPStatus.NOT_FOUND
    body = problem(status, _("There is no such address. See /api/v1/docs/."), code="not_found")
    return JsonResponse(body, status=status, content_type=PROBLEM)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500 in the same way."""
    if not request.path.startswith(API):
        return defaults.server_error(request)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    body = problem(status, _("Something went wrong here. Send it again later."), code="error")
    return JsonResponse(body, status=status, content_type=PROBLEM)


def problem_details(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Every API error in one shape: RFC 9457 problem details."""
    if isinstance(exception, Refused):
        set_rollback()
        return _problem(
            HTTPStatus.CONFLICT,
            str(exception),
            code=type(exception).__name__,
            errors=_refused_fields(exception),
        )
    response = exception_handler(exception, context)
    if response is None:
        return None
    detail, errors = _problem_detail(exception)
    made = _problem(HTTPStatus(response.status_code), detail, code=_code(exception), errors=errors)
    for header in ("WWW-Authenticate", "Retry-After", "Allow"):
        if header in response.headers:
            made[header] = response.headers[header]
    if isinstance(exception, ChangedSince):
        made.data["current"] = exception.current
        if exception.tag:
            made["ETag"] = exception.tag
    return made


def _refused_fields(refusal: Refused) -> dict[str, list[str]] | None:
    """What a refusal is about: its field with the sentence, or the codes of the questions that hold an act up."""
    field, questions = getattr(refusal, "field", None), getattr(refusal, "questions", None)
    if questions:
        return {"questions": list(questions)}
    return {field: [str(refusal)]} if field else None


def _problem_detail(exception: Exception) -> tuple[str, Any]:
    if isinstance(exception, ValidationError):
        return _("Some fields are not as they must be."), exception.detail
    if isinstance(exception, Http404):
        return _("There is nothing here."), None
    return str(getattr(exception, "detail", exception)), None


def _code(exception: Exception) -> str:
    if isinstance(exception, APIException):
        codes = exception.get_codes()
        return codes if isinstance(codes, str) else "invalid"
    return "not_found" if isinstance(exception, Http404) else "refused"


def _problem(status: HTTPStatus, detail: str, *, code: str, errors: Any = None) -> Response:
    body = problem(status, detail, code=code, errors=errors)
    return Response(body, status=status.value, content_type=PROBLEM)


def problem(status: HTTPStatus, detail: str, *, code: str, errors: Any = None) -> dict[str, Any]:
    """What every refusal of the API says (RFC 9457)."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": _writable(detail),
        "code": code,
    }
    if errors is not None:
        body["errors"] = _writable(errors)
    return body


def _writable(part: Any) -> Any:
    """The same with a question mark for each half character: a refusal may quote what was sent."""
    if isinstance(part, dict):
        return {_writable(name): _writable(value) for name, value in part.items()}
    if isinstance(part, list):
        return [_writable(value) for value in part]
    return part.encode(errors="replace").decode() if isinstance(part, str) else part
