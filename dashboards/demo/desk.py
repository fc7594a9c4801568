"""What people do at their desks beside the vacancies and the candidates: files read in, budgets set by hand, links handed out."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from calendar_app.models import FeedKind, FeedRun
from calendar_app.services import feeds
from calendar_app.services import links as calendar_links
from campaigns.models import Campaign, CampaignChannel, LedgerEntry, Network, ReportFile
from campaigns.selectors import by_hand as hand_budgets
from campaigns.services import by_hand, campaigns, rates, reports
from dashboards.services import sharing
from recruit_platform.core import outbox
from recruit_platform.core.models import Membership, MessageState, OutboxMessage

from .advertising import Moment
from .clockwork import Clockwork
from .story import FeedJob, Story

REPORTED_FOR = timedelta(days=3)  # of the last mails a server told that they arrived
Who = Callable[[], Membership]


class Desk:
    def __init__(self, story: Story, *, today: date) -> None:
        self.story, self.today = story, today
        self.chance = random.Random(f"{story.seed} desk")  # noqa: S311  a story, not a secret
        self.came_back = False

    def prepare(self, works: Clockwork, *, admin: Who, marketeer: Who, recruiter: Who, moment: Moment) -> None:
        """Plan it all in the last weeks, where the pages show it."""

        def on(days_ago: int, hour: time, step: Callable[[datetime], object]) -> None:
            works.plan(moment(self.today - timedelta(days=days_ago), hour), step)

        on(20, time(11), lambda at: self._rate(by=marketeer(), at=at))
        on(15, time(9, 40), lambda at: calendar_links.make(name="Agenda op kantoor", member=admin(), at=at))
        on(12, time(14), lambda at: sharing.make(name="Bestuur", days=90, vacancies=(), by=marketeer(), at=at))
        on(9, time(15), lambda at: feeds.apply(self._feed(self.story.feed[:2], recruiter(), at), by=recruiter(), at=at))
        on(7, time(11), lambda at: reports.apply(self._report(28, 8, marketeer(), at), by=marketeer(), at=at))
        on(3, time(11), lambda at: self._set_by_hand(by=marketeer(), at=at))
        on(1, time(11), lambda at: self._report(7, 2, marketeer(), at))
        on(1, time(13), lambda at: self._set_by_hand(by=marketeer(), at=at))
        on(1, time(14), lambda at: self._more_money(by=marketeer(), at=at))
        on(1, time(15), lambda at: self._feed(self.story.feed, recruiter(), at))

    def mail_servers_tell(self, *, at: datetime, now: datetime) -> bool:
        """What arrived, as the servers of the last days reported it. True when one came back: its address no longer exists."""
        if now - at > REPORTED_FOR:
            return False
        left = OutboxMessage.objects.filter(
            state=MessageState.SENT, sent_at__gte=now - REPORTED_FOR, delivered_at=None, bounced_at=None
        )
        was_first = not self.came_back
        for message_id, kind in list(left.order_by("pk").values_list("mail_message_id", "person_kind")):
            if kind == "candidate" and not self.came_back:
                self.came_back = outbox.record_bounce(message_id, permanent=True, at=at)
            else:
                outbox.record_delivered(message_id, at=at)
        return was_first and self.came_back

    def _rate(self, *, by: Membership, at: datetime) -> None:
        first = (self.today - timedelta(days=20)).replace(day=1)
        rates.enter(
            currency="USD",
            into="EUR",
            valid_from=first,
            rate=Decimal("0.9120"),
            source="Afschrift van de bank",
            by=by,
            at=at,
        )

    def _feed(self, jobs: Sequence[FeedJob], by: Membership, at: datetime) -> FeedRun:
        rows = [("Job ID", "Title", "Final URL", "Location ID", "Salary", "Category")]
        address = f"https://{self.story.slug}.example/werk"
        rows += [(one.id, one.title, f"{address}/{one.id}", one.city, one.salary, one.profile) for one in jobs]
        return feeds.preview(
            _table(rows),
            source="Oude website",
            kind=FeedKind.GOOGLE_CSV,
            name="vacatures.csv",
            publish=False,
            by=by,
            at=at,
        )

    def _channel(self) -> CampaignChannel:
        """The first channel whose budget a person sets."""
        rows = CampaignChannel.objects.filter(account__network=Network.OTHER).select_related("campaign", "account")
        return rows.order_by("pk")[0]

    def _report(self, first: int, last: int, by: Membership, at: datetime) -> ReportFile:
        """The job site's own export: what the days cost, about what they were allowed."""
        channel = self._channel()
        allowed = dict(
            LedgerEntry.objects.filter(channel=channel)
            .exclude(day_budget_minor=None)
            .order_by("day", "id")
            .values_list("day", "day_budget_minor")
        )
        rows = [("Day", "Campaign name", "Amount spent (EUR)", "Impressions", "Link clicks")]
        for ago in range(first, last - 1, -1):
            day = self.today - timedelta(days=ago)
            budget = next((allowed[one] or 0 for one in sorted(allowed, reverse=True) if one <= day), 0)
            minor = int(budget * self.chance.uniform(0.85, 1.0))
            clicks = minor // self.chance.randrange(60, 90)
            money = f"{minor // 100}.{minor % 100:02d}"
            rows.append((f"{day}", channel.campaign.name, money, f"{clicks * 40}", f"{clicks}"))
        name = f"{self.story.job_site} {self.today - timedelta(days=last)}.csv"
        return reports.upload(channel.account, stream=_table(rows), name=name, declared="text/csv", by=by, at=at)

    def _set_by_hand(self, *, by: Membership, at: datetime) -> None:
        """What ``_more_money`` makes of it, somebody still has to set."""
        for one in hand_budgets.to_set(at=at):
            by_hand.confirm(one.channel, amount_minor=one.wanted_minor, by=by, at=at)

    def _more_money(self, *, by: Membership, at: datetime) -> None:
        campaign = Campaign.objects.get(pk=self._channel().campaign_id)
        more = campaign.budget_minor * 115 // 10_000 * 100  # whole euros
        reason = "Extra uit de reserve."
        campaigns.set_budget(
            campaign, to_minor=more, reason=reason, by=by, at=at, version=campaign.version, is_meant=True
        )


def _table(rows: Sequence[Sequence[str]]) -> io.BytesIO:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return io.BytesIO(text.getvalue().encode())
