"""What a device sends of an entry."""

from __future__ import annotations

import json
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import make


def entry(number: int, kind: str, fields: dict[str, str], **said: Any) -> dict[str, Any]:
    now = make.NOW.isoformat()
    return {
        "id": f"00000000-0000-4000-9000-{number:012d}", "kind": kind, "factory": "KH-00017", "fields": fields,
        "base": {}, "at": now, "sent": now, "device": "tablet-1", **said,
    }  # fmt: skip


def send(client, said: Any, **more: Any):
    return client.post(reverse("advisory:take_entry"), said, content_type="application/json", **more)


def send_with(client, said: dict[str, Any], *files: SimpleUploadedFile, field: str = "chosen"):
    """The same with files, as the part `entry` of a form."""
    return client.post(reverse("advisory:take_entry"), {"entry": json.dumps(said), field: list(files)})
