"""Evaluations and criteria as JSON."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from criteria.models import CriteriaVersion, Evaluation
from criteria.queries.criteria import document_of
from criteria.queries.verdicts import is_restricted, outcome_of_codes


class EvaluationSerializer(serializers.ModelSerializer[Evaluation]):
    """A verdict. Criteria that rest on zero-tolerance cases are left out for readers who may not know of cases."""

    factory = serializers.CharField(source="factory.code", read_only=True)
    criteria = serializers.SerializerMethodField()
    outcome = serializers.SerializerMethodField()
    failed = serializers.SerializerMethodField()
    unknown = serializers.SerializerMethodField()
    close = serializers.SerializerMethodField()
    is_current = serializers.SerializerMethodField()

    class Meta:
        model = Evaluation
        fields: ClassVar[list[str]] = [
            "id", "factory", "criteria", "as_of", "outcome", "failed", "unknown", "close", "is_current", "evaluated_at",
        ]  # fmt: skip

    def get_criteria(self, row: Evaluation) -> str:
        """Code and version: `high-performance/1.0`."""
        return f"{row.criteria.code}/{row.criteria.version}"

    def get_outcome(self, row: Evaluation) -> str:
        """`eligible`, `not_eligible` or `incomplete`."""
        return row.outcome if self._reads_case_criteria else self._without_cases(row)[0]

    def get_close(self, row: Evaluation) -> bool:
        """Whether it is a near miss."""
        return row.close if self._reads_case_criteria else self._without_cases(row)[1]

    def get_is_current(self, row: Evaluation) -> bool:
        """Whether it is the verdict of today."""
        return bool(getattr(row, "current_shown", row.is_current))

    def _without_cases(self, row: Evaluation) -> tuple[str, bool]:
        document = document_of(row.criteria.text)
        return outcome_of_codes(document, failed=self.get_failed(row), unknown=self.get_unknown(row))

    def get_failed(self, row: Evaluation) -> list[str]:
        """Codes of the criteria not met."""
        return self._shown(row, row.failed)

    def get_unknown(self, row: Evaluation) -> list[str]:
        """Codes of the criteria for which evidence is missing."""
        return self._shown(row, row.unknown)

    @property
    def _reads_case_criteria(self) -> bool:
        return bool(self.context.get("reads_case_criteria"))

    def _shown(self, row: Evaluation, codes: list[str]) -> list[str]:
        if self._reads_case_criteria:
            return codes
        document = document_of(row.criteria.text)
        return [code for code in codes if not is_restricted(document, code)]


class CriterionRowSerializer(serializers.Serializer[Any]):
    """One criterion of a verdict, as `evaluate --json` prints it."""

    code = serializers.CharField()
    pillar = serializers.CharField()
    outcome = serializers.ChoiceField(choices=["met", "not_met", "unknown"])
    value = serializers.JSONField(help_text="An integer, a rate as {n, of}, or null if unknown.")
    threshold = serializers.JSONField(help_text="An integer, or a rate as {n, of}.")
    shortfall = serializers.IntegerField(allow_null=True)
    unit = serializers.CharField()


class WholeEvaluationSerializer(EvaluationSerializer):
    """A verdict with every criterion."""

    criteria_rows = CriterionRowSerializer(many=True, read_only=True)

    class Meta(EvaluationSerializer.Meta):
        fields: ClassVar[list[str]] = [*EvaluationSerializer.Meta.fields, "criteria_rows"]


class CriteriaSerializer(serializers.ModelSerializer[CriteriaVersion]):
    """A criteria version; `text` is the document word for word."""

    class Meta:
        model = CriteriaVersion
        fields: ClassVar[list[str]] = [
            "id",
            "code",
            "version",
            "title",
            "digest",
            "state",
            "in_force_from",
            "text",
        ]
