"""Mail: outbox, suppressed addresses, and the demo's mailbox."""

import django.db.models.deletion
from django.db import migrations, models

import recruit_platform.core.models.tenant
import recruit_platform.core.tenancy.context
import recruit_platform.lib.ids
from recruit_platform.core.tenancy.operations import SharedTable, SweepFunction, TenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_log"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=60)),
                (
                    "policy",
                    models.CharField(
                        choices=[("retry", "opnieuw proberen"), ("hold", "vasthouden bij twijfel")],
                        default="retry",
                        max_length=5,
                    ),
                ),
                ("to_address", models.CharField(max_length=254)),
                ("to_name", models.CharField(default="", max_length=200)),
                ("subject", models.CharField(max_length=400)),
                ("text", models.TextField()),
                ("html", models.TextField(default="")),
                ("reply_to", models.CharField(default="", max_length=254)),
                ("unsubscribe_url", models.CharField(default="", max_length=400)),
                ("mail_message_id", models.CharField(max_length=200)),
                ("person_kind", models.CharField(default="", max_length=20)),
                ("person_id", models.BigIntegerField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Klaar om te gaan"),
                            ("sending", "Onderweg"),
                            ("sent", "Verstuurd"),
                            ("unsure", "Onzeker"),
                            ("failed", "Mislukt"),
                            ("cancelled", "Niet verstuurd"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("try_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("last_code", models.SmallIntegerField(null=True)),
                ("last_reply", models.CharField(max_length=200, null=True)),
                ("end_reason", models.CharField(max_length=60, null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("bounced_at", models.DateTimeField(null=True)),
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
                        condition=models.Q(("state", "due")), fields=["organisation", "try_at"], name="message_due"
                    ),
                    models.Index(
                        condition=models.Q(("state", "sending")),
                        fields=["organisation", "leased_until"],
                        name="message_leased",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["due", "sending"])),
                        fields=["organisation", "to_address", "due_at", "id"],
                        name="message_of_address",
                    ),
                    models.Index(fields=["organisation", "state", "-id"], name="message_by_state"),
                    models.Index(fields=["organisation", "person_kind", "person_id", "-id"], name="message_of_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "key"), name="message_once"),
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="message_public_id"),
                    models.UniqueConstraint(fields=("organisation", "mail_message_id"), name="message_id_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["due", "sending", "sent", "unsure", "failed", "cancelled"])),
                        name="message_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(("lease__isnull", False), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_sending_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="message_sent_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailboxMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("mail_message_id", models.CharField(max_length=200)),
                ("to_address", models.CharField(max_length=254)),
                ("raw", models.BinaryField()),
                ("received_at", models.DateTimeField()),
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
                    "message",
                    recruit_platform.core.models.tenant.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.outboxmessage",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "public_id"), name="mailbox_public_id")
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address_hash", models.CharField(max_length=64)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("bounce", "kwam niet aan"),
                            ("complaint", "als ongewenst gemeld"),
                            ("unsubscribe", "afgemeld"),
                            ("erasure", "gewist"),
                        ],
                        max_length=12,
                    ),
                ),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "address_hash", "reason"), name="suppression_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    recruit_platform.core.models.tenant.PublicIdField(
                        default=recruit_platform.lib.ids.uuid7, editable=False
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=60)),
                (
                    "policy",
                    models.CharField(
                        choices=[("retry", "opnieuw proberen"), ("hold", "vasthouden bij twijfel")],
                        default="retry",
                        max_length=5,
                    ),
                ),
                ("to_address", models.CharField(max_length=254)),
                ("mail_message_id", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("due", "Klaar om te gaan"),
                            ("sending", "Onderweg"),
                            ("sent", "Verstuurd"),
                            ("unsure", "Onzeker"),
                            ("failed", "Mislukt"),
                            ("cancelled", "Niet verstuurd"),
                        ],
                        default="due",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("try_at", models.DateTimeField()),
                ("lapses_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease", models.UUIDField(null=True)),
                ("leased_until", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("last_code", models.SmallIntegerField(null=True)),
                ("last_reply", models.CharField(max_length=200, null=True)),
                ("end_reason", models.CharField(max_length=60, null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("delivered_at", models.DateTimeField(null=True)),
                ("bounced_at", models.DateTimeField(null=True)),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "due")), fields=["try_at"], name="account_mail_due"),
                    models.Index(
                        condition=models.Q(("state", "sending")), fields=["leased_until"], name="account_mail_leased"
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ["due", "sending"])),
                        fields=["to_address", "due_at", "id"],
                        name="account_mail_of_address",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="account_mail_once"),
                    models.UniqueConstraint(fields=("public_id",), name="account_mail_public_id"),
                    models.UniqueConstraint(fields=("mail_message_id",), name="account_mail_id_once"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["due", "sending", "sent", "unsure", "failed", "cancelled"])),
                        name="account_mail_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sending"), _negated=True),
                            models.Q(("lease__isnull", False), ("leased_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="account_mail_sending_has_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", False), _connector="OR"
                        ),
                        name="account_mail_sent_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailPace",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("next_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="one_mail_pace")],
            },
        ),
        SharedTable("AccountMail"),
        SharedTable("MailPace", privileges=("SELECT", "INSERT", "UPDATE")),
        TenantTable("OutboxMessage", sweep=("state", "try_at", "leased_until")),
        TenantTable("Suppression"),
        TenantTable("MailboxMessage"),
        SweepFunction(
            "organisations_with_mail(at timestamptz)",
            returns="SETOF bigint",
            body="SELECT o.id FROM core_organisation o WHERE EXISTS (SELECT FROM core_outboxmessage m "
            "WHERE m.organisation_id = o.id AND m.state = 'due' AND m.try_at <= at) OR EXISTS (SELECT FROM "
            "core_outboxmessage m WHERE m.organisation_id = o.id AND m.state = 'sending' AND m.leased_until < at)",
        ),
        SweepFunction(
            "messages_due(at timestamptz, at_most int)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT m.organisation_id, m.id FROM core_outboxmessage m WHERE m.state = 'due' AND m.try_at <= at "
            "ORDER BY m.try_at, m.id LIMIT at_most",
        ),
        SweepFunction(
            "messages_with_expired_lease(at timestamptz, at_most int)",
            returns="TABLE (organisation_id bigint, id bigint)",
            body="SELECT m.organisation_id, m.id FROM core_outboxmessage m WHERE m.state = 'sending' AND m.leased_until < at "
            "ORDER BY m.leased_until LIMIT at_most",
        ),
        SweepFunction(
            "oldest_due_message()",
            returns="timestamptz",
            body="SELECT min(m.try_at) FROM core_outboxmessage m WHERE m.state = 'due'",
        ),
    ]
