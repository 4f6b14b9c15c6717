"""Stories and their earlier versions: nothing that was public once is overwritten."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from stories.domain.story import LONGEST_LINE, LONGEST_QUOTE, LONGEST_TITLE

PERSON = settings.AUTH_USER_MODEL


def as_named(_instance: models.Model, name: str) -> str:
    """Files are named by the command that keeps them."""
    return name


class Story(models.Model):
    """One version of what a factory is proud of. Public only while its factory's recognition is."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in_review", _("in review")
        PUBLISHED = "published", _("published")
        REPLACED = "replaced", _("replaced by a later one")
        WITHDRAWN = "withdrawn", _("withdrawn")
        DISCARDED = "discarded", _("discarded")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=LONGEST_TITLE, blank=True)
    text = models.TextField(blank=True)
    quote = models.CharField(max_length=LONGEST_QUOTE, blank=True)
    quoted = models.CharField(max_length=LONGEST_LINE, blank=True)
    quote_permission = models.CharField(max_length=LONGEST_LINE, blank=True)
    photo = models.FileField(upload_to=as_named, max_length=200, blank=True)
    photo_width = models.PositiveIntegerField(default=0)
    photo_height = models.PositiveIntegerField(default=0)
    photo_digest = models.CharField(max_length=64, blank=True)  # of what was sent
    photo_words = models.CharField(max_length=LONGEST_LINE, blank=True)
    photo_permission = models.CharField(max_length=LONGEST_LINE, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")  # whoever wrote last
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)  # of the latest return or withdrawal

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory"], condition=Q(state__in=("draft", "in_review")), name="story_one_open"
            ),
            models.UniqueConstraint(
                fields=["factory"], condition=Q(state="published"), name="story_one_published"
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(decided_by=F("written_by")), name="story_other_eyes"
            ),
        ]
