"""The plan of visits: its runs, each factory's next assessment, who may not go where, and how many a month."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class PlanRun(models.Model):
    """One making of the plan, with all that an auditor needs to make it again. Its seed is shown on no page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    as_of = models.DateField()
    seed = models.CharField(max_length=64)
    rules = models.JSONField()  # the programme's numbers as they were
    shift = models.JSONField()  # [{"group", "factories", "before", "after"}], assessments a year as [n, of]
    kept = models.PositiveIntegerField()
    placed = models.PositiveIntegerField()
    unplaced = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-made_at"], name="plan_run_by_time")]


class PlannedAssessment(models.Model):
    """A factory's next assessment: its window, and the day and advisers that only few may know."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        UNPLACED = "unplaced", _("not placed")
        DONE = "done", _("done")
        DROPPED = "dropped", _("planned again")

    OPEN = ("planned", "unplaced")

    class Group(models.TextChoices):
        PRIORITY = "priority", _("priority")
        ORDINARY = "ordinary", _("other")
        RECOGNISED = "recognised", _("recognised")

    class Why(models.TextChoices):
        NO_ADVISERS = "no_advisers", _("Fewer than two advisers work in this country.")
        NOBODY_ALLOWED = (
            "nobody_allowed",
            _("Conflicts of interest, advising and rotation leave fewer than two advisers."),
        )
        NO_DAYS = "no_days", _("Its window has too few working days.")
        NO_CAPACITY = (
            "no_capacity",
            _("The advisers who may go have no room left in the months of its window."),
        )
        NO_COMMON_DAY = "no_common_day", _("No two advisers who may go are free on the same days.")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=Group)
    last_on = models.DateField(null=True)  # the assessment from which its interval counts
    due_on = models.DateField()  # the day on which the interval ends
    late_from = models.DateField()  # the first day on which it is overdue
    opens_on = models.DateField()
    closes_on = models.DateField()
    starts_on = models.DateField(null=True)
    lead = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    second = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    why = models.CharField(max_length=15, choices=Why, default="", blank=True)  # not placed
    by_hand = models.BooleanField(default=False)  # moved by a person: new plans leave it alone
    reason = models.TextField(default="", blank=True)  # of whoever moved it
    assessment = models.UUIDField(null=True)  # by which it was done
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory"], condition=Q(state__in=["planned", "unplaced"]), name="planned_one_open"
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=True) | Q(second__isnull=True) | ~Q(lead=F("second")),
                name="planned_two_advisers",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned")
                | Q(starts_on__isnull=False, lead__isnull=False, second__isnull=False),
                name="planned_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_on"], name="planned_by_day"),
            models.Index(fields=["lead", "state"], name="planned_by_lead"),
            models.Index(fields=["second", "state"], name="planned_by_second"),
        ]


class ConflictOfInterest(models.Model):
    """An adviser may not assess a factory, as a person declared."""

    adviser = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["adviser", "factory"], condition=Q(ended_at__isnull=True), name="conflict_once"
            )
        ]


class AdviserCapacity(models.Model):
    """How many assessments a month an adviser can do, where it is not the programme's usual number; 0 while away."""

    adviser = models.OneToOneField(PERSON, on_delete=models.PROTECT, related_name="+")
    per_month = models.PositiveSmallIntegerField()
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
