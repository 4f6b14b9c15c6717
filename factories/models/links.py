"""Brands, who sources from whom, and which reports a factory shares."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.models.registry import Factory


class Brand(models.Model):
    """A brand or retailer that sources from factories."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    match_name = models.CharField(max_length=120, unique=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class FormerBrandName(models.Model):
    """A name that a brand had before it was renamed; files that still use it find the brand."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    match_name = models.CharField(max_length=120, unique=True)
    recorded_at = models.DateTimeField()


class Sourcing(models.Model):
    """A brand buys from a factory, from a day until a day (both inclusive; open while null)."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    start_assumed = models.BooleanField(default=False)  # a factory list named the brand and no day
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "factory", "from_on"], name="sourcing_once_a_start"),
            models.UniqueConstraint(
                fields=["brand", "factory"], condition=Q(until_on__isnull=True), name="one_open_sourcing"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="sourcing_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["factory", "brand"], name="sourcing_by_factory"),
            models.Index(fields=["brand", "factory"], name="sourcing_by_brand"),
        ]


class Consent(models.Model):
    """A factory allows a brand to read its reports, in a scope, from a day until a day."""

    class Scope(models.TextChoices):
        REPORTS = "reports", _("assessment reports, progress and guidance")

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=12, choices=Scope, default=Scope.REPORTS)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    # not given by the factory in its own account: a file says that it was given on this paper ("": which, is not said)
    is_documented_outside = models.BooleanField(default=False)
    paper = models.CharField(max_length=200, default="", blank=True)
    ended_at = models.DateTimeField(null=True)  # withdrawn: from this moment it is in force on no day
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "factory", "scope", "from_on"],
                condition=Q(ended_at__isnull=True),
                name="consent_once_a_start",
            ),
            models.UniqueConstraint(
                fields=["brand", "factory", "scope"],
                condition=Q(until_on__isnull=True),
                name="one_open_consent",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="consent_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["factory", "brand"], name="consent_by_factory"),
            models.Index(fields=["brand", "factory"], name="consent_by_brand"),
        ]
