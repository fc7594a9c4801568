"""The rows behind numbers as tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import CampaignChannel, Proposal, ReportRow
from dashboards.presenters import people, words
from dashboards.selectors.rows import OfAccount, OfDay, OfVacancy
from recruit_platform.core import ui
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import figures
from talentpool.models import Application, CallBack, Candidate, Interview, StageChange
from talentpool.presenters import pool
from talentpool.services import own_data


def applications(
    found: Iterable[tuple[Application, datetime]],
    *,
    when: str,
    request: OrganisationRequest,
    paging: ui.Paging | None = None,
) -> ui.Table:
    """Applications with the moment that counts."""
    rows = [
        ui.Row(
            id=str(one.public_id),
            cells=[
                person(one, request=request),
                ui.Cell(text=people.about(one)),
                ui.Cell(text=moment(at)),
                ui.Cell(text=one.stage.name),
            ],
        )
        for one, at in found
    ]
    columns = [_("Kandidaat"), _("Vacature"), when, _("Staat nu in")]
    return _table(columns, rows, paging=paging)


def moves(found: Iterable[StageChange], *, request: OrganisationRequest, paging: ui.Paging) -> ui.Table:
    pairs = [(one.application, one.at) for one in found]
    return applications(pairs, when=_("Bereikt op"), request=request, paging=paging)


def call_backs(
    found: Iterable[CallBack], *, request: OrganisationRequest, at: datetime, paging: ui.Paging | None = None
) -> ui.Table:
    rows = [
        ui.Row(
            id=str(one.public_id),
            cells=[
                person(one.application, request=request),
                ui.Cell(text=people.about(one.application)),
                ui.Cell(text=moment(one.due_at)),
                _judged(one, at=at),
            ],
        )
        for one in found
    ]
    return _table([_("Kandidaat"), _("Vacature"), _("Bellen vóór"), _("Hoe ging het")], rows, paging=paging)


def interviews(found: Iterable[Interview], *, request: OrganisationRequest) -> ui.Table:
    rows = [
        ui.Row(
            id=str(one.public_id),
            cells=[
                person(one.application, request=request),
                ui.Cell(text=people.about(one.application)),
                ui.Cell(text=moment(one.starts_at)),
                ui.Cell(text=one.place or "–"),
            ],
        )
        for one in found
    ]
    return _table([_("Kandidaat"), _("Vacature"), _("Wanneer"), _("Waar")], rows)


def erasures(found: Iterable[Candidate], *, slug: str, may_erase: bool) -> ui.Table:
    """Who may carry it out gets the way to it beside the term."""
    rows = [
        ui.Row(
            id=str(one.public_id),
            cells=[
                ui.Cell(text=pool.name_of(one), url=reverse("candidate", args=[slug, one.public_id])),
                ui.Cell(text=moment(one.erasure_asked_at)),
                ui.Cell(text=date_format(by, "D j b Y") if (by := own_data.erase_by(one)) else "–"),
                *([_erase_cell(one, slug=slug)] if may_erase else []),
            ],
        )
        for one in found
    ]
    heads = [_("Kandidaat"), _("Gevraagd op"), _("Uiterlijk weg")]
    return _table([*heads, _("Wat nu")] if may_erase else heads, rows)


def _erase_cell(one: Candidate, *, slug: str) -> ui.Cell:
    return ui.Cell(text=_("Verwijder deze persoon"), url=reverse("erase_candidate", args=[slug, one.public_id]))


def visits(found: Sequence[OfVacancy]) -> ui.Table:
    rows = [
        ui.Row(
            id=str(place),
            cells=[ui.Cell(text=one.title or _("zonder vacature")), ui.Cell(text=figures.number(one.n))],
        )
        for place, one in enumerate(found)
    ]
    return _table([_("Vacature"), _("Bezoeken")], rows, numbers={1})


def accounts(found: Sequence[OfAccount]) -> ui.Table:
    rows = [
        ui.Row(
            id=str(place),
            cells=[
                ui.Cell(text=one.name),
                ui.Cell(text=figures.number(one.impressions)),
                ui.Cell(text=figures.number(one.clicks)),
                ui.Cell(text=words.money(one.spend_minor, one.currency)),
            ],
        )
        for place, one in enumerate(found)
    ]
    return _table([_("Account"), _("Vertoningen"), _("Klikken"), _("Uitgegeven")], rows, numbers={1, 2, 3})


def reported(found: Iterable[ReportRow], *, paging: ui.Paging) -> ui.Table:
    """What networks reported, row by row."""
    rows = [
        ui.Row(
            id=str(n),
            cells=[
                ui.Cell(text=one.campaign_name or "–"),
                ui.Cell(text=one.account.name),
                ui.Cell(text=_days(one)),
                ui.Cell(text=words.money(one.spend_minor, one.account.currency)),
            ],
        )
        for n, one in enumerate(found)
    ]
    return _table(
        [_("Naam bij het netwerk"), _("Account"), _("Dagen"), _("Uitgegeven")], rows, numbers={3}, paging=paging
    )


def mails(found: Sequence[OfDay]) -> ui.Table:
    rows = [
        ui.Row(
            id=one.day.isoformat(),
            cells=[
                ui.Cell(text=date_format(one.day, "D j b Y")),
                ui.Cell(text=figures.number(one.sent)),
                ui.Cell(text=figures.number(one.delivered)),
            ],
        )
        for one in found
    ]
    return _table([_("Dag"), _("Verstuurd"), _("Aankomst gemeld")], rows, numbers={1, 2})


def proposals(found: Iterable[Proposal], *, slug: str) -> ui.Table:
    rows = [
        ui.Row(
            id=str(one.public_id),
            cells=[
                ui.Cell(text=one.campaign.name, url=reverse("campaign", args=[slug, one.campaign.public_id])),
                ui.Cell(text=date_format(one.day, "D j b Y")),
                ui.Cell(text=moment(one.made_at)),
            ],
        )
        for one in found
    ]
    return _table([_("Campagne"), _("Voor dag"), _("Gemaakt op")], rows)


def alarms(found: Iterable[CampaignChannel], *, slug: str) -> ui.Table:
    rows = [
        ui.Row(
            id=str(one.public_id),
            cells=[
                ui.Cell(text=one.campaign.name, url=reverse("campaign", args=[slug, one.campaign.public_id])),
                ui.Cell(text=one.account.name),
            ],
        )
        for one in found
    ]
    return _table([_("Campagne"), _("Kanaal")], rows)


def person(application: Application, *, request: OrganisationRequest) -> ui.Cell:
    """The name, linked, for those who see candidates; the reference for others."""
    if not may(request.membership, Can.SEE_POOL):
        return ui.Cell(text=people.name_of(application, sees_names=False))
    url = people.candidate_url(application, slug=request.organisation.slug)
    return ui.Cell(text=people.name_of(application, sees_names=True), url=url)


def _days(row: ReportRow) -> str:
    first, last = date_format(row.first_on, "j b Y"), date_format(row.last_on, "j b Y")
    return first if first == last else _("%(first)s t/m %(last)s") % {"first": first, "last": last}


def moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "D j b Y, H:i") if at is not None else "–"


def _judged(one: CallBack, *, at: datetime) -> ui.Cell:
    if one.ended_at is None:
        return ui.Cell(text=words.late_by(one.due_at, at=at), tone=ui.Tone.BAD)
    if one.in_time:
        return ui.Cell(status=ui.Status(tone=ui.Tone.OK, word=_("Op tijd")), sub=moment(one.ended_at))
    return ui.Cell(status=ui.Status(tone=ui.Tone.BAD, word=_("Te laat")), sub=moment(one.ended_at))


def _table(
    columns: Sequence[str],
    rows: Sequence[ui.Row],
    *,
    numbers: Collection[int] = (),
    paging: ui.Paging | None = None,
) -> ui.Table:
    return ui.Table(
        id="rijen",
        caption=_("De rijen achter dit getal"),
        columns=[ui.Column(label=label, number=place in numbers) for place, label in enumerate(columns)],
        rows=rows,
        paging=paging,
        empty=ui.Empty(title=_("Niets in deze dagen"), icon="inbox"),
    )
