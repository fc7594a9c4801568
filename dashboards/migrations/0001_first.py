"""Share links and digests."""

import django.db.models.deletion
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0006_work_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "day",
                    models.CharField(
                        choices=[("never", "Nooit"), ("monday", "Elke maandag"), ("daily", "Elke werkdag")],
                        default="never",
                        max_length=10,
                    ),
                ),
                ("last_sent_on", models.DateField(null=True)),
                (
                    "membership",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
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
                    models.UniqueConstraint(fields=("organisation", "membership"), name="one_digest_per_member")
                ],
            },
        ),
        migrations.CreateModel(
            name="ShareLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="voor wie")),
                ("token_hash", models.CharField(max_length=64)),
                ("vacancies", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("last_opened_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "made_by",
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
                    models.UniqueConstraint(fields=("organisation", "token_hash"), name="share_link_token_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="share_link_public_id"),
                ],
            },
        ),
        TenantTable("ShareLink"),
        TenantTable("Digest", sweep=("day", "last_sent_on")),
    ]
