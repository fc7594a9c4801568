"""The pool as a table, its views and its filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from calendar_app.models import Vacancy
from recruit_platform.core import ui
from recruit_platform.core.models import Membership
from recruit_platform.core.roles import Can, may
from talentpool.models import Application, Candidate, PoolSignup, StageKind
from talentpool.presenters import urgency
from talentpool.selectors.pool import MOST_COUNTED, Around, Filters, View


def name_of(candidate: Candidate) -> str:
    """The name as it stands everywhere; of who was erased, that they were."""
    if candidate.erased_at is not None:
        return _("Verwijderd")
    return f"{candidate.first_name} {candidate.last_name}".strip() or _("Naam onbekend")


def table(
    people: Sequence[Candidate],
    around: Around,
    *,
    slug: str,
    path: str,
    query: QueryDict,
    paging: ui.Paging,
    opened: str,
    at: datetime,
    searched: bool,
) -> ui.Table:
    return ui.Table(
        id="kandidaten",
        caption=_("Kandidaten"),
        path=path,
        query=query,
        columns=[
            ui.Column(label=_("Naam")),
            ui.Column(label=_("Functie"), full_on_phone=True),
            ui.Column(label=_("Fase"), whole=True),
            ui.Column(label=_("Bron"), hide_on_phone=True),
            ui.Column(label=_("Laatste contact"), hide_on_phone=True),
            ui.Column(label=_("Volgende actie")),
        ],
        rows=[_row(one, around, query=query, opened=opened, at=at) for one in people],
        paging=paging,
        empty=_empty(searched=searched),
    )


def views(counts: Mapping[View, int], filters: Filters, *, path: str) -> list[ui.Tab]:
    words = {
        View.EVERYONE: _("Iedereen"),
        View.RUNNING: _("Lopend"),
        View.TO_CALL: _("Te bellen"),
        View.WARM: _("In de talentpool"),
    }
    return [
        ui.Tab(
            label=words[view],
            url=f"{path}?{urlencode({'weergave': view.value})}",
            count=_capped(counts[view]),
            current=view == filters.view,
        )
        for view in View
    ]


def _capped(count: int) -> int | str:
    """Counting stops at a thousand: no list is read to its end to say how long it is."""
    return count if count <= MOST_COUNTED else f"{number_format(MOST_COUNTED, force_grouping=True)}+"


def chips(filters: Filters, vacancy: Vacancy | None, *, query: QueryDict) -> list[ui.Chip]:
    found = []
    if filters.query:
        found.append(ui.Chip(name=_("Zoekt"), value=filters.query, without_url=_without(query, "q")))
    if filters.stage in StageKind.values:
        label = str(StageKind(filters.stage).label)
        found.append(ui.Chip(name=_("Fase"), value=label, without_url=_without(query, "fase")))
    if vacancy is not None:
        found.append(ui.Chip(name=_("Vacature"), value=vacancy.title, without_url=_without(query, "vacature")))
    return found


def _row(one: Candidate, around: Around, *, query: QueryDict, opened: str, at: datetime) -> ui.Row:
    application = around.newest.get(one.pk)
    due = urgency.next_step(around.call_backs.get(one.pk), around.interviews.get(one.pk), at=at)
    contact = one.last_human_contact_at
    with_panel = query.copy()
    with_panel["kandidaat"] = str(one.public_id)
    return ui.Row(
        id=str(one.public_id),
        open=str(one.public_id) == opened,
        name=name_of(one),
        cells=[
            ui.Cell(text=name_of(one), url=f"?{with_panel.urlencode()}", bold=True),
            ui.Cell(text=_job(application) if application else _wants(one, around), muted=True),
            ui.Cell(text=application.stage.name if application else _("Pool")),
            ui.Cell(text=_source(one, around)),
            ui.Cell(text=urgency.days(at - contact) if contact else _("nog niet"), muted=contact is None),
            ui.Cell(text=due.text, tone=due.tone),
        ],
    )


def source_of(came: Application | PoolSignup) -> str:
    """Where somebody came from: the ad's own name, or the career site."""
    link = came.last_link
    return (link.label if link else "") or came.source or _("Werkbij-site")


def _source(one: Candidate, around: Around) -> str:
    came = around.newest.get(one.pk) or around.signups.get(one.pk)
    return source_of(came) if came else ""


def _wants(one: Candidate, around: Around) -> str:
    """What somebody without an application signed up for."""
    if one.pk not in around.signups:
        return ""
    return ", ".join(around.interests.get(one.pk, [])) or _("Open inschrijving")


def _job(application: Application) -> str:
    return application.vacancy.title if application.vacancy else _("Open sollicitatie")


def _without(query: QueryDict, name: str) -> str:
    left = query.copy()
    for gone in (name, "before", "kandidaat"):
        left.pop(gone, None)
    return f"?{left.urlencode()}"


def _empty(*, searched: bool) -> ui.Empty:
    if searched:
        return ui.Empty(
            title=_("Niemand gevonden"), text=_("Zoek op het begin van een naam of e-mailadres."), icon="search"
        )
    return ui.Empty(
        title=_("Hier komen je kandidaten"),
        text=_("Wie via de werkbij-site solliciteert, staat hier meteen. Je kunt ook zelf iemand toevoegen."),
        icon="users",
    )


def actions(membership: Membership, *, slug: str) -> list[ui.Action]:
    """What this member may arrange around the pool."""
    places = (
        (Can.MANAGE_CAREER_SITE, _("Teksten van de werkbij-site"), "career_texts", "world"),
        (Can.MANAGE_SETTINGS, _("Fasen"), "stages", "layout-list"),
    )
    return [
        ui.Action(label=label, url=reverse(name, args=[slug]), icon=icon)
        for can, label, name, icon in places
        if may(membership, can)
    ]


def page_url(slug: str, candidate: Candidate) -> str:
    return reverse("candidate", args=[slug, candidate.public_id])
