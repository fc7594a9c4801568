"""Templates, first replies and sequences."""

import django.db.models.deletion
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("calendar_app", "0001_first"),
        ("core", "0006_work_counts"),
        ("talentpool", "0001_first"),
    ]

    operations = [
        migrations.CreateModel(
            name="MailTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first_reply", "Eerste antwoord"),
                            ("follow_up", "Opvolging"),
                            ("pool", "Talentpool"),
                            ("interview", "Gesprek"),
                            ("rejection", "Afwijzing"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
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
                    models.UniqueConstraint(fields=("organisation", "name"), name="template_name_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="template_public_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FirstReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("none_because", models.CharField(blank=True, default="", max_length=200)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
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
                (
                    "vacancy",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.vacancy",
                    ),
                ),
                (
                    "template",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="automation.mailtemplate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "vacancy"), name="one_first_reply_per_vacancy", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("none_because", ""), ("template__isnull", False)),
                            models.Q(("template", None), models.Q(("none_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="first_reply_or_a_reason_for_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[("after_applying", "Na het solliciteren"), ("keep_warm", "Talentpool warm houden")],
                        max_length=16,
                    ),
                ),
                ("is_on", models.BooleanField(default=False)),
                ("send_from", models.TimeField()),
                ("send_until", models.TimeField()),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
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
                    models.UniqueConstraint(fields=("organisation", "name"), name="sequence_name_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="sequence_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(("send_until__gt", models.F("send_from"))), name="send_window_is_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("active", "Loopt"), ("done", "Klaar"), ("stopped", "Gestopt")],
                        default="active",
                        max_length=10,
                    ),
                ),
                ("next_position", models.PositiveSmallIntegerField(default=1)),
                ("due_at", models.DateTimeField(null=True)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "stopped_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reply", "de kandidaat antwoordde"),
                            ("call", "er is gesproken"),
                            ("interview", "er is een gesprek gepland"),
                            ("withdrawn", "teruggetrokken"),
                            ("rejected", "afgewezen"),
                            ("hired", "aangenomen"),
                            ("opt_out", "afgemeld"),
                            ("erased", "gewist"),
                            ("bounced", "het adres bestaat niet meer"),
                            ("person", "een collega stopte het"),
                            ("sequence_off", "de reeks is uitgezet"),
                            ("no_consent", "geen toestemming meer"),
                            ("applied", "de kandidaat solliciteerde"),
                            ("merged", "samengevoegd met een andere kandidaat"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "application",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.application",
                    ),
                ),
                (
                    "candidate",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.candidate",
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
                (
                    "sequence",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="automation.sequence",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "active")), fields=["organisation", "due_at"], name="enrolment_due"
                    ),
                    models.Index(fields=["organisation", "candidate", "-id"], name="enrolment_of_candidate"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("organisation", "candidate"),
                        name="one_active_sequence_per_person",
                    ),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="enrolment_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("due_at__isnull", False), ("ended_at", None), ("state", "active")),
                            models.Q(
                                models.Q(("state", "active"), _negated=True),
                                ("due_at", None),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="active_enrolment_has_a_next_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "stopped"), models.Q(("stopped_because", ""), _negated=True)),
                            models.Q(models.Q(("state", "stopped"), _negated=True), ("stopped_because", "")),
                            _connector="OR",
                        ),
                        name="stopped_enrolment_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("wait_days", models.PositiveSmallIntegerField()),
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
                    "sequence",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="automation.sequence",
                    ),
                ),
                (
                    "template",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="automation.mailtemplate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "sequence", "position"), name="step_position_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TemplateVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("subject_nl", models.CharField(max_length=200)),
                ("body_nl", models.TextField(max_length=8000)),
                ("subject_en", models.CharField(blank=True, default="", max_length=200)),
                ("body_en", models.TextField(blank=True, default="", max_length=8000)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
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
                (
                    "template",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="automation.mailtemplate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "template", "number"), name="template_version_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="StepDelivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("queued", "Klaar om te gaan"), ("skipped", "Overgeslagen")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=60)),
                ("at", models.DateTimeField()),
                (
                    "enrolment",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="automation.enrolment",
                    ),
                ),
                (
                    "message",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.outboxmessage",
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
                (
                    "version",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="automation.templateversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "enrolment", "position"), name="step_once_an_enrolment"
                    )
                ],
            },
        ),
        TenantTable("Sequence"),
        TenantTable("MailTemplate"),
        TenantTable("Enrolment", sweep=("state", "due_at")),
        TenantTable("Step"),
        TenantTable("TemplateVersion", privileges=("SELECT", "INSERT", "DELETE")),
        TenantTable("FirstReply"),
        TenantTable("StepDelivery"),
    ]
