"""How a process sees that the layouts which it keeps are still those of the database."""

from hashlib import sha256

from django.db import migrations, models


def note_readings(apps, schema_editor):
    Layout = apps.get_model("assessments", "Layout")
    for layout in Layout.objects.select_related("questionnaire"):
        lines = ["reading 1", layout.digest, " ".join(sorted(layout.national_law))]
        lines += sorted(repr(list(mark)) for mark in layout.questionnaire.marks)
        layout.reading_digest = sha256("\n".join(lines).encode()).hexdigest()
        layout.save(update_fields=["reading_digest"])


class Migration(migrations.Migration):
    dependencies = [("assessments", "0006_layout_national_law")]

    operations = [
        migrations.AddField("layout", "reading_digest", models.CharField(max_length=64, default="")),
        migrations.RunPython(note_readings, migrations.RunPython.noop),
    ]
