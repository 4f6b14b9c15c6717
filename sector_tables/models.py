"""The kept counts of the sectors."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SectorCount(models.Model):
    """How many of the factories assessed in a year were non-compliant; the latest assessment of each counts."""

    class Level(models.TextChoices):
        QUESTION = "question", _("question")
        POINT = "point", _("compliance point")
        CLUSTER = "cluster", _("cluster")

    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=Level)
    code = models.CharField(max_length=20)
    noncompliant = models.PositiveIntegerField()
    assessed = models.PositiveIntegerField()
    is_hidden = models.BooleanField()  # from outsiders: few factories, or it would give others of few away
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "year", "level", "code"], name="sector_count_once"),
        ]


class PeerRelease(models.Model):
    """What factories of a country read of comparable ones for a year. Written once, so that no two readings differ."""

    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()  # in which the assessments that it rests on were made
    groups = (
        models.JSONField()
    )  # [{"key": [size, product], "at_least", "rate": [low, median, high], "clusters"}]
    released_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "year"], name="peers_once_a_year"),
        ]
