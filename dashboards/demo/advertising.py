"""The campaigns of a demo organisation: on the sandbox network, round by round as a worker would do them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
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
DAILY = 10  # of the last days a round each; before that once a week, and on the days on which something changes
ASKED_LATELY = 3  # proposals of the last days wait for whoever opens the demo
SETTLED = 5  # days after its end, when networks restate no more
Moment = Callable[[date, time], datetime]


@dataclass(frozen=True)
class Arrival:
    """What the clicks since the round before bring through one channel: visits by day, and how many of them apply."""

    profile_id: int | None
    link: TrackedLink
    visits: Mapping[date, int]
    applications: int


class Advertising:
    def __init__(self, story: Story, *, organisation_id: int, today: date, chance: random.Random) -> None:
        self.story, self.organisation_id, self.today, self.chance = story, organisation_id, today, chance
        self.accounts: dict[str, ChannelAccount] = {}
        self.personas: dict[str, Persona] = {}
        self.links: dict[int, TrackedLink] = {}
        self.campaigns: dict[str, Campaign] = {}
        self._heard_until: dict[int, date] = {}
        self._to_accept: set[int] = set()

    def prepare(
        self,
        works: Clockwork,
        profiles: Mapping[str, JobProfile],
        *,
        by: Callable[[], Membership],
        moment: Moment,
        holidays: Sequence[tuple[date, date]],
    ) -> None:
        """Plan when each campaign is drafted and started, and when one rests."""
        earliest = min(plan.starts for plan in self.story.plans)
        works.plan(moment(self.today + timedelta(days=earliest - 6), time(9, 30)), partial(self._open_accounts, by))
        for number, plan in enumerate(self.story.plans):
            first = min(self.today + timedelta(days=plan.starts), self.today)
            at = moment(first - timedelta(days=4), time(13, number))
            works.plan(at, partial(self._draft, plan, profiles, works, by))
            last = first + timedelta(days=plan.days - 1)
            for begins, ends in holidays if plan.rests else ():
                if first < begins and ends < last:
                    works.plan(moment(begins, time(8, 30)), partial(self._rest, plan, by))
                    works.plan(moment(ends + timedelta(days=1), time(8, 30)), partial(self._go_on, plan, by))

    def rounds(self) -> Sequence[date]:
        """The days on which some campaign has its round, in order."""
        earliest = min(plan.starts for plan in self.story.plans)
        days = (self.today + timedelta(days=n) for n in range(earliest, 1))
        return [day for day in days if any(self._is_due(plan, day) for plan in self.story.plans)]

    def round(self, works: Clockwork, *, by: Callable[[], Membership], at: datetime, day: date) -> Iterator[Arrival]:
        """Let the campaigns that are due have their round, then tell what the days since the one before brought."""
        for plan in self.story.plans:
            campaign = self.campaigns.get(plan.name)
            if campaign is None or not self._is_due(plan, day):
                continue
            ticks.run(self.organisation_id, campaign.pk, at=at)
            if campaign.pk in self._to_accept and (self.today - day).days > ASKED_LATELY:
                self._accept_soon(works, campaign, by, at=at, day=day)
            yield from self._brought(campaign, day=day)

    def last_round(self, *, at: datetime) -> None:
        """Bring every campaign up to the moment at which the demo begins."""
        running = Campaign.objects.filter(state=CampaignState.RUNNING).order_by("pk").values_list("pk", flat=True)
        for campaign_id in list(running):
            ticks.run(self.organisation_id, campaign_id, at=at)

    def _is_due(self, plan: Plan, day: date) -> bool:
        n, ago = (day - self.today).days - plan.starts, (self.today - day).days
        if n in {plan.days, plan.days + SETTLED}:
            return True
        return 0 <= n < plan.days and (n <= 1 or ago <= DAILY or day.weekday() == 0)

    def _brought(self, campaign: Campaign, *, day: date) -> Iterator[Arrival]:
        since = self._heard_until.get(campaign.pk, campaign.starts_on)
        self._heard_until[campaign.pk] = day
        rows = ReportRow.objects.filter(
            is_current=True, first_on__gte=since, first_on__lt=day, channel__campaign=campaign
        )
        clicks: dict[int, dict[date, int]] = {}
        for channel_id, first_on, n in rows.order_by("channel_id", "pk").values_list(
            "channel_id", "first_on", "clicks"
        ):
            if n and channel_id is not None:
                clicks.setdefault(channel_id, {})[first_on + timedelta(days=1)] = n
        for channel_id, by_day in clicks.items():
            visits = {on: int(n * SEEN_OF_CLICKS) for on, n in by_day.items() if int(n * SEEN_OF_CLICKS)}
            link = self.links[channel_id]
            tallies.count_many(links.VISITS, visits, subject_id=link.pk)
            applications = poisson(sum(by_day.values()) / CLICKS_PER_APPLICATION, self.chance)
            yield Arrival(campaign.profile_id, link, visits, applications)

    def _open_accounts(self, who: Callable[[], Membership], at: datetime) -> None:
        by = who()
        wanted = sorted({network for plan in self.story.plans for network in plan.networks})
        for network in wanted:
            is_by_hand = network == Network.OTHER
            self.accounts[network] = accounts.add(
                name=self.story.job_site if is_by_hand else str(Network(network).label).partition(" (")[0],
                network=Network(network),
                mode=AccountMode.FILE if is_by_hand else AccountMode.SANDBOX,
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
        self.campaigns[plan.name] = campaign
        if plan.state == "running":
            works.plan(at + timedelta(days=plan.started_after, hours=-5), partial(self._start, plan, campaign, who))

    def _start(self, plan: Plan, campaign: Campaign, by: Callable[[], Membership], at: datetime) -> None:
        campaigns.start(campaign, by=by(), at=at)
        if plan.autonomy == Autonomy.PROPOSE and plan.is_agreed:
            self._to_accept.add(campaign.pk)
        ticks.run(self.organisation_id, campaign.pk, at=at)

    def _rest(self, plan: Plan, by: Callable[[], Membership], at: datetime) -> None:
        """Nobody looks for another school in a school holiday, so the money waits."""
        campaign = self.campaigns[plan.name]
        campaign.refresh_from_db()
        if campaign.state == CampaignState.RUNNING:
            campaigns.pause(campaign, by=by(), at=at)
            ticks.run(self.organisation_id, campaign.pk, at=at)

    def _go_on(self, plan: Plan, by: Callable[[], Membership], at: datetime) -> None:
        campaign = self.campaigns[plan.name]
        campaign.refresh_from_db()
        if campaign.state == CampaignState.PAUSED:
            campaigns.resume(campaign, by=by(), at=at)
            ticks.run(self.organisation_id, campaign.pk, at=at)

    def _accept_soon(
        self, works: Clockwork, campaign: Campaign, by: Callable[[], Membership], *, at: datetime, day: date
    ) -> None:
        """The first proposal is taken, on the day it comes; what comes after it waits for whoever opens the demo."""
        waiting = Proposal.objects.filter(campaign=campaign, state=ProposalState.OPEN, day=day)
        proposal = waiting.first()  # one is open at a time
        if proposal is not None:
            self._to_accept.discard(campaign.pk)
            works.plan(at + timedelta(hours=3), lambda at: proposals.accept(proposal, by=by(), at=at))
