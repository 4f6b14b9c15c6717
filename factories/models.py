"""The registry: countries, factories and what identifies them, brands, who sources from whom, who belongs to whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Country(models.Model):
    """A country of the world; `programme` where the programme works."""

    code = models.CharField(max_length=2, primary_key=True)  # ISO 3166-1 alpha-2
    name = models.CharField(max_length=80)
    programme = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


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
    closed_on = models.DateField(null=True)
    is_closed = models.BooleanField(default=False)
    suspected_duplicate_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    group = models.ForeignKey("Group", on_delete=models.PROTECT, null=True, related_name="+")
    fictional = models.BooleanField(default=False)  # made by the demonstration
    recorded_at = models.DateTimeField()

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
            models.Index(fields=["country", "match_name"], name="factory_match"),
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
        ]
        indexes = [models.Index(fields=["factory", "scheme"], name="identifier_by_factory")]


class Workforce(models.Model):
    """A head count: how many worked there on a day."""

    factory = models.ForeignKey(Factory, on_delete=models.CASCADE, related_name="+")
    counted_on = models.DateField()
    workers = models.PositiveIntegerField()
    women_workers = models.PositiveIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["factory", "counted_on"], name="one_count_a_day")]


class Group(models.Model):
    """A manufacturer that owns several factories."""

    name = models.CharField(max_length=120, unique=True)


class Brand(models.Model):
    """A brand or retailer that sources from factories."""

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    match_name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class Sourcing(models.Model):
    """A brand buys from a factory, from a day until a day (both inclusive; open while null)."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "factory", "from_on"], name="sourcing_once_a_start"),
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
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "factory", "scope", "from_on"], name="consent_once_a_start"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")), name="consent_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["factory", "brand"], name="consent_by_factory"),
            models.Index(fields=["brand", "factory"], name="consent_by_brand"),
        ]


class Membership(models.Model):
    """Whom a user belongs to: staff and inspectors to a country, others to a brand, a factory or a group."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="+")
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="membership_of_exactly_one",
                condition=(
                    Q(country__isnull=False, brand__isnull=True, factory__isnull=True, group__isnull=True)
                    | Q(country__isnull=True, brand__isnull=False, factory__isnull=True, group__isnull=True)
                    | Q(country__isnull=True, brand__isnull=True, factory__isnull=False, group__isnull=True)
                    | Q(country__isnull=True, brand__isnull=True, factory__isnull=True, group__isnull=False)
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "country"], condition=Q(country__isnull=False), name="member_of_country_once"
            ),
            models.UniqueConstraint(
                fields=["user", "brand"], condition=Q(brand__isnull=False), name="member_of_brand_once"
            ),
            models.UniqueConstraint(
                fields=["user", "factory"], condition=Q(factory__isnull=False), name="member_of_factory_once"
            ),
            models.UniqueConstraint(
                fields=["user", "group"], condition=Q(group__isnull=False), name="member_of_group_once"
            ),
        ]
