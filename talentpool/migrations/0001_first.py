"""Candidates, applications, calls, consent, interviews and the career site."""

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
        ("campaigns", "0001_first"),
        ("core", "0006_work_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("reference", models.CharField(max_length=12)),
                ("form_key", models.CharField(max_length=64)),
                (
                    "stage_kind",
                    models.CharField(
                        choices=[
                            ("new", "Nieuw"),
                            ("contacted", "Gesproken"),
                            ("interview", "Gesprek"),
                            ("offer", "Aanbod"),
                            ("hired", "Aangenomen"),
                            ("ended", "Gestopt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("stage_since", models.DateTimeField()),
                ("submitted_at", models.DateTimeField()),
                ("source", models.CharField(blank=True, default="", max_length=60)),
                (
                    "language",
                    models.CharField(choices=[("nl", "Nederlands"), ("en", "English")], default="nl", max_length=2),
                ),
                ("motivation", models.TextField(blank=True, default="", max_length=4000)),
                ("answers", models.JSONField(default=dict)),
                ("is_qualified", models.BooleanField(null=True)),
                ("first_contact_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_by",
                    models.CharField(
                        blank=True,
                        choices=[("us", "door ons"), ("candidate", "door de kandidaat")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("requirement", "voldoet niet aan een harde eis"),
                            ("experience", "te weinig ervaring"),
                            ("other_candidate", "andere kandidaat gekozen"),
                            ("filled", "vacature vervuld"),
                            ("no_answer", "niet te bereiken"),
                            ("other_job", "andere baan gevonden"),
                            ("pay", "salaris"),
                            ("hours", "uren of rooster"),
                            ("distance", "reisafstand"),
                            ("no_longer_interested", "geen interesse meer"),
                            ("duplicate", "dubbel"),
                            ("other", "anders"),
                        ],
                        default="",
                        max_length=24,
                    ),
                ),
                ("end_note", models.CharField(blank=True, default="", max_length=500)),
                ("link_version", models.PositiveSmallIntegerField(default=1)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "first_link",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.trackedlink",
                    ),
                ),
                (
                    "last_link",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.trackedlink",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["organisation", "vacancy", "stage_kind", "-id"], name="application_of_vacancy"
                    ),
                    models.Index(fields=["organisation", "-submitted_at", "-id"], name="application_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="application_public_id"),
                    models.UniqueConstraint(fields=("organisation", "reference"), name="application_reference_once"),
                    models.UniqueConstraint(fields=("organisation", "form_key"), name="application_once_a_form"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at", None), ("ended_by", "")),
                            models.Q(
                                ("ended_at__isnull", False),
                                models.Q(("ended_by", ""), _negated=True),
                                models.Q(("end_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="ended_application_says_by_whom_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("stage_kind", "ended")),
                            models.Q(models.Q(("stage_kind", "ended"), _negated=True), ("ended_at", None)),
                            _connector="OR",
                        ),
                        name="ended_stage_is_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("first_name", models.CharField(max_length=100, verbose_name="voornaam")),
                ("last_name", models.CharField(max_length=120, verbose_name="achternaam")),
                ("name_key", models.CharField(default="", max_length=240)),
                ("last_key", models.CharField(default="", max_length=240)),
                ("email", models.EmailField(blank=True, default="", max_length=254, verbose_name="e-mailadres")),
                ("email_key", models.CharField(default="", max_length=254)),
                ("phone", models.CharField(blank=True, default="", max_length=30, verbose_name="telefoonnummer")),
                ("phone_key", models.CharField(default="", max_length=20)),
                ("city", models.CharField(blank=True, default="", max_length=80, verbose_name="woonplaats")),
                ("availability", models.CharField(blank=True, default="", max_length=120, verbose_name="beschikbaar")),
                (
                    "language",
                    models.CharField(choices=[("nl", "Nederlands"), ("en", "English")], default="nl", max_length=2),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("last_human_contact_at", models.DateTimeField(null=True)),
                ("last_reply_at", models.DateTimeField(null=True)),
                ("opted_out_at", models.DateTimeField(null=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "merged_into",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("merged_into", None)),
                        fields=["organisation", "-id"],
                        name="candidate_newest",
                    ),
                    models.Index(fields=["organisation", "name_key"], name="candidate_by_name"),
                    models.Index(fields=["organisation", "last_key"], name="candidate_by_last_name"),
                    models.Index(fields=["organisation", "phone_key"], name="candidate_by_phone"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="candidate_public_id"),
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("email_key", ""), _negated=True), ("merged_into", None)),
                        fields=("organisation", "email_key"),
                        name="one_candidate_per_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("spoke", "Gesproken"),
                            ("no_answer", "Geen gehoor"),
                            ("voicemail", "Voicemail ingesproken"),
                            ("wrong_number", "Verkeerd nummer"),
                            ("written", "Persoonlijk bericht gestuurd"),
                        ],
                        max_length=14,
                    ),
                ),
                ("note", models.CharField(blank=True, default="", max_length=1000)),
                ("at", models.DateTimeField()),
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
                (
                    "candidate",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.candidate",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "candidate", "-id"], name="call_of_candidate"),
                    models.Index(fields=["organisation", "application", "id"], name="call_of_application"),
                ],
                "constraints": [models.UniqueConstraint(fields=("organisation", "public_id"), name="call_public_id")],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="candidate",
            field=recruit_platform.core.models.tenant.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="talentpool.candidate"
            ),
        ),
        migrations.CreateModel(
            name="CandidateDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("cv", "Cv"), ("diploma", "Diploma"), ("other", "Ander document")],
                        default="cv",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "application",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
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
                    "file",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
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
                "indexes": [models.Index(fields=["organisation", "candidate", "-id"], name="document_of_candidate")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="document_public_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="CareerSite",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("headline_nl", models.CharField(blank=True, default="", max_length=160, verbose_name="kop")),
                ("headline_en", models.CharField(blank=True, default="", max_length=160, verbose_name="kop (Engels)")),
                ("story_nl", models.TextField(blank=True, default="", max_length=4000, verbose_name="verhaal")),
                (
                    "story_en",
                    models.TextField(blank=True, default="", max_length=4000, verbose_name="verhaal (Engels)"),
                ),
                (
                    "contact_name",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="contactpersoon"),
                ),
                ("contact_phone", models.CharField(blank=True, default="", max_length=30, verbose_name="telefoon")),
                ("contact_email", models.EmailField(blank=True, default="", max_length=254, verbose_name="e-mail")),
                ("privacy_nl", models.TextField(blank=True, default="", max_length=8000, verbose_name="privacytekst")),
                (
                    "privacy_en",
                    models.TextField(blank=True, default="", max_length=8000, verbose_name="privacytekst (Engels)"),
                ),
                ("is_public", models.BooleanField(default=True)),
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
                    models.UniqueConstraint(fields=("organisation",), name="one_career_site_per_organisation")
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[("pool", "in de talentpool blijven"), ("whatsapp", "berichten via WhatsApp")],
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveSmallIntegerField()),
                ("text_nl", models.CharField(max_length=1000)),
                ("text_en", models.CharField(blank=True, default="", max_length=1000)),
                ("months", models.PositiveSmallIntegerField(default=12)),
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
                    models.UniqueConstraint(fields=("organisation", "purpose", "version"), name="consent_text_version")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("source", models.CharField(max_length=20)),
                ("given_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                    "text",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="talentpool.consenttext",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="consent_public_id"),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("organisation", "candidate", "text"),
                        name="one_standing_consent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interview",
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
                        choices=[
                            ("offered", "Kandidaat kiest een tijd"),
                            ("planned", "Gepland"),
                            ("held", "Geweest"),
                            ("no_show", "Niet verschenen"),
                            ("cancelled", "Afgezegd"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, default="", max_length=300, verbose_name="plek of link")),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("sequence", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                (
                    "application",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.application",
                    ),
                ),
                (
                    "host",
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
                "indexes": [
                    models.Index(fields=["organisation", "application", "-id"], name="interview_of_application"),
                    models.Index(fields=["organisation", "starts_at"], name="interview_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="interview_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["offered", "cancelled"]),
                            models.Q(("ends_at__gt", models.F("starts_at")), ("starts_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="planned_interview_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "interview",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.interview",
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
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="slot_public_id"),
                    models.UniqueConstraint(
                        condition=models.Q(("taken_at__isnull", False)),
                        fields=("organisation", "interview"),
                        name="one_slot_taken",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="slot_ends_after_it_starts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("moved", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
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
                    "kept",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.candidate",
                    ),
                ),
                (
                    "merged",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "kept", "-id"], name="merge_of_candidate")],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("text", models.TextField(max_length=5000)),
                ("at", models.DateTimeField()),
                (
                    "application",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="talentpool.application",
                    ),
                ),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "candidate", "-id"], name="note_of_candidate")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "public_id"), name="note_public_id")],
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("new", "Nieuw"),
                            ("contacted", "Gesproken"),
                            ("interview", "Gesprek"),
                            ("offer", "Aanbod"),
                            ("hired", "Aangenomen"),
                            ("ended", "Gestopt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("ideal_hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("at_most_hours", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("is_active", models.BooleanField(default=True)),
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
                "indexes": [models.Index(fields=["organisation", "position", "id"], name="stage_in_order")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name"), name="stage_name_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="stage_public_id"),
                ],
            },
        ),
        migrations.AddField(
            model_name="application",
            name="stage",
            field=recruit_platform.core.models.tenant.TenantForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="talentpool.stage"
            ),
        ),
        migrations.CreateModel(
            name="StageChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_kind", models.CharField(blank=True, default="", max_length=10)),
                ("to_kind", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "application",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.application",
                    ),
                ),
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
                    "from_stage",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="talentpool.stage",
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
                    "to_stage",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="talentpool.stage",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "application", "id"], name="stage_change_of_application"),
                    models.Index(fields=["organisation", "to_kind", "at"], name="stage_change_by_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationDraft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token_hash", models.CharField(max_length=64)),
                ("data", models.JSONField(default=dict)),
                ("step", models.CharField(default="", max_length=20)),
                ("started_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
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
                    "cv",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
                (
                    "first_link",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.trackedlink",
                    ),
                ),
                (
                    "last_link",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.trackedlink",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "expires_at"], name="draft_by_end")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "token_hash"), name="draft_token_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CallBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("ideal_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("waits_for_candidate_since", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "end",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("contact", "gesproken"),
                            ("moved", "verder in het proces"),
                            ("ended", "sollicitatie gestopt"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("in_time", models.BooleanField(null=True)),
                (
                    "application",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="talentpool.application",
                    ),
                ),
                (
                    "assigned_to",
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at", None)),
                        fields=["organisation", "due_at", "id"],
                        name="call_back_due",
                    ),
                    models.Index(fields=["organisation", "ended_at", "id"], name="call_back_ended"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("organisation", "application"),
                        name="one_open_call_back",
                    ),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="call_back_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end", ""), ("ended_at", None)),
                            models.Q(("ended_at__isnull", False), models.Q(("end", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="ended_call_back_says_how",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["organisation", "stage", "-id"], name="application_by_stage"),
        ),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(fields=["organisation", "candidate", "-id"], name="application_of_candidate"),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None), ("vacancy__isnull", False)),
                fields=("organisation", "candidate", "vacancy"),
                name="one_running_application_per_vacancy",
            ),
        ),
        TenantTable("Stage"),
        TenantTable("Candidate"),
        TenantTable("CareerSite"),
        TenantTable("ConsentText"),
        TenantTable("Application"),
        TenantTable("Merge"),
        TenantTable("Consent"),
        TenantTable("StageChange", privileges=("SELECT", "INSERT", "DELETE")),
        TenantTable("ApplicationDraft", sweep=("expires_at",)),
        TenantTable("Call"),
        TenantTable("CallBack"),
        TenantTable("CandidateDocument"),
        TenantTable("Note"),
        TenantTable("Interview", sweep=("state", "starts_at")),
        TenantTable("InterviewSlot"),
    ]
