"""What a review keeps besides its comments: the answers at each return, and which clusters were seen."""

from __future__ import annotations

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class ReturnedAnswers(models.Model):
    """Every answer of an assessment at the moment when it was returned to its team, and why; one row a return."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="+")
    sheet = models.TextField()  # one character a question in layout order
    words = models.JSONField()  # question → texts and numbers beside the letter, where there are any
    reason = models.TextField()
    returned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["assessment", "-returned_at", "-id"], name="returned_by_assessment")]


class ClusterReview(models.Model):
    """A cluster that a reviewer has looked through; it counts as long as its answers are those that were seen."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="+")
    cluster = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)  # over the cluster's answers with their words
    seen_at = models.DateTimeField()
    seen_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "cluster"], name="cluster_seen_once")]
