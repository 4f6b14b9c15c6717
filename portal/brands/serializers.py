"""A brand's supplier as its systems read it: the fields of the file of suppliers."""

from __future__ import annotations

from rest_framework import serializers

from portal.brands.queries.suppliers import SupplierRow

_SHARED = "empty where the supplier does not share it"


class SupplierSerializer(serializers.Serializer[SupplierRow]):
    """A supplier, as far as it shares its reports; verdicts leave zero-tolerance cases out."""

    factory = serializers.CharField(source="factory.code", help_text="the programme's code of the factory")
    name = serializers.CharField(source="factory.name")
    country = serializers.CharField(source="factory.country_id")
    workers = serializers.IntegerField(source="factory.workers", allow_null=True)
    recognised_on = serializers.DateField(source="factory.recognised_on", allow_null=True)
    scope = serializers.CharField(
        source="access.scope", allow_blank=True, help_text="what of its reports it shares"
    )
    shared_until = serializers.DateField(source="access.until_on", allow_null=True)
    assessed_on = serializers.DateField(
        source="report.assessed_on", default=None, allow_null=True, help_text=_SHARED
    )
    noncompliant = serializers.IntegerField(
        source="report.noncompliant", default=None, allow_null=True, help_text=_SHARED
    )
    applicable = serializers.IntegerField(
        source="report.applicable", default=None, allow_null=True, help_text=_SHARED
    )
    outcome = serializers.CharField(
        source="progress.outcome_without_cases", default=None, allow_null=True, help_text=_SHARED
    )
    close = serializers.BooleanField(
        source="progress.close_without_cases", default=None, allow_null=True, help_text="close to recognition"
    )
    as_of = serializers.DateField(
        source="progress.as_of_without_cases", default=None, allow_null=True, help_text="day of the verdict"
    )
    open_items = serializers.IntegerField(allow_null=True, help_text="of the improvement plan")
