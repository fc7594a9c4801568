"""The page of what was not processed: who sees it, what it says, and trying again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from recruit_platform.core import clock, log, references, tenancy
from recruit_platform.core.log import delivery, subscribers
from recruit_platform.core.models import Event, JobState, LongJob, MessageState, OutboxMessage, PendingEvent
from recruit_platform.core.presenters.processing import PENDING
from tests.support.builders import NOON, World
from tests.support.planting import plant

PAGE = "/o/acme/verwerking/"
THEN = NOON - timedelta(days=7)


@pytest.fixture(autouse=True)
def ear() -> Iterator[None]:
    """Somebody who hears when a day off is added, and stumbles over it."""
    handlers, listeners = dict(subscribers._handlers), {k: list(v) for k, v in subscribers._listeners.items()}
    log.subscriber("test.ear", kinds=["day_off.added"])(_stumbles)
    yield
    subscribers._handlers.clear()
    subscribers._handlers.update(handlers)
    subscribers._listeners.clear()
    subscribers._listeners.update(listeners)


def _stumbles(event: log.Happened) -> None:
    raise LookupError("fatima@example.org is unknown")


def failed(world: World, *, error: str = "ZeroDivisionError at automation.replies:12", number: int = 1) -> list[int]:
    """Events that the ear did not hear after its last attempt."""
    with tenancy.scope(world.id):
        rows = [
            PendingEvent(
                subscriber="test.ear",
                event=Event.objects.create(
                    kind="day_off.added", at=THEN, actor_kind="system", subject_kind="day_off", subject_id=n
                ),
                attempts=delivery.ATTEMPTS,
                due_at=THEN,
                failed_at=THEN + timedelta(hours=3),
                last_error=error,
            )
            for n in range(number)
        ]
        return [row.pk for row in PendingEvent.objects.bulk_create(rows)]


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def rows(world: World) -> list[tuple[int, bool, int]]:
    with tenancy.scope(world.id):
        found = PendingEvent.objects.order_by("pk").values_list("pk", "failed_at", "attempts")
        return [(pk, failed_at is not None, attempts) for pk, failed_at, attempts in found]


def text_of(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2]).split())


def test_what_failed_is_told_in_words_without_what_was_in_it(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        log.append(
            "day_off.added",
            subject=log.Subject("day_off", 7),
            actor=log.Actor.system(),
            at=THEN,
            data={"day": THEN.date()},
        )
    for _ in range(delivery.ATTEMPTS):
        with tenancy.scope(acme.id):
            PendingEvent.objects.update(due_at=THEN)
        delivery.deliver(acme.id)
    failed(zed, error="IntegrityError at elsewhere:1")
    words = text_of(browser(acme.admin).get(PAGE))
    assert "Vrije dag toegevoegd van 16 nov 2026, 12:00" in words
    assert "Er zit een fout in het programma." in words
    assert "test.ear · LookupError at tests.core.views.test_processing:" in words
    assert f" {delivery.ATTEMPTS} Opnieuw proberen" in words
    assert "fatima" not in words
    assert "elsewhere" not in words


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("OperationalError at django.db.backends.utils:105", "De database was even weg."),
        ("TimeoutError at socket:1", "Een ander systeem gaf geen antwoord."),
        ("DoesNotExist at django.db.models.query:633", "Iets waar dit over ging, is er niet meer."),
        ("IntegrityError at x:1", "Het resultaat paste niet bij wat er al staat."),
        (f"LookupError at {delivery.__name__}:100", "Het onderdeel dat dit verwerkte, is er niet meer."),
        (f"RuntimeError at {delivery.__name__}:102", "De verwerking brak elke keer halverwege af."),
        ("RuntimeError at automation.replies:9", "Er zit een fout in het programma."),
        ("", "Er zit een fout in het programma."),
    ],
)
def test_each_sort_of_failure_has_its_words(acme: World, error: str, reason: str) -> None:
    failed(acme, error=error)
    assert reason in text_of(browser(acme.admin).get(PAGE))


def test_one_is_tried_again_and_a_second_click_changes_nothing(acme: World) -> None:
    first, second = failed(acme, number=2)
    client = browser(acme.admin)
    answer = client.post(f"{PAGE}opnieuw/", {"pending": button(acme, first)}, follow=True)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert "We proberen het opnieuw." in text_of(answer)
    assert rows(acme) == [(first, False, 0), (second, True, delivery.ATTEMPTS)]
    again = client.post(f"{PAGE}opnieuw/", {"pending": button(acme, first)}, follow=True)
    assert "Dit werd al opnieuw geprobeerd." in text_of(again)
    assert rows(acme) == [(first, False, 0), (second, True, delivery.ATTEMPTS)]


def test_all_are_tried_again_at_once(acme: World, zed: World) -> None:
    ours, theirs = failed(acme, number=3), failed(zed)
    client = browser(acme.admin)
    assert "3 gebeurtenissen gaan opnieuw." in text_of(client.post(f"{PAGE}alles-opnieuw/", follow=True))
    assert rows(acme) == [(pk, False, 0) for pk in ours]
    assert rows(zed) == [(theirs[0], True, delivery.ATTEMPTS)]
    assert "Er is niets om opnieuw te proberen." in text_of(client.post(f"{PAGE}alles-opnieuw/", follow=True))


def test_one_of_the_other_organisation_or_no_number_at_all_changes_nothing(acme: World, zed: World) -> None:
    (theirs,) = failed(zed)
    client = browser(acme.admin)
    for pending in (button(zed, theirs), button(acme, theirs), str(theirs), "0", "-1", "x", "9" * 30, ""):
        answer = client.post(f"{PAGE}opnieuw/", {"pending": pending}, follow=True)
        assert "Dit werd al opnieuw geprobeerd." in text_of(answer)
    assert rows(zed) == [(theirs, True, delivery.ATTEMPTS)]


def test_only_who_manages_the_settings_sees_it_and_finds_it_in_the_menu(acme: World) -> None:
    (one,) = failed(acme)
    assert f'href="{PAGE}"' in browser(acme.admin).get("/o/acme/").content.decode()
    for role, person in acme.people.items():
        if role == "admin":
            continue
        client = browser(person)
        assert f'href="{PAGE}"' not in client.get("/o/acme/").content.decode()
        answers = [
            client.get(PAGE),
            client.post(f"{PAGE}opnieuw/", {"pending": button(acme, one)}),
            client.post(f"{PAGE}alles-opnieuw/"),
        ]
        assert [answer.status_code for answer in answers] == [403, 403, 403], role
    assert rows(acme) == [(one, True, delivery.ATTEMPTS)]


def test_pages_follow_each_other_and_nothing_is_shown_twice(acme: World) -> None:
    made = failed(acme, number=120)
    client, seen, path = browser(acme.admin), [], PAGE
    expected = [button(acme, pk) for pk in sorted(made, reverse=True)]
    while path:
        body = client.get(path).content.decode()
        seen += re.findall(r'name="pending" value="([^"]+)"', body)
        older = re.search(r'rel="next" href="([^"]+)"', body)
        path = PAGE + older[1] if older else ""
    assert seen == expected


def button(world: World, pk: int) -> str:
    """What the button on a line sends: the row in a form that only we can read."""
    with tenancy.scope(world.id):
        return references.cursor(pk, of=PENDING)


def test_mails_and_jobs_that_failed_stand_there_too(acme: World, zed: World) -> None:
    plant(acme.organisation, canary="lampion")
    now = clock.now()
    with tenancy.scope(acme.id):
        OutboxMessage.objects.update(state=MessageState.SENT)
        first = OutboxMessage.objects.order_by("pk").values_list("pk", flat=True)[:1]
        OutboxMessage.objects.filter(pk__in=list(first)).update(state=MessageState.FAILED)
        LongJob.objects.all().delete()
        for days, failure in ((1, "Het bestand is weg."), (40, "Lang geleden.")):
            LongJob.objects.create(
                kind="core.audit_export",
                state=JobState.FAILED,
                failure=failure,
                started_by=acme.director,
                created_at=now - timedelta(days=days),
                ended_at=now - timedelta(days=days),
            )
    answer = browser(acme.admin).get(PAGE)
    body = answer.content.decode()
    assert re.findall(r'href="(/o/acme/mail/\?state=[a-z]+)"', body) == ["/o/acme/mail/?state=failed"]
    assert "1 mail ging niet weg" in text_of(answer)
    assert "Het bestand is weg." in body
    assert "Lang geleden." not in body


def test_when_all_is_well_it_says_so(acme: World, zed: World) -> None:
    failed(zed)
    words = text_of(browser(acme.admin).get(PAGE))
    assert "Alles is verwerkt" in words
    assert "Alles opnieuw proberen" not in words
    assert "Mislukte taken" not in words


def test_the_page_takes_as_many_statements_with_a_hundred_rows(acme: World) -> None:
    client = browser(acme.admin)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as few:
        client.get(PAGE)
    failed(acme, number=100)
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(many) == len(few)
