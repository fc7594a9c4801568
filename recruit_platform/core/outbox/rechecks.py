"""Questions asked again at the moment a mail is claimed: may it still go? Floors above register them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import OutboxMessage, Suppression, SuppressionReason

from . import addresses

# Reasons of core itself; rechecks add theirs.
CANCELLED, LAPSED, SUPPRESSED = "cancelled", "lapsed", "suppressed"

Check = Callable[..., Mapping[int, str]]


@dataclass(frozen=True)
class Recheck:
    name: str
    purposes: frozenset[str] | None
    reasons: frozenset[str]
    check: Check


_rechecks: dict[str, Recheck] = {}
_words: dict[str, Promise] = {
    CANCELLED: _("Teruggenomen voordat hij wegging."),
    LAPSED: _("Te laat: het moment waarvoor hij bedoeld was, is voorbij."),
    SUPPRESSED: _("Naar dit adres gaat geen mail meer: afgemeld, niet bestaand, gewist of als ongewenst gemeld."),
    # ends that a mail server decides (outcomes.py)
    "no_mailbox": _("Dit adres bestaat niet."),
    "refused": _("De mailserver van de ontvanger weigerde hem."),
    "gave_up": _("Na drie dagen proberen nog niet aangenomen."),
}


def recheck(name: str, *, reasons: Iterable[str], purposes: Sequence[str] | None = None) -> Callable[[Check], Check]:
    """Register ``check(messages, *, at) -> {message id: reason}`` for mails of these purposes (None: all).

    It runs in the transaction that claims the mails, once per batch; a mail it names is cancelled with that reason, which
    must be one of ``reasons``. Given as a mapping, these have the words that the mail page shows. Keep it to one query.
    """

    def register(check: Check) -> Check:
        if name in _rechecks:
            raise ValueError(f"The recheck {name} is registered twice.")
        _rechecks[name] = Recheck(
            name, frozenset(purposes) if purposes is not None else None, frozenset(reasons), check
        )
        _words.update(reasons if isinstance(reasons, Mapping) else {})
        return check

    return register


def in_words(reason: str) -> Promise | None:
    """Why a mail was not sent, for who looks at it; None for a reason that nobody gave words."""
    return _words.get(reason)


def reasons() -> frozenset[str]:
    """Every reason for which a mail can be cancelled."""
    found = {CANCELLED, LAPSED, SUPPRESSED}
    for known in _rechecks.values():
        found |= known.reasons
    return frozenset(found)


def refusals(messages: Sequence[OutboxMessage], *, at: datetime) -> dict[int, str]:
    """Return why some of these mails may not go any more: their moment has passed, the address is suppressed, a recheck."""
    found = {m.pk: LAPSED for m in messages if m.lapses_at is not None and m.lapses_at <= at}
    found.update(_suppressed([m for m in messages if m.pk not in found]))
    for known in _rechecks.values():
        asked = [m for m in messages if m.pk not in found and (known.purposes is None or m.purpose in known.purposes)]
        if asked:
            answer = known.check(asked, at=at)
            if strange := set(answer.values()) - known.reasons:
                raise ValueError(f"The recheck {known.name} gave an undeclared reason ({len(strange)}).")
            found.update(answer)
    return found


def _suppressed(messages: Sequence[OutboxMessage]) -> dict[int, str]:
    """A bounced, complaining or erased address gets nothing; one that unsubscribed gets no mail one can unsubscribe from."""
    hashes = addresses.digests({m.to_address for m in messages}) if messages else {}
    if not hashes:
        return {}
    everything: set[str] = set()
    optional_only: set[str] = set()
    for kept, reason in Suppression.objects.filter(address_hash__in=hashes.values()).values_list(
        "address_hash", "reason"
    ):
        (optional_only if reason == SuppressionReason.UNSUBSCRIBE else everything).add(kept)
    return {
        m.pk: SUPPRESSED
        for m in messages
        if hashes[m.to_address] in everything or (m.unsubscribe_url and hashes[m.to_address] in optional_only)
    }
