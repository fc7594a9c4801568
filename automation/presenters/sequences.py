"""The page of one sequence."""

from __future__ import annotations

from collections.abc import Sequence as Several

from django.urls import reverse
from django.utils.translation import gettext as _

from automation.models import Sequence
from automation.presenters import rules
from recruit_platform.core import ui
from recruit_platform.core.policies import OrganisationRequest


def status(sequence: Sequence) -> ui.Status:
    return rules.on_or_off(sequence.is_on)


def crumbs(request: OrganisationRequest) -> list[ui.Crumb]:
    return [ui.Crumb(label=_("Automatisering"), url=reverse("automation", args=[request.organisation.slug]))]


def active_table(rows: Several[ui.Row], *, next_url: str) -> ui.Table:
    return ui.Table(
        id="erin",
        caption=_("Wie er nu in zit"),
        columns=[
            ui.Column(label=_("Kandidaat")),
            ui.Column(label=_("Volgende mail")),
            ui.Column(label=_("Tot nu toe")),
            ui.Column(label=_("Stoppen"), label_hidden=True),
        ],
        rows=rows,
        paging=ui.Paging(next_url=next_url),
        empty=ui.Empty(
            title=_("Niemand zit erin"),
            text=_("Wie antwoordt, gesproken is of een gesprek heeft, gaat er meteen uit. Dat is de bedoeling."),
            icon="users",
        ),
    )


def left_table(rows: Several[ui.Row]) -> ui.Table:
    return ui.Table(
        id="eruit",
        caption=_("Wie er het laatst uitging"),
        columns=[ui.Column(label=_("Kandidaat")), ui.Column(label=_("Waarom")), ui.Column(label=_("Verstuurd"))],
        rows=rows,
        empty=ui.Empty(title=_("Nog niemand ging eruit"), icon="users"),
    )
