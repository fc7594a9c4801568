"""The append-only log, the tails of its subscribers, and counters with their tail."""

import django.db.models.deletion
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
from recruit_platform.core.tenancy.operations import APPEND_ONLY, SweepFunction, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_foundation"),
    ]

    operations = [
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("user", "User"),
                            ("candidate", "Candidate"),
                            ("system", "System"),
                            ("api_key", "Api Key"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                ("subject_kind", models.CharField(max_length=30)),
                ("subject_id", models.BigIntegerField()),
                ("rule_version", models.CharField(max_length=60, null=True)),
                ("request_id", models.CharField(max_length=36, null=True)),
                ("data", models.JSONField(default=dict)),
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
                "indexes": [
                    models.Index(fields=["organisation", "subject_kind", "subject_id", "-id"], name="event_of_subject"),
                    models.Index(fields=["organisation", "kind", "-id"], name="event_of_kind"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("actor_kind__in", ["user", "candidate", "system", "api_key"])),
                        name="event_actor_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PendingEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subscriber", models.CharField(max_length=60)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("due_at", models.DateTimeField()),
                ("lease", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("failed_at", models.DateTimeField(null=True)),
                ("last_error", models.CharField(max_length=200, null=True)),
                (
                    "event",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.event"
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
                "indexes": [
                    models.Index(
                        condition=models.Q(("failed_at", None)),
                        fields=["organisation", "due_at"],
                        name="pending_event_due",
                    ),
                    models.Index(
                        condition=models.Q(("failed_at__isnull", False)),
                        fields=["organisation", "failed_at"],
                        name="pending_event_failed",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "subscriber", "event"), name="pending_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField(default=0)),
                ("day", models.DateField()),
                ("n", models.BigIntegerField(default=0)),
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
                    models.UniqueConstraint(fields=("organisation", "kind", "subject_id", "day"), name="tally_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TallyTail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.BigIntegerField(default=0)),
                ("day", models.DateField()),
                ("n", models.IntegerField(default=1)),
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
            },
        ),
        TenantTable("Event", privileges=APPEND_ONLY),
        TenantTable("PendingEvent", sweep=("due_at", "failed_at", "leased_until")),
        TenantTable("Tally"),
        TenantTable("TallyTail", sweep=("kind",)),
        SweepFunction(
            "pending_events_due(at timestamptz, at_most int)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT p.organisation_id, p.id FROM core_pendingevent p WHERE p.failed_at IS NULL AND p.due_at <= at "
            "AND (p.leased_until IS NULL OR p.leased_until < at) ORDER BY p.due_at LIMIT at_most",
        ),
        SweepFunction(
            "organisations_with_pending_events(at timestamptz)",
            returns="SETOF bigint",
            body="SELECT o.id FROM core_organisation o WHERE EXISTS (SELECT FROM core_pendingevent p "
            "WHERE p.organisation_id = o.id AND p.failed_at IS NULL AND p.due_at <= at "
            "AND (p.leased_until IS NULL OR p.leased_until < at))",
        ),
        SweepFunction(
            "organisations_with_tails()",
            returns="SETOF bigint",
            body="SELECT o.id FROM core_organisation o "
            "WHERE EXISTS (SELECT FROM core_tallytail t WHERE t.organisation_id = o.id)",
        ),
    ]
