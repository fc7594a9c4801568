"""A candidate's yes: to which words, until when; as easily taken back as given."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.poll import versions
from recruit_platform.lib import periods
from talentpool.models import Candidate, Consent, ConsentPurpose, ConsentText
from talentpool.people import Doer, actor_of
from talentpool.services import candidates

# The words that stand until an organisation writes its own. A change here is a new version, made on next use.
READY_TEXT = {
    ConsentPurpose.POOL: _(
        "Bewaar mijn gegevens 1 jaar en mail me over ander werk dat past, hooguit 1 keer per maand. Ik kan dit altijd intrekken."
    ),
    ConsentPurpose.WHATSAPP: _("Stuur me ook berichten via WhatsApp. Ik kan dit altijd intrekken."),
}
READY_MONTHS = 12
POOL_MAILS_A_MONTH = 1  # what the text for the pool, and the pages that say it again, promise


def current_text(purpose: ConsentPurpose, *, at: datetime) -> ConsentText:
    """Return the newest text of a purpose; the ready one is made on first use. One statement when there is one."""
    shown = shown_text(purpose, at=at)
    if shown.pk is not None:
        return shown
    ConsentText.objects.bulk_create([shown], ignore_conflicts=True)
    return ConsentText.objects.get(purpose=purpose, version=1)


def shown_text(purpose: ConsentPurpose, *, at: datetime) -> ConsentText:
    """Return the newest text of a purpose to show; the ready one is not kept yet while nobody used it. One statement."""
    newest = ConsentText.objects.filter(purpose=purpose).order_by("-version", "-id").first()
    if newest is not None:
        return newest
    words = READY_TEXT[purpose]
    with translation.override("nl"):
        dutch = str(words)
    with translation.override("en"):
        english = str(words)
    return ConsentText(purpose=purpose, version=1, text_nl=dutch, text_en=english, months=READY_MONTHS, created_at=at)


@transaction.atomic
def give(candidate: Candidate, *, text: ConsentText, source: str, by: Doer, at: datetime) -> Consent:
    """Keep a yes to one text. A standing yes to the same text is given anew: its end moves."""
    candidates.writable(candidate)
    ends_at = datetime.combine(periods.add_months(at.date(), text.months), at.timetz(), tzinfo=UTC)
    Consent.objects.filter(candidate=candidate, text=text, withdrawn_at=None).update(withdrawn_at=at)
    given = Consent.objects.create(candidate=candidate, text=text, source=source, given_at=at, ends_at=ends_at)
    data = {"purpose": text.purpose, "text": text.pk}
    log.append("consent.given", subject=_subject(candidate), actor=actor_of(by), at=at, data=data)
    return given


@transaction.atomic
def withdraw(candidate: Candidate, *, purpose: ConsentPurpose, by: Doer, at: datetime) -> bool:
    """Take back every standing yes to a purpose; False when there was none."""
    standing = Consent.objects.filter(candidate=candidate, text__purpose=purpose, withdrawn_at=None)
    withdrawn = Consent.objects.filter(pk__in=list(standing.values_list("pk", flat=True))).update(withdrawn_at=at)
    if not withdrawn:
        return False
    data = {"purpose": purpose}
    log.append("consent.withdrawn", subject=_subject(candidate), actor=actor_of(by), at=at, data=data)
    versions.touch("today")
    return True


def standing(candidate: Candidate, purpose: ConsentPurpose, *, at: datetime) -> Consent | None:
    """Return the yes that holds now. One statement."""
    found = Consent.objects.select_related("text").filter(
        candidate=candidate, text__purpose=purpose, withdrawn_at=None, ends_at__gt=at
    )
    return found.order_by("-given_at", "-id").first()


def _subject(candidate: Candidate) -> log.Subject:
    return log.Subject("candidate", candidate.pk)
