"""Brands, who sources from whom, and which reports a factory shares."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.domain.scopes import FINDINGS, PLAN, SUMMARY
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


class ReportScope(models.TextChoices):
    """How much of a factory's reports a brand reads; each includes the ones before (`factories.domain.scopes`)."""

    SUMMARY = SUMMARY, _("summary")
    FINDINGS = FINDINGS, _("summary and findings")
    PLAN = PLAN, _("summary, findings and improvement plan")


class Consent(models.Model):
    """A factory allows a brand to read its reports, in a scope, from a day until a day."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=12, choices=ReportScope, default=ReportScope.PLAN)
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
                fields=["brand", "factory", "from_on"],
                condition=Q(ended_at__isnull=True),
                name="consent_once_a_start",
            ),
            models.UniqueConstraint(
                fields=["brand", "factory"],
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


class AccessRequest(models.Model):
    """A brand asks a factory from which it buys for access to its reports; the factory answers."""

    class State(models.TextChoices):
        PENDING = "pending", _("not answered yet")
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")  # by the brand, or replaced by its next request

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=12, choices=ReportScope)
    purpose = models.TextField()
    until_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    answer = models.TextField(default="", blank=True)  # the factory's word when it declines
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "factory"], condition=Q(state="pending"), name="one_pending_access_request"
            ),
        ]
        indexes = [models.Index(fields=["factory", "brand"], name="access_request_by_factory")]
