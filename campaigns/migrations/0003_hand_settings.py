"""Day budgets that people set at a network themselves."""

import django.db.models.deletion
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0002_sweeps"),
        ("core", "0009_demo_year"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandSetting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("day", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("before_minor", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                (
                    "by",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.membership",
                    ),
                ),
                (
                    "channel",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.campaignchannel",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=recruit_platform.core.tenancy.context.required,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.organisation",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "channel", "-id"], name="hand_settings_of_channel")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="hand_setting_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(("amount_minor__gte", 0)), name="hand_setting_is_not_negative"
                    ),
                ],
            },
        ),
        TenantTable("HandSetting"),
    ]
