"""Every mail is a row before it is a mail."""

from __future__ import annotations

from typing import ClassVar

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


class Mail(models.Model):
    """What every mail has, whoever sends it. The Message-ID is fixed at birth, the same on every attempt.

    ``due_at`` is the moment the mail was meant for, ``try_at`` the moment of the next attempt; ``handed_at`` is set just before
    the mail server gets it, so an expired lease without it is known not to have left.
    """

    public_id = PublicIdField()
    key = models.CharField(max_length=120)
    purpose = models.CharField(max_length=60)
    policy = models.CharField(max_length=5, choices=Policy, default=Policy.RETRY)
    to_address = models.CharField(max_length=254)
    mail_message_id = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.DUE)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    try_at = models.DateTimeField()
    lapses_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    handed_at = models.DateTimeField(null=True)
    last_code = models.SmallIntegerField(null=True)
    last_reply = models.CharField(max_length=200, null=True)
    end_reason = models.CharField(max_length=60, null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"mail {self.pk}"


_PENDING = models.Q(state__in=[MessageState.DUE, MessageState.SENDING])


def _sound(prefix: str) -> list[models.CheckConstraint]:
    """The rules that both mail tables hold."""
    return [
        models.CheckConstraint(name=f"{prefix}_state_is_known", condition=models.Q(state__in=MessageState.values)),
        models.CheckConstraint(
            name=f"{prefix}_sending_has_a_lease",
            condition=~models.Q(state=MessageState.SENDING) | models.Q(lease__isnull=False, leased_until__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{prefix}_sent_has_its_moment",
            condition=~models.Q(state=MessageState.SENT) | models.Q(sent_at__isnull=False),
        ),
    ]


class OutboxMessage(TenantModel, Mail):
    """One mail of an organisation. ``key`` makes it unique there.

    A mail whose link opens something keeps its words in ``sealed``, closed, until it has left; ``text`` and ``html`` are empty.
    """

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
        "last_reply": Personal.SENSITIVE,
        "end_reason": Personal.PLAIN,
        "sealed": Personal.SENSITIVE,
    }

    to_name = models.CharField(max_length=200, default="")
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(default="")
    sealed = models.BinaryField(null=True)
    reply_to = models.CharField(max_length=254, default="")
    unsubscribe_url = models.CharField(max_length=400, default="")
    person_kind = models.CharField(max_length=20, default="")
    person_id = models.BigIntegerField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            unique_in_organisation("key", name="message_once"),
            unique_in_organisation("public_id", name="message_public_id"),
            unique_in_organisation("mail_message_id", name="message_id_once"),
            *_sound("message"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "try_at"], name="message_due", condition=models.Q(state=MessageState.DUE)
            ),
            models.Index(
                fields=["organisation", "leased_until"],
                name="message_leased",
                condition=models.Q(state=MessageState.SENDING),
            ),
            models.Index(
                fields=["organisation", "to_address", "due_at", "id"], name="message_of_address", condition=_PENDING
            ),
            models.Index(fields=["organisation", "state", "-id"], name="message_by_state"),
            models.Index(fields=["organisation", "person_kind", "person_id", "-id"], name="message_of_person"),
        ]


class AccountMail(Mail):
    """A mail about someone's account (login code, reset): it belongs to a person, not to an organisation.

    The words hold links that open an account, so they are encrypted here and wiped once sent: SQL that reads this table
    learns nothing that lets it in.
    """

    personal = {
        "key": Personal.PLAIN,
        "purpose": Personal.PLAIN,
        "policy": Personal.PLAIN,
        "to_address": Personal.IDENTIFYING,
        "sealed": Personal.SENSITIVE,
        "mail_message_id": Personal.PLAIN,
        "state": Personal.PLAIN,
        "last_reply": Personal.SENSITIVE,
        "end_reason": Personal.PLAIN,
    }

    sealed = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="account_mail_once"),
            models.UniqueConstraint(fields=["public_id"], name="account_mail_public_id"),
            models.UniqueConstraint(fields=["mail_message_id"], name="account_mail_id_once"),
            *_sound("account_mail"),
        ]
        indexes = [
            models.Index(fields=["try_at"], name="account_mail_due", condition=models.Q(state=MessageState.DUE)),
            models.Index(
                fields=["leased_until"], name="account_mail_leased", condition=models.Q(state=MessageState.SENDING)
            ),
            models.Index(fields=["to_address", "due_at", "id"], name="account_mail_of_address", condition=_PENDING),
        ]


class MailPace(models.Model):
    """One row: when the next mail may leave, over all workers. Holds the configured rate without Redis."""

    personal: ClassVar[dict[str, Personal]] = {}

    next_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="one_mail_pace", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return "pace of mail"


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
    """In the demo: a mail as it would have left, readable on the mailbox page. One row per hand-over, so doubles show.

    ``is_sealed``: its link opens something, so ``raw`` is encrypted and only who manages the team reads it.
    """

    personal = {"raw": Personal.SENSITIVE, "to_address": Personal.IDENTIFYING, "mail_message_id": Personal.PLAIN}

    public_id = PublicIdField()
    message = TenantForeignKey("core.OutboxMessage", models.CASCADE)
    mail_message_id = models.CharField(max_length=200)
    to_address = models.CharField(max_length=254)
    raw = models.BinaryField()
    is_sealed = models.BooleanField(db_default=False)
    received_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [unique_in_organisation("public_id", name="mailbox_public_id")]
