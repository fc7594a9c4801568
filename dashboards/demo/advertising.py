"""The campaigns of a demo organisation: on the sandbox network, round by round as a worker would do them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from calendar_app.models import JobProfile
from campaigns.models import (
    AccountMode,
    Autonomy,
    Campaign,
    CampaignChannel,
    CampaignKind,
    CampaignState,
    ChannelAccount,
    Goal,
    Network,
    Persona,
    Proposal,
    ProposalState,
    ReportRow,
    TrackedLink,
)
from campaigns.services import accounts, campaigns, links, proposals, ticks
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Membership

from .chances import poisson
from .clockwork import Clockwork
from .story import Plan, Story, in_school_year

CLICKS_PER_APPLICATION = 190
SEEN_OF_CLICKS = 0.84  # the others closed the page before it counted
REPORTED = 7  # days after its end in which networks still say what a campaign brought
Moment = Callable[[date, time], datetime]


@dataclass(frozen=True)
class Arrival:
    """What yesterday's clicks of one channel bring today."""

    profile_id: int | None
    link: TrackedLink
    visits: int
    applications: int


class Advertising:
    def __init__(self, story: Story, *, organisation_id: int, today: date, chance: random.Random) -> None:
        self.story, self.organisation_id, self.today, self.chance = story, organisation_id, today, chance
        self.accounts: dict[str, ChannelAccount] = {}
        self.personas: dict[str, Persona] = {}
        self.links: dict[int, TrackedLink] = {}

    def prepare(
        self, works: Clockwork, profiles: Mapping[str, JobProfile], *, by: Callable[[], Membership], moment: Moment
    ) -> None:
        """Plan when each campaign is drafted and started."""
        earliest = min(plan.starts for plan in self.story.plans)
        works.plan(moment(self.today + timedelta(days=earliest - 6), time(9, 30)), partial(self._open_accounts, by))
        for number, plan in enumerate(self.story.plans):
            first = min(self.today + timedelta(days=plan.starts), self.today)
            at = moment(first - timedelta(days=4), time(13, number))
            works.plan(at, partial(self._draft, plan, profiles, works, by))

    def round(self, *, at: datetime, day: date) -> Iterator[Arrival]:
        """Let every running campaign have its round, then tell what yesterday brought."""
        if not any(
            plan.starts <= (day - self.today).days <= plan.starts + plan.days + REPORTED for plan in self.story.plans
        ):
            return
        running = Campaign.objects.filter(state=CampaignState.RUNNING).order_by("pk").values_list("pk", flat=True)
        for campaign_id in list(running):
            ticks.run(self.organisation_id, campaign_id, at=at)
        yesterday = day - timedelta(days=1)
        rows = ReportRow.objects.filter(is_current=True, first_on=yesterday, channel__isnull=False)
        for row in rows.select_related("channel__campaign").order_by("pk"):
            visits = int((row.clicks or 0) * SEEN_OF_CLICKS)
            if row.channel is None or not visits:
                continue
            link = self.links[row.channel.pk]
            tallies.count(links.VISITS, subject_id=link.pk, day=day, n=visits)
            applications = poisson((row.clicks or 0) / CLICKS_PER_APPLICATION, self.chance)
            yield Arrival(row.channel.campaign.profile_id, link, visits, applications)

    def _open_accounts(self, who: Callable[[], Membership], at: datetime) -> None:
        by = who()
        wanted = sorted({network for plan in self.story.plans for network in plan.networks})
        for network in wanted:
            self.accounts[network] = accounts.add(
                name=str(Network(network).label).partition(" (")[0],
                network=Network(network),
                mode=AccountMode.SANDBOX,
                by=by,
                at=at,
            )
        for one in self.story.personas:
            self.personas[one.name] = accounts.add_persona(
                name=one.name, situation=one.situation, drives=one.drives, message=one.message, by=by, at=at
            )

    def _draft(
        self,
        plan: Plan,
        profiles: Mapping[str, JobProfile],
        works: Clockwork,
        who: Callable[[], Membership],
        at: datetime,
    ) -> None:
        first, by = self.today + timedelta(days=plan.starts), who()
        name = in_school_year(plan.name, first)
        strategy = campaigns.Strategy(
            name=name,
            kind=CampaignKind(plan.kind),
            goal=Goal(plan.goal),
            goal_count=plan.goal_count,
            budget_minor=plan.euros * 100,
            starts_on=first,
            ends_on=first + timedelta(days=plan.days - 1),
            accounts=[self.accounts[network] for network in plan.networks],
            weights={self.accounts[network].pk: weight for network, weight in plan.networks.items()},
            profile=profiles[plan.profile],
            persona=self.personas.get(plan.persona),
            words=plan.strategy,
            autonomy=Autonomy(plan.autonomy),
        )
        campaign = campaigns.draft(strategy, by=by, at=at)
        for channel in CampaignChannel.objects.filter(campaign=campaign).select_related("account").order_by("pk"):
            self.links[channel.pk] = links.create(
                label=f"{name}, {channel.account.name}",
                source=channel.account.network,
                medium="betaald",
                channel=channel,
                campaign=campaign,
                by=by,
                at=at,
            )
        if plan.state == "running":
            works.plan(at + timedelta(days=4, hours=-5), partial(self._start, works, campaign, by))

    def _start(self, works: Clockwork, campaign: Campaign, by: Membership, at: datetime) -> None:
        campaigns.start(campaign, by=by, at=at)
        if campaign.autonomy == Autonomy.PROPOSE:
            works.plan(at + timedelta(days=2, hours=1), partial(self._accept, works, campaign, by))

    def _accept(self, works: Clockwork, campaign: Campaign, by: Membership, at: datetime) -> None:
        """The first proposal is taken, on the day it comes; what comes after it waits for whoever opens the demo."""
        proposal = Proposal.objects.filter(campaign=campaign, state=ProposalState.OPEN).first()  # one is open at a time
        if proposal is None:
            works.plan(at + timedelta(days=1), partial(self._accept, works, campaign, by))
        else:
            proposals.accept(proposal, by=by, at=at)
