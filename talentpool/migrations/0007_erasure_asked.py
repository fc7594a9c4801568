"""Candidates may ask that their data goes; who asked and still waits is found along an index of those alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("talentpool", "0006_running_is_not_hired"),
    ]

    operations = [
        migrations.AddField(
            model_name="candidate",
            name="erasure_asked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="candidate",
            index=models.Index(
                fields=["organisation", "erasure_asked_at", "id"],
                name="candidate_to_erase",
                condition=models.Q(("erased_at", None), ("erasure_asked_at__isnull", False)),
            ),
        ),
    ]
