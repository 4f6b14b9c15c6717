"""What happened: append-only events, what they set off, and the long jobs people wait for."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Head(models.Model):
    """The end of one subject's chain; its row is what an append locks, so two writers never fork it."""

    subject = models.CharField(max_length=80, unique=True)  # "factory:KH-00017", "assessment:<uuid>"
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Event(models.Model):
    """One thing that happened to one subject. Never changed, never removed.

    No foreign keys to what it tells of: the journal must never stand in the way of the facts, nor vanish with them.
    """

    subject = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    factory_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, default="")
    actor_address = models.CharField(max_length=254, default="")  # two people may have one name
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="event_once_per_sequence"),
        ]
        indexes = [
            models.Index(fields=["factory_id", "-at"], name="event_by_factory"),
            models.Index(fields=["kind", "-at"], name="event_by_kind"),
        ]


class Seal(models.Model):
    """One day's heads, chained to the day before: a tail cut off a chain is seen by whoever checks."""

    day = models.DateField(unique=True)
    heads = models.PositiveIntegerField()
    last_event_id = models.BigIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)


class Delivery(models.Model):
    """One reaction owed to one event: written with it, queued on commit, swept when a crash left it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CLAIMED = "claimed", _("being delivered")
        DONE = "done", _("delivered")
        FAILED = "failed", _("failed")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    reaction = models.CharField(max_length=80)
    factory_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    error = models.TextField(default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "reaction"], name="delivery_once_per_reaction"),
        ]
        indexes = [
            models.Index(
                fields=["reaction", "id"],
                condition=models.Q(state__in=["waiting", "claimed"]),
                name="delivery_owed",
            ),
            models.Index(
                fields=["reaction", "id"], condition=models.Q(state="failed"), name="delivery_failed"
            ),
        ]


class Job(models.Model):
    """A long piece of work that somebody may watch: progress, heartbeat, outcome."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    attempt = models.PositiveSmallIntegerField(default=0)
    done_units = models.PositiveIntegerField(default=0)
    total_units = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=200, default="")
    lease_until = models.DateTimeField(null=True)
    cancel_requested = models.BooleanField(default=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.JSONField(null=True)
    error = models.TextField(default="")
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "lease_until"],
                condition=models.Q(state__in=["queued", "running"]),
                name="job_unfinished",
            ),
        ]


class Access(models.Model):
    """Who looked at what about a factory: insert-only, apart from the journal, because looking changes nothing.

    Deleted after settings.ACCESS_LOG_DAYS.
    """

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        FILE = "file", _("file")
        EXPORT = "export", _("export of a list")
        API = "api", _("by a program")

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    page = models.CharField(max_length=60)  # the name of the address: assessments:detail
    factory_id = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["factory_id", "-at", "-id"], name="access_by_factory"),
            models.Index(fields=["at"], name="access_by_age"),
        ]
