"""The countries, brands, factories and groups that people belong to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from factories.models.countries import Country
from factories.models.links import Brand
from factories.models.registry import Factory, Group


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
