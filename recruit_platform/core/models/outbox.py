"""Every mail is a row before it is a mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .tenant import Personal, PublicIdField, TenantForeignKey, TenantModel, unique_in_organisation


class Policy(models.TextChoices):
    RETRY = "retry", _("opnieuw proberen")
    HOLD = "hold", _("vasthouden bij twijfel")


class MessageState(models.TextChoices):
    DUE = "due", _("Klaar om te gaan")
    SENDING = "sending", _("Onderweg")
    SENT = "sent", _("Verstuurd")
    UNSURE = "unsure", _("Onzeker")
    FAILED = "failed", _("Mislukt")
    CANCELLED = "cancelled", _("Niet verstuurd")


class OutboxMessage(TenantModel):
    """One mail. ``key`` makes it unique in its organisation; the Message-ID is fixed at birth, the same on every attempt."""

    personal = {
        "key": Personal.PLAIN,
        "purpose": Personal.PLAIN,
        "policy": Personal.PLAIN,
        "to_address": Personal.IDENTIFYING,
        "to_name": Personal.IDENTIFYING,
        "subject": Personal.SENSITIVE,
        "text": Personal.SENSITIVE,
        "html": Personal.SENSITIVE,
        "reply_to": Personal.PLAIN,
        "unsubscribe_url": Personal.SENSITIVE,
        "mail_message_id": Personal.PLAIN,
        "person_kind": Personal.PLAIN,
        "state": Personal.PLAIN,
        "last_reply": Personal.PLAIN,
        "end_reason": Personal.PLAIN,
    }

    public_id = PublicIdField()
    key = models.CharField(max_length=120)
    purpose = models.CharField(max_length=60)
    policy = models.CharField(max_length=5, choices=Policy, default=Policy.RETRY)
    to_address = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200, default="")
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(default="")
    reply_to = models.CharField(max_length=254, default="")
    unsubscribe_url = models.CharField(max_length=400, default="")
    mail_message_id = models.CharField(max_length=200)
    person_kind = models.CharField(max_length=20, default="")
    person_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.DUE)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    last_code = models.SmallIntegerField(null=True)
    last_reply = models.CharField(max_length=200, null=True)
    end_reason = models.CharField(max_length=60, null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("key", name="message_once"),
            unique_in_organisation("public_id", name="message_public_id"),
            unique_in_organisation("mail_message_id", name="message_id_once"),
            models.CheckConstraint(name="message_state_is_known", condition=models.Q(state__in=MessageState.values)),
            models.CheckConstraint(
                name="message_sending_has_a_lease",
                condition=~models.Q(state=MessageState.SENDING)
                | models.Q(lease__isnull=False, leased_until__isnull=False),
            ),
            models.CheckConstraint(
                name="message_sent_has_its_moment",
                condition=~models.Q(state=MessageState.SENT) | models.Q(sent_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="message_due", condition=models.Q(state=MessageState.DUE)),
            models.Index(
                fields=["leased_until"], name="message_leased", condition=models.Q(state=MessageState.SENDING)
            ),
            models.Index(fields=["organisation", "state", "-id"], name="message_by_state"),
            models.Index(fields=["organisation", "-id"], name="message_newest"),
            models.Index(fields=["organisation", "person_kind", "person_id", "-id"], name="message_of_person"),
        ]


class SuppressionReason(models.TextChoices):
    BOUNCE = "bounce", _("kwam niet aan")
    COMPLAINT = "complaint", _("als ongewenst gemeld")
    UNSUBSCRIBE = "unsubscribe", _("afgemeld")
    ERASURE = "erasure", _("gewist")


class Suppression(TenantModel):
    """An address that gets no more mail of some kinds; kept as a keyed hash, so that it outlives the person's erasure."""

    personal = {"address_hash": Personal.PLAIN, "reason": Personal.PLAIN}

    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=SuppressionReason)
    at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("address_hash", "reason", name="suppression_once")]


class MailboxMessage(TenantModel):
    """In the demo: a mail as it would have left, readable on the mailbox page. One row per hand-over, so doubles show."""

    personal = {"raw": Personal.SENSITIVE, "to_address": Personal.IDENTIFYING, "mail_message_id": Personal.PLAIN}

    public_id = PublicIdField()
    message = TenantForeignKey("core.OutboxMessage", models.CASCADE)
    mail_message_id = models.CharField(max_length=200)
    to_address = models.CharField(max_length=254)
    raw = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="mailbox_public_id")]
        indexes = [models.Index(fields=["organisation", "-id"], name="mailbox_newest")]
