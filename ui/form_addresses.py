"""Addresses that only take what a form sends, opened as a page: after a reload or another language."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

if TYPE_CHECKING:
    from collections.abc import Callable


class FormAddressMiddleware:
    """Leads a browser from an address that takes no GET to the page above it, instead of an empty answer 405."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or the way to the page whose address is one step shorter."""
        response = self.get_response(request)
        reads = request.method in {"GET", "HEAD"} and "text/html" in request.headers.get("Accept", "")
        program = request.path.startswith("/api/")
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or program or not reads:
            return response
        above = request.path.rstrip("/").rpartition("/")[0]
        return redirect(f"{above}/")
