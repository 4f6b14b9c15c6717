"""Criteria versions, and evaluations that can be judged again to the letter."""

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
        ABANDONED = "abandoned", _("abandoned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    in_force_from = models.DateField(null=True)
    drafted_at = models.DateTimeField()
    drafted_because = models.TextField(default="", blank=True)
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
    vector = models.JSONField()  # measure → value, as criteria.domain.engine reads it
    evidence = models.JSONField()  # [[kind, id, revision, digest], …]: every fact that was in the history
    inputs_digest = models.CharField(max_length=64)
    # of what it is without the measures of zero-tolerance cases: who may not know of any is told each once
    digest_without_cases = models.CharField(max_length=64, default="")
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
