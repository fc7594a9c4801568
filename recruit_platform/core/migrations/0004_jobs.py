"""Long jobs with progress, cancel, result and problem file."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import SweepFunction, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_outbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="LongJob",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Wacht"),
                            ("running", "Bezig"),
                            ("done", "Klaar"),
                            ("cancelled", "Gestopt"),
                            ("failed", "Mislukt"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("input", models.JSONField(default=dict)),
                ("result", models.JSONField(null=True)),
                ("checkpoint", models.JSONField(null=True)),
                ("failure", models.CharField(max_length=300, null=True)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(null=True)),
                ("problems", models.BigIntegerField(default=0)),
                ("cancel_asked_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
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
                (
                    "problem_file",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "result_file",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["created_at"], name="job_waiting"),
                    models.Index(condition=models.Q(("state", "running")), fields=["leased_until"], name="job_running"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="job_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "done", "cancelled", "failed"])),
                        name="job_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("done__gte", 0), ("problems__gte", 0)), name="job_counts_are_not_negative"
                    ),
                ],
            },
        ),
        TenantTable("LongJob", sweep=("state", "created_at", "leased_until")),
        SweepFunction(
            "jobs_due(at timestamptz, at_most int)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT j.organisation_id, j.id FROM core_longjob j WHERE j.state = 'waiting' "
            "OR (j.state = 'running' AND j.leased_until < at) ORDER BY j.created_at LIMIT at_most",
        ),
    ]
