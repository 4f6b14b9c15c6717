"""Reports are read in their readers' languages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_priorities_former_listings_and_scheme")]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                ("language", models.CharField(max_length=3, primary_key=True, serialize=False)),
                ("reviewed", models.BooleanField()),
                ("names", models.JSONField(default=dict)),
                ("questions", models.JSONField(default=dict)),
            ],
        ),
    ]
