"""Advice and what it showed: visits, plans, committees, management systems, learning, zero-tolerance cases."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from files.storage import as_named

PERSON = settings.AUTH_USER_MODEL
CURRENT = Q(superseded_at__isnull=True)


class AdvisoryVisit(models.Model):
    """A planned coaching visit. A row is one version of it; `uid` stays the same through corrections."""

    class Participant(models.TextChoices):
        MANAGERS = "managers", _("Managers")
        SUPERVISORS = "supervisors", _("Supervisors")
        COMMITTEE_MANAGEMENT = "committee_management", _("Committee, management side")
        COMMITTEE_WORKERS = "committee_workers", _("Committee, workers' side")
        UNION = "union", _("Union representatives")
        WORKERS = "workers", _("Other workers")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    visited_on = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)  # of the factory's visits of that day
    purpose = models.CharField(max_length=200)
    participants = models.JSONField(default=dict)  # how many by role: {"managers": 2, …}; never who
    topics = models.TextField(default="", blank=True)
    notes = models.TextField(default="", blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "visited_on", "number"], condition=CURRENT, name="visit_once_a_number"
            ),
            models.UniqueConstraint(fields=["uid"], condition=CURRENT, name="visit_one_current"),
        ]
        indexes = [models.Index(fields=["factory", "-visited_on"], name="visit_by_factory")]


class FieldEntry(models.Model):
    """Something entered in the field on a device, taken once: what was sent, with what the device had seen."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("advisory visit")
        FINDING = "finding", _("finding of a visit")
        PLAN_STATUS = "plan_status", _("status of a plan item")
        PLAN_ITEM = "plan_item", _("plan item")
        CASE = "case", _("zero-tolerance case")
        PLAN_WORD = "plan_word", _("word on a plan item")
        DUE_DAY = "due_day", _("proposed due day")
        RESPONSE = "response", _("response to a finding")
        COMMENT = "comment", _("workers' comment on a finding")
        COMMITTEE = "committee", _("committee review")
        SYSTEMS = "systems", _("management-systems review")
        LEARNING = "learning", _("learning record")
        PLAN_FILE = "plan_file", _("photo or document of a plan item")
        DIAGNOSIS = "diagnosis", _("self-diagnosis")
        COURSE = "course", _("course registration")

    id = models.UUIDField(primary_key=True)  # the device's own id of it: sent twice, stored once
    kind = models.CharField(max_length=12, choices=Kind)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    fields = models.JSONField()  # text by field of the kind's form
    base = models.JSONField(default=dict)  # what stood in the fields when the device saw them last
    device = models.CharField(max_length=40, default="")
    entered_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["recorded_by", "-recorded_at"], name="field_entry_by_person")]


class PlanItem(models.Model):
    """One thing that the factory has agreed to put right."""

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", _("not started")
        IN_PROGRESS = "in_progress", _("in progress")
        DONE = "done", _("done by the factory")
        VERIFIED = "verified", _("verified")
        REOPENED = "reopened", _("reopened")

    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    question = models.CharField(max_length=20, default="", blank=True)
    finding = models.ForeignKey("assessments.Finding", on_delete=models.SET_NULL, null=True, related_name="+")
    issue = models.TextField()
    cause = models.CharField(
        max_length=40, default="", blank=True
    )  # a code of questionnaires/documents/causes.toml
    root_cause = models.TextField(default="", blank=True)
    action = models.TextField(default="", blank=True)
    owner = models.CharField(max_length=120, default="", blank=True)  # a function, never a person's name
    due_on = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED)
    done_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(default="", blank=True)  # what shows that it was done
    proposed_by_factory = models.BooleanField(default=False)  # out of what it found at itself
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "ref"], condition=CURRENT, name="plan_item_one_current"
            )
        ]
        indexes = [
            models.Index(fields=["factory", "due_on"], name="plan_by_factory"),
            models.Index(fields=["status", "due_on"], condition=CURRENT, name="plan_by_status"),
        ]

    def is_overdue(self, on: date) -> bool:
        """Whether it should have been done before a day and is not."""
        finished = self.status in {self.Status.DONE, self.Status.VERIFIED}
        return self.due_on is not None and self.due_on < on and not finished


class PlanFile(models.Model):
    """A photo or document that shows what was done about an item of the plan (`ref`: through all its versions)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=40)
    content = models.FileField(upload_to=as_named, max_length=200)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)  # of what was sent
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["factory", "ref", "digest"], name="plan_file_once_an_item")
        ]


class PlanMessage(models.Model):
    """A word on an item of the plan (`ref`: through all its versions), of one of three sides. Never changed."""

    class Kind(models.TextChoices):
        MESSAGE = "message", _("message")
        CONFIRMED = "confirmed", _("confirmed as done")
        DISPUTED = "disputed", _("not confirmed as done")

    class Side(models.TextChoices):
        MANAGEMENT = "management", _("Management")
        WORKERS = "workers", _("Worker representative")
        PROGRAMME = "programme", _("Adviser")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made by the page: sent twice, stored once
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MESSAGE)
    side = models.CharField(max_length=10, choices=Side)
    text = models.TextField(default="", blank=True)
    done_on = models.DateField(null=True)  # the day as done that is confirmed or not
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["factory", "ref", "written_at"], name="plan_message_by_item")]


class DueDayProposal(models.Model):
    """Another day by which the factory would have an item done; the day that was agreed stays until it is accepted."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for the adviser")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        REPLACED = "replaced", _("replaced by another proposal")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)  # made by the page: sent twice, stored once
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    due_on = models.DateField()
    stood_on = models.DateField(null=True)  # the due day that stood when it was proposed
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(default="", blank=True)  # the adviser's reason

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "ref"], condition=Q(state="open"), name="due_day_one_open"
            )
        ]


class CommitteeReview(models.Model):
    """The bipartite committee's indicators, as an adviser saw them on one day."""

    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    worker_seats = models.PositiveSmallIntegerField()
    management_seats = models.PositiveSmallIntegerField()
    worker_side_elected = models.BooleanField(null=True)
    women_percent = models.PositiveSmallIntegerField(null=True)  # of the worker side, whole per cent
    meetings_12m = models.PositiveSmallIntegerField(null=True)
    minutes_12m = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "reviewed_on"], condition=CURRENT, name="committee_once_a_day"
            )
        ]


class SystemsReview(models.Model):
    """A management system scored 1 to 5 in one area."""

    class Area(models.TextChoices):
        OSH = "osh", _("occupational safety and health")
        HR = "hr", _("human resources")

    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    reviewed_on = models.DateField()
    area = models.CharField(max_length=5, choices=Area)
    score = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "reviewed_on", "area"], condition=CURRENT, name="systems_once_a_day"
            ),
            models.CheckConstraint(condition=Q(score__range=(1, 5)), name="systems_score_1_to_5"),
        ]


class LearningRecord(models.Model):
    """A course or seminar that people of one factory attended."""

    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    held_on = models.DateField()
    course = models.CharField(max_length=120)
    hours = models.PositiveSmallIntegerField()
    managers_men = models.PositiveIntegerField(default=0)
    managers_women = models.PositiveIntegerField(default=0)
    workers_men = models.PositiveIntegerField(default=0)
    workers_women = models.PositiveIntegerField(default=0)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "held_on", "course"], condition=CURRENT, name="learning_once_a_day"
            )
        ]

    @property
    def people(self) -> int:
        """Everybody who attended."""
        return self.managers_men + self.managers_women + self.workers_men + self.workers_women


class ZeroToleranceCase(models.Model):
    """A breach that is referred at once. Restricted. A row is one version; `uid` stays through corrections."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    trigger = models.CharField(max_length=200)
    details = models.TextField(default="", blank=True)  # what was found; no names of workers
    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.PROTECT, null=True, related_name="+"
    )
    visit = models.ForeignKey(AdvisoryVisit, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "opened_on", "trigger"], condition=CURRENT, name="case_once_a_trigger"
            ),
            models.UniqueConstraint(fields=["uid"], condition=CURRENT, name="case_one_current"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="case_forward"
            ),
        ]


class CaseEntry(models.Model):
    """Something done about a zero-tolerance case: a step of the protocol, once, or a notice to an authority."""

    class Step(models.TextChoices):
        SAFETY = "safety", _("the people concerned are safe")
        MANAGER = "manager", _("the country manager knows")
        NOTICE = "notice", _("notice to an authority")
        FOLLOW_UP = "follow_up", _("followed up, and an action plan agreed")
        REMEDIATION = "remediation", _("remediation verified")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    case_uid = models.UUIDField()  # through all versions of the case
    step = models.CharField(max_length=12, choices=Step)
    happened_at = models.DateTimeField()
    authority = models.CharField(max_length=160, default="", blank=True)  # whom a notice went to
    note = models.TextField(default="", blank=True)
    file_name = models.CharField(max_length=100, default="", blank=True)
    content_type = models.CharField(max_length=40, default="", blank=True)
    content = models.FileField(upload_to=as_named, max_length=200, blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)  # of what was sent
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case_uid", "step"], condition=~Q(step="notice"), name="case_step_once"
            ),
            models.CheckConstraint(
                condition=Q(authority="") ^ Q(step="notice"), name="case_notice_names_an_authority"
            ),
        ]
        indexes = [models.Index(fields=["case_uid", "happened_at"], name="case_entry_by_case")]
