"""Invitations: who was invited as what, by a link that holds once and for some days."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Role

PERSON = settings.AUTH_USER_MODEL


class AccountInvitation(models.Model):
    """One link to one person. The link itself is nowhere: the row holds the hash of its secret.

    An open invitation whose `valid_until` has passed has expired; no row changes for that.
    """

    class State(models.TextChoices):
        AWAITING = "awaiting", _("waiting for a second person")
        OPEN = "open", _("sent")
        ACCEPTED = "accepted", _("accepted")
        WITHDRAWN = "withdrawn", _("withdrawn")
        RESENT = "resent", _("sent again with a new link")

    LIVE = ("awaiting", "open")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    valid_until = models.DateTimeField(null=True)  # the first instant at which it no longer holds
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["awaiting", "open"]), name="invitation_one_live"
            ),
            models.CheckConstraint(
                condition=~Q(state="open") | Q(valid_until__isnull=False), name="invitation_open_has_an_end"
            ),
        ]
        indexes = [models.Index(fields=["person", "-invited_at"], name="invitation_by_person")]
