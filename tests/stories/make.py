"""Stories brought into a state by the real commands."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image

from accounts.models import Role, User
from factories.models import Factory
from files.domain.attachments import CheckedFile
from files.workbook.attachments import checked
from journal.commands import Unchanged
from stories.commands import submit_story, withdraw_story, write_story
from stories.domain.story import Words
from stories.models import Story
from tests import make
from tests.two_people import approve

WORDS = {
    "language": "en",
    "title": "A committee that workers chose",
    "text": "Workers chose their committee.\n\nIt meets each month.",
    "quote": "They listen now.",
    "quoted": "A line leader",
    "quote_permission": "The speaker, by word, 2 May 2018",
    "photo_words": "Five people around a table",
    "photo_permission": "All five, in writing, 2 May 2018",
}
STEPS = ("draft", "in_review", "published", "withdrawn")


def photo(colour: str = "teal") -> CheckedFile:
    """A small photo as it is kept."""
    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    out.seek(0)
    return checked(out)


def story(
    factory: Factory, state: str = "draft", *, by: User | None = None, reader: User | None = None, **said: Any
) -> Story:
    """A story of a recognised factory."""
    writer = by or make.user(Role.ADVISER, country=factory.country_id)
    editor = reader or make.user(Role.GLOBAL)
    done = write_story(factory.pk, words=Words(**WORDS | said), photo=photo(), actor=writer, now=make.NOW)
    pk = done.value if isinstance(done, Unchanged) else done
    assert isinstance(pk, UUID)
    reached = STEPS.index(state)
    if reached >= 1:
        submit_story(pk, actor=writer, now=make.NOW)
    if reached >= 2:
        approve(editor, f"story:{pk}")
    if reached >= 3:
        withdraw_story(pk, reason="The speaker asked for it.", actor=editor, now=make.NOW)
    return Story.objects.get(pk=pk)
