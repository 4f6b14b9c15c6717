"""Forms with files sent to the API: a problem where they cannot be read, told from others by their parts."""

from __future__ import annotations

import json
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

MULTIPART = MultiPartParser.media_type


class BodyTooLarge(APIException):
    """The body is longer than the server reads at once."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class MultipartBodyParser(MultiPartParser):
    """`multipart/form-data`."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        """Fields and files.

        Raises:
            BodyTooLarge, ParseError.
        """
        try:
            return super().parse(stream, media_type, parser_context)
        except RequestDataTooBig:
            raise BodyTooLarge(_("This is more than the server reads at once.")) from None
        except SuspiciousOperation as many:
            raise ParseError(str(many)) from None


def takes_parts(request: Request) -> bool:
    """Whether a form with files came to an address that takes them."""
    is_form = (request.content_type or "").partition(";")[0].strip().lower() == MULTIPART
    return is_form and any(isinstance(parser, MultiPartParser) for parser in request.parsers or ())


def digest_of_parts(request: Request) -> bytes:
    """The same for the same fields and files, whatever stands between them: that is chosen anew by each call."""
    data: Any = request.data
    parts = []
    for name, values in sorted(data.lists()):
        for value in values:
            if not isinstance(value, UploadedFile):
                parts.append([name, str(value)])
                continue
            value.seek(0)
            parts.append([name, value.name or "", sha256(value.read()).hexdigest()])
            value.seek(0)
    return f"{MULTIPART}\n{json.dumps(parts)}".encode()
