"""Advisory visits as JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from advisory.kinds import VISITS
from advisory.models import AdvisoryVisit

_STAFF_ONLY = [field.name for field in VISITS.fields if field.staff_only]


class VisitSerializer(serializers.ModelSerializer[AdvisoryVisit]):
    """An advisory visit, its fields named as in files; notes are the programme's own and empty for everybody else."""

    id = serializers.UUIDField(source="uid", read_only=True)
    factory = serializers.CharField(source="factory.code", read_only=True)

    class Meta:
        model = AdvisoryVisit
        fields: ClassVar[list[str]] = ["id", *VISITS.columns]

    def to_representation(self, instance: AdvisoryVisit) -> dict[str, Any]:
        """The fields as far as the reader may know them."""
        data: dict[str, Any] = super().to_representation(instance)
        if not self.context["request"].user.is_staff:
            data |= dict.fromkeys(_STAFF_ONLY, "")
        return data
