"""Signing up for the pool without a vacancy: the person once, what they want to hear of, their yes, and a mail that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from calendar_app.models import JobProfile
from campaigns.models import TrackedLink
from recruit_platform.core import log
from talentpool.models import Candidate, ConsentText, Interest, PoolSignup
from talentpool.services import candidates, consent, signup_mail
from talentpool.services.candidates import Person

SOURCE = "signup"
_TRIES = 4


@dataclass(frozen=True)
class Form:
    """What somebody sent. ``key`` is the form's own; ``text`` the words they said yes to."""

    key: str
    person: Person
    profiles: Sequence[JobProfile]
    text: ConsentText
    first_link: TrackedLink | None = None
    last_link: TrackedLink | None = None


def sign_up(form: Form, *, at: datetime) -> PoolSignup:
    """Take somebody into the pool, or somebody known further into it; all or nothing.

    Idempotent on ``form.key``. What is known of a person stays as it is, and who unsubscribed stays unsubscribed: an address on a
    form is no proof of who typed it. Raises CandidateRefused, AddressRefused.
    """
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return _sign_up(form, at=at)
        except IntegrityError:
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _sign_up(form: Form, *, at: datetime) -> PoolSignup:
    """A race that breaks a unique rule (form, address, interest) finds the winner's row on the next try."""
    known = PoolSignup.objects.select_related("candidate").filter(form_key=form.key).first()  # unique
    if known is not None:
        return known
    candidate = candidates.find_or_add(form.person, by=None, at=at).candidate
    himself = log.Actor.candidate(candidate.pk)
    given = consent.give(candidate, text=form.text, source=SOURCE, by=himself, at=at)
    last = form.last_link or form.first_link
    signup = PoolSignup.objects.create(
        form_key=form.key,
        candidate=candidate,
        consent=given,
        first_link=form.first_link or form.last_link,
        last_link=last,
        source=last.source if last else "",
        at=at,
    )
    _want(candidate, form.profiles, at=at)
    data = {"signup": signup.pk, "link": last.pk if last else None, "profiles": [one.pk for one in form.profiles]}
    log.append("candidate.signed_up", subject=log.Subject("candidate", candidate.pk), actor=himself, at=at, data=data)
    signup_mail.confirm(signup, profiles=form.profiles, language=form.person.language, at=at)
    return signup


def _want(candidate: Candidate, profiles: Sequence[JobProfile], *, at: datetime) -> None:
    """Add to what they wanted before."""
    held = set(Interest.objects.filter(candidate=candidate).values_list("profile_id", flat=True))
    for profile in profiles:
        if profile.pk not in held:
            Interest.objects.create(candidate=candidate, profile=profile, at=at)
