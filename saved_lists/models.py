"""Lists that people keep under a name: what narrows them, their order and columns, and no rows."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedList(models.Model):
    """What a list's address holds, under a name of its owner's. Whoever opens it reads the rows open to them.

    `page` is a key of `settings.LISTS_TO_SAVE`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    page = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "name"], name="saved_list_once_a_name")
        ]
