"""Findings as JSON."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from assessments.models import Finding
from questionnaires.queries.questionnaires import QuestionWords, Words


class FindingSerializer(serializers.ModelSerializer[Finding]):
    """A finding of an assessment, with its question's text. Assessment and question together name it."""

    assessment = serializers.UUIDField(source="assessment_id", read_only=True)
    factory = serializers.CharField(source="factory.code", read_only=True)
    cycle = serializers.IntegerField(source="assessment.cycle", read_only=True)
    state = serializers.ChoiceField(
        choices=[("comment_window", "in the factory's comment window"), ("final", "final")],
        source="assessment.state",
        read_only=True,
        help_text="of the assessment",
    )
    cluster = serializers.SerializerMethodField(help_text="code of the question's cluster")
    text = serializers.SerializerMethodField(help_text="the question, in the language that was asked for")

    class Meta:
        model = Finding
        fields: ClassVar[list[str]] = [
            "assessment", "factory", "cycle", "state", "question", "cluster", "text", "found_on", "details",
            "attribution", "workers_concerned", "response", "fixed_on",
        ]  # fmt: skip

    def get_cluster(self, finding: Finding) -> str:
        """As `OS`."""
        words = self._words(finding)
        return words.cluster if words else ""

    def get_text(self, finding: Finding) -> str:
        """As the assessment's questionnaire asks it in the factory's country."""
        words = self._words(finding)
        return words.text if words else ""

    def _words(self, finding: Finding) -> QuestionWords | None:
        assessment = finding.assessment
        assert assessment is not None  # noqa: S101  # of an assessment, by the query
        found: Words = self.context["texts"].of(assessment.layout_id)
        return found.get(finding.question)
