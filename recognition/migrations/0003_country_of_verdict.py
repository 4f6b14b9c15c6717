"""The country by whose overrides a verdict was given stands with the verdict."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    evaluation = apps.get_model("recognition", "Evaluation")
    factory = apps.get_model("factories", "Factory")
    country = factory.objects.filter(pk=OuterRef("factory_id")).values("country_id")[:1]
    evaluation.objects.filter(country="").update(country=Subquery(country))


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0002_runs_and_renewals"),
        ("factories", "0001_initial"),
    ]

    operations = [
        migrations.AddField("evaluation", "country", models.CharField(max_length=2, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
