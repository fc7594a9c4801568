"""Exchange rates that a person looked up and entered."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from campaigns.models import ExchangeRate
from recruit_platform.core import log
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal


class RateRefused(Refusal):
    """This is no rate between two currencies."""


@transaction.atomic
def enter(
    *, currency: str, into: str, valid_from: date, rate: Decimal, source: str, by: Membership, at: datetime
) -> ExchangeRate:
    """Keep what a currency is worth from a day on. Another rate for the same day takes its place.

    Reports that were kept stay at the rate they were kept by; reading one again takes the new rate. Raises RateRefused.
    """
    if currency == into:
        raise RateRefused(_("Kies twee verschillende valuta."))
    row, is_new = ExchangeRate.objects.update_or_create(
        currency=currency,
        into=into,
        valid_from=valid_from,
        defaults={"rate": rate, "source": source.strip(), "by": by, "at": at},
    )
    _log("exchange_rate.entered" if is_new else "exchange_rate.corrected", row, by=by, at=at)
    return row


@transaction.atomic
def remove(row: ExchangeRate, *, by: Membership, at: datetime) -> None:
    """Let the rate before it hold again from its day on. What was converted by it stays."""
    _log("exchange_rate.removed", row, by=by, at=at)
    row.delete()


def _log(kind: str, row: ExchangeRate, *, by: Membership, at: datetime) -> None:
    subject, actor = log.Subject("exchange_rate", row.pk), log.Actor.user(by.user_id)
    log.append(kind, subject=subject, actor=actor, at=at, data={"day": row.valid_from})
