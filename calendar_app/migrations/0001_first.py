"""Job profiles, vacancies, outflow, feeds and calendar links."""

import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.lookups
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
            name="FeedSource",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("google_csv", "CSV voor Google-vacatures"),
                            ("indeed_xml", "XML zoals Indeed die leest"),
                            ("json_ld", "Pagina met JobPosting (JSON-LD)"),
                            ("table", "Tabel met vacatures (CSV)"),
                        ],
                        max_length=12,
                    ),
                ),
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
                    models.UniqueConstraint(fields=("organisation", "name"), name="feed_name_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="feed_public_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedRun",
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "Voorbeeld"),
                            ("applied", "Doorgevoerd"),
                            ("undone", "Teruggedraaid"),
                            ("discarded", "Niet doorgevoerd"),
                        ],
                        default="previewed",
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("outcome", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
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
                (
                    "source",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.feedsource",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["organisation", "source", "-id"], name="feed_run_of_source")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="feed_run_public_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="JobProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="naam")),
                ("family", models.CharField(blank=True, default="", max_length=60, verbose_name="functiefamilie")),
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
                    models.UniqueConstraint(fields=("organisation", "name"), name="profile_name_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="profile_public_id"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Outflow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
                ("kind", models.CharField(choices=[("recorded", "geteld"), ("planned", "verwacht")], max_length=10)),
                ("leavers", models.PositiveSmallIntegerField()),
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
                (
                    "profile",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.jobprofile",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "profile", "month", "kind"), name="outflow_once_a_month"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.datetime.ExtractDay("month"), 1
                        ),
                        name="outflow_month_is_a_first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("reference", models.CharField(blank=True, default="", max_length=60, verbose_name="eigen nummer")),
                ("title", models.CharField(max_length=200, verbose_name="functietitel")),
                (
                    "department",
                    models.CharField(blank=True, default="", max_length=120, verbose_name="school, team of afdeling"),
                ),
                ("summary", models.CharField(blank=True, default="", max_length=300, verbose_name="in één zin")),
                ("description", models.TextField(blank=True, default="", max_length=20000, verbose_name="tekst")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Concept"), ("published", "Gepubliceerd"), ("closed", "Gesloten")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="opent op")),
                ("closes_on", models.DateField(blank=True, null=True, verbose_name="sluit na")),
                ("start_by_on", models.DateField(blank=True, null=True, verbose_name="iemand nodig op")),
                ("positions", models.PositiveSmallIntegerField(default=1, verbose_name="aantal plekken")),
                ("hired", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("date", "sluitingsdatum voorbij"),
                            ("filled", "vervuld"),
                            ("person", "gesloten door een collega"),
                            ("feed", "verdwenen uit de aangeleverde lijst"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("salary_min_minor", models.BigIntegerField(blank=True, null=True)),
                ("salary_max_minor", models.BigIntegerField(blank=True, null=True)),
                ("salary_currency", models.CharField(default="EUR", max_length=3)),
                (
                    "salary_period",
                    models.CharField(
                        choices=[("hour", "per uur"), ("month", "per maand"), ("year", "per jaar")],
                        default="month",
                        max_length=5,
                    ),
                ),
                ("salary_scale", models.CharField(blank=True, default="", max_length=60, verbose_name="schaal")),
                (
                    "salary_left_out_because",
                    models.CharField(blank=True, default="", max_length=200, verbose_name="waarom geen salaris"),
                ),
                ("week_minutes_min", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("week_minutes_max", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("street", models.CharField(blank=True, default="", max_length=120, verbose_name="straat en nummer")),
                ("postcode", models.CharField(blank=True, default="", max_length=10, verbose_name="postcode")),
                ("city", models.CharField(blank=True, default="", max_length=80, verbose_name="plaats")),
                ("province", models.CharField(blank=True, default="", max_length=40, verbose_name="provincie")),
                (
                    "contract",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("permanent", "vast"),
                            ("temporary_then_permanent", "tijdelijk met uitzicht op vast"),
                            ("temporary", "tijdelijk"),
                            ("on_call", "oproep"),
                            ("internship", "stage of leerbaan"),
                            ("freelance", "zzp"),
                        ],
                        default="",
                        max_length=30,
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True, verbose_name="startdatum")),
                (
                    "remote",
                    models.CharField(
                        blank=True,
                        choices=[("no", "niet thuis"), ("partly", "deels thuis"), ("fully", "helemaal thuis")],
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "company_car",
                    models.CharField(
                        blank=True,
                        choices=[("no", "geen auto van de zaak"), ("yes", "auto van de zaak")],
                        default="",
                        max_length=5,
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
                (
                    "recruiter",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.membership",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organisation", "state", "closes_on"], name="vacancy_by_state"),
                    models.Index(fields=["organisation", "opens_on", "id"], name="vacancy_by_opening"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="vacancy_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on", None), ("closes_on__gte", models.F("opens_on")), _connector="OR"
                        ),
                        name="vacancy_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("salary_min_minor", None),
                            ("salary_max_minor", None),
                            ("salary_min_minor__lte", models.F("salary_max_minor")),
                            _connector="OR",
                        ),
                        name="salary_goes_from_low_to_high",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("week_minutes_min", None),
                            ("week_minutes_max", None),
                            ("week_minutes_min__lte", models.F("week_minutes_max")),
                            _connector="OR",
                        ),
                        name="hours_go_from_few_to_many",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(("closed_at__isnull", False), models.Q(("closed_because", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="closed_vacancy_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("salary_max_minor__isnull", False), ("salary_min_minor__isnull", False)),
                            models.Q(("salary_left_out_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="published_vacancy_tells_pay_or_why_not",
                    ),
                    models.CheckConstraint(condition=models.Q(("positions__gte", 1)), name="vacancy_has_a_position"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedVacancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_key", models.CharField(max_length=300)),
                ("content_hash", models.CharField(max_length=64)),
                ("seen_at", models.DateTimeField()),
                ("gone_at", models.DateTimeField(null=True)),
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
                    "source",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="calendar_app.feedsource",
                    ),
                ),
                (
                    "vacancy",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "source", "external_key"), name="feed_item_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "label",
                    models.CharField(
                        choices=[
                            ("salary", "Salaris"),
                            ("hours", "Uren"),
                            ("location", "Plaats"),
                            ("contract_type", "Contract"),
                            ("start_date", "Startdatum"),
                            ("remote_work", "Thuiswerken"),
                            ("company_car", "Auto van de zaak"),
                            ("deadline", "Reageren tot"),
                            ("schedule", "Werktijden"),
                            ("travel_allowance", "Reiskosten"),
                            ("requirements", "Diploma’s en eisen"),
                            ("experience", "Ervaring"),
                            ("language_requirement", "Taal"),
                            ("driving_licence", "Rijbewijs"),
                            ("benefits", "Extra’s"),
                            ("holidays_leave", "Vakantie en verlof"),
                            ("training_growth", "Leren en groeien"),
                            ("team_culture", "Team en sfeer"),
                            ("application_process", "Hoe solliciteren gaat"),
                            ("contact_person", "Contactpersoon"),
                            ("how_to_apply", "Zo solliciteer je"),
                            ("age_minimum", "Minimumleeftijd"),
                            ("job_content", "Wat je doet"),
                        ],
                        max_length=30,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "ja"), ("no", "nee"), ("depends", "dat hangt ervan af")],
                        default="",
                        max_length=10,
                    ),
                ),
                ("text_nl", models.CharField(blank=True, default="", max_length=1000)),
                ("text_en", models.CharField(blank=True, default="", max_length=1000)),
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
                (
                    "vacancy",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="calendar_app.vacancy",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "vacancy", "label"), name="one_fact_per_label"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), _negated=True),
                            models.Q(("text_nl", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="fact_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("token_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("last_read_at", models.DateTimeField(null=True)),
                ("times_read", models.PositiveIntegerField(default=0)),
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
                    models.UniqueConstraint(fields=("organisation", "token_hash"), name="calendar_link_token_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="calendar_link_public_id"),
                ],
            },
        ),
        TenantTable("CalendarLink"),
        TenantTable("FeedSource"),
        TenantTable("JobProfile"),
        TenantTable("FeedRun"),
        TenantTable("Outflow"),
        TenantTable("Vacancy", sweep=("state", "opens_on", "closes_on", "opened_at")),
        TenantTable("FeedVacancy"),
        TenantTable("VacancyFact"),
    ]
