"""Schema ``app`` with the verifier of organisation tokens; organisations, settings, files, people.

The user model must stand in the first migration: other packages depend on "the first one of the user's app".
"""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension, UnaccentExtension
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy import sql
from recruit_platform.core.tenancy.operations import SharedTable, SweepFunction, TenantTable


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        UnaccentExtension(),
        migrations.RunSQL(sql.SCHEMA, "DROP SCHEMA app CASCADE"),
        migrations.RunSQL(sql.VERIFIER, "DROP FUNCTION app.org()"),
        migrations.RunSQL(sql.DATABASE_PRIVILEGES, migrations.RunSQL.noop),
        migrations.RunSQL(sql.STAGING, "DROP FUNCTION app.staging(regclass, text[])"),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        max_length=40,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z0-9]+(-[a-z0-9]+)*$", "Alleen kleine letters, cijfers en streepjes."
                            )
                        ],
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("career_host", models.CharField(blank=True, max_length=253, null=True, unique=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mailadres")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "language",
                    models.CharField(choices=[("nl", "Nederlands"), ("en", "English")], default="nl", max_length=2),
                ),
                (
                    "theme",
                    models.CharField(
                        choices=[("system", "Volg het apparaat"), ("light", "Licht"), ("dark", "Donker")],
                        default="system",
                        max_length=6,
                    ),
                ),
                ("shortcuts_on", models.BooleanField(default=True)),
                ("is_active", models.BooleanField(default=True)),
                ("sessions_ended", models.PositiveIntegerField(default=0)),
                ("date_joined", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_is_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CacheEntry",
            fields=[
                ("key", models.CharField(max_length=250, primary_key=True, serialize=False)),
                ("value", models.JSONField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["expires_at"], name="cache_expired")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "Beheerder"),
                            ("recruiter", "Recruiter"),
                            ("marketeer", "Marketeer"),
                            ("hiring_manager", "Hiring manager"),
                            ("director", "Directie"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField()),
                ("last_seen_on", models.DateField(null=True)),
                (
                    "user",
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
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "user"), name="one_membership_per_person"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="membership_public_id"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role__in", ["admin", "recruiter", "marketeer", "hiring_manager", "director"])
                        ),
                        name="membership_role_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("admin", "Beheerder"),
                            ("recruiter", "Recruiter"),
                            ("marketeer", "Marketeer"),
                            ("hiring_manager", "Hiring manager"),
                            ("director", "Directie"),
                        ],
                        max_length=20,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("times_sent", models.PositiveSmallIntegerField(default=0)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
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
                "indexes": [models.Index(fields=["token_hash"], name="invitation_by_token")],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "token_hash"), name="invitation_token_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="invitation_public_id"),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("revoked_at", None)),
                        fields=("organisation", "email"),
                        name="one_open_invitation_per_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="invitation_email_is_lower_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FileKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_kind", models.CharField(max_length=30)),
                ("owner_id", models.BigIntegerField()),
                ("wrapped", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField()),
                ("destroyed_at", models.DateTimeField(null=True)),
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
                        fields=("organisation", "owner_kind", "owner_id"), name="one_file_key_per_owner"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("destroyed_at", None), ("wrapped__isnull", False)),
                            models.Q(("destroyed_at__isnull", False), ("wrapped", None)),
                            _connector="OR",
                        ),
                        name="file_key_is_held_or_destroyed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DayOff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("name", models.CharField(max_length=100)),
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
                "constraints": [models.UniqueConstraint(fields=("organisation", "day"), name="day_off_once")],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("purpose", models.CharField(max_length=30)),
                ("name", models.CharField(max_length=255)),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.BigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                (
                    "key",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.filekey"
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
                "indexes": [models.Index(fields=["organisation", "key"], name="file_of_key")],
                "constraints": [models.UniqueConstraint(fields=("organisation", "public_id"), name="file_public_id")],
            },
        ),
        migrations.CreateModel(
            name="OrganisationSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("time_zone", models.CharField(default="Europe/Amsterdam", max_length=63)),
                (
                    "region",
                    models.CharField(
                        choices=[("noord", "Noord"), ("midden", "Midden"), ("zuid", "Zuid")],
                        default="midden",
                        max_length=10,
                    ),
                ),
                (
                    "language",
                    models.CharField(choices=[("nl", "Nederlands"), ("en", "English")], default="nl", max_length=2),
                ),
                ("english_on", models.BooleanField(default=True)),
                (
                    "brand_colour",
                    models.CharField(
                        default="#4338ca",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator("^#[0-9a-f]{6}$", "Schrijf een kleur als #4338ca.")
                        ],
                    ),
                ),
                (
                    "font",
                    models.CharField(
                        choices=[
                            ("figtree", "Figtree"),
                            ("nunito", "Nunito"),
                            ("system", "Lettertype van het apparaat"),
                        ],
                        default="figtree",
                        max_length=10,
                    ),
                ),
                (
                    "corner_radius",
                    models.PositiveSmallIntegerField(
                        default=8,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(24),
                        ],
                    ),
                ),
                ("mfa_required", models.BooleanField(default=False)),
                ("is_demo", models.BooleanField(default=False)),
                ("version", models.PositiveIntegerField(default=1)),
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
                    "logo",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation",), name="one_settings_row_per_organisation")
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyAccess",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vacancy_public_id", models.UUIDField()),
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
                    models.UniqueConstraint(
                        fields=("organisation", "membership", "vacancy_public_id"), name="vacancy_access_once"
                    )
                ],
            },
        ),
        SharedTable("Organisation", privileges=("SELECT", "INSERT", "UPDATE")),
        SharedTable("User", privileges=("SELECT", "INSERT", "UPDATE")),
        SharedTable("CacheEntry"),
        migrations.RunSQL("ALTER TABLE core_cacheentry SET UNLOGGED", migrations.RunSQL.noop),
        migrations.RunSQL(sql.ORGANISATION_POLICIES, migrations.RunSQL.noop),
        TenantTable("FileKey"),
        TenantTable("StoredFile"),
        TenantTable("OrganisationSettings"),
        TenantTable("DayOff"),
        TenantTable("Membership", sweep=("user_id", "is_active")),
        TenantTable("VacancyAccess"),
        TenantTable("Invitation", sweep=("token_hash",)),
        SweepFunction(
            "organisations_of(person bigint)",
            returns="SETOF bigint",
            body="SELECT m.organisation_id FROM core_membership m WHERE m.user_id = person AND m.is_active",
        ),
        SweepFunction(
            "invitation_by_token(hash text)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT i.organisation_id, i.id FROM core_invitation i WHERE i.token_hash = hash",
        ),
    ]
