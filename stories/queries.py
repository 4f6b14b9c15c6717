"""All reads of stories: what staff work on, and what everybody may read now."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from accounts.models import STAFF
from factories.queries import visible_to
from stories.domain.story import OPEN, Words
from stories.models import Story

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from accounts.models import User

    Viewer = User | AnonymousUser


def stories_visible_to(user: Viewer) -> QuerySet[Story]:
    """Stories in any state, for staff of the factory's country; nobody else's window shows what is not public."""
    if getattr(user, "role", "") not in STAFF:
        return Story.objects.none()
    return Story.objects.filter(factory__in=visible_to(user))


def open_story(factory_id: int) -> Story | None:
    """What is being written or read about a factory. One query."""
    return Story.objects.filter(factory_id=factory_id, state__in=OPEN).select_related("written_by").first()


def published_story(factory_id: int) -> Story | None:
    """The story let out, shown only while the factory is recognised: whoever asks knows that it is. One query."""
    found = Story.objects.filter(factory_id=factory_id, state=Story.State.PUBLISHED)
    return found.select_related("written_by", "decided_by").first()


def titles_of(factory_ids: Collection[int]) -> dict[int, Story]:
    """The stories of several recognised factories, without their text. One query."""
    rows = Story.objects.filter(factory_id__in=factory_ids, state=Story.State.PUBLISHED).defer("text")
    return {story.factory_id: story for story in rows}


def words_of(story: Story) -> Words:
    """The texts of a stored story."""
    return Words(**{name: getattr(story, name) for name in Words.__dataclass_fields__})
