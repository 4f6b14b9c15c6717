"""Dated sessions of the programme's courses, and the registrations of factories: numbers of people, never names."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.domain.local_hours import LocalHours
from courses.domain.sessions import GROUPS, Participants

PERSON = settings.AUTH_USER_MODEL


class CourseSession(LocalHours, models.Model):
    """A course given on a day, in one country. `course` is a code of the catalogue."""

    class State(models.TextChoices):
        OPEN = "open", _("open for registration")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    course = models.CharField(max_length=40)
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=200)
    online_url = models.URLField(max_length=400, default="", blank=True)
    time_zone = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    places = models.PositiveSmallIntegerField()  # people
    trainer = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    sign_up_ends_on = models.DateField()
    about = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reason = models.TextField(default="", blank=True)  # of its cancelling
    revision = models.PositiveIntegerField(default=0)  # how often it was changed: calendars ask
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_forward"),
            models.CheckConstraint(condition=Q(places__gte=1), name="session_has_places"),
        ]
        indexes = [models.Index(fields=["country", "state", "starts_at"], name="session_by_day")]


class CourseRegistration(models.Model):
    """A factory's people for a session: how many were registered, and how many came."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("registered")
        WAITING = "waiting", _("on the waiting list")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(CourseSession, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    managers_men = models.PositiveSmallIntegerField(default=0)
    managers_women = models.PositiveSmallIntegerField(default=0)
    workers_men = models.PositiveSmallIntegerField(default=0)
    workers_women = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()  # the order of the waiting list
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    # who came; null: not yet recorded
    came_managers_men = models.PositiveSmallIntegerField(null=True)
    came_managers_women = models.PositiveSmallIntegerField(null=True)
    came_workers_men = models.PositiveSmallIntegerField(null=True)
    came_workers_women = models.PositiveSmallIntegerField(null=True)
    came_at = models.DateTimeField(null=True)
    came_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "factory"], name="registered_once_a_session")
        ]
        indexes = [models.Index(fields=["factory", "session"], name="registration_by_factory")]

    @property
    def people(self) -> Participants:
        """Who is registered."""
        return Participants(*(getattr(self, name) for name in GROUPS))

    @property
    def came(self) -> Participants | None:
        """Who came; None where that is not yet recorded."""
        if self.came_at is None:
            return None
        return Participants(*(getattr(self, f"came_{name}") or 0 for name in GROUPS))
