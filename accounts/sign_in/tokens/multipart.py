"""Forms with files sent to the API, told from others by their parts.

What cannot be read at all was refused before: `ui/null_characters.py` reads every form.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

MULTIPART = MultiPartParser.media_type


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
