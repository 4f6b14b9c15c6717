"""Advisory visits as JSON."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from advisory.models import AdvisoryVisit


class VisitSerializer(serializers.ModelSerializer[AdvisoryVisit]):
    """An advisory visit; notes are the programme's own and empty for everybody else."""

    id = serializers.UUIDField(source="uid", read_only=True)
    factory = serializers.CharField(source="factory.code", read_only=True)
    notes = serializers.SerializerMethodField()

    class Meta:
        model = AdvisoryVisit
        fields: ClassVar[list[str]] = ["id", "factory", "visited_on", "purpose", "topics", "notes"]

    def get_notes(self, visit: AdvisoryVisit) -> str:
        """For staff only."""
        return visit.notes if self.context["request"].user.is_staff else ""
