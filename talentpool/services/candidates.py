"""People: found again by address or number, never doubled; corrected; out of the mail when they say so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log, outbox
from recruit_platform.core.models import Language, SuppressionReason
from recruit_platform.core.outbox import addresses
from recruit_platform.core.poll import versions
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib import phone as numbers
from recruit_platform.lib.text import clean_line
from talentpool.models import Candidate
from talentpool.people import Doer, actor_of

_PARTICLES = frozenset(
    [
        "van",
        "de",
        "der",
        "den",
        "het",
        "'t",
        "ten",
        "ter",
        "te",
        "in",
        "op",
        "von",
        "el",
        "al",
        "da",
        "dos",
        "di",
        "la",
        "le",
    ]
)


class CandidateRefused(Refusal):
    """These details cannot be kept like that."""


class Erased(CandidateRefused):
    """Nothing is written about somebody any more, and nothing sent to them."""

    def __init__(self) -> None:
        super().__init__(_("De gegevens van deze persoon zijn verwijderd. Er kan niets meer bij."))


@dataclass(frozen=True)
class Person:
    """Who somebody says they are. ``email`` or ``phone`` may be empty, not both."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    city: str = ""
    language: str = Language.DUTCH


@dataclass(frozen=True)
class Found:
    candidate: Candidate
    is_new: bool


def name_key(first_name: str, last_name: str) -> str:
    """The name without accents and capitals, for prefix search: ``noor el idrissi``."""
    bare = unicodedata.normalize("NFKD", f"{first_name} {last_name}").casefold()
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return re.sub(r"\s+", " ", bare).strip()[:240]


def last_key(first_name: str, last_name: str) -> str:
    """The name from the part that Dutch lists are sorted by: ``berg van den noor`` for Noor van den Berg."""
    whole, main = name_key(last_name, ""), main_part(last_name)
    return name_key(f"{main} {whole.removesuffix(main)}", first_name)


def main_part(last_name: str) -> str:
    """The last name without what stands before it: ``berg`` for van den Berg."""
    words = name_key(last_name, "").split(" ")
    first = next((n for n, word in enumerate(words) if word not in _PARTICLES), 0)
    return " ".join(words[first:])


def find(person: Person) -> Candidate | None:
    """Return who this is, if known: the same address; or the same number and name where either has no address.

    A number alone is no proof (households share one), and a new address with a known number may be anybody: those stay apart
    and are shown to a recruiter as a possible double. At most two statements.
    """
    return _find(person, Candidate.objects.filter(merged_into=None, erased_at=None).order_by("id"))


def _find(person: Person, standing: QuerySet[Candidate]) -> Candidate | None:
    email_key = addresses.normalised(person.email) if person.email else ""
    if email_key and (known := standing.filter(email_key=email_key).first()):
        return known
    phone_key = numbers.e164(person.phone) or "" if person.phone else ""
    if not phone_key:
        return None
    same = standing.filter(phone_key=phone_key, name_key=name_key(person.first_name, person.last_name))
    return next((one for one in same if not (one.email_key and email_key)), None)


def writable(candidate: Candidate) -> None:
    """Hold off erasing this person until the transaction ends, so that nothing is written about who is gone. Raises Erased.

    One statement; before any lock on their applications, as everywhere.
    """
    standing = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk, erased_at=None)
    if not list(standing.values_list("pk")):
        raise Erased


def refuse_erased(candidate_id: int) -> None:
    """Raise Erased for who is gone: for who holds their application locked, on which erasing waits. One statement."""
    if Candidate.objects.filter(pk=candidate_id, erased_at__isnull=False).exists():
        raise Erased


@transaction.atomic
def find_or_add(person: Person, *, by: Doer | None, at: datetime) -> Found:
    """Return the candidate this is, or add them. What is known stays; what was empty is filled in.

    ``by`` None: the person themselves. Raises CandidateRefused, and AddressRefused for an address mail cannot go to.
    """
    if not person.email and not person.phone:
        raise CandidateRefused(_("Vul een e-mailadres of een telefoonnummer in."))
    # Locked: who is erased at this moment is not found any more, and comes in as somebody new.
    held = Candidate.objects.select_for_update(no_key=True).filter(merged_into=None, erased_at=None).order_by("id")
    known = _find(person, held)
    if known is not None:
        _fill_in(known, person, at=at)
        return Found(known, is_new=False)
    candidate = Candidate(created_at=at, changed_at=at, language=person.language)
    _write(candidate, first_name=person.first_name, last_name=person.last_name, city=person.city)
    _write(candidate, email=person.email, phone=person.phone)
    candidate.save(force_insert=True)
    actor = log.Actor.candidate(candidate.pk) if by is None else actor_of(by)
    log.append("candidate.added", subject=log.Subject("candidate", candidate.pk), actor=actor, at=at)
    return Found(candidate, is_new=True)


class AddressTaken(CandidateRefused):
    def __init__(self) -> None:
        super().__init__(_("Dit e-mailadres hoort al bij een andere kandidaat."))


class EditedMeanwhile(CandidateRefused):
    def __init__(self) -> None:
        super().__init__(_("Iemand anders paste deze kandidaat net aan. Kijk wat er nu staat en sla dan opnieuw op."))


@transaction.atomic
def change(
    candidate: Candidate, *, values: Mapping[str, str], by: Doer, at: datetime, version: int | None = None
) -> Candidate:
    """Correct details by field name; unchanged ones are left out of the log. Raises AddressTaken, EditedMeanwhile."""
    held = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if held.erased_at is not None:
        raise Erased
    if version is not None and held.version != version:
        raise EditedMeanwhile
    before = {name: getattr(held, name) for name in values}
    _write(held, **values)
    changed = [name for name in values if getattr(held, name) != before[name]]
    if not changed:
        return held
    if "email" in changed and held.email_key:
        others = Candidate.objects.filter(email_key=held.email_key, merged_into=None).exclude(pk=held.pk)
        if others.exists():
            raise AddressTaken
    held.version += 1
    held.changed_at = at
    held.save(update_fields=[*changed, *_KEYS, "version", "changed_at"])
    fields = sorted({"name" if name in {"first_name", "last_name"} else name for name in changed})
    subject = log.Subject("candidate", held.pk)
    log.append("candidate.changed", subject=subject, actor=actor_of(by), at=at, data={"fields": fields})
    return held


@transaction.atomic
def opt_out(candidate: Candidate, *, by: Doer, at: datetime) -> Candidate:
    """Send this person nothing more that one can unsubscribe from. Again changes nothing; answers about an application stay."""
    won = Candidate.objects.filter(pk=candidate.pk, opted_out_at=None, erased_at=None).update(opted_out_at=at)
    candidate.refresh_from_db()
    if not won:
        return candidate
    if candidate.email:
        outbox.suppress(candidate.email, reason=SuppressionReason.UNSUBSCRIBE, at=at)
    log.append("candidate.opted_out", subject=log.Subject("candidate", candidate.pk), actor=actor_of(by), at=at)
    versions.touch("today")
    return candidate


_KEYS = ("name_key", "last_key", "email_key", "phone_key")


def _write(candidate: Candidate, **values: str) -> None:
    """Set fields, cleaned, and the keys that duplicates and searches go by."""
    for name, value in values.items():
        setattr(candidate, name, clean_line(value))
    if values.get("email"):
        candidate.email = addresses.checked(values["email"])
    candidate.email_key = addresses.normalised(candidate.email) if candidate.email else ""
    candidate.phone_key = (numbers.e164(candidate.phone) or "") if candidate.phone else ""
    candidate.name_key = name_key(candidate.first_name, candidate.last_name)
    candidate.last_key = last_key(candidate.first_name, candidate.last_name)


def _fill_in(candidate: Candidate, person: Person, *, at: datetime) -> None:
    """Keep what is known: an address on a form is no proof of who typed it, so a form overwrites nothing."""
    given = {"email": person.email, "phone": person.phone, "city": person.city}
    missing = {name: value for name, value in given.items() if value and not getattr(candidate, name)}
    if not missing:
        return
    _write(candidate, **missing)
    candidate.changed_at = at
    candidate.version += 1
    candidate.save(update_fields=[*missing, *_KEYS, "changed_at", "version"])
