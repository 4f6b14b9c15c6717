"""Finding what a page is about; what does not exist for the reader answers 404."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import get_object_or_404

from factories.queries import visible_to
from stories.models import Story
from stories.queries import stories_visible_to

if TYPE_CHECKING:
    from accounts.models import User
    from factories.models import Factory


def factory_for(user: User, code: str) -> Factory:
    """A factory that the user works with, with its country."""
    return get_object_or_404(visible_to(user).select_related("country"), code=code)


def story_for(user: User, story_id: UUID) -> Story:
    """A story with its factory, for staff who work there."""
    return get_object_or_404(stories_visible_to(user).select_related("factory"), pk=story_id)
