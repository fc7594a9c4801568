"""What networks report, kept version by version: the newest counts, none is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction

from campaigns.models import CampaignChannel, ChannelAccount, ReportFile, ReportRow
from campaigns.models.rates import RateField
from recruit_platform.core import tenancy

_BATCH = 5_000
_Thing = TypeVar("_Thing")
_RATE = RateField()

_COLUMNS = (
    "identity, first_on, last_on, external_id, campaign_name, channel_id, spend_minor, original_minor, original_currency,"
    " rate, impressions, clicks"
)
_TOLD = """json_to_recordset(%(rows)s::json) AS s (
    identity text, first_on date, last_on date, external_id text, campaign_name text, channel_id bigint, spend_minor bigint,
    original_minor bigint, original_currency text, rate bigint, impressions bigint, clicks bigint)"""
_OF_THE_SAME = """r.organisation_id = %(org)s AND r.account_id = %(account)s
   AND r.identity = s.identity AND r.first_on = s.first_on AND r.last_on = s.last_on"""
_OUTDATE = f"""
UPDATE campaigns_reportrow r SET is_current = FALSE FROM {_TOLD}
 WHERE {_OF_THE_SAME} AND r.is_current
   AND (r.spend_minor, r.impressions, r.clicks, r.channel_id, r.original_minor)
       IS DISTINCT FROM (s.spend_minor, s.impressions, s.clicks, s.channel_id, s.original_minor)"""
# After that, what is told and has no row that counts is new or the next version.
_INSERT = f"""
INSERT INTO campaigns_reportrow (organisation_id, account_id, file_id, version, is_current, at, {_COLUMNS})
SELECT %(org)s, %(account)s, %(file)s, 1 + coalesce(
           (SELECT max(r.version) FROM campaigns_reportrow r WHERE {_OF_THE_SAME}), 0), TRUE, %(at)s, {_COLUMNS}
  FROM {_TOLD}
 WHERE NOT EXISTS (SELECT FROM campaigns_reportrow r WHERE {_OF_THE_SAME} AND r.is_current)"""


@dataclass(frozen=True)
class Told:
    """One thing over one period, as a network tells it now. ``spend_minor`` is in the account's currency; ``original_minor`` is
    what was told in another one, with the rate between."""

    identity: str
    first_on: date
    last_on: date
    spend_minor: int
    impressions: int | None
    clicks: int | None
    campaign_name: str = ""
    external_id: str = ""
    channel: CampaignChannel | None = None
    original_minor: int | None = None
    original_currency: str = ""
    rate: Decimal | None = None


@dataclass(frozen=True)
class Kept:
    new: int = 0
    corrected: int = 0
    same: int = 0

    def __add__(self, other: Kept) -> Kept:
        return Kept(self.new + other.new, self.corrected + other.corrected, self.same + other.same)


@transaction.atomic
def keep(account: ChannelAccount, told: Iterable[Told], *, at: datetime, file: ReportFile | None = None) -> Kept:
    """Keep what is told: the same again changes nothing, something else is the next version. Told twice, the last one counts.

    Two statements for every five thousand rows. Two at once for one account wait for each other.
    """
    ChannelAccount.objects.select_for_update().get(pk=account.pk)
    result = Kept()
    for batch in _batches(told):
        result += _keep(account, batch, at=at, file=file)
    return result


@transaction.atomic
def take_back(file: ReportFile) -> int:
    """Let nothing of a file count any more: the version before each of its rows counts again. Returns how many rows."""
    ChannelAccount.objects.select_for_update().get(pk=file.account_id)
    rows = list(ReportRow.objects.filter(file=file, is_current=True))
    ReportRow.objects.filter(pk__in=[row.pk for row in rows]).update(is_current=False)
    for batch in _batches(rows):
        before = _before(file, batch)
        ReportRow.objects.filter(pk__in=before).update(is_current=True)
    return len(rows)


def _keep(account: ChannelAccount, batch: Sequence[Told], *, at: datetime, file: ReportFile | None) -> Kept:
    last = {(one.identity, one.first_on, one.last_on): one for one in batch}
    values: dict[str, str | int | datetime | None] = {
        "rows": json.dumps([_row(one) for one in last.values()], default=str),
        "org": tenancy.required(),
        "account": account.pk,
        "file": file.pk if file else None,
        "at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OUTDATE, values)
        corrected = cursor.rowcount
        cursor.execute(_INSERT, values)
        written = cursor.rowcount
    return Kept(new=written - corrected, corrected=corrected, same=len(batch) - written)


def _row(one: Told) -> dict[str, object]:
    """Named and valued as the columns are; dates become text."""
    return {
        "identity": one.identity,
        "first_on": one.first_on,
        "last_on": one.last_on,
        "external_id": one.external_id,
        "campaign_name": one.campaign_name,
        "channel_id": one.channel.pk if one.channel else None,
        "spend_minor": one.spend_minor,
        "original_minor": one.original_minor,
        "original_currency": one.original_currency,
        "rate": _RATE.get_prep_value(one.rate),
        "impressions": one.impressions,
        "clicks": one.clicks,
    }


def _before(file: ReportFile, batch: Sequence[ReportRow]) -> list[int]:
    """The version right before each row, of a file that still counts or of a network itself."""
    wanted = {(row.identity, row.first_on, row.last_on): row.version for row in batch}
    older = (
        ReportRow.objects.filter(account_id=file.account_id, identity__in={row.identity for row in batch})
        .exclude(file=file)
        .exclude(file__state="undone")
        .order_by("version")
    )
    found: dict[tuple[str, date, date], int] = {}
    for row in older:
        key = (row.identity, row.first_on, row.last_on)
        if key in wanted and row.version < wanted[key]:
            found[key] = row.pk
    return list(found.values())


def _batches(rows: Iterable[_Thing]) -> Iterator[list[_Thing]]:
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        yield batch
