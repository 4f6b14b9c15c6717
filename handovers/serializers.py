"""Hand-overs as JSON."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from handovers.models import Handover


class ConcernedFindingSerializer(serializers.Serializer[dict[str, str]]):
    """A finding that a hand-over is about: the question and its text in English."""

    question = serializers.CharField()
    text = serializers.CharField()


class HandoverSerializer(serializers.ModelSerializer[Handover]):
    """A factory handed over to its country's labour inspectorate, and where that stands."""

    factory = serializers.CharField(source="factory.code", read_only=True)
    findings = ConcernedFindingSerializer(many=True, read_only=True)

    class Meta:
        model = Handover
        fields: ClassVar[list[str]] = [
            "id", "factory", "state", "reason", "findings", "due_on", "made_at", "taken_over_at", "planned_on",
            "inspected_on", "found", "action", "closed_at", "withdrawn_because",
        ]  # fmt: skip
