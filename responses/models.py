"""What the factory says to the findings of one assessment while its comment window is open."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.storage import as_named

PERSON = settings.AUTH_USER_MODEL


class FindingResponse(models.Model):
    """The management's answer to one finding: a draft until it is sent, and again when it is changed afterwards.

    What was sent stands at the finding itself (`Finding.response`); a draft is read by the factory's management alone.
    """

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    agrees = models.BooleanField(default=False)
    text = models.TextField(default="", blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)  # null: a draft
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    sent_agrees = models.BooleanField(null=True)  # as it was sent last; null: never sent

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="response_once_a_finding"),
        ]


class ResponseFile(models.Model):
    """A photo or document beside an answer; read by everybody who reads the finding once the answer is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=20)
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=40)
    content = models.FileField(upload_to=as_named, max_length=200)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of what was sent
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "digest"],
                condition=Q(removed_at__isnull=True),
                name="response_file_once_a_finding",
            )
        ]


class WorkerComment(models.Model):
    """What one representative of the workers says to one finding. Theirs alone: nobody else changes or hides it."""

    assessment = models.ForeignKey("assessments.Assessment", on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "written_by"], name="worker_comment_once_a_finding"
            )
        ]
