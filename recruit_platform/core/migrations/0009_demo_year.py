"""A demo shows its pages while its organisations still live their year."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_first_admin"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisationsettings",
            name="demo_year_is_due",
            field=models.BooleanField(default=False),
        ),
    ]
