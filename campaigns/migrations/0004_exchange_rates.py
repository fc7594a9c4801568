"""What foreign money is worth by day, and the amounts that were converted by it."""

import django.db.models.deletion
from django.db import migrations, models

import campaigns.models.rates
import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_hand_settings"),
        ("core", "0009_demo_year"),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeRate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("into", models.CharField(default="EUR", max_length=3)),
                ("valid_from", models.DateField()),
                ("rate", campaigns.models.rates.RateField()),
                ("source", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="rate_public_id"),
                    models.UniqueConstraint(
                        fields=("organisation", "currency", "into", "valid_from"), name="one_rate_a_day"
                    ),
                    models.CheckConstraint(condition=models.Q(("rate__gt", 0)), name="rate_is_above_zero"),
                    models.CheckConstraint(
                        condition=models.Q(("currency", models.F("into")), _negated=True),
                        name="rate_is_between_two_currencies",
                    ),
                ],
            },
        ),
        TenantTable("ExchangeRate"),
        migrations.AddField(
            model_name="reportrow",
            name="original_currency",
            field=models.CharField(blank=True, default="", max_length=3),
        ),
        migrations.AddField(
            model_name="reportrow",
            name="original_minor",
            field=models.BigIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="reportrow",
            name="rate",
            field=campaigns.models.rates.RateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="reportrow",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("original_currency", ""), ("original_minor", None), ("rate", None)),
                    models.Q(
                        ("original_minor__isnull", False),
                        ("rate__gt", 0),
                        models.Q(("original_currency", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="original_amount_with_its_rate",
            ),
        ),
    ]
