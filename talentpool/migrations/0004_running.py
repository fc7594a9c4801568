"""People with a running application are found along an index of those alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("talentpool", "0003_signups"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["organisation", "candidate", "id"],
                name="application_running",
                condition=models.Q(("ended_at", None)),
            ),
        ),
    ]
