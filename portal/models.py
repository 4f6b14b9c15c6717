"""What the outside may read: copies of content, never of rights. Every outside query joins live links and consents."""

from __future__ import annotations

from django.db import models


class ProjectionVersion(models.Model):
    """One row per factory: a rebuild locks it, reads, and writes only if its version is the newer one."""

    factory_id = models.BigIntegerField(primary_key=True)
    version = models.BigIntegerField(default=0)


class Rebuild(models.Model):
    """A rebuild of every copy that has begun and not ended: where it goes on if its process dies. At most one row."""

    software = models.CharField(max_length=16)  # digest of the program: another one begins anew
    begun_at = models.DateTimeField()
    through = models.BigIntegerField(default=0)  # id of the last factory whose copies are made
    factories = models.PositiveIntegerField(default=0)  # how many that are
    rows = models.JSONField(default=dict)  # {copy: rows made of it so far}


class Listing(models.Model):
    """A recognised factory, as brands and the public see it."""

    recognition_id = models.UUIDField(primary_key=True)
    factory = models.OneToOneField("factories.Factory", on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    search_name = models.CharField(max_length=1000)  # today's name and former ones, normalised
    country = models.CharField(max_length=2)
    country_name = models.CharField(max_length=80)
    address = models.CharField(max_length=400, default="")
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    workers = models.PositiveIntegerField(null=True)
    women_workers = models.PositiveIntegerField(null=True)
    products = models.CharField(max_length=300, default="")
    recognised_on = models.DateField()
    expires_on = models.DateField(null=True)
    criteria = models.CharField(max_length=60)  # "high-performance/1.0"
    strengths = models.JSONField(default=list)  # per pillar: [{"pillar", "met", "of"}]
    fictional = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["country", "name", "recognition_id"], name="listing_by_country"),
            models.Index(fields=["-recognised_on", "recognition_id"], name="listing_by_day"),
        ]


class FormerListing(models.Model):
    """A recognition that was public once: its permanent address answers 'not currently recognised', and no more."""

    recognition_id = models.UUIDField(primary_key=True)
    ended_on = models.DateField(null=True)  # since when it is not public; null while it is


class SupplierProgress(models.Model):
    """A factory's verdict in summary, for its consented brands and its own people.

    Rows of `criteria_rows` marked `"restricted"` rest on zero-tolerance cases: `pillars` leaves them out, and only
    readers who may know of cases are shown them.
    """

    factory = models.OneToOneField(
        "factories.Factory", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    outcome = models.CharField(max_length=15)
    close = models.BooleanField(default=False)
    # the same if nothing rested on zero-tolerance cases: for readers who may not know of any
    outcome_without_cases = models.CharField(max_length=15)
    close_without_cases = models.BooleanField(default=False)
    as_of = models.DateField()
    as_of_without_cases = models.DateField()
    criteria = models.CharField(max_length=60)
    pillars = models.JSONField(default=list)  # [{"pillar", "met", "not_met", "unknown"}]
    criteria_rows = models.JSONField(default=list)  # as in `evaluate --json`, with "title" and "restricted"
    next_steps = models.JSONField(
        default=list
    )  # as `criteria.queries.guidance_for` tells them, with "restricted"

    @property
    def criteria_to_go(self) -> int:
        """Number of criteria that are not met or lack evidence; restricted ones are left out, as in `pillars`."""
        return sum(pillar["not_met"] + pillar["unknown"] for pillar in self.pillars)


class SupplierReport(models.Model):
    """Final findings, plan and trend of a factory, for its consented brands; the public part for everybody."""

    factory = models.OneToOneField(
        "factories.Factory", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    assessed_on = models.DateField(null=True)
    cycle = models.PositiveSmallIntegerField(null=True)
    noncompliant = models.PositiveSmallIntegerField(null=True)
    applicable = models.PositiveSmallIntegerField(null=True)
    trend = models.JSONField(default=list)  # [{"assessed_on", "noncompliant", "applicable", "clusters"}]
    findings = models.JSONField(
        default=list
    )  # [{"question", "point", "text", "details", "response", "agrees", …}]
    plan = models.JSONField(default=list)
    public_issues = models.JSONField(null=True)  # null until the second assessment
    alert = models.BooleanField(
        default=False
    )  # an open zero-tolerance case: that there is one, nothing of it


class PublicAssessment(models.Model):
    """A published assessment of a factory: how each publicly reported issue came out. Everybody may read it."""

    assessment_id = models.UUIDField(primary_key=True)
    factory = models.ForeignKey("factories.Factory", on_delete=models.CASCADE, related_name="+")
    cycle = models.PositiveSmallIntegerField()
    assessed_on = models.DateField()
    is_latest = models.BooleanField()  # of the factory's
    is_last_of_cycle = models.BooleanField()  # a merge may leave a factory with two of one cycle
    found = models.PositiveSmallIntegerField()
    assessed = models.PositiveSmallIntegerField()
    found_questions = models.CharField(max_length=2000)  # "|DI-3-09|OS-8-06|"
    compliant_questions = models.CharField(max_length=2000)  # asked and found compliant, written alike
    # of the found ones those that a published assessment of an earlier cycle found as well
    recurring_questions = models.CharField(max_length=2000, default="")
    issues = (
        models.JSONField()
    )  # [{"question", "text", "point", "point_name", "outcome", "response", "fixed_on"}]

    class Meta:
        indexes = [models.Index(fields=["cycle", "is_latest", "factory"], name="public_by_cycle")]


class PriorityEntry(models.Model):
    """A factory that needs attention first, with the reasons and their numbers; for inspectors and staff."""

    factory = models.OneToOneField(
        "factories.Factory", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    rank = models.PositiveIntegerField()  # 1 first, over the whole programme
    # among those with another reason than a case: for readers who may not know of cases
    rank_without_cases = models.PositiveIntegerField(null=True)
    # the same within its country: a rank of the programme would tell how many precede it in other countries
    country_rank = models.PositiveIntegerField(default=0)
    country_rank_without_cases = models.PositiveIntegerField(null=True)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    country_name = models.CharField(max_length=80)
    workers = models.PositiveIntegerField(null=True)
    assessed_on = models.DateField(null=True)
    noncompliant = models.PositiveSmallIntegerField(null=True)
    applicable = models.PositiveSmallIntegerField(null=True)
    # the reasons, each with the numbers it rests on; null where it is none
    rate = models.JSONField(
        null=True
    )  # {"n", "of", "mean" and "deviation" in tenths of per cents, "factories"}
    cases = models.PositiveSmallIntegerField(null=True)  # open zero-tolerance cases
    repeated = models.PositiveSmallIntegerField(null=True)  # publicly reported issues found again
    as_of = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["country", "rank", "factory"], name="priority_by_country")]


class SchemeCriteria(models.Model):
    """An approved criteria version in plain words, in every language: what the public and brands read of it."""

    name = models.CharField(max_length=61, primary_key=True)  # "high-performance/1.0"
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    in_force_from = models.DateField(null=True)
    pillars = models.JSONField(default=dict)  # {pillar: {language: name}}
    criteria = models.JSONField(default=list)
    # criteria: [{"code", "pillar", "comparison", "titles": {language: …}, "sentences": …, "overrides": {country: …}}]


class Wording(models.Model):
    """What the questionnaires read in a language; in English the names alone: all else is English in the copies."""

    language = models.CharField(max_length=3, primary_key=True)
    reviewed = models.BooleanField()  # whether speakers on the country teams have read it
    names = models.JSONField(default=dict)  # {cluster or compliance point: name}
    questions = models.JSONField(default=dict)  # {question in English, as a country asks it: translated}
    by_speakers = models.JSONField(default=list)  # questions in English whose translation a speaker has read
