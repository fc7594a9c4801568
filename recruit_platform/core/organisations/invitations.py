"""The only way in: a link in a mail, for one address, for one use, for a week."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log, outbox, tenancy
from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.models import Invitation, Membership, Organisation, OrganisationSettings, Role, User
from recruit_platform.core.organisations import contrast
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import IN_A_SENTENCE

LIFE = timedelta(days=7)
MOST_SENT = 10  # mails per invitation: after that it is somebody's wrong address


class Standing(StrEnum):
    """Where an invitation stands for the person who opened its link."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"
    REVOKED = "revoked"
    SOMEBODY_ELSE = "somebody else"


@dataclass(frozen=True)
class Found:
    organisation: Organisation
    invitation: Invitation


class AlreadyHere(Refusal):
    pass


class NotOpen(Refusal):
    def __init__(self, standing: Standing) -> None:
        super().__init__(_("Deze uitnodiging is niet meer te gebruiken."))
        self.standing = standing


@transaction.atomic
def send(*, email: str, role: Role, by: User | None, at: datetime) -> Invitation:
    """Invite an address into the active organisation; an open invitation for it is sent again with the new role.

    ``by`` is None when the operator of the installation invites the first admin. Raises AlreadyHere when the address belongs to
    a member, also to a deactivated one.
    """
    email = email.strip().lower()
    member = Membership.objects.filter(user__email=email).first()  # one per person
    if member is not None:
        words = (
            _("Deze persoon hoort al bij het team.")
            if member.is_active
            else _("Deze persoon is uitgezet. Zet de persoon weer aan in de lijst van het team.")
        )
        raise AlreadyHere(words)
    held = Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None).first()  # one open per address
    if held is not None:
        Invitation.objects.filter(pk=held.pk).update(role=role)
        held.role = role
        return resend(held, by=by, at=at)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        role=role,
        token_hash=hash_of(token),
        invited_by=by,
        created_at=at,
        expires_at=at + LIFE,
        times_sent=1,
    )
    _mail(invitation, token=token, by=by, at=at)
    _log("team.invited", invitation, by=by, at=at)
    return invitation


@transaction.atomic
def resend(invitation: Invitation, *, by: User | None, at: datetime) -> Invitation:
    """Send a fresh link, good for another week; the link of the mail before stops working."""
    if invitation.times_sent >= MOST_SENT:
        raise Refusal(
            _("Deze uitnodiging is al tien keer verstuurd. Klopt het adres wel? Trek haar in en begin opnieuw.")
        )
    token = secrets.token_urlsafe(32)
    sent = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        token_hash=hash_of(token), expires_at=at + LIFE, times_sent=invitation.times_sent + 1
    )
    if not sent:
        raise NotOpen(Standing.USED)
    outbox.cancel_for_person(_addressee(invitation), by=_actor(by), at=at)
    invitation.refresh_from_db()
    _mail(invitation, token=token, by=by, at=at)
    _log("team.invitation_resent", invitation, by=by, at=at)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, by: User | None, at: datetime) -> None:
    """Make the link useless. A second time changes nothing."""
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=at):
        outbox.cancel_for_person(_addressee(invitation), by=_actor(by), at=at)
        _log("team.invitation_revoked", invitation, by=by, at=at)


@transaction.atomic
def hand_out(invitation: Invitation, *, at: datetime) -> str:
    """Return a fresh link for the operator of the installation to pass on, instead of a mail; the link before stops working."""
    token = secrets.token_urlsafe(32)
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(
        token_hash=hash_of(token)
    ):
        raise NotOpen(Standing.USED)
    outbox.cancel_for_person(_addressee(invitation), by=log.Actor.system(), at=at)
    return link_of(token)


def find(token: str) -> Found | None:
    """Return the invitation that a link belongs to, whatever its standing; None for a link that never existed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, id FROM app.invitation_by_token(%s)", [hash_of(token)])
        row = cursor.fetchone()
    if row is None:
        return None
    organisation_id, invitation_id = row
    with tenancy.scope(organisation_id):
        invitation = Invitation.objects.select_related("invited_by").get(pk=invitation_id)
    return Found(Organisation.objects.get(pk=organisation_id), invitation)


def standing(invitation: Invitation, *, person: User | None, at: datetime) -> Standing:
    if invitation.accepted_at is not None:
        return Standing.USED
    if invitation.revoked_at is not None:
        return Standing.REVOKED
    if invitation.expires_at <= at:
        return Standing.EXPIRED
    if person is not None and person.email != invitation.email:
        return Standing.SOMEBODY_ELSE
    return Standing.OPEN


@transaction.atomic
def accept(found: Found, *, person: User, at: datetime) -> Membership:
    """Make the person a member. Of two tries at once one wins; raises NotOpen for the other, and for another person's link."""
    now = standing(found.invitation, person=person, at=at)
    if now is not Standing.OPEN:
        raise NotOpen(now)
    with tenancy.scope(found.organisation.pk):
        won = Invitation.objects.filter(
            pk=found.invitation.pk, accepted_at=None, revoked_at=None, token_hash=found.invitation.token_hash
        ).update(accepted_at=at, accepted_by=person)
        if not won:
            raise NotOpen(Standing.USED)
        if Membership.objects.filter(user=person).exists():
            raise AlreadyHere(_("Je hoort al bij deze organisatie."))
        membership = Membership.objects.create(user=person, role=found.invitation.role, joined_at=at)
        log.append(
            "team.joined",
            subject=log.Subject("membership", membership.pk),
            actor=log.Actor.user(person),
            at=at,
            data={"role": membership.role},
        )
    return membership


@transaction.atomic
def accept_as_new(found: Found, *, name: str, password: str, language: str, at: datetime) -> User:
    """Make the person and the membership in one go: both or neither. The address is theirs, for they opened the mail."""
    person = accounts.create(email=found.invitation.email, name=name, password=password, language=language)
    accept(found, person=person, at=at)
    return person


def hash_of(token: str) -> str:
    """The form in which a token is kept; it has 256 random bits, so a fast hash is right."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> str:
    return str(settings.PUBLIC_URL + reverse("invitation", args=[token]))


def _mail(invitation: Invitation, *, token: str, by: User | None, at: datetime) -> None:
    organisation = Organisation.active()
    style = OrganisationSettings.active()
    with translation.override(style.language):
        context = {
            "organisation": organisation,
            "brand": style.brand_colour,
            "on_brand": contrast.judge(style.brand_colour).text,
            "invited_by": by.name if by else "",
            "role": Role(invitation.role).label,
            "role_sentence": IN_A_SENTENCE[Role(invitation.role)],
            "url": link_of(token),
            "expires_at": invitation.expires_at,
        }
        outbox.put(
            key=f"invitation:{invitation.public_id}:{invitation.times_sent}",
            purpose="team.invitation",
            to=invitation.email,
            subject=render_to_string("emails/invitation/subject.txt", context).strip(),
            text=render_to_string("emails/invitation/message.txt", context),
            html=render_to_string("emails/invitation/message.html", context),
            person=_addressee(invitation),
            lapses_at=invitation.expires_at,
            at=at,
            seals=True,
        )


def _addressee(invitation: Invitation) -> outbox.Person:
    return outbox.Person("invitation", invitation.pk)


def _actor(by: User | None) -> log.Actor:
    return log.Actor.system() if by is None else log.Actor.user(by)


def _log(kind: str, invitation: Invitation, *, by: User | None, at: datetime) -> None:
    log.append(
        kind,
        subject=log.Subject("invitation", invitation.pk),
        actor=_actor(by),
        at=at,
        data={"role": invitation.role},
    )
