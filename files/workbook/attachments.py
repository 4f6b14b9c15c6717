"""Reading a photo or document that a person uploads: what it really is, without what it carries unseen."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable
from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, UnidentifiedImageError

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
TURNED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""What brings a photo the right way up, by its EXIF orientation."""
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
            turned = TURNED.get(_orientation(opened))
            plain = opened.convert("RGB")
            return plain if turned is None else plain.transpose(turned)
    except UnidentifiedImageError as unknown:
        raise NotAcceptable(
            _("Photos (JPEG, PNG, WebP) and PDF documents are taken. Choose one of these.")
        ) from unknown
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error) as broken:
        raise NotAcceptable(_("The photo is broken. Take it again, or choose another.")) from broken


def _orientation(photo: Image.Image) -> Any:
    """How the camera was held, as it says itself; None where what it says cannot be read: it goes anyway."""
    try:
        return photo.getexif().get(ExifTags.Base.Orientation)
    except (OSError, SyntaxError, ValueError, TypeError, LookupError, struct.error):
        return None


def _fitting(photo: Image.Image, side: int) -> Image.Image:
    longest = max(photo.size)
    if longest <= side:
        return photo
    width, height = (max(1, round(length * side / longest)) for length in photo.size)
    return photo.resize((width, height))


def _as_jpeg(photo: Image.Image) -> bytes:
    out = BytesIO()
    # a fresh image: nothing of the old one's metadata goes along
    plain = Image.new("RGB", photo.size)
    plain.paste(photo)
    plain.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
