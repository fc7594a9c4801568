"""The index of people with a running application leaves out who was hired, as the list that walks it does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("talentpool", "0005_spoken"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="application", name="application_running"),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["organisation", "candidate", "id"],
                name="application_running",
                condition=models.Q(("ended_at", None), models.Q(("stage_kind", "hired"), _negated=True)),
            ),
        ),
    ]
