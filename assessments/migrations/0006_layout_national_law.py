"""Which questions of a layout are laid to the law, beside the wording that says so: reading sheets takes these alone,
and the wording is a hundred times as long."""

from django.db import migrations, models


def copy_from_wording(apps, schema_editor):
    Layout = apps.get_model("assessments", "Layout")
    for layout in Layout.objects.all():
        layout.national_law = sorted(
            code for code, words in layout.wording.items() if words["attribution"] == "national_law"
        )
        layout.save(update_fields=["national_law"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0005_visits_and_comments")]

    operations = [
        migrations.AddField("layout", "national_law", models.JSONField(default=list)),
        migrations.RunPython(copy_from_wording, migrations.RunPython.noop),
    ]
