"""What was told of verdicts since a run began is what it may not write over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("recognition", "0006_judged_by_runs")]

    operations = [
        migrations.AddField("evaluationrun", "begun_after", models.PositiveIntegerField(default=0)),
    ]
