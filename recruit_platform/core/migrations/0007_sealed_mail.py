"""Mail whose link opens something keeps its words encrypted until it has left."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_work_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="sealed",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="mailboxmessage",
            name="is_sealed",
            field=models.BooleanField(db_default=False),
        ),
    ]
