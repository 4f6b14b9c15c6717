"""Marks as data of their questionnaire, layouts with all that reading a sheet needs, versions of visits and cases.

Visits and cases get a row per version with a lasting `uid`. Their tables are made anew (nothing was stored before
this migration), because a primary key cannot change its type in place.
"""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

CURRENT = Q(superseded_at__isnull=True)


def _person(**options):
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL, **options
    )


def _link(to, *, on_delete=django.db.models.deletion.PROTECT, null=False):
    return models.ForeignKey(null=null, on_delete=on_delete, related_name="+", to=to)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("factories", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.DeleteModel(name="Mark"),
        migrations.AddField("questionnaire", "points", models.JSONField(default=list)),
        migrations.AddField("questionnaire", "marks", models.JSONField(default=list)),
        migrations.AddField("questionnaire", "texts", models.JSONField(default=dict)),
        migrations.RemoveField("layout", "questions"),
        migrations.AddField("layout", "slots", models.JSONField(default=list), preserve_default=False),
        migrations.AddField("sheetrevision", "cycle", models.PositiveSmallIntegerField(default=1), preserve_default=False),
        migrations.AddField(
            "sheetrevision",
            "kind",
            models.CharField(
                max_length=10,
                choices=[("full", "full assessment"), ("partial", "partial assessment"), ("remote", "remote check")],
                default="full",
            ),
            preserve_default=False,
        ),
        migrations.AddField("sheetrevision", "announced", models.BooleanField(default=False), preserve_default=False),
        migrations.AddField("answerlog", "applied", models.BooleanField(default=True)),
        migrations.AlterField(
            "sectorcount",
            "level",
            models.CharField(
                max_length=10,
                choices=[("question", "question"), ("point", "compliance point"), ("cluster", "cluster")],
            ),
        ),
        migrations.RemoveConstraint("finding", "finding_from_exactly_one"),
        migrations.RemoveConstraint("finding", "finding_once_a_visit"),
        migrations.RemoveField("finding", "visit"),
        migrations.DeleteModel(name="ZeroToleranceCase"),
        migrations.DeleteModel(name="AdvisoryVisit"),
        migrations.CreateModel(
            name="AdvisoryVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("factory", _link("factories.factory")),
                ("visited_on", models.DateField()),
                ("purpose", models.CharField(max_length=200)),
                ("topics", models.TextField(blank=True, default="")),
                ("notes", models.TextField(blank=True, default="")),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", _person()),
                ("superseded_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["factory", "visited_on"], condition=CURRENT, name="visit_once_a_day"
                    ),
                    models.UniqueConstraint(fields=["uid"], condition=CURRENT, name="visit_one_current"),
                ],
                "indexes": [models.Index(fields=["factory", "-visited_on"], name="visit_by_factory")],
            },
        ),
        migrations.CreateModel(
            name="ZeroToleranceCase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("factory", _link("factories.factory")),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
                ("trigger", models.CharField(max_length=200)),
                ("assessment", _link("assessments.assessment", null=True)),
                ("visit", _link("assessments.advisoryvisit", null=True)),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", _person()),
                ("superseded_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["factory", "opened_on", "trigger"], condition=CURRENT, name="case_once_a_trigger"
                    ),
                    models.UniqueConstraint(fields=["uid"], condition=CURRENT, name="case_one_current"),
                    models.CheckConstraint(
                        condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")), name="case_forward"
                    ),
                ],
            },
        ),
        migrations.AddField(
            "finding",
            "visit",
            _link("assessments.advisoryvisit", on_delete=django.db.models.deletion.CASCADE, null=True),
        ),
        migrations.AddConstraint(
            "finding",
            models.CheckConstraint(
                condition=Q(assessment__isnull=True, visit__isnull=False)
                | Q(assessment__isnull=False, visit__isnull=True),
                name="finding_from_exactly_one",
            ),
        ),
        migrations.AddConstraint(
            "finding",
            models.UniqueConstraint(
                fields=["visit", "question"],
                condition=Q(withdrawn_at__isnull=True, visit__isnull=False),
                name="finding_once_a_visit",
            ),
        ),
    ]
