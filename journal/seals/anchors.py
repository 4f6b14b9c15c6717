"""Seals published outside, where whoever can write to the database cannot reach: file, mail; the feed is the portal's.

What is published is the same everywhere: one JSON object a seal.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import send_mail

from journal.chains.hashes import canonical, instant
from journal.models import Seal

logger = logging.getLogger(__name__)


def published(made: Seal) -> dict[str, Any]:
    """What is published of a seal: all that its hash and its signature are checked by."""
    return {
        "day": made.day.isoformat(),
        "root": made.root,
        "heads": made.heads,
        "events": made.events,
        "sealed_at": instant(made.sealed_at),
        "previous": made.previous_hash,
        "hash": made.hash,
        "key": made.key_id,
        "signature": made.signature,
    }


def publish() -> None:
    """Append seals that the file does not hold yet, and mail those. A failure is logged: the next day tries again."""
    for place, send in ((settings.SEAL_ANCHOR_PATH, _append), (settings.SEAL_ANCHOR_MAIL, _mail)):
        if place:
            try:
                send()
            except OSError:  # SMTPException is one
                logger.exception("Seals could not be published to %s", place)


def _append() -> None:
    path = Path(settings.SEAL_ANCHOR_PATH)
    held = {anchor["day"] for anchor in anchors_in(path)} if path.exists() else set()
    with path.open("a") as file:
        for made in Seal.objects.order_by("day"):
            if made.day.isoformat() not in held:
                file.write(canonical(published(made)) + "\n")


def _mail() -> None:
    """The latest seal; a mail that was lost does not matter, since each seal chains all before it."""
    made = Seal.objects.order_by("-day").first()
    if made is not None:
        send_mail(
            f"{settings.SITE_URL}: seal of {made.day}",
            canonical(published(made)) + "\n",
            None,
            settings.SEAL_ANCHOR_MAIL,
        )


def anchors_in(path: Path) -> Iterator[dict[str, Any]]:
    """Published seals out of a file: one JSON object a line, or the document of the feed.

    Raises:
        ValueError: the file is neither.
    """
    text = path.read_text()
    try:
        document = json.loads(text)
    except json.JSONDecodeError:
        yield from (json.loads(line) for line in text.splitlines() if line.strip())
        return
    yield from document.get("seals", [document])
