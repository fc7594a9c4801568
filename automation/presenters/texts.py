"""Texts, their versions and their preview."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from automation.addressees import Addressee
from automation.letters import Letter, Paragraph, paragraphs
from automation.models import TemplateKind, TemplateVersion
from automation.selectors.texts import Listed
from recruit_platform.core import ui
from recruit_platform.core.models import Language
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can, may
from talentpool.models import Application


@dataclass(frozen=True)
class Preview:
    to: str
    subject: str
    paragraphs: Several[Paragraph]


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


def preview(letter: Letter, addressee: Addressee) -> Preview:
    """The letter on the screen; its buttons show and lead nowhere."""
    body = letter.body
    return Preview(
        to=addressee.name, subject=letter.subject, paragraphs=paragraphs(body, button_url=addressee.status_url)
    )


def choices_to_try(found: Several[Application], *, chosen: UUID | None) -> list[Choice]:
    made_up = Choice("", _("een verzonnen kandidaat"), chosen is None)
    real = [
        Choice(
            str(one.public_id),
            f"{one.candidate.first_name} {one.candidate.last_name} · "
            + (one.vacancy.title if one.vacancy is not None else _("open sollicitatie")),
            one.public_id == chosen,
        )
        for one in found
    ]
    return [made_up, *real]


def languages(*, chosen: str) -> list[Choice]:
    return [Choice(one.value, str(one.label), one.value == chosen) for one in Language]


def version_moments(found: Several[TemplateVersion]) -> list[ui.Moment]:
    return [
        ui.Moment(
            title=_("Versie %(n)s") % {"n": one.number},
            at=one.at,
            detail=one.by.user.name if one.by is not None else _("zo begonnen"),
            icon="history",
        )
        for one in found
    ]


def crumbs(request: OrganisationRequest) -> list[ui.Crumb]:
    slug = request.organisation.slug
    return [
        ui.Crumb(label=_("Automatisering"), url=reverse("automation", args=[slug])),
        ui.Crumb(label=_("Teksten"), url=reverse("templates", args=[slug])),
    ]


def table(found: Several[Listed], *, request: OrganisationRequest) -> ui.Table:
    return ui.Table(
        id="teksten",
        caption=_("Teksten van mails"),
        columns=[
            ui.Column(label=_("Tekst")),
            ui.Column(label=_("Waarvoor")),
            ui.Column(label=_("Talen")),
            ui.Column(label=_("Versie"), number=True),
            ui.Column(label=_("Status")),
        ],
        rows=[_row(one, request=request) for one in found],
        empty=ui.Empty(
            title=_("Nog geen teksten"),
            text=_("Schrijf één keer een goed antwoord, met de naam en de functie op de juiste plek."),
            icon="mail",
        ),
    )


def _row(one: Listed, *, request: OrganisationRequest) -> ui.Row:
    kwargs = {"organisation": request.organisation.slug, "template": one.template.public_id}
    url = reverse("template", kwargs=kwargs) if may(request.membership, Can.MANAGE_AUTOMATION) else ""
    both = _("Nederlands en Engels") if one.version.body_en else _("Nederlands")
    in_use = one.template.is_active
    return ui.Row(
        id=str(one.template.public_id),
        cells=[
            ui.Cell(text=one.template.name, sub=one.version.subject_nl, url=url),
            ui.Cell(text=TemplateKind(one.template.kind).label),
            ui.Cell(text=both),
            ui.Cell(text=str(one.version.number)),
            ui.Cell(
                status=ui.Status(tone=ui.Tone.OK, word=_("Te kiezen"))
                if in_use
                else ui.Status(tone=ui.Tone.IDLE, word=_("Opzij"))
            ),
        ],
    )
