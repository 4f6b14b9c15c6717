"""Factories and what identifies, counts and groups them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from countries.models import Country


class Group(models.Model):
    """A manufacturer that owns several factories."""

    name = models.CharField(max_length=120, unique=True)


class Registered(models.Manager["Factory"]):
    """Factories without those that became part of another (`Factory.every` has these as well)."""

    def get_queryset(self) -> models.QuerySet[Factory]:
        """Every factory that was not merged into another."""
        return super().get_queryset().filter(merged_into__isnull=True)


class Factory(models.Model):
    """A production site that the programme assesses."""

    code = models.CharField(max_length=20, unique=True)  # the programme's own: KH-00017
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=400, default="", blank=True)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+")
    match_name = models.CharField(
        max_length=200, default=""
    )  # normalised, for finding the same factory again
    match_address = models.CharField(max_length=400, default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    workers = models.PositiveIntegerField(null=True)
    women_workers = models.PositiveIntegerField(null=True)
    products = models.CharField(max_length=300, default="", blank=True)  # "; " between them
    joined_on = models.DateField(null=True)
    described_on = models.DateField(
        null=True
    )  # the day of the newest list that gave name, address and the like
    closed_on = models.DateField(null=True)
    is_closed = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )  # its index holds the merged ones only: nearly all rows have none, and reading them by it is slow
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")  # today's
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    fictional = models.BooleanField(default=False)  # made by the demonstration
    recorded_at = models.DateTimeField()

    objects = Registered()
    every = models.Manager["Factory"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(women_workers__isnull=True)
                | Q(workers__isnull=True)
                | Q(women_workers__lte=F("workers")),
                name="women_among_workers",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)), name="latitude_on_earth"
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
                name="longitude_on_earth",
            ),
        ]
        indexes = [
            models.Index(fields=["country", "name", "id"], name="factory_by_country_name"),
            models.Index(fields=["name", "id"], name="factory_by_name"),
            models.Index(Coalesce("workers", Value(0)), "id", name="factory_by_workers"),
            models.Index(fields=["country", "match_name"], name="factory_match"),
            models.Index(
                fields=["merged_into"], condition=Q(merged_into__isnull=False), name="factory_merged_into"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """What a factory is called by others, over time."""

    class Scheme(models.TextChoices):
        OS_ID = "os_id", _("OS ID")
        GLN = "gln", _("Global Location Number")
        PROGRAMME = "programme", _("earlier programme code")

    factory = models.ForeignKey(Factory, on_delete=models.CASCADE, related_name="+")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=40)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                condition=Q(until_on__isnull=True),
                name="identifier_of_one_factory",
            ),
            models.UniqueConstraint(  # a factory may have had several earlier codes
                fields=["factory", "scheme"],
                condition=Q(until_on__isnull=True) & ~Q(scheme="programme"),
                name="one_identifier_a_scheme",
            ),
        ]
        indexes = [models.Index(fields=["factory", "scheme"], name="identifier_by_factory")]


class GroupPeriod(models.Model):
    """A factory belongs to a group from a day until a day (both inclusive; open while null)."""

    factory = models.ForeignKey(Factory, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory"], condition=Q(until_on__isnull=True), name="one_group_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="group_forward"
            ),
        ]


class Workforce(models.Model):
    """A head count: how many worked there on a day. A correction supersedes the row and writes another."""

    factory = models.ForeignKey(Factory, on_delete=models.CASCADE, related_name="+")
    counted_on = models.DateField()
    workers = models.PositiveIntegerField()
    women_workers = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "counted_on"],
                condition=Q(superseded_at__isnull=True),
                name="one_count_a_day",
            )
        ]
        indexes = [models.Index(fields=["factory", "counted_on"], name="workforce_by_factory")]


class FormerName(models.Model):
    """A name and address under which a factory was registered until a day; lists that still use it find the factory."""

    factory = models.ForeignKey(Factory, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    address = models.CharField(max_length=400, default="", blank=True)
    match_name = models.CharField(max_length=200)
    match_address = models.CharField(max_length=400, default="", blank=True)
    until_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "match_name", "match_address"], name="former_name_once_a_factory"
            )
        ]
