"""The digest: on the right mornings, once, with the numbers of the screen."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from dashboards import sweeping, tasks
from dashboards.models import Digest, DigestDay
from dashboards.services import digests
from recruit_platform.core import clock, tenancy
from recruit_platform.core.models import DayOff, Membership, Organisation, OutboxMessage
from tests.support.builders import World
from tests.support.candidates import make_application
from tests.support.vacancies import make_vacancy

MONDAY = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # eight in Amsterdam


def _member(role: str = "recruiter") -> Membership:
    return Membership.objects.select_related("user").get(role=role)


def _sent() -> list[str]:
    return list(
        OutboxMessage.objects.filter(purpose=digests.PURPOSE).order_by("id").values_list("to_address", flat=True)
    )


@pytest.mark.parametrize(
    ("day", "when", "sent"),
    [
        (DigestDay.DAILY, MONDAY, 1),
        (DigestDay.DAILY, MONDAY + timedelta(days=1), 1),
        (DigestDay.DAILY, MONDAY - timedelta(hours=1), 0),
        (DigestDay.DAILY, MONDAY - timedelta(days=1), 0),
        (DigestDay.MONDAY, MONDAY, 1),
        (DigestDay.MONDAY, MONDAY + timedelta(days=1), 0),
        (DigestDay.NEVER, MONDAY, 0),
    ],
)
def test_it_goes_on_the_mornings_one_asked_for(
    acme: World, zed: World, day: DigestDay, when: datetime, sent: int
) -> None:
    with tenancy.scope(acme.id):
        digests.choose(_member(), day=day, at=MONDAY - timedelta(days=7))
        assert digests.send_due(at=when) == sent
        assert digests.send_due(at=when + timedelta(minutes=5)) == 0
        assert _sent() == [acme.recruiter.email] * sent
    with tenancy.scope(zed.id):
        assert _sent() == []


def test_a_weekly_one_waits_for_the_first_working_day(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        digests.choose(_member(), day=DigestDay.MONDAY, at=MONDAY)
        DayOff.objects.create(day=date(2026, 11, 23), name="Studiedag")
        assert digests.send_due(at=MONDAY) == 0
        assert digests.send_due(at=MONDAY + timedelta(days=1)) == 1


def test_a_weekly_one_that_was_missed_goes_later_in_the_week(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        Digest.objects.create(membership=_member(), day=DigestDay.MONDAY, last_sent_on=date(2026, 11, 16))
        assert digests.send_due(at=MONDAY + timedelta(days=2)) == 1
        assert digests.send_due(at=MONDAY + timedelta(days=3)) == 0


def test_the_mail_says_what_the_screen_says(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        for _ in range(3):
            make_application(make_vacancy(), at=MONDAY - timedelta(days=1))
        member = _member()
        house = Organisation.objects.get(pk=acme.id)
        screen = digests.numbers(member, house, today=date(2026, 11, 23), zone="Europe/Amsterdam", at=MONDAY)
        mail = digests.send(member, today=date(2026, 11, 23), at=MONDAY)
        for tile in screen["tiles"]:
            assert f"- {tile.label}: {tile.value or 'nog niet bekend'}" in mail.text
        assert screen["tiles"][0].value == "3"
        assert "maandag 23 november" in mail.subject
        assert "http" in mail.text


def test_who_is_gone_gets_nothing(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        digests.choose(_member(), day=DigestDay.DAILY, at=MONDAY)
        Membership.objects.update(is_active=False)
        assert digests.send_due(at=MONDAY) == 0


def test_the_sweeper_finds_the_organisations_and_the_task_sends(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        digests.choose(_member("director"), day=DigestDay.DAILY, at=MONDAY)
    assert sweeping.with_digests(at=MONDAY) == [acme.id]
    with clock.held(MONDAY):
        tasks.send_digests(organisation_id=acme.id)
    assert sweeping.with_digests(at=MONDAY) == []
    with tenancy.scope(acme.id):
        assert _sent() == [acme.director.email]
