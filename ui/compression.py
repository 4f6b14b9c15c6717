"""Pages go compressed also where no proxy does it: most of a page are words, and phones have little line."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.request import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from accounts.sign_in.tokens.entity_tags import with_coding

WORDS = ("text/", "application/json", "application/xml", "application/atom+xml", "image/svg+xml")
"""Kinds of content that compressing makes smaller."""


class CompressedPages(GZipMiddleware):
    """Compresses pages and other texts; files that are sent as they are read, pictures and documents stay as they are.

    Django's own adds random bytes to what it compresses, so that its length gives no secret of the page away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response, compressed where that helps and the browser takes it."""
        kind = response.headers.get("Content-Type", "")
        if not isinstance(response, HttpResponse) or not kind.startswith(WORDS):
            return response
        tag: str = getattr(response, "entity_tag", "")
        compressed = super().process_response(request, response)
        if tag and compressed.headers.get("Content-Encoding") == "gzip":
            compressed.headers["ETag"] = with_coding(
                tag
            )  # Django's own is weak, and says nothing to If-Match
        return compressed
