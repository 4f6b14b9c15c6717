"""What speakers wrote for texts of the interface: every version is kept, the latest of a text is shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TextVersion(models.Model):
    """One decision of a speaker about one text in one language. Rows are added, never changed."""

    class Kind(models.TextChoices):
        CORRECTED = "corrected", _("corrected")
        REVIEWED = "reviewed", _("reviewed")  # read beside English and found right, as it stands
        RELEASED = "released", _("as released")  # back to what came with the release

    language = models.CharField(max_length=10)
    key = models.CharField(max_length=32)  # of context, English text and English plural: `catalogue.key_of`
    kind = models.CharField(max_length=10, choices=Kind)
    previous = models.BigIntegerField(
        default=0
    )  # the version that its writer had before them; 0: there was none
    english = models.TextField()
    texts = models.JSONField()  # a list: one string, or one for each plural form of the language
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["language", "key", "previous"], name="text_versions_follow_each_other"
            )
        ]
