"""Ad reports from files: looked at first, then kept, and taken back when they were the wrong ones."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from calendar_app.selectors import days
from campaigns.models import (
    AccountMode,
    CampaignChannel,
    ChannelAccount,
    Network,
    ReportFile,
    ReportFileState,
    ReportRow,
)
from campaigns.reports import Line, Report, read
from campaigns.reports.columns import Meaning
from campaigns.selectors import rates
from campaigns.selectors.rates import Rates
from campaigns.services import ledger, signals, spend
from campaigns.services.spend import Kept, Told
from recruit_platform.core import files, log
from recruit_platform.core.files import kinds
from recruit_platform.core.models import Membership
from recruit_platform.core.refusals import Refusal
from recruit_platform.lib.money import Money
from recruit_platform.lib.text import clean_line

OWNER_KIND, PURPOSE = "ad_report", "ad_report"
_REMEMBERED = 20  # files of one account that are looked through for what a person chose before


class ReportRefused(Refusal):
    """The report is not kept; nothing of it is."""


class ReportNeedsYes(ReportRefused):
    """It looks like the wrong file: nothing is kept until the person says that it is meant so."""

    needs_yes = True


@dataclass(frozen=True)
class Unknown:
    """A campaign in the file that is not linked to one of ours."""

    key: str
    name: str
    rows: int
    spend_minor: int


@dataclass(frozen=True)
class Preview:
    """What keeping a file would do. ``why_not`` are reasons that it cannot be kept at all, ``doubt`` one to ask first.

    ``told`` has a row for each line, in the same order, in ``currency``: the account's, or the file's where no rate converts it.
    """

    report: Report
    new: int
    corrected: int
    same: int
    unknown: Sequence[Unknown] = field(default_factory=tuple)
    why_not: Sequence[Any] = field(default_factory=tuple)
    told: Sequence[Told] = field(default_factory=tuple)
    currency: str = ""
    doubt: Any = None

    @property
    def spend_minor(self) -> int:
        return sum(one.spend_minor for one in self.told)


@transaction.atomic
def upload(
    account: ChannelAccount, *, stream: BinaryIO, name: str, declared: str, by: Membership, at: datetime
) -> ReportFile:
    """Keep the file to look at; nothing counts yet. Raises UploadRefused, ReportRefused, StorageFull."""
    if account.mode != AccountMode.FILE:
        raise ReportRefused(_("Dit kanaal meldt zelf wat het uitgeeft."))
    kind = kinds.check(stream, name=name, declared=declared, allowed=kinds.TABLES)
    data = stream.read()
    stream.seek(0)
    mapping = remembered(account)
    report = read(data, mapping=_columns(mapping))
    row = ReportFile(account=account, file_name=clean_line(name)[-255:], made_by=by, created_at=at, mapping=mapping)
    row.sha256 = hashlib.sha256(data).hexdigest()
    _describe(row, report)
    row.save(force_insert=True)
    row.file = files.store(
        stream,
        owner_kind=OWNER_KIND,
        owner_id=row.pk,
        name=name,
        purpose=PURPOSE,
        content_type=kind.content_type,
        at=at,
    )
    row.save(update_fields=["file"])
    return row


def preview(row: ReportFile, *, at: datetime) -> Preview:
    """Read the file again and say what keeping it would do. Changes nothing."""
    report = _read(row)
    known = _rates(row, report)
    why_not = _why_not(row, report, known, today=days.today(at))
    if report.is_refused:
        return Preview(report, 0, 0, 0, why_not=why_not)
    told, currency = _told(row, report), report.currency or row.account.currency
    if known is not None:
        if _missing(report, known):
            return Preview(report, 0, 0, 0, _unknown(told), why_not, told, currency)
        told, currency = _converted(told, known, report, into=row.account.currency), row.account.currency
    current = _current(row.account, told)
    news = [current.get((one.identity, one.first_on, one.last_on)) for one in told]
    same = sum(
        seen
        == (one.spend_minor, one.impressions, one.clicks, one.channel.pk if one.channel else None, one.original_minor)
        for seen, one in zip(news, told, strict=True)
    )
    new = sum(seen is None for seen in news)
    corrected, doubt = len(told) - new - same, _doubt(row, report)
    return Preview(report, new, corrected, same, _unknown(told), why_not, told, currency, doubt)


@transaction.atomic
def choose(
    row: ReportFile, *, columns: Mapping[str, str], campaigns: Mapping[str, str], by: Membership, at: datetime
) -> ReportFile:
    """Say which column means what and which campaign is which of ours; remembered for the account. Raises ReportRefused."""
    if row.state != ReportFileState.PREVIEWED:
        raise ReportRefused(_("Dit bestand is al ingelezen."))
    known = {meaning.value for meaning in Meaning}
    held = remembered(row.account) | dict(row.mapping)
    row.mapping = {
        "columns": {meaning: header for meaning, header in columns.items() if meaning in known and header},
        "campaigns": {**held.get("campaigns", {}), **dict(campaigns)},
    }
    _describe(row, _read(row))
    row.save()
    return row


@transaction.atomic
def apply(row: ReportFile, *, by: Membership, at: datetime, is_meant: bool = False) -> Kept:
    """Let the file count: new rows, next versions of restated ones, nothing for what is the same.

    Raises ReportRefused; and ReportNeedsYes, unless ``is_meant``, for the export of another network than the account's.
    """
    row = ReportFile.objects.select_for_update().select_related("account").get(pk=row.pk)
    if row.state != ReportFileState.PREVIEWED:
        raise ReportRefused(_("Dit bestand is al ingelezen, of weggelegd."))
    report = _read(row)
    known = _rates(row, report)
    if reasons := _why_not(row, report, known, today=days.today(at)):
        raise ReportRefused(reasons[0])
    if not is_meant and (doubt := _doubt(row, report)):
        raise ReportNeedsYes(doubt)
    told = _told(row, report)
    if known is not None:
        told = _converted(told, known, report, into=row.account.currency)
    kept = spend.keep(row.account, told, at=at, file=row)
    _describe(row, report)
    row.outcome |= {"new": kept.new, "corrected": kept.corrected, "same": kept.same}
    row.state, row.applied_at = ReportFileState.APPLIED, at
    row.save()
    _settle({one.channel.campaign_id for one in told if one.channel}, at=at)
    subject, actor = log.Subject("report_file", row.pk), log.Actor.user(by.user_id)
    log.append(
        "report_file.applied", subject=subject, actor=actor, at=at, data={"new": kept.new, "corrected": kept.corrected}
    )
    return kept


@transaction.atomic
def undo(row: ReportFile, *, by: Membership, at: datetime) -> int:
    """Take a file back: its rows no longer count, what counted before does again. Raises ReportRefused."""
    won = ReportFile.objects.filter(pk=row.pk, state=ReportFileState.APPLIED).update(
        state=ReportFileState.UNDONE, undone_at=at
    )
    if not won:
        raise ReportRefused(_("Alleen een ingelezen bestand kun je terugdraaien."))
    touched = ReportRow.objects.filter(file=row).exclude(channel=None).values_list("channel__campaign_id", flat=True)
    campaigns = set(touched.distinct())
    n = spend.take_back(row)
    _settle(campaigns, at=at)
    subject, actor = log.Subject("report_file", row.pk), log.Actor.user(by.user_id)
    log.append("report_file.undone", subject=subject, actor=actor, at=at, data={"rows": n})
    return n


@transaction.atomic
def discard(row: ReportFile, *, by: Membership, at: datetime) -> None:
    """Put a previewed file away unread. Raises ReportRefused."""
    won = ReportFile.objects.filter(pk=row.pk, state=ReportFileState.PREVIEWED).update(state=ReportFileState.DISCARDED)
    if not won:
        raise ReportRefused(_("Dit bestand is al ingelezen, of weggelegd."))


def remembered(account: ChannelAccount) -> dict[str, Any]:
    """What a person chose for files of this account before, newest first. One statement."""
    found: dict[str, Any] = {"columns": {}, "campaigns": {}}
    held = ReportFile.objects.filter(account=account).order_by("-id").values_list("mapping", flat=True)[:_REMEMBERED]
    for mapping in held:
        for part, newer in found.items():
            chosen = mapping.get(part) if isinstance(mapping, dict) else None
            if isinstance(chosen, dict):
                found[part] = chosen | newer
    return found


def _read(row: ReportFile) -> Report:
    """Raises Unreadable when the file was erased or damaged."""
    if row.file is None:
        raise ReportRefused(_("Dit bestand is er niet meer."))
    return read(files.read(row.file), mapping=_columns(row.mapping))


def _columns(mapping: Any) -> dict[Meaning, str]:
    chosen = mapping.get("columns", {}) if isinstance(mapping, dict) else {}
    known = {meaning.value for meaning in Meaning}
    return {Meaning(meaning): header for meaning, header in chosen.items() if meaning in known}


def _describe(row: ReportFile, report: Report) -> None:
    row.platform, row.currency, row.granularity = report.platform.value, report.currency, report.granularity
    row.rows, row.spend_minor, row.control_minor = report.rows, report.spend_minor, report.control_minor
    row.first_on, row.last_on = report.first_on, report.last_on
    row.outcome = {"level": report.level, "read": len(report.lines), "problems": len(report.problems)}


def _why_not(row: ReportFile, report: Report, known: Rates | None, *, today: date) -> list[Any]:
    if report.is_refused:
        return [_("Dit bestand is geen rapport dat we kunnen inlezen.")]
    if not report.lines:
        return [_("Er is geen enkele regel die we kunnen inlezen.")]
    if known is not None and (missing := _missing(report, known)):
        terms = {"theirs": report.currency, "ours": row.account.currency, "days": _named(missing)}
        return [_("Er is geen koers van %(theirs)s naar %(ours)s voor %(days)s. Voer die eerst in.") % terms]
    if report.last_on and report.last_on > today + timedelta(days=1):
        return [_("Dit rapport gaat over dagen die nog moeten komen.")]
    other = _overlapping(row, report)
    if other is not None:
        return [
            _("Dit overlapt met ‘%(name)s’, dat anders telt (per dag of per periode, per campagne of per advertentie)."
              " Draai dat eerst terug, anders telt hetzelfde geld dubbel.") % {"name": other.file_name}
        ]  # fmt: skip
    return []


def _doubt(row: ReportFile, report: Report) -> Any:
    """Whether this is the export of another network, in words; None when it is not, or when nobody can tell."""
    theirs, ours = report.platform.value, row.account.network
    if Network.OTHER in (theirs, ours) or theirs == ours:
        return None
    said = {"theirs": Network(theirs).label, "ours": Network(ours).label, "account": row.account.name}
    return _("Dit lijkt een rapport van %(theirs)s, maar het kanaal ‘%(account)s’ is van %(ours)s.") % said


def _rates(row: ReportFile, report: Report) -> Rates | None:
    """What the file's currency is worth in the account's; None when they are the same. At most one statement."""
    if report.is_refused or not report.currency or report.currency == row.account.currency:
        return None
    return rates.between(report.currency, row.account.currency)


def _missing(report: Report, known: Rates) -> list[date]:
    return known.missing(line.last_on for line in report.lines if line.last_on)


def _named(missing: Sequence[date]) -> str:
    spans = (
        date_format(first, "j b Y")
        if first == last
        else f"{date_format(first, 'j b Y')} – {date_format(last, 'j b Y')}"
        for first, last in rates.spans(missing)
    )
    return ", ".join(spans)


def _converted(told: Sequence[Told], known: Rates, report: Report, *, into: str) -> list[Told]:
    """Each row by the rate of its day; one over several days by that of its last, the day its money is counted on."""
    found = []
    for one in told:
        rate = known.on(one.last_on)
        assert rate is not None  # noqa: S101  a report with days without a rate was refused
        amount = Money(one.spend_minor, report.currency).converted(into, rate=rate)
        found.append(
            replace(
                one,
                spend_minor=amount.minor,
                original_minor=one.spend_minor,
                original_currency=report.currency,
                rate=rate,
            )
        )
    return found


def _overlapping(row: ReportFile, report: Report) -> ReportFile | None:
    """A file that counts, about the same days, at another level or over other periods: the same money in other pieces."""
    others = ReportFile.objects.filter(
        account=row.account, state=ReportFileState.APPLIED, first_on__lte=report.last_on, last_on__gte=report.first_on
    ).exclude(pk=row.pk)
    for other in others.order_by("-id"):
        level = other.outcome.get("level") if isinstance(other.outcome, dict) else None
        alike = level == report.level and other.granularity == report.granularity
        same_days = (other.first_on, other.last_on) == (report.first_on, report.last_on)
        if not alike or (report.granularity == "period" and not same_days):
            return other
    return None


def _told(row: ReportFile, report: Report) -> list[Told]:
    channels = list(CampaignChannel.objects.filter(account=row.account).select_related("campaign").order_by("pk"))
    by_key: dict[str, CampaignChannel] = {}
    for channel in channels:
        by_key.setdefault(channel.campaign.name.casefold(), channel)
        if channel.external_id:
            by_key[channel.external_id] = channel
    by_public_id = {str(channel.public_id): channel for channel in channels}
    chosen = row.mapping.get("campaigns", {}) if isinstance(row.mapping, dict) else {}
    return [_one(line, by_key=by_key, chosen=chosen, by_public_id=by_public_id) for line in report.lines]


def _one(
    line: Line,
    *,
    by_key: Mapping[str, CampaignChannel],
    chosen: Mapping[str, str],
    by_public_id: Mapping[str, CampaignChannel],
) -> Told:
    channel = by_public_id.get(chosen.get(key_of(line.external_id, line.campaign_name), ""))
    channel = channel or by_key.get(line.external_id) or by_key.get(line.campaign_name.casefold())
    assert line.first_on is not None  # noqa: S101  a report without dates was refused
    assert line.last_on is not None  # noqa: S101
    return Told(
        identity=line.identity,
        first_on=line.first_on,
        last_on=line.last_on,
        spend_minor=line.spend_minor,
        impressions=line.impressions,
        clicks=line.clicks,
        campaign_name=line.campaign_name,
        external_id=line.external_id,
        channel=channel,
    )


def key_of(external_id: str, name: str) -> str:
    """What a campaign in a file is remembered by: the network's id, else its name, made short."""
    return hashlib.sha256(f"{external_id}|{'' if external_id else name}".encode()).hexdigest()[:16]


def _current(account: ChannelAccount, told: Sequence[Told]) -> dict[tuple[str, date, date], tuple[Any, ...]]:
    rows = ReportRow.objects.filter(
        account=account,
        is_current=True,
        first_on__gte=min(one.first_on for one in told),
        last_on__lte=max(one.last_on for one in told),
    ).values_list(
        "identity", "first_on", "last_on", "spend_minor", "impressions", "clicks", "channel_id", "original_minor"
    )
    return {row[:3]: row[3:] for row in rows.iterator(chunk_size=5_000)} if told else {}


def _unknown(told: Sequence[Told]) -> list[Unknown]:
    groups: dict[str, list[Told]] = {}
    for one in told:
        if one.channel is None:
            groups.setdefault(key_of(one.external_id, one.campaign_name), []).append(one)
    return [
        Unknown(key, rows[0].campaign_name or rows[0].external_id, len(rows), sum(one.spend_minor for one in rows))
        for key, rows in sorted(groups.items(), key=lambda group: -sum(one.spend_minor for one in group[1]))
    ]


def _settle(campaign_ids: set[int], *, at: datetime) -> None:
    for campaign_id in sorted(campaign_ids):
        ledger.settle(ledger.lock(campaign_id), at=at)
    signals.touched()
