"""What follows a change of the registry, and reminders before a consent ends."""

from __future__ import annotations

from collections.abc import Sequence

from celery import shared_task
from django.utils import timezone

from factories import projections
from factories.commands.consents import notify_consents_ending
from journal.commands import Unchanged
from journal.reactions import Concerns, reaction


@reaction("factories.refresh_search_words", Concerns.FACTORIES)
def refresh_search_words(factory_ids: Sequence[int]) -> None:
    """Keep the words by which these factories are found, or all where none is named."""
    projections.refresh_search_words(factory_ids or None)


@shared_task(name="factories.tasks.notify_consents_ending")
def remind_of_consents_ending() -> int:
    """Remind both sides of consents that end soon; how many."""
    done = notify_consents_ending(actor=None, now=timezone.now())
    return 0 if isinstance(done, Unchanged) else done
