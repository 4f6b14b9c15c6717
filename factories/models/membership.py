"""Places: the countries, brands, factories and groups that people belong to, each from a day until a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from countries.models import Country
from factories.models.links import Brand
from factories.models.registry import Factory, Group

_NOT_ENDED = Q(ended_at__isnull=True)


class Membership(models.Model):
    """A place of a user: staff and inspectors belong to a country, others to a brand, a factory or a group.

    The days are those of the place's own zone; `begins_at` and `ends_at` are the instants that they mean, so that one
    comparison answers for all zones. A row that a person ended stays, with the moment, the person and the reason.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, null=True, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, null=True, related_name="+")
    factory = models.ForeignKey(Factory, on_delete=models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, related_name="+")
    is_administrator = models.BooleanField(default=False)  # invites and removes colleagues of the same place
    from_on = models.DateField()
    until_on = models.DateField(null=True)  # the last day
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # the first instant after `until_on`
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.TextField(default="", blank=True)  # of whoever ended it

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
            models.CheckConstraint(
                name="membership_days_in_order",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=models.F("from_on")),
            ),
            models.UniqueConstraint(
                fields=["user", "country"],
                condition=_NOT_ENDED & Q(country__isnull=False),
                name="member_of_country_once",
            ),
            models.UniqueConstraint(
                fields=["user", "brand"],
                condition=_NOT_ENDED & Q(brand__isnull=False),
                name="member_of_brand_once",
            ),
            models.UniqueConstraint(
                fields=["user", "factory"],
                condition=_NOT_ENDED & Q(factory__isnull=False),
                name="member_of_factory_once",
            ),
            models.UniqueConstraint(
                fields=["user", "group"],
                condition=_NOT_ENDED & Q(group__isnull=False),
                name="member_of_group_once",
            ),
        ]
        indexes = [
            models.Index(fields=["country", "user"], condition=_NOT_ENDED, name="member_by_country"),
            models.Index(fields=["brand", "user"], condition=_NOT_ENDED, name="member_by_brand"),
            models.Index(fields=["factory", "user"], condition=_NOT_ENDED, name="member_by_factory"),
            models.Index(fields=["group", "user"], condition=_NOT_ENDED, name="member_by_group"),
        ]
