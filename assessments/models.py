"""The evidence: questionnaires, assessments with their answer sheets, findings, visits, and what else criteria read.

Two times belong to every fact: the day it happened (`…_on`) and the moment it was recorded (`recorded_at`). A row
that is corrected is not overwritten: it gets `superseded_at`, and a new row takes its place. So what was known at
any moment stays readable, and what happened by a day reads the latest row of each fact.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL
CURRENT = Q(superseded_at__isnull=True)


# --- the questionnaire: a mirror of the released folders ---------------------------------------------------------


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
    texts = models.JSONField(
        default=dict
    )  # {language: {"reviewed", "clusters", "points", "questions", "answers"}}
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


# --- assessments -------------------------------------------------------------------------------------------------


def as_named(_instance: models.Model, name: str) -> str:
    """Files are named by the command that keeps them."""
    return name


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

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    layout = models.ForeignKey(Layout, on_delete=models.PROTECT, related_name="+")
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
                fields=["factory", "layout", "assessed_on"], name="assessment_once_a_day"
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
    """Somebody who assessed, or will: may enter answers, and may not decide on the factory."""

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
    """What a reviewer says to the team about one question; answered once the team has changed it or replied."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)
    text = models.TextField()
    commented_at = models.DateTimeField()
    commented_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "question"],
                condition=Q(answered_at__isnull=True),
                name="open_comment_once_a_question",
            )
        ]


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


# --- visits and findings -----------------------------------------------------------------------------------------


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
                fields=["factory", "visited_on"], condition=CURRENT, name="visit_once_a_day"
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


class Finding(models.Model):
    """A non-compliance found in an assessment or during an advisory visit (exactly one of the two)."""

    class Attribution(models.TextChoices):
        FACTORY = "factory", _("the factory")
        NATIONAL_LAW = "national_law", _("national law that contradicts the standard")

    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, null=True, related_name="+")
    visit = models.ForeignKey(AdvisoryVisit, on_delete=models.CASCADE, null=True, related_name="+")
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
    finding = models.ForeignKey(Finding, on_delete=models.SET_NULL, null=True, related_name="+")
    issue = models.TextField()
    root_cause = models.TextField(default="", blank=True)
    action = models.TextField(default="", blank=True)
    owner = models.CharField(max_length=120, default="", blank=True)  # a function, never a person's name
    due_on = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED)
    done_on = models.DateField(null=True)
    verified_on = models.DateField(null=True)
    verified_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(default="", blank=True)  # what shows that it was done
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["factory", "ref"], condition=CURRENT, name="plan_item_one_current"
            )
        ]
        indexes = [models.Index(fields=["factory", "due_on"], name="plan_by_factory")]


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


class ZeroToleranceCase(models.Model):
    """A breach that is referred at once. Restricted. A row is one version; `uid` stays through corrections."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    factory = models.ForeignKey("factories.Factory", on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    trigger = models.CharField(max_length=200)
    details = models.TextField(default="", blank=True)  # what was found; no names of workers
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="+")
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


class SectorCount(models.Model):
    """How many of the factories assessed in a year were non-compliant; the latest assessment of each counts."""

    class Level(models.TextChoices):
        QUESTION = "question", _("question")
        POINT = "point", _("compliance point")
        CLUSTER = "cluster", _("cluster")

    country = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=10, choices=Level)
    code = models.CharField(max_length=20)
    noncompliant = models.PositiveIntegerField()
    assessed = models.PositiveIntegerField()
    is_hidden = models.BooleanField()  # from outsiders: few factories, or it would give others of few away
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "year", "level", "code"], name="sector_count_once"),
        ]
