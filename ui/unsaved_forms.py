"""What a person typed, given back when it could not be taken: signed out meanwhile, a token too old, a refusal.

Nothing is stored: the words travel in the page that says why, as a form to be sent again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

CHOICE = re.compile("[a-z]+(_[a-z]+)+")  # as choices are named
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
SECRET_FIELDS = re.compile("password|otp|secret|recovery|^token$", re.IGNORECASE)
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  # the name of a field
READ = range(8, 31)  # characters: shown to be read, with all that holds a blank; longer ones are keys


@dataclass(frozen=True, slots=True)
class UnsavedForm:
    """A form as it was sent: where to, its fields in order, and which held files (one or several)."""

    address: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, bool], ...]

    @property
    def words(self) -> list[str]:
        """What a person wrote, as against what was chosen: to be read and copied."""
        return [value for _, value in self.fields if _is_written(value)]


def _is_written(value: str) -> bool:
    return len(value.split()) > 1 or (len(value) in READ and not CHOICE.fullmatch(value))


def unsaved_form(request: HttpRequest) -> UnsavedForm | None:
    """What a request sent in a form; None when it sent none, only its token, or a password."""
    if request.method != "POST" or request.content_type not in FORMS:
        return None
    if any(SECRET_FIELDS.search(name) for name in request.POST):
        return None
    fields = tuple(
        (name, value) for name, values in request.POST.lists() if name != TOKEN for value in values
    )
    files = tuple((name, len(held) > 1) for name, held in request.FILES.lists())
    if not files and not any(value.strip() for _, value in fields):
        return None
    return UnsavedForm(request.get_full_path(), fields, files)


class SignedOutMiddleware:
    """A form that a person sends after the session has ended: the words stay on the page beside the way to sign in.

    Its token was checked, so it is a form of ours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """401 with the words instead of a redirect that would drop them."""
        response = self.get_response(request)
        to = urlsplit(response.headers.get("Location", "")).path if _is_redirect(response) else ""
        if to != settings.LOGIN_URL or request.user.is_authenticated:
            return response
        form = unsaved_form(request)
        if form is None or request.path == settings.LOGIN_URL:
            return response
        return render(request, "signed_out.html", {"kept": form}, status=HTTPStatus.UNAUTHORIZED)


def _is_redirect(response: HttpResponseBase) -> bool:
    return response.status_code == HTTPStatus.FOUND


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001  # Django gives it
    """403; a form that was sent from a page of ours is given back with a fresh token, to be sent again.

    A page of another person's could send words of its own: none of those are put into a form here.
    """
    form = unsaved_form(request) if _is_from_here(request) else None
    return render(request, "403_csrf.html", {"kept": form}, status=HTTPStatus.FORBIDDEN)


def _is_from_here(request: HttpRequest) -> bool:
    """Browsers say of every form that is sent which page it stood on."""
    origin = request.headers.get("Origin", "")
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:  # noqa: ARG001  # Django gives it
    """404; whoever sent a form reads there what it held. There is nothing to send it to."""
    elsewhere = "Origin" in request.headers and not _is_from_here(request)  # no words of another site's page
    form = None if elsewhere else unsaved_form(request)
    return render(request, "404.html", {"kept": form}, status=HTTPStatus.NOT_FOUND)
