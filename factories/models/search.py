"""The words by which factories are found though they are spelt otherwise: copies of their names, made anew at will."""

from __future__ import annotations

from django.db import models

from factories.domain.search_words import LONGEST_WORD
from factories.models.registry import Factory


class SearchWord(models.Model):
    """A word that the name of some factory has or had, in Latin letters."""

    word = models.CharField(max_length=LONGEST_WORD, primary_key=True)
    letters = models.PositiveSmallIntegerField(db_index=True)


class FactoryWord(models.Model):
    """A factory has or had the word in its name."""

    pk = models.CompositePrimaryKey("factory", "word")
    factory = models.ForeignKey(Factory, on_delete=models.CASCADE, related_name="+", db_index=False)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["word", "factory"], name="factories_by_word")]
