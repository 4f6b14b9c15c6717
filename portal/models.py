"""What the outside may read: copies of content, never of rights. Every outside query joins live links and consents."""

from __future__ import annotations

from django.db import models


class ProjectionVersion(models.Model):
    """One row per factory: a rebuild locks it, reads, and writes only if its version is the newer one."""

    factory_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)


class Listing(models.Model):
    """A recognised factory, as brands and the public see it."""

    recognition_id = models.UUIDField(primary_key=True)
    factory = models.OneToOneField("factories.Factory", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    search_name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    country_name = models.CharField(max_length=80)
    address = models.CharField(max_length=400, default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    workers = models.PositiveIntegerField(null=True)
    women_workers = models.PositiveIntegerField(null=True)
    products = models.CharField(max_length=300, default="")
    recognised_on = models.DateField()
    expires_on = models.DateField(null=True)
    criteria = models.CharField(max_length=60)  # "high-performance/1.0"
    strengths = models.JSONField(default=list)  # per pillar: [{"pillar", "met", "of"}]
    fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["country", "name", "recognition_id"], name="listing_by_country"),
            models.Index(fields=["-recognised_on", "recognition_id"], name="listing_by_day"),
        ]


class SupplierProgress(models.Model):
    """A factory's verdict in summary, for its consented brands and its own people."""

    factory = models.OneToOneField("factories.Factory", on_delete=models.CASCADE, primary_key=True, related_name="+")
    outcome = models.CharField(max_length=15)
    close = models.BooleanField(default=False)
    as_of = models.DateField()
    criteria = models.CharField(max_length=60)
    pillars = models.JSONField(default=list)  # [{"pillar", "met", "not_met", "unknown"}]
    criteria_rows = models.JSONField(default=list)  # as in `evaluate --json`
    next_steps = models.JSONField(default=list)


class SupplierReport(models.Model):
    """Final findings, plan and trend of a factory, for its consented brands; the public part for everybody."""

    factory = models.OneToOneField("factories.Factory", on_delete=models.CASCADE, primary_key=True, related_name="+")
    assessed_on = models.DateField(null=True)
    cycle = models.PositiveSmallIntegerField(null=True)
    noncompliant = models.PositiveSmallIntegerField(null=True)
    applicable = models.PositiveSmallIntegerField(null=True)
    trend = models.JSONField(default=list)  # [{"assessed_on", "noncompliant", "applicable", "clusters"}]
    findings = models.JSONField(default=list)  # [{"question", "point", "text", "details", "response", …}]
    plan = models.JSONField(default=list)
    public_issues = models.JSONField(null=True)  # null until the second assessment
