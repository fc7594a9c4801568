from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from campaigns.models import OutcomeKind, TrackedLink
from campaigns.models.links import Outcome
from campaigns.selectors import links as held
from campaigns.services import links, outcomes
from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import Event
from tests.support.builders import NOON, World
from tests.support.campaigns import a_marketeer, make_account, make_campaign, make_channel, make_link

LATE = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # 00:30 the next day in Amsterdam


def test_following_a_link_counts_its_visit_on_the_local_day(acme: World, zed: World) -> None:
    with tenancy.scope(zed.id):
        other = make_link()
    with tenancy.scope(acme.id):
        link = make_link()
        found = [links.follow(link.code, at=NOON), links.follow(link.code, at=LATE)]
        assert found == [link, link]
        assert links.follow(other.code, at=NOON) is None
        rows = tallies.per_day([links.VISITS], first=date(2026, 1, 1), until=date(2027, 1, 1))
    assert [(row.subject_id, row.day, row.n) for row in rows] == [
        (link.pk, date(2026, 11, 23), 1),
        (link.pk, date(2026, 11, 24), 1),
    ]
    with tenancy.scope(zed.id):
        assert tallies.total(links.VISITS, first=date(2026, 1, 1), until=date(2027, 1, 1)) == 0


def test_a_link_that_is_off_leads_nowhere_and_counts_nothing(acme: World) -> None:
    with tenancy.scope(acme.id):
        link = links.switch(make_link(), on=False, by=a_marketeer(), at=NOON)
        links.switch(link, on=False, by=a_marketeer(), at=NOON)
        assert links.follow(link.code, at=NOON) is None
        assert tallies.total(links.VISITS, first=date(2026, 1, 1), until=date(2027, 1, 1)) == 0
        kinds = list(Event.objects.order_by("pk").values_list("kind", "data"))
    assert kinds == [("tracked_link.made", {"campaign": None}), ("tracked_link.switched", {"on": False})]


def test_codes_cannot_be_mistaken_and_differ(acme: World) -> None:
    with tenancy.scope(acme.id):
        codes = {make_link(label=f"{n}").code for n in range(30)}
    assert len(codes) == 30
    assert all(len(code) == 8 and not set(code) & set("aeiouyl01") for code in codes)


def test_a_link_of_a_channel_belongs_to_its_campaign_and_no_other(acme: World) -> None:
    with tenancy.scope(acme.id):
        channel = make_channel(make_campaign(), account=make_account())
        assert make_link(channel=channel).campaign == channel.campaign
        with pytest.raises(links.LinkRefused):
            make_link(channel=channel, campaign=make_campaign("Een andere"))
        assert TrackedLink.objects.count() == 1


def test_an_outcome_is_kept_once_and_the_first_telling_stays(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        first, last = make_link("a"), make_link("b")
        facts = {"application_id": 7, "kind": OutcomeKind.APPLIED, "vacancy": None, "applied_on": date(2026, 11, 23)}
        assert outcomes.record(**facts, first_link=first, last_link=last, at=LATE)
        assert not outcomes.record(**facts, first_link=last, last_link=first, at=NOON)
        rows = Outcome.objects.values_list("application_id", "kind", "first_link_id", "last_link_id", "day")
        assert list(rows) == [(7, "applied", first.pk, last.pk, date(2026, 11, 24))]
    with tenancy.scope(zed.id):
        assert not Outcome.objects.exists()


def test_web_statistics_hear_the_campaign_by_a_name_that_can_be_read(acme: World) -> None:
    with tenancy.scope(acme.id):
        campaign = make_campaign("Leerkrachten 2026: élke wijk!")
        mark = campaign.public_id.hex[:8]
        link = make_link(source="facebook", medium="cpc", content="video-1", campaign=campaign)
        assert held.utm(link) == {
            "utm_source": "facebook",
            "utm_medium": "cpc",
            "utm_campaign": f"leerkrachten-2026-elke-wijk-{mark}",
            "utm_content": "video-1",
        }
        assert held.utm(make_link("kaal", source="mail")) == {"utm_source": "mail"}
