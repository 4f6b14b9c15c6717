"""Verdicts, recognitions, criteria and jobs as JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from journal.models import Job
from recognition.models import Recognition

CANDIDATE_FIELDS = ("reason", "proposed_at", "confirmed_at", "suspended_at", "ended_at", "evaluation")
"""What only those read who decide in the factory's country."""


class RecognitionSerializer(serializers.ModelSerializer[Recognition]):
    """A recognition. How it was decided is null for those who do not decide in the factory's country."""

    factory = serializers.CharField(source="factory.code", read_only=True)
    criteria = serializers.SerializerMethodField()

    class Meta:
        model = Recognition
        fields: ClassVar[list[str]] = [
            "id", "factory", "state", "criteria", "publish_on", "expires_on", *CANDIDATE_FIELDS,
        ]  # fmt: skip

    def get_criteria(self, row: Recognition) -> str:
        """Code and version: `high-performance/1.0`."""
        return f"{row.evaluation.criteria.code}/{row.evaluation.criteria.version}"

    def to_representation(self, instance: Recognition) -> dict[str, Any]:
        """Without the decisions for those who do not decide there."""
        data: dict[str, Any] = super().to_representation(instance)
        if not getattr(instance, "mine", False):
            data |= dict.fromkeys(CANDIDATE_FIELDS)
        return data


class JobSerializer(serializers.ModelSerializer[Job]):
    """A long job of one's own: how far it is, how it ended."""

    class Meta:
        model = Job
        fields: ClassVar[list[str]] = [
            "id", "kind", "state", "done_units", "total_units", "message", "result", "error", "queued_at", "started_at",
            "finished_at",
        ]  # fmt: skip
