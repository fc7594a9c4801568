"""What networks report, kept version by version: the newest counts, none is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from django.db import transaction

from campaigns.models import CampaignChannel, ChannelAccount, ReportFile, ReportRow

_BATCH = 1_000
_Key = tuple[str, date, date]


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
def keep(account: ChannelAccount, told: Sequence[Told], *, at: datetime, file: ReportFile | None = None) -> Kept:
    """Keep what is told: the same again changes nothing, something else is the next version.

    Three statements a thousand rows. Two at once for one account wait for each other.
    """
    ChannelAccount.objects.select_for_update().get(pk=account.pk)
    result, rest = Kept(), iter(told)
    while batch := list(islice(rest, _BATCH)):
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
    versions, current = _known(account, batch)
    rows, outdated, kept = [], [], Kept()
    for one in batch:
        key = (one.identity, one.first_on, one.last_on)
        counts = current.get(key)
        if counts is not None and _says(counts) == _says(one):
            kept += Kept(same=1)
            continue
        if counts is not None:
            outdated.append(counts.pk)
        kept += Kept(corrected=1) if counts else Kept(new=1)
        rows.append(_row(account, one, version=versions.get(key, 0) + 1, at=at, file=file))
    ReportRow.objects.filter(pk__in=outdated).update(is_current=False)
    ReportRow.objects.bulk_create(rows)
    return kept


def _known(account: ChannelAccount, batch: Sequence[Told]) -> tuple[dict[_Key, int], dict[_Key, ReportRow]]:
    """The last version of each thing, and the row that counts if one does. One statement."""
    found = ReportRow.objects.filter(
        account=account,
        identity__in={one.identity for one in batch},
        first_on__gte=min(one.first_on for one in batch),
        last_on__lte=max(one.last_on for one in batch),
    )
    versions: dict[_Key, int] = {}
    current: dict[_Key, ReportRow] = {}
    for row in found:
        key = (row.identity, row.first_on, row.last_on)
        versions[key] = max(versions.get(key, 0), row.version)
        if row.is_current:
            current[key] = row
    return versions, current


def _says(one: Told | ReportRow) -> tuple[int | None, ...]:
    channel_id = one.channel_id if isinstance(one, ReportRow) else one.channel.pk if one.channel else None
    return one.spend_minor, one.impressions, one.clicks, channel_id, one.original_minor


def _row(account: ChannelAccount, one: Told, *, version: int, at: datetime, file: ReportFile | None) -> ReportRow:
    return ReportRow(
        account=account,
        channel=one.channel,
        file=file,
        identity=one.identity,
        version=version,
        first_on=one.first_on,
        last_on=one.last_on,
        external_id=one.external_id,
        campaign_name=one.campaign_name,
        spend_minor=one.spend_minor,
        original_minor=one.original_minor,
        original_currency=one.original_currency,
        rate=one.rate,
        impressions=one.impressions,
        clicks=one.clicks,
        at=at,
    )


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


def _batches(rows: Iterable[ReportRow]) -> Iterable[list[ReportRow]]:
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        yield batch
