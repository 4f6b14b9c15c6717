"""Stories of recognised factories, as everybody reads them: there only while the factory is listed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from portal.models import Listing
from stories.queries import published_story, titles_of

if TYPE_CHECKING:
    from stories.models import Story


def story_of(listing: Listing) -> Story | None:
    """The story of a recognised factory. One query."""
    return published_story(listing.factory_id)


def stories_of(listings: Iterable[Listing]) -> dict[int, Story]:
    """Title and photo of several recognised factories' stories, by factory. One query."""
    return titles_of([listing.factory_id for listing in listings])
