"""Packages of benefits, business forums with their invitations, and secret addresses of calendars."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.domain.local_hours import LocalHours

PERSON = settings.AUTH_USER_MODEL


class Forum(LocalHours, models.Model):
    """A business forum: national when it is for one country, regional when for several."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("open for registration")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=160)
    about = models.TextField(default="", blank=True)
    place = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveIntegerField()  # people
    online_url = models.URLField(max_length=400, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    reason = models.TextField(default="", blank=True)  # of its cancelling
    revision = models.PositiveIntegerField(default=0)  # how often it was changed: calendars ask
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="forum_forward"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="forum_has_room"),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="forum_by_day")]


class ForumCountry(models.Model):
    """A country whose factories a forum is for."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="countries")
    country = models.ForeignKey("countries.Country", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["forum", "country"], name="forum_country_once")]


class Invitation(models.Model):
    """A factory or a brand is invited to a forum. It says how many come, never who."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        REGISTERED = "registered", _("registered")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("invitation withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, null=True, related_name="+")
    brand = models.ForeignKey("factories.Brand", on_delete=models.PROTECT, null=True, related_name="+")
    # by which a factory was invited; null: on another ground
    recognition = models.ForeignKey(
        "recognition.Recognition", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.INVITED)
    people = models.PositiveSmallIntegerField(default=0)  # registered
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    attended = models.PositiveSmallIntegerField(null=True)  # people; 0: nobody came; null: not yet recorded
    attended_at = models.DateTimeField(null=True)  # when it was recorded
    attended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "factory"], condition=Q(factory__isnull=False), name="invited_factory_once"
            ),
            models.UniqueConstraint(
                fields=["forum", "brand"], condition=Q(brand__isnull=False), name="invited_brand_once"
            ),
            models.CheckConstraint(
                condition=Q(factory__isnull=False, brand__isnull=True)
                | Q(factory__isnull=True, brand__isnull=False),
                name="invited_exactly_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | Q(people__gte=1), name="registered_with_people"
            ),
        ]
        indexes = [
            models.Index(fields=["factory", "forum"], name="invitation_by_factory"),
            models.Index(fields=["brand", "forum"], name="invitation_by_brand"),
        ]


class Benefit(models.Model):
    """One line of a recognition's package: what was promised, and what was delivered when."""

    class State(models.TextChoices):
        PLANNED = "planned", _("to come")
        DELIVERED = "delivered", _("delivered")
        CANCELLED = "cancelled", _("cancelled")
        CLOSED = "closed", _("closed with the recognition")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    recognition = models.ForeignKey("recognition.Recognition", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # a code of the catalogue
    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, default="", blank=True)
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    delivered_on = models.DateField(null=True)
    what = models.CharField(max_length=300, default="", blank=True)
    reason = models.TextField(default="", blank=True)  # of its cancelling
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recognition", "forum"], condition=Q(forum__isnull=False), name="benefit_forum_once"
            ),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_on__isnull=False), name="delivered_on_a_day"
            ),
        ]
        indexes = [models.Index(fields=["recognition", "state"], name="benefit_by_recognition")]


class CalendarLink(models.Model):
    """A person's secret calendar address. The row alone does not make the address: see `queries/calendar.py`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="calendar_link_one_live"
            )
        ]
