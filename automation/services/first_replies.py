"""The first reply to an application: which text, for which vacancy, or explicitly none; and sending it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from automation import addressees, letters
from automation.addressees import Addressee
from automation.models import FirstReply, MailTemplate, TemplateVersion
from automation.services import templates
from calendar_app.models import Vacancy
from calendar_app.selectors import today
from recruit_platform.core import log, outbox, tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Membership, OutboxMessage
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import text
from talentpool.models import Application

PURPOSE = "candidate.first_reply"
SENT = "first_reply.sent"  # counted per vacancy and local day


class NeedsReason(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Schrijf waarom er geen eerste antwoord gaat: een collega wil dat later weten."))


class PutAside(Refusal):
    def __init__(self) -> None:
        super().__init__(_("Deze tekst is opzijgelegd. Kies een andere."))


@transaction.atomic
def choose(vacancy: Vacancy | None, *, template: MailTemplate, by: Membership | None, at: datetime) -> FirstReply:
    """Let a text answer applications for a vacancy, or without one all others. Raises PutAside."""
    if not MailTemplate.objects.filter(pk=template.pk, is_active=True).exists():
        raise PutAside
    return _set(vacancy, template=template, none_because="", by=by, at=at)


@transaction.atomic
def choose_none(vacancy: Vacancy | None, *, because: str, by: Membership, at: datetime) -> FirstReply:
    """Say that applications for a vacancy (or all others) get no automatic answer, and why. Raises NeedsReason."""
    reason = text.clean_line(because)
    if not reason:
        raise NeedsReason
    return _set(vacancy, template=None, none_because=reason[:200], by=by, at=at)


@transaction.atomic
def follow_the_rest(vacancy: Vacancy, *, by: Membership, at: datetime) -> bool:
    """Drop a vacancy's own choice; False when it had none."""
    deleted, _rows = FirstReply.objects.filter(vacancy=vacancy).delete()
    if deleted:
        _log(vacancy, choice="default", by=by, at=at)
    return bool(deleted)


def chosen_for(vacancy_id: int | None) -> FirstReply | None:
    """Return the choice that counts for a vacancy: its own, else that for all others. One statement."""
    both = FirstReply.objects.filter(Q(vacancy=None) | Q(vacancy_id=vacancy_id)).select_related("template")
    found = {row.vacancy_id: row for row in both}
    return found.get(vacancy_id) or found.get(None)


@transaction.atomic
def send(application: Application, *, at: datetime) -> OutboxMessage | None:
    """Put the first reply in the outbox, once per application; None where there is none to send, with the reason in the log.

    ``application`` carries its candidate and vacancy (with recruiter and user). Repeatable: the key is the application's.
    """
    held = OutboxMessage.objects.filter(key=key_of(application)).first()  # the key is unique
    if held is not None:
        return held
    refusal = _why_not(application)
    choice = chosen_for(application.vacancy_id) if refusal is None else None
    if choice is None or choice.template is None:
        _log_unsent(application, reason=refusal or "explicitly_none", at=at)
        return None
    addressee = addressees.of_application(application)
    version = templates.latest(choice.template)
    message = _put(application, addressee, version, at=at)
    tallies.count(SENT, day=today(at), subject_id=application.vacancy_id or 0)
    log.append(
        "first_reply.sent_to_outbox",
        subject=log.Subject("application", application.pk),
        actor=log.Actor.system(),
        at=at,
        data={"message": message.pk, "template": choice.template.pk, "version": version.number},
        rule_version=f"first_reply@{version.number}",
    )
    return message


def key_of(application: Application) -> str:
    """The key of the first reply in the outbox."""
    return f"first_reply:{application.pk}"


def _put(application: Application, addressee: Addressee, version: TemplateVersion, *, at: datetime) -> OutboxMessage:
    words = templates.words_in(templates.texts_of(version), language=addressee.language)
    letter = letters.compose(words, addressee, can_unsubscribe=False)
    return outbox.put(
        key=key_of(application),
        purpose=PURPOSE,
        to=addressee.email,
        to_name=addressee.name,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        policy=outbox.Policy.RETRY,
        person=addressee.person,
        reply_to=addressee.reply_to,
        at=at,
    )


def _why_not(application: Application) -> str | None:
    candidate = application.candidate
    if candidate.erased_at is not None:
        return "erased"
    if not candidate.email:
        return "no_address"
    if application.ended_at is not None:
        return "ended"
    return None


def _set(
    vacancy: Vacancy | None, *, template: MailTemplate | None, none_because: str, by: Membership | None, at: datetime
) -> FirstReply:
    choice, _made = FirstReply.objects.update_or_create(
        vacancy=vacancy,
        defaults={"template": template, "none_because": none_because, "changed_by": by, "changed_at": at},
    )
    _log(vacancy, choice="template" if template is not None else "none", by=by, at=at)
    return choice


def _log(vacancy: Vacancy | None, *, choice: str, by: Membership | None, at: datetime) -> None:
    subject = (
        log.Subject("vacancy", vacancy.pk) if vacancy is not None else log.Subject("organisation", tenancy.required())
    )
    actor = log.Actor.user(by.user_id) if by is not None else log.Actor.system()
    log.append("first_reply.chosen", subject=subject, actor=actor, at=at, data={"choice": choice})


def _log_unsent(application: Application, *, reason: str, at: datetime) -> None:
    log.append(
        "first_reply.not_sent",
        subject=log.Subject("application", application.pk),
        actor=log.Actor.system(),
        at=at,
        data={"reason": reason},
    )
