"""Countries, and what belongs to each of them from a day on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.domain.country_rules import Protocol


class Country(models.Model):
    """A country of the world: one of the programme's, or one where it knows a factory."""

    code = models.CharField(max_length=2, primary_key=True)  # ISO 3166-1 alpha-2
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class CountrySettings(models.Model):
    """A country's settings from a day on, until those of a later day. A correction supersedes; nothing is overwritten.

    `added_holidays` maps a day as text to a name; `removed_holidays` lists days as text. For the other fields see
    `countries.domain.country_rules.CountryRules`.
    """

    class Protocol(models.TextChoices):
        GENERAL = Protocol.GENERAL, _("the programme's general protocol")
        NATIONAL = Protocol.NATIONAL, _("a national protocol, agreed with the ministry")
        CHILD_LABOUR = Protocol.NATIONAL_ON_CHILD_LABOUR, _("a national protocol on child labour only")

    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    in_programme = models.BooleanField()
    began_on = models.DateField()
    time_zone = models.CharField(max_length=60)
    weekend = models.JSONField()  # days of the week, 0 for Monday
    added_holidays = models.JSONField(default=dict)
    removed_holidays = models.JSONField(default=list)
    languages = models.JSONField()
    comment_days = models.PositiveSmallIntegerField()
    published_from_cycle = models.PositiveSmallIntegerField(null=True)  # null: never
    protocol = models.CharField(max_length=12, choices=Protocol)
    investigation_hours = models.PositiveSmallIntegerField()
    follow_up_hours = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    superseded_at = models.DateTimeField(
        null=True
    )  # by a correction of the same day, or because it was cancelled

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "from_on"],
                condition=Q(superseded_at__isnull=True),
                name="country_settings_once_a_day",
            )
        ]
