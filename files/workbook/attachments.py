"""Reading a photo or document that a person uploads: what it really is, without what it carries unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import IO

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from files.domain.attachments import (
    DOCUMENT,
    LARGEST,
    LONGEST_SIDE,
    MOST_PIXELS,
    PHOTO,
    THUMBNAIL_SIDE,
    CheckedFile,
)
from journal.refusals import Refused

READ = ("JPEG", "PNG", "WEBP")
QUALITY = 85
Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything unfolds, and refuses with a sentence


class NotAcceptable(Refused):
    """A file that is none of those taken, or hides something."""


Scanner = Callable[[bytes], bool]
"""Whether the bytes are harmless; named in EVIDENCE_SCANNER."""


def checked(upload: IO[bytes]) -> CheckedFile:
    """The file as it is to be kept.

    Raises:
        NotAcceptable: too large, empty, of another kind, broken, or refused by the scanner.
    """
    raw = upload.read(LARGEST + 1)
    if not raw:
        raise NotAcceptable(_("The file is empty. Choose another."))
    if len(raw) > LARGEST:
        raise NotAcceptable(
            _("The file is larger than 15 MB. Take the photo with less resolution, or split it.")
        )
    _scan(raw)
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith(b"%PDF-"):
        return CheckedFile(DOCUMENT, _document(raw), b"", 0, 0, digest)
    photo = _photo(raw)
    content = _as_jpeg(_fitting(photo, LONGEST_SIDE))
    size = _fitting(photo, LONGEST_SIDE).size
    return CheckedFile(PHOTO, content, _as_jpeg(_fitting(photo, THUMBNAIL_SIDE)), *size, digest)


def _scan(raw: bytes) -> None:
    if not settings.EVIDENCE_SCANNER:
        return
    harmless: Scanner = import_string(settings.EVIDENCE_SCANNER)
    if not harmless(raw):
        raise NotAcceptable(_("The virus scanner refuses this file."))


def _document(raw: bytes) -> bytes:
    if b"%%EOF" not in raw[-2048:]:
        raise NotAcceptable(_("The document is cut off. Save it again, then upload it."))
    return raw


def _photo(raw: bytes) -> Image.Image:
    """The photo the right way up, in plain colours, its pixels alone."""
    try:
        with Image.open(BytesIO(raw), formats=READ) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotAcceptable(_("The photo has too many pixels. Take it with less resolution."))
            return ImageOps.exif_transpose(opened).convert("RGB")
    except UnidentifiedImageError as unknown:
        raise NotAcceptable(
            _("Photos (JPEG, PNG, WebP) and PDF documents are taken. Choose one of these.")
        ) from unknown
    except (OSError, SyntaxError, ValueError) as broken:
        raise NotAcceptable(_("The photo is broken. Take it again, or choose another.")) from broken


def _fitting(photo: Image.Image, side: int) -> Image.Image:
    return ImageOps.contain(photo, (side, side)) if max(photo.size) > side else photo


def _as_jpeg(photo: Image.Image) -> bytes:
    out = BytesIO()
    # a fresh image: nothing of the old one's metadata goes along
    plain = Image.new("RGB", photo.size)
    plain.paste(photo)
    plain.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
