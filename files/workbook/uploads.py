"""Files between the page that takes them and the worker that reads them: in the storage, under names of ours."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage

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


def stored_upload(name: str, digest: str) -> bytes:
    """The bytes of a kept upload.

    Raises:
        UploadGone: they are not what they were, or gone.
    """
    try:
        with default_storage.open(name, "rb") as stored:
            content: bytes = stored.read()
    except OSError as gone:
        raise UploadGone(name) from gone
    if hashlib.sha256(content).hexdigest() != digest:
        raise UploadGone(name)
    return content


def keep_beside(name: str, what: str, content: IO[bytes]) -> str:
    """Put something that was made of a kept upload beside it; its name there."""
    content.seek(0)
    return default_storage.save(f"{name}.{what}", File(content))


def open_stored(name: str) -> IO[bytes]:
    """Something that was kept, to be read from any place in it.

    Raises:
        UploadGone.
    """
    try:
        return default_storage.open(name, "rb")
    except OSError as gone:
        raise UploadGone(name) from gone


def forget_beside(name: str, *, but: Collection[str] = ()) -> None:
    """Take away an upload and everything made of it, but for some names."""
    try:
        _folders, files = default_storage.listdir(FOLDER)
    except OSError:
        return
    for file in files:
        path = f"{FOLDER}/{file}"
        if path.startswith(name) and path not in but:
            default_storage.delete(path)


def forget_upload(name: str) -> None:
    """Take a kept upload away; one that is gone already is no error."""
    default_storage.delete(name)
