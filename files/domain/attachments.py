"""A file that shows what was found: what may come in, and under which name it is given out again."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

LARGEST = 15 * 1024 * 1024  # bytes; a tablet's photo has 3 to 8 million
MOST_PIXELS = 60_000_000  # a small file may unfold to gigabytes
LONGEST_SIDE = 2400  # pixels of a kept photo: print quality on a page
THUMBNAIL_SIDE = 320
MOST_A_QUESTION = 12

PHOTO, DOCUMENT = "image/jpeg", "application/pdf"
ENDINGS = {PHOTO: ".jpg", DOCUMENT: ".pdf"}


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file as it is kept.

    Attributes:
        content_type: PHOTO or DOCUMENT, from what the file is, never from what it says it is.
        content: its bytes; a photo's are made anew, without the place, day and camera that it carried.
        thumbnail: bytes of a small JPEG; empty for documents.
        width, height: pixels of a photo; 0 for documents.
        digest: SHA-256 of what was sent, as hex: the same file sent twice is kept once.
    """

    content_type: str
    content: bytes
    thumbnail: bytes
    width: int
    height: int
    digest: str


def shown_name(given: str, content_type: str) -> str:
    """A name that no system trips over: no folders, no invisible signs, the ending of what it is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip(" .")
    stem = re.sub(r"[<>:\"|?*]", "", plain.rsplit(".", 1)[0]).strip()[:80]
    return (stem or "file") + ENDINGS[content_type]
