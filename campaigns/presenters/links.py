"""Tracked links as rows and as addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from campaigns.models import OutcomeKind, TrackedLink
from recruit_platform.core import ui
from recruit_platform.core.ui import figures


def address(link: TrackedLink, *, slug: str) -> str:
    """Return the whole address to put in an ad."""
    return f"{settings.PUBLIC_URL}{reverse('career_home', args=[slug])}l/{link.code}"


def mailbox(link: TrackedLink, *, slug: str) -> str:
    """Return the mail address of its own that this job and channel have."""
    return f"{slug}+{link.code}@{settings.MAIL_DOMAIN}"


def table(rows: Sequence[TrackedLink], *, visits: Mapping[int, int], slug: str, paging: ui.Paging) -> ui.Table:
    return ui.Table(
        id="links",
        caption=_("Links"),
        columns=[
            ui.Column(label=_("Link")),
            ui.Column(label=_("Campagne")),
            ui.Column(label=_("Leidt naar")),
            ui.Column(label=_("Status")),
            ui.Column(label=_("Bezoeken"), number=True),
        ],
        rows=[
            ui.Row(
                id=str(one.public_id),
                cells=[
                    ui.Cell(
                        text=one.label,
                        sub=" · ".join(part for part in (one.source, one.medium, one.content) if part),
                        url=reverse("campaign_link", args=[slug, one.public_id]),
                    ),
                    ui.Cell(text=_whose(one)),
                    ui.Cell(text=one.vacancy.title if one.vacancy else _("De hele werkbij-site")),
                    ui.Cell(status=_status(one)),
                    ui.Cell(text=figures.number(visits.get(one.pk, 0)), bold=True),
                ],
            )
            for one in rows
        ],
        paging=paging,
        empty=ui.Empty(
            title=_("Nog geen link"),
            text=_("Met een eigen link per advertentie zie je waar bezoekers en sollicitaties vandaan komen."),
            icon="link",
        ),
    )


def facts(link: TrackedLink, *, visits: int, outcomes: Mapping[str, int]) -> list[ui.Fact]:
    return [
        ui.Fact(term=_("Bezoeken"), value=figures.number(visits)),
        ui.Fact(term=_("Sollicitaties"), value=figures.number(outcomes.get(OutcomeKind.APPLIED, 0))),
        ui.Fact(term=_("Aangenomen"), value=figures.number(outcomes.get(OutcomeKind.HIRED, 0))),
        ui.Fact(term=_("Campagne"), value=_whose(link)),
        ui.Fact(term=_("Gemaakt"), value=date_format(link.created_at, "D j b Y")),
    ]


def _whose(one: TrackedLink) -> str:
    if one.campaign is None:
        return "–"
    return f"{one.campaign.name} · {one.channel.account.name}" if one.channel else one.campaign.name


def _status(one: TrackedLink) -> ui.Status:
    if one.is_active:
        return ui.Status(tone=ui.Tone.OK, word=_("Werkt"))
    return ui.Status(tone=ui.Tone.IDLE, word=_("Staat uit"))
