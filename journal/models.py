"""What happened: append-only events, what they set off, and the long jobs people wait for."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainHead(models.Model):
    """The end of one subject's chain; its row is what an append locks, so two writers never fork it."""

    subject = models.CharField(max_length=80, unique=True)  # "factory:KH-00017", "assessment:<uuid>"
    sequence = models.PositiveIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class Event(models.Model):
    """One thing that happened to one subject. Never changed, never removed.

    No foreign keys to what it tells of: the journal must never stand in the way of the facts, nor vanish with them.

    `hash` covers all columns but the actor's name, address and salt: of these it covers `actor_commitment` alone, so
    that a person can be erased. `rows_hash` covers the digests of the rows that its command wrote (`RowDigests`).
    """

    subject = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=60)
    factory_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=120, default="")
    actor_address = models.CharField(max_length=254, default="")  # two people may have one name
    actor_salt = models.CharField(max_length=32, default="")  # "": the person was erased
    actor_commitment = models.CharField(max_length=64)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)
    rows_hash = models.CharField(max_length=64, default="")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="event_once_per_sequence"),
        ]
        indexes = [
            models.Index(fields=["factory_id", "-at"], name="event_by_factory"),
            models.Index(fields=["kind", "-at"], name="event_by_kind"),
            models.Index(fields=["-at", "-id"], name="event_by_time"),
        ]


class RowDigests(models.Model):
    """Digests of the rows of one table that one command wrote; the event's `rows_hash` covers them.

    Rows with greater ids are later: they are written when all that the command writes is written and locked.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    table = models.CharField(max_length=60)
    columns = models.TextField()  # names of the columns that the digests cover, with blanks between them
    rows = models.TextField()  # JSON: {primary key: digest of the row, "" once deleted}

    class Meta:
        indexes = [models.Index(fields=["table", "id"], name="row_digests_by_table")]


class Seal(models.Model):
    """One day's heads in one number, chained to the day before, signed, and published outside (see docs/seals.md)."""

    day = models.DateField(unique=True)
    root = models.CharField(max_length=64)  # of the Merkle tree over all heads
    heads = models.PositiveIntegerField()  # how many
    events = models.PositiveBigIntegerField()  # how many all chains have together
    sealed_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16, default="", blank=True)
    signature = models.CharField(max_length=128, default="", blank=True)  # of `hash`; hexadecimal


class SealedHead(models.Model):
    """The head of a chain that had grown since the seal before: what the day's seal says about it."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    sequence = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="sealed_head_once_per_sequence")
        ]


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
    """A long piece of work that a person may watch: progress, heartbeat, outcome."""

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
