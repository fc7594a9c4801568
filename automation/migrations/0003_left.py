"""Who left a sequence last is found along an index of those alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("automation", "0002_sweeps"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                fields=["organisation", "sequence", "-ended_at", "-id"],
                name="enrolment_left",
                condition=models.Q(("ended_at__isnull", False)),
            ),
        ),
    ]
