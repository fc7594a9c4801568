"""Keys for the API."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import SweepFunction, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_jobs"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("hint", models.CharField(max_length=12)),
                ("secret_hash", models.CharField(max_length=64)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
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
                "indexes": [models.Index(fields=["secret_hash"], name="api_key_by_hash")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "secret_hash"), name="api_key_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="api_key_public_id"),
                ],
            },
        ),
        TenantTable("ApiKey", sweep=("secret_hash",)),
        SweepFunction(
            "api_key_by_hash(hash text)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT k.organisation_id, k.id FROM core_apikey k WHERE k.secret_hash = hash",
        ),
    ]
