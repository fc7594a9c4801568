"""Campaigns, accounts, ledger, reports, links and the sandbox network's memory."""

import django.db.models.deletion
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import APPEND_ONLY, TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("calendar_app", "0001_first"),
        ("core", "0006_work_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[("always_on", "Doorlopend"), ("event", "Eenmalig")], default="always_on", max_length=10
                    ),
                ),
                (
                    "goal",
                    models.CharField(
                        choices=[
                            ("applications", "Sollicitaties"),
                            ("qualified", "Geschikte sollicitaties"),
                            ("hires", "Aangenomen"),
                        ],
                        default="applications",
                        max_length=12,
                    ),
                ),
                ("goal_count", models.PositiveIntegerField(default=1, verbose_name="hoeveel")),
                ("strategy", models.TextField(blank=True, default="", max_length=4000, verbose_name="aanpak")),
                ("budget_minor", models.BigIntegerField()),
                ("committed_minor", models.BigIntegerField(default=0)),
                ("overspent_minor", models.BigIntegerField(default=0)),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("starts_on", models.DateField(verbose_name="van")),
                ("ends_on", models.DateField(verbose_name="tot en met")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Concept"),
                            ("running", "Loopt"),
                            ("paused", "Gepauzeerd"),
                            ("ended", "Afgelopen"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "autonomy",
                    models.CharField(
                        choices=[
                            ("observe", "Alleen meekijken"),
                            ("propose", "Voorstellen, jij beslist"),
                            ("automatic", "Zelf bijsturen binnen de grenzen"),
                        ],
                        default="propose",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("version", models.PositiveIntegerField(default=1)),
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
                (
                    "profile",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.jobprofile",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "state", "ends_on"], name="campaign_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="campaign_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="campaign_ends_after_it_starts",
                    ),
                    models.CheckConstraint(condition=models.Q(("budget_minor__gt", 0)), name="campaign_has_a_budget"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("committed_minor__gte", 0), ("committed_minor__lte", models.F("budget_minor"))
                        ),
                        name="never_more_committed_than_the_budget",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("overspent_minor__gte", 0)), name="overspend_is_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                (
                    "network",
                    models.CharField(
                        choices=[
                            ("google", "Google Ads"),
                            ("meta", "Meta (Facebook, Instagram)"),
                            ("linkedin", "LinkedIn"),
                            ("tiktok", "TikTok"),
                            ("indeed", "Indeed"),
                            ("other", "Anders"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("sandbox", "Oefennetwerk: niets gaat echt naar buiten"),
                            ("file", "Rapporten per bestand; budgetten zet je zelf"),
                        ],
                        max_length=10,
                    ),
                ),
                ("currency", models.CharField(default="EUR", max_length=3)),
                ("time_zone", models.CharField(default="Europe/Amsterdam", max_length=63)),
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
                    models.UniqueConstraint(fields=("organisation", "name"), name="account_name_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="account_public_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("external_id", models.CharField(blank=True, default="", max_length=100)),
                ("weight", models.PositiveSmallIntegerField(default=1, verbose_name="gewicht")),
                ("daily_min_minor", models.BigIntegerField(default=0)),
                ("daily_max_minor", models.BigIntegerField(blank=True, null=True)),
                ("is_on", models.BooleanField(default=True)),
                ("in_force_minor", models.BigIntegerField(null=True)),
                ("in_force_at", models.DateTimeField(null=True)),
                ("alarm", models.CharField(blank=True, default="", max_length=30)),
                (
                    "campaign",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.campaign",
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
                    "account",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.channelaccount",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "account", "external_id"], name="channel_by_external_id")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "campaign", "account"), name="account_once_a_campaign"
                    ),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="channel_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("daily_min_minor__gte", 0),
                            models.Q(
                                ("daily_max_minor", None),
                                ("daily_max_minor__gte", models.F("daily_min_minor")),
                                _connector="OR",
                            ),
                        ),
                        name="channel_bounds_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reserve", "toegestaan"),
                            ("release", "teruggekomen"),
                            ("overspend", "boven wat mocht"),
                        ],
                        max_length=10,
                    ),
                ),
                ("step", models.PositiveSmallIntegerField(default=0)),
                ("amount_minor", models.BigIntegerField()),
                ("day_budget_minor", models.BigIntegerField(null=True)),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("tick", "dagelijks plan"),
                            ("person", "een collega"),
                            ("undo", "ongedaan gemaakt"),
                            ("report", "rapport van het netwerk"),
                            ("stop", "gestopt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.JSONField(default=list)),
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
                    "campaign",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "channel",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
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
                "indexes": [models.Index(fields=["organisation", "campaign", "day"], name="ledger_of_campaign")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "channel", "day", "kind", "step"), name="ledger_movement_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount_minor__gte", 0), ("kind", "reserve")),
                            models.Q(("amount_minor__lte", 0), ("kind", "release")),
                            models.Q(("amount_minor__gt", 0), ("kind", "overspend")),
                            _connector="OR",
                        ),
                        name="ledger_amount_fits_its_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Persona",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("situation", models.CharField(blank=True, default="", max_length=500, verbose_name="situatie")),
                ("drives", models.CharField(blank=True, default="", max_length=500, verbose_name="wat telt")),
                ("message", models.CharField(blank=True, default="", max_length=500, verbose_name="boodschap")),
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
                    models.UniqueConstraint(fields=("organisation", "name"), name="persona_name_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="persona_public_id"),
                ],
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="persona",
            field=recruit_platform.core.models.tenant.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="campaigns.persona",
            ),
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("day", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Wacht op jou"),
                            ("accepted", "Goedgekeurd"),
                            ("declined", "Afgewezen"),
                            ("lapsed", "Verlopen"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("lines", models.JSONField(default=list)),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "campaign",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "decided_by",
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
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "campaign", "day"), name="one_proposal_a_day"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="proposal_public_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("platform", models.CharField(max_length=10)),
                ("currency", models.CharField(default="", max_length=3)),
                (
                    "granularity",
                    models.CharField(
                        choices=[("day", "per dag"), ("period", "over een periode")], default="day", max_length=6
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "Voorbeeld"),
                            ("applied", "Ingelezen"),
                            ("undone", "Teruggedraaid"),
                            ("discarded", "Niet ingelezen"),
                        ],
                        default="previewed",
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("spend_minor", models.BigIntegerField(default=0)),
                ("control_minor", models.BigIntegerField(null=True)),
                ("first_on", models.DateField(null=True)),
                ("last_on", models.DateField(null=True)),
                ("mapping", models.JSONField(default=dict)),
                ("outcome", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "account",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.channelaccount",
                    ),
                ),
                (
                    "file",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
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
                "indexes": [models.Index(fields=["organisation", "account", "-id"], name="report_file_of_account")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="report_file_public_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identity", models.CharField(max_length=64)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("is_current", models.BooleanField(default=True)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField()),
                ("external_id", models.CharField(default="", max_length=100)),
                ("campaign_name", models.CharField(default="", max_length=300)),
                ("spend_minor", models.BigIntegerField()),
                ("impressions", models.BigIntegerField(null=True)),
                ("clicks", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "account",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.channelaccount",
                    ),
                ),
                (
                    "channel",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.campaignchannel",
                    ),
                ),
                (
                    "file",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.reportfile",
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
                    models.Index(fields=["organisation", "channel", "first_on"], name="report_of_channel"),
                    models.Index(fields=["organisation", "file"], name="report_rows_of_file"),
                    models.Index(fields=["organisation", "account", "first_on"], name="report_of_account"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "account", "identity", "first_on", "last_on", "version"),
                        name="report_version_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("organisation", "account", "identity", "first_on", "last_on"),
                        name="one_current_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_on__gte", models.F("first_on"))), name="report_period_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SandboxCampaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=200)),
                ("seed", models.BigIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "account",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.channelaccount",
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
                    models.UniqueConstraint(
                        fields=("organisation", "account", "external_id"), name="sandbox_campaign_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SandboxBudget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120)),
                ("day", models.DateField()),
                ("amount_minor", models.BigIntegerField()),
                ("at", models.DateTimeField()),
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
                    "campaign",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.sandboxcampaign",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "campaign", "day", "id"], name="sandbox_budget_by_day")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "campaign", "key"), name="sandbox_call_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackedLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("code", models.CharField(max_length=12)),
                ("label", models.CharField(max_length=120, verbose_name="naam")),
                ("source", models.CharField(max_length=60, verbose_name="utm_source")),
                ("medium", models.CharField(blank=True, default="", max_length=60, verbose_name="utm_medium")),
                ("content", models.CharField(blank=True, default="", max_length=60, verbose_name="utm_content")),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
                (
                    "campaign",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.campaign",
                    ),
                ),
                (
                    "channel",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="campaigns.campaignchannel",
                    ),
                ),
                (
                    "made_by",
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
                        blank=True,
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
                "indexes": [models.Index(fields=["organisation", "campaign", "-id"], name="links_of_campaign")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "code"), name="link_code_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="link_public_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("application_id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("applied", "gesolliciteerd"),
                            ("qualified", "geschikt"),
                            ("contacted", "gesproken"),
                            ("interview", "gesprek"),
                            ("offer", "aanbod"),
                            ("hired", "aangenomen"),
                            ("ended", "gestopt"),
                        ],
                        max_length=10,
                    ),
                ),
                ("applied_on", models.DateField()),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "kind", "day"], name="outcome_by_day")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "application_id", "kind"), name="outcome_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignVacancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "campaign",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="campaigns.campaign",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "vacancy", "campaign"], name="campaigns_of_vacancy")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "campaign", "vacancy"), name="vacancy_once_a_campaign"
                    )
                ],
            },
        ),
        TenantTable("ChannelAccount"),
        TenantTable("Persona"),
        TenantTable("ReportFile"),
        TenantTable("SandboxCampaign"),
        TenantTable("Campaign", sweep=("state", "starts_on", "ends_on")),
        TenantTable("SandboxBudget"),
        TenantTable("CampaignVacancy"),
        TenantTable("CampaignChannel"),
        TenantTable("Proposal", sweep=("state", "day")),
        TenantTable("LedgerEntry", privileges=APPEND_ONLY),
        TenantTable("TrackedLink"),
        TenantTable("ReportRow"),
        TenantTable("Outcome", privileges=APPEND_ONLY),
    ]
