"""The words of factories' names, kept for searches that forgive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from django.db import transaction

from factories.domain.search_words import search_words
from factories.models import Factory, FactoryWord, FormerName, SearchWord

SLICE = 5000
"""Factories whose words are written in one transaction."""


def refresh_search_words(factory_ids: Collection[int] | None = None) -> int:
    """Write the words of some factories' names, today's and former ones, anew; of all when None.

    Returns how many words these factories have. Safe to run twice, and beside another run.
    """
    if factory_ids is None:
        factory_ids = set(Factory.every.values_list("pk", flat=True))
    ordered = sorted(factory_ids)
    return sum(_refresh(ordered[start : start + SLICE]) for start in range(0, len(ordered), SLICE))


@transaction.atomic
def _refresh(factory_ids: Sequence[int]) -> int:
    # the rows of the factories are locked, so that of two runs the later one also reads the later names
    names = list(
        Factory.objects.select_for_update()
        .filter(pk__in=factory_ids)
        .order_by("pk")
        .values_list("pk", "name")
    )
    names += FormerName.objects.filter(factory_id__in=[pk for pk, _ in names]).values_list(
        "factory_id", "name"
    )
    expected = sorted({(pk, word) for pk, name in names for word in search_words(name)})
    stored = set(FactoryWord.objects.filter(factory_id__in=factory_ids).values_list("factory_id", "word_id"))
    words = sorted({word for _, word in expected})
    SearchWord.objects.bulk_create(
        [SearchWord(word=word, letters=len(word)) for word in words], ignore_conflicts=True
    )
    gone: dict[str, list[int]] = defaultdict(list)
    for factory_id, word in stored.difference(expected):
        gone[word].append(factory_id)
    for word, ids in gone.items():
        FactoryWord.objects.filter(word=word, factory__in=ids).delete()
    FactoryWord.objects.bulk_create(
        [FactoryWord(factory_id=pk, word_id=word) for pk, word in expected if (pk, word) not in stored],
        ignore_conflicts=True,
    )
    return len(expected)
