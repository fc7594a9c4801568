"""What just happened, in sentences: from the log, with names only for those who see candidates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from recruit_platform.core import log, ui
from recruit_platform.core.models import Event, Role
from recruit_platform.core.organisations import selectors as members
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can, may
from talentpool.models import Application, Candidate, StageKind
from talentpool.presenters import pool

_SHOWN = 6
_OF_PEOPLE = ("application.received", "application.moved", "call.logged", "candidate.replied")
_OF_MONEY = ("campaign.started", "campaign.paused", "campaign.budget_set", "campaign.day_planned")


@dataclass(frozen=True)
class _Known:
    candidates: Mapping[int, Candidate]
    applications: Mapping[int, Application]
    campaigns: Mapping[int, Campaign]
    colleagues: Mapping[int, str]
    slug: str
    sees_names: bool


def lately(request: OrganisationRequest) -> list[ui.Moment]:
    """Return the newest happenings. Five statements at most. Nothing for hiring managers: it is about all vacancies."""
    if request.membership.role == Role.HIRING_MANAGER:
        return []
    kinds = _OF_PEOPLE + (_OF_MONEY if may(request.membership, Can.SEE_CAMPAIGNS) else ())
    events = log.newest(kinds=kinds, at_most=_SHOWN)
    known = _known(events, request)
    return [_SAY[event.kind](event, known) for event in events]


def _known(events: Sequence[Event], request: OrganisationRequest) -> _Known:
    of: dict[str, set[int]] = {"candidate": set(), "application": set(), "campaign": set()}
    for event in events:
        of[event.subject_kind].add(event.subject_id)
    applications = Application.objects.filter(pk__in=of["application"]).select_related("candidate", "vacancy")
    return _Known(
        candidates=Candidate.objects.in_bulk(of["candidate"]),
        applications={one.pk: one for one in applications},
        campaigns=Campaign.objects.in_bulk(of["campaign"]),
        colleagues=members.names({event.actor_id for event in events if event.actor_kind == "user"}),
        slug=request.organisation.slug,
        sees_names=may(request.membership, Can.SEE_POOL),
    )


def _received(event: Event, known: _Known) -> ui.Moment:
    application = known.applications.get(event.subject_id)
    about = application.vacancy.title if application is not None and application.vacancy else _("een open sollicitatie")
    return ui.Moment(
        title=_("%(who)s solliciteerde op %(about)s") % {"who": _who(application, known), "about": about},
        at=event.at,
        icon="file-text",
        url=_candidate_url(application.candidate if application else None, known),
    )


def _moved(event: Event, known: _Known) -> ui.Moment:
    application = known.applications.get(event.subject_id)
    step = {"from": StageKind(event.data["from"]).label, "to": StageKind(event.data["to"]).label}
    return ui.Moment(
        title=_("%(who)s ging verder") % {"who": _who(application, known)},
        detail=_("%(from)s → %(to)s") % step,
        at=event.at,
        icon="arrow-right",
        human=event.actor_kind == "user",
        url=_candidate_url(application.candidate if application else None, known),
    )


def _called(event: Event, known: _Known) -> ui.Moment:
    candidate = known.candidates.get(event.subject_id)
    who = {"colleague": _colleague(event, known), "who": _name(candidate, known)}
    spoke = event.data["outcome"] in {"spoke", "written"}
    title = _("%(colleague)s sprak %(who)s") % who if spoke else _("%(colleague)s probeerde %(who)s te bellen") % who
    return ui.Moment(title=title, at=event.at, icon="phone", human=True, url=_candidate_url(candidate, known))


def _replied(event: Event, known: _Known) -> ui.Moment:
    candidate = known.candidates.get(event.subject_id)
    return ui.Moment(
        title=_("%(who)s antwoordde") % {"who": _name(candidate, known)},
        at=event.at,
        icon="message-circle",
        human=True,
        url=_candidate_url(candidate, known),
    )


def _campaign(words: Callable[[], str]) -> Callable[[Event, _Known], ui.Moment]:
    def say(event: Event, known: _Known) -> ui.Moment:
        campaign = known.campaigns.get(event.subject_id)
        by = _colleague(event, known) if event.actor_kind == "user" else _("automatisch")
        return ui.Moment(
            title=words() % {"name": campaign.name if campaign is not None else _("een campagne")},
            detail=by,
            at=event.at,
            icon="adjustments-horizontal",
        )

    return say


def _who(application: Application | None, known: _Known) -> str:
    if application is None:
        return _("Iemand")
    return _name(application.candidate, known) if known.sees_names else application.reference


def _name(candidate: Candidate | None, known: _Known) -> str:
    if candidate is None or not known.sees_names:
        return _("een kandidaat")
    return pool.name_of(candidate)


def _colleague(event: Event, known: _Known) -> str:
    return known.colleagues.get(event.actor_id or 0, _("Een collega"))


def _candidate_url(candidate: Candidate | None, known: _Known) -> str:
    if candidate is None or not known.sees_names:
        return ""
    return reverse("candidate", args=[known.slug, candidate.public_id])


_SAY: Mapping[str, Callable[[Event, _Known], ui.Moment]] = {
    "application.received": _received,
    "application.moved": _moved,
    "call.logged": _called,
    "candidate.replied": _replied,
    "campaign.started": _campaign(lambda: _("‘%(name)s’ is begonnen")),
    "campaign.paused": _campaign(lambda: _("‘%(name)s’ is gepauzeerd")),
    "campaign.budget_set": _campaign(lambda: _("Het budget van ‘%(name)s’ is veranderd")),
    "campaign.day_planned": _campaign(lambda: _("Dagbudget van ‘%(name)s’ vastgesteld")),
}
