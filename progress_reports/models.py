"""Reports as they were made, and who was given which."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.domain.short_numbers import LENGTH, written

PERSON = settings.AUTH_USER_MODEL
PREFIX = "R"


class ProgressReport(models.Model):
    """One document in one language. It is written once; only `delivered_at` is set later.

    `content` is what is printed for everybody who may read the report and rests on no zero-tolerance case. `cases_part`
    holds the parts that take the place of those in `content` for readers who may know of cases.
    """

    class Occasion(models.TextChoices):
        RHYTHM = "rhythm", _("regular")
        REQUEST = "request", _("on request")

    number = models.CharField(max_length=LENGTH, primary_key=True)
    occasion = models.CharField(max_length=8, choices=Occasion)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey(
        "factories.Brand", on_delete=models.PROTECT, null=True, related_name="+"
    )  # of a summary
    language = models.CharField(max_length=10)
    as_of = models.DateField()  # in the factory's country
    content = models.JSONField()
    cases_part = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)  # SHA-256 of content
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )  # None: schedule
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "language", "as_of", "digest"],
                condition=Q(brand__isnull=True),
                name="report_once",
            ),
            models.UniqueConstraint(
                fields=["factory", "brand", "language", "as_of", "digest"],
                condition=Q(brand__isnull=False),
                name="report_summary_once",
            ),
        ]
        indexes = [models.Index(fields=["factory", "-made_at"], name="report_by_factory")]

    @property
    def printed_number(self) -> str:
        """The number as documents and addresses carry it."""
        return written(PREFIX, self.number)


class ReportDelivery(models.Model):
    """A report given to a person, and when they first opened it."""

    report = models.ForeignKey(ProgressReport, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    delivered_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="delivery_once")]
