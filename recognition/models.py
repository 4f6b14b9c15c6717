"""The judgement: criteria versions, evaluations that can be judged again to the letter, recognitions."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class CriteriaVersion(models.Model):
    """A criteria document, word for word, with its digest; immutable once in force."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        APPROVED = "approved", _("approved")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    in_force_from = models.DateField(null=True)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="criteria_version_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(drafted_by__isnull=True)
                | ~Q(approved_by=F("drafted_by")),
                name="criteria_four_eyes",
            ),
        ]


class EvaluationRun(models.Model):
    """One pass of the engine. A run never writes over the verdict of a run that read later and ended sooner.

    Of a run over a few factories that changed something, the events of its verdicts are the only trace.
    """

    criteria = models.ForeignKey(CriteriaVersion, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    factories = models.JSONField(null=True)  # ids; null: every factory
    begun_after = models.PositiveIntegerField(default=0)  # events in the criteria's chain before it read
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    judged = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["criteria", "id"],
                condition=Q(finished_at__isnull=False),
                name="evaluation_run_finished",
            )
        ]


class Evaluation(models.Model):
    """One verdict on one factory: criteria, day, the whole measure vector, and the evidence it rests on."""

    class Outcome(models.TextChoices):
        ELIGIBLE = "eligible", _("eligible")
        NOT_ELIGIBLE = "not_eligible", _("not eligible")
        INCOMPLETE = "incomplete", _("incomplete evidence")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    criteria = models.ForeignKey(CriteriaVersion, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)  # whose overrides it was judged by
    as_of = models.DateField()
    outcome = models.CharField(max_length=15, choices=Outcome)
    failed = models.JSONField(default=list)  # criterion codes
    unknown = models.JSONField(default=list)
    failed_rules = models.PositiveSmallIntegerField(default=0)
    close = models.BooleanField(default=False)
    distance = models.PositiveIntegerField(default=0)  # millionths: only for ordering, never for judging
    vector = models.JSONField()  # measure → value, as recognition.domain.engine reads it
    evidence = models.JSONField()  # [[kind, id, revision, digest], …]: every fact that was in the history
    inputs_digest = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)
    evaluated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "criteria", "as_of", "inputs_digest"],
                name="evaluation_once_a_day_and_inputs",
            ),
            models.UniqueConstraint(
                fields=["factory", "criteria"], condition=Q(is_current=True), name="evaluation_one_current"
            ),
        ]
        indexes = [
            models.Index(
                fields=["criteria", "outcome", "close", "distance"],
                condition=Q(is_current=True),
                name="evaluation_current",
            ),
            models.Index(fields=["factory", "-as_of"], name="evaluation_by_factory"),
        ]


class Recognition(models.Model):
    """A factory's recognition, from proposal to its end."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        DEFERRED = "deferred", _("deferred")
        DECLINED = "declined", _("declined")
        CONFIRMED = "confirmed", _("confirmed")
        PUBLISHED = "published", _("recognised")
        SUSPENDED = "suspended", _("suspended")
        LAPSED = "lapsed", _("lapsed")
        WITHDRAWN = "withdrawn", _("withdrawn")
        APPEALED = "appealed", _("under appeal")

    LIVE = ("proposed", "deferred", "confirmed", "published", "suspended", "appealed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State)
    reason = models.TextField(default="", blank=True)  # of the latest human decision
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    publish_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the system
    expires_on = models.DateField(null=True)  # its last day
    renewed_at = models.DateTimeField(null=True)
    renewed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory"],
                condition=Q(
                    state__in=["proposed", "deferred", "confirmed", "published", "suspended", "appealed"]
                ),
                name="recognition_one_live",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="recognition_four_eyes",
            ),
        ]
        indexes = [models.Index(fields=["state", "publish_on"], name="recognition_by_state")]


class Appeal(models.Model):
    """A factory's word against a decision about its recognition, and what other eyes made of it."""

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("granted")
        DISMISSED = "dismissed", _("dismissed")

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="+")
    against = models.CharField(max_length=12, choices=Recognition.State)  # the state appealed against
    decision = models.TextField(default="", blank=True)  # the reason given for it
    decided_against_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who took that decision; null: the system
    grounds = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, default="", blank=True)
    answer = models.TextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recognition"], condition=Q(outcome=""), name="recognition_one_open_appeal"
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | Q(decided_against_by__isnull=True)
                | ~Q(answered_by=F("decided_against_by")),
                name="recognition_appeal_other_eyes",
            ),
        ]


# --- the plan of visits ------------------------------------------------------------------------------------------


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
        DROPPED = "dropped", _("planned anew")

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
    """An adviser may not assess a factory, as somebody declared."""

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
