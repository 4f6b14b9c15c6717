"""The counts as JSON."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from sector_tables.domain.sector import printed_percent
from sector_tables.models import SectorCount


class SectorCountSerializer(serializers.ModelSerializer[SectorCount]):
    """One line of a sector table.

    Without figures: groups of fewer than five factories, and what would give these away by subtraction.
    """

    assessed = serializers.SerializerMethodField()
    noncompliant = serializers.SerializerMethodField()
    percent = serializers.SerializerMethodField()

    class Meta:
        model = SectorCount
        fields: ClassVar[list[str]] = [
            "country",
            "year",
            "level",
            "code",
            "assessed",
            "noncompliant",
            "percent",
            "counted_at",
        ]

    def get_assessed(self, count: SectorCount) -> int | None:
        """How many factories were assessed on it."""
        return None if count.is_hidden else count.assessed

    def get_noncompliant(self, count: SectorCount) -> int | None:
        """How many of them were non-compliant."""
        return None if count.is_hidden else count.noncompliant

    def get_percent(self, count: SectorCount) -> int | None:
        """The share in whole per cent, half rounded up."""
        if count.is_hidden:
            return None
        return printed_percent(count.noncompliant, count.assessed)
