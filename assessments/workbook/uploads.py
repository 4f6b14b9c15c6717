"""Bulk files between the page that takes them and the worker that reads them: in the storage, under names of ours."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django.core.files.storage import default_storage

IMPORT_FILE = "import-file"  # the kind of job that reads them
FOLDER = "imports"


class UploadGone(Exception):
    """The file is not there any more, or is not the one that was checked."""


def keep_upload(upload: Any) -> tuple[str, str]:
    """Put an upload into the storage; its name there and its SHA-256 as hex. Nothing is held in memory."""
    seal = hashlib.sha256()
    for chunk in upload.chunks():
        seal.update(chunk)
    upload.seek(0)
    return default_storage.save(f"{FOLDER}/{uuid.uuid4()}", upload), seal.hexdigest()


def kept_upload(name: str, digest: str) -> bytes:
    """The bytes of a kept upload.

    Raises:
        UploadGone: they are not what they were, or gone.
    """
    try:
        with default_storage.open(name, "rb") as kept:
            content: bytes = kept.read()
    except OSError as gone:
        raise UploadGone(name) from gone
    if hashlib.sha256(content).hexdigest() != digest:
        raise UploadGone(name)
    return content


def forget_upload(name: str) -> None:
    """Take a kept upload away; one that is gone already is no error."""
    default_storage.delete(name)
