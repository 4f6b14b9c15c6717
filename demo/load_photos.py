"""A few photos beside what the assessments in hand found: drawn, the same in every run, of a few kilobytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageDraw

from accounts.models import User
from assessments.commands.attachments import add_evidence_file
from demo.generator.descriptions import lot
from files.workbook.attachments import checked

SIZE = (320, 240)
PHOTOS = 2  # an assessment


def add_photos(
    assessment_id: UUID, factory: str, questions: Sequence[str], *, adviser: User, now: datetime
) -> int:
    """One beside each of the first findings that are to be seen in the hall. Returns how many."""
    seen = [code for code in questions if code.startswith(("OS-2", "OS-3", "OS-6", "OS-8"))][:PHOTOS]
    for code in seen:
        file = checked(BytesIO(drawn(factory, code)))
        add_evidence_file(assessment_id, question=code, name=f"{code}.jpg", file=file, actor=adviser, now=now)
    return len(seen)


def drawn(factory: str, question: str) -> bytes:
    """A hall in flat colours: floor, wall, a door and what stands before it, placed by factory and question."""
    number = lot(factory, question, "photo")
    number, door = divmod(number, 180)
    number, tone = divmod(number, 60)
    image = Image.new("RGB", SIZE, (190 - tone, 195 - tone // 2, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 170, *SIZE), fill=(120, 115 + tone // 3, 110))
    draw.rectangle((30 + door, 70, 100 + door, 170), fill=(70, 110, 90))
    for _ in range(5):
        number, left = divmod(number, 240)
        number, height = divmod(number, 60)
        draw.rectangle((left, 190 - height, left + 55, 215), fill=(176, 140, 95), outline=(110, 85, 55))
    written = BytesIO()
    image.save(written, "JPEG", quality=60)
    return written.getvalue()
