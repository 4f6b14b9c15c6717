"""What follows a change of the registry."""

from __future__ import annotations

from collections.abc import Sequence

from factories import projections
from journal.reactions import reaction


@reaction("factories.refresh_search_words")
def refresh_search_words(factory_ids: Sequence[int]) -> None:
    """Keep the words by which these factories are found, or all where none is named."""
    projections.refresh_search_words(factory_ids or None)
