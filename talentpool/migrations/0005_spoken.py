"""People who were spoken to on given days are found along an index of those alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("talentpool", "0004_running"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                fields=["organisation", "first_contact_at", "id"],
                name="application_spoken",
                condition=models.Q(("first_contact_at__isnull", False)),
            ),
        ),
    ]
