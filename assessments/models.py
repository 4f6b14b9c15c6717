"""The evidence: questionnaires, assessments with their answer sheets, findings, visits, and what else criteria read.

Two times belong to every fact: the day it happened (`…_on`) and the moment it was recorded (`recorded_at`). A row
that is corrected is not overwritten: it gets `superseded_at`, and a new row takes its place. So what was known at
any moment stays readable, and what happened by a day reads the latest row of each fact.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from files.storage import as_named

PERSON = settings.AUTH_USER_MODEL
CURRENT = Q(superseded_at__isnull=True)
IN_ORDER = (
    "assessed_on",
    "cycle",
    "layout__questionnaire__valid_from",
    "layout__questionnaire__version",
    "layout__country",
)
"""A factory's assessments, the oldest first; of one day as docs/evaluation.md says. No two are alike in all of it."""


class Assessment(models.Model):
    """An unannounced visit that answers the questionnaire."""

    class Kind(models.TextChoices):
        FULL = "full", _("full assessment")
        PARTIAL = "partial", _("partial assessment")
        REMOTE = "remote", _("remote check")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("in review")
        COMMENT_WINDOW = "comment_window", _("in the factory's comment window")
        FINAL = "final", _("final")
        ABANDONED = "abandoned", _("abandoned")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    layout = models.ForeignKey("questionnaires.Layout", on_delete=models.PROTECT, related_name="+")
    cycle = models.PositiveSmallIntegerField()
    assessed_on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FULL)
    announced = models.BooleanField(default=False)
    state = models.CharField(max_length=15, choices=State, default=State.DRAFT)
    sheet = models.TextField()  # one character a question in layout order: C N X -
    revision = models.PositiveSmallIntegerField(default=0)  # 0 until final, then 1, 2, …
    answers_hash = models.CharField(max_length=64, default="")  # running hash over the answer log
    in_conflict = models.BooleanField(default=False)  # a change in the answer log waits to be settled
    note = models.TextField(default="", blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField(null=True)  # and not submitted again since
    returned_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    window_closes_on = models.DateField(null=True)
    finalised_at = models.DateTimeField(null=True)
    finalised_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "layout", "assessed_on"],
                condition=~Q(state="abandoned"),
                name="assessment_once_a_day",
            ),
            models.CheckConstraint(
                condition=(Q(state="final") & Q(finalised_at__isnull=False) & Q(revision__gte=1))
                | (~Q(state="final") & Q(finalised_at__isnull=True)),
                name="assessment_final_when_finalised",
            ),
        ]
        indexes = [
            models.Index(fields=["factory", "-assessed_on"], name="assessment_by_factory"),
            models.Index(fields=["state", "assessed_on", "id"], name="assessment_by_state"),
        ]


class TeamMember(models.Model):
    """A person who assessed, or will: may enter answers, and may not decide on the factory."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField(default=False)
    left_at = models.DateTimeField(
        null=True
    )  # handed the open assessment to a colleague; who decided is in the journal

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="in_a_team_once")]
        indexes = [models.Index(fields=["user", "assessment"], name="team_by_user")]


class SheetRevision(models.Model):
    """The final answer sheet as it was from one moment to another. What evaluations pin."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveSmallIntegerField()
    cycle = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Assessment.Kind)
    announced = models.BooleanField()
    sheet = models.TextField()
    national_law = models.TextField(
        default="", blank=True
    )  # codes attributed to the law itself, space between
    digest = models.CharField(max_length=64)  # over all of the above and the layout's digest
    reason = models.TextField(default="", blank=True)
    second_person = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "revision"], name="sheet_revision_once"),
            models.UniqueConstraint(fields=["assessment"], condition=CURRENT, name="sheet_one_current"),
        ]


class AnswerLog(models.Model):
    """One change of one answer, with everything that its device sent: the log keeps what was taken and what was not."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=20)
    old = models.CharField(max_length=1)  # the letter that the device had seen
    new = models.CharField(max_length=1)  # the letter given
    seen = models.JSONField(
        null=True
    )  # words that the device had seen: {"details", "workers", "attribution", "note"}
    given = models.JSONField(null=True)  # words given, changed or not, so that the row holds a whole answer
    held = models.CharField(max_length=60, default="", blank=True)
    """Names of stated fields that were not taken, space between; "" when everything was."""
    settles = models.JSONField(null=True)  # device's ids of the conflicts that this change decides
    settled_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    device = models.CharField(max_length=40, default="")
    act = models.UUIDField(unique=True)  # the device's own id of this change: sent twice, stored once
    answered_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the system

    class Meta:
        indexes = [
            models.Index(fields=["assessment", "question", "id"], name="answer_by_question"),
            models.Index(
                fields=["assessment"],
                condition=Q(settled_by__isnull=True) & ~Q(held=""),
                name="answer_in_conflict",
            ),
        ]


class AnswerNote(models.Model):
    """What an assessor wrote beside an answer; also unscored remarks of imported tools. Internal."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="note_once_a_question")
        ]


class ReviewComment(models.Model):
    """What a reviewer says to the team about one question; answered once the team has changed it or replied.

    It stays open, whatever the team has answered, until a reviewer resolves it.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    text = models.TextField()
    commented_at = models.DateTimeField()
    commented_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"],
                condition=Q(resolved_at__isnull=True),
                name="open_comment_once_a_question",
            )
        ]


class CommentReply(models.Model):
    """What the team or a reviewer wrote below a comment, in order."""

    comment = models.ForeignKey(ReviewComment, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    replied_at = models.DateTimeField()
    replied_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")


class EvidenceFile(models.Model):
    """A photo or document beside a question. Its bytes lie in the storage under a name that says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=40)
    content = models.FileField(upload_to=as_named, max_length=200)
    thumbnail = models.FileField(upload_to=as_named, max_length=200, blank=True)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)  # of what was sent
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question", "digest"],
                condition=Q(removed_at__isnull=True),
                name="evidence_file_once_a_question",
            )
        ]


# --- findings -----------------------------------------------------------------------------------------


class Finding(models.Model):
    """A non-compliance found in an assessment or during an advisory visit (exactly one of the two)."""

    class Attribution(models.TextChoices):
        FACTORY = "factory", _("the factory")
        NATIONAL_LAW = "national_law", _("national law that contradicts the standard")

    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, related_name="+")
    visit = models.ForeignKey("advisory.AdvisoryVisit", on_delete=models.CASCADE, null=True, related_name="+")
    question = models.CharField(max_length=20)
    found_on = models.DateField()
    details = models.TextField(default="", blank=True)
    attribution = models.CharField(max_length=15, choices=Attribution, default=Attribution.FACTORY)
    workers_concerned = models.PositiveIntegerField(null=True)
    response = models.TextField(default="", blank=True)
    responded_at = models.DateTimeField(null=True)
    responded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    fixed_on = models.DateField(null=True)  # the day the programme verified that it was put right
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)  # a correction of the assessment took it back
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(assessment__isnull=True, visit__isnull=False)
                | Q(assessment__isnull=False, visit__isnull=True),
                name="finding_from_exactly_one",
            ),
            models.UniqueConstraint(
                fields=["assessment", "question"],
                condition=Q(withdrawn_at__isnull=True, assessment__isnull=False),
                name="finding_once_an_assessment",
            ),
            models.UniqueConstraint(
                fields=["visit", "question"],
                condition=Q(withdrawn_at__isnull=True, visit__isnull=False),
                name="finding_once_a_visit",
            ),
        ]
        indexes = [models.Index(fields=["factory", "question", "-found_on"], name="finding_by_factory")]


# --- projections: rebuilt from the above by command --------------------------------------------------------------


class Score(models.Model):
    """Integer counts of one final assessment, for display; evaluations read the sheets themselves."""

    assessment = models.OneToOneField(
        Assessment, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    revision = models.PositiveSmallIntegerField()
    noncompliant = models.PositiveSmallIntegerField()
    applicable = models.PositiveSmallIntegerField()
    clusters = models.JSONField()  # {"OS": [noncompliant, applicable], …}
    points = models.JSONField()  # {"OS-1": [noncompliant, applicable], …}
