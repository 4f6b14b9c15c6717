"""When everybody was judged is what the runs say; the criteria said when anybody was."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("recognition", "0005_planning")]

    operations = [migrations.RemoveField("criteriaversion", "judged_at")]
