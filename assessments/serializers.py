"""The evidence as JSON, in the fields of its files."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from assessments.models import Assessment


class AssessmentSerializer(serializers.ModelSerializer[Assessment]):
    """An assessment without its answers; the counts are there once it is final."""

    factory = serializers.CharField(source="factory.code", read_only=True)
    questionnaire = serializers.CharField(read_only=True)
    noncompliant = serializers.IntegerField(read_only=True, allow_null=True)
    applicable = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Assessment
        fields: ClassVar[list[str]] = [
            "id", "factory", "assessed_on", "cycle", "questionnaire", "kind", "announced", "state", "revision",
            "noncompliant", "applicable",
        ]  # fmt: skip


class AnswerSerializer(serializers.Serializer[Any]):
    """One answer; details and what follows only with a finding (`N`)."""

    question = serializers.CharField()
    answer = serializers.ChoiceField(choices=["C", "N", "X", "-"], help_text="`-`: only a note yet")
    details = serializers.CharField(allow_blank=True)
    attribution = serializers.ChoiceField(choices=["", "factory", "national_law"])
    response = serializers.CharField(allow_blank=True)
    fixed_on = serializers.DateField(allow_null=True)
    workers = serializers.IntegerField(allow_null=True, help_text="concerned by a finding")
    note = serializers.CharField(allow_blank=True, help_text="the programme's own; empty for everybody else")


class WholeAssessmentSerializer(AssessmentSerializer):
    """An assessment with every answer that was given."""

    answers = AnswerSerializer(many=True, read_only=True)

    class Meta(AssessmentSerializer.Meta):
        fields: ClassVar[list[str]] = [*AssessmentSerializer.Meta.fields, "answers"]
