"""A factory's own look at itself by the questionnaire. Nothing that is assessed or counted reads these tables."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL


class OwnAnswer(models.TextChoices):
    """What a factory says of itself; other letters than those of an assessment, so that none is taken for the other."""

    COMPLIANT = "compliant", _("Compliant")
    GAP = "gap", _("Gap")
    NOT_APPLICABLE = "not_applicable", _("Not applicable")
    NOT_SURE = "not_sure", _("Not sure")


class SelfDiagnosis(models.Model):
    """One round through the chosen points. An adviser reads it while `shared_at` is set."""

    class TakingPart(models.TextChoices):
        COMMITTEE = "committee", _("Committee, both sides")
        MANAGEMENT = "management", _("Management")
        WORKERS = "workers", _("Workers' side")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    layout = models.ForeignKey("questionnaires.Layout", on_delete=models.PROTECT, related_name="+")
    begun_on = models.DateField()  # in the factory's country
    taking_part = models.CharField(max_length=10, choices=TakingPart)
    points = models.JSONField()  # codes of the chosen compliance points, in the order of the questionnaire
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    completed_at = models.DateTimeField(null=True)
    completed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    shared_at = models.DateTimeField(null=True)
    shared_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["factory", "-begun_at"], name="diagnosis_by_factory")]


class DiagnosisAnswer(models.Model):
    """What stands of one question. Each field has its author: nobody writes over what they have not seen."""

    diagnosis = models.ForeignKey(SelfDiagnosis, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=14, choices=OwnAnswer, default="", blank=True)
    note = models.TextField(default="", blank=True)
    answer_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    note_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    # the first version of the item that was made of the gap
    plan_item = models.ForeignKey("advisory.PlanItem", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["diagnosis", "question"], name="diagnosis_answer_once")
        ]


class DifferingAnswer(models.Model):
    """What another device said of a question without having seen what stands; kept until somebody chooses."""

    diagnosis = models.ForeignKey(SelfDiagnosis, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=14, choices=OwnAnswer, default="", blank=True)
    note = models.TextField(default="", blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["diagnosis", "question"], name="differing_by_question")]
