"""Questionnaires as released, mirrored: versions, questions, and the layout of each country."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Questionnaire(models.Model):
    """One released version of the Compliance Assessment Tool."""

    code = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    valid_from = models.DateField()
    digest = models.CharField(max_length=64)
    # every compliance point in order, asked in a country or not: [[point, cluster, point's name, cluster's name], …]
    points = models.JSONField(default=list)
    # dated properties of questions, outside the digest: [[country, kind, question, from, until or null], …]
    marks = models.JSONField(default=list)
    # {language: {"reviewed", "clusters", "points", "questions", "guidance" (by question), "answers",
    # "countries": {country: {question: text}}}}
    texts = models.JSONField(default=dict)
    # what speakers wrote at the translation desk, shown instead: {language: {"clusters", "points", "questions",
    # "guidance", "countries", "reviewed": {country or "": [questions that a speaker has read]}}}
    corrections = models.JSONField(default=dict)
    # what became of the questions that it no longer asks: {"from", "reviewed_on", "reviewed_by",
    # "questions": [[old, new or "", relation, reason], …]}; {} when it asks all that the version before did
    mapping = models.JSONField(default=dict)
    # first day in countries that begin on another than `valid_from`: {country: day}; its history is in the journal
    country_days = models.JSONField(default=dict)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="questionnaire_version_once")]


class Question(models.Model):
    """One question of one version, with where it stands."""

    class Benchmark(models.TextChoices):
        ILS = "ils", _("international labour standard")
        NATIONAL_LAW = "national_law", _("national law")
        GOOD_PRACTICE = "good_practice", _("good practice")

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    cluster = models.CharField(max_length=10)
    cluster_name = models.CharField(max_length=120)
    point = models.CharField(max_length=10)
    point_name = models.CharField(max_length=120)
    text = models.CharField(max_length=400)
    guidance = models.TextField(default="", blank=True)
    compliant_answer = models.CharField(max_length=3)  # "yes" or "no": polarity differs by question
    benchmark = models.CharField(max_length=15, choices=Benchmark)
    scored = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "code"], name="question_code_once")]


class Layout(models.Model):
    """The fixed order of the questions asked in one country by one version: how answer sheets are read."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)  # ISO 3166-1 alpha-2; "" for a country without a variant
    digest = models.CharField(max_length=64, unique=True)
    slots = models.JSONField()  # [[question, cluster, point, scored], …] in the order of the sheet
    wording = models.JSONField(
        default=dict
    )  # {question: {"text", "legal_reference", "attribution"}} of the variant
    national_law = models.JSONField(default=list)  # questions whose attribution there is national law
    # over the digest above, that list and the questionnaire's marks: a process keeps a layout as long as this holds
    reading_digest = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "country"], name="layout_once_a_country")
        ]
