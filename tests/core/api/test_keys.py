from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recruit_platform.core import tenancy
from recruit_platform.core.api import keys
from recruit_platform.core.api.scopes import Scope
from recruit_platform.core.models import ApiKey, Event
from tests.core.api.conftest import Ask, make_key
from tests.support.builders import NOON, World

HERE = "/api/v1/organisation"


def test_a_key_is_shown_once_and_kept_only_as_a_hash(acme: World) -> None:
    made = make_key(acme)
    with tenancy.scope(acme.id):
        kept = ApiKey.objects.get()
        event = Event.objects.get(kind="api_key.created")
    assert made.secret.startswith("rp_")
    assert len(made.secret) == 46
    columns = str({field.attname: getattr(kept, field.attname) for field in kept._meta.fields})
    assert made.secret not in columns
    assert made.secret[8:] not in columns
    assert (kept.secret_hash, kept.hint) == (keys.hash_of(made.secret), made.secret[:8])
    assert (event.actor_id, event.subject_id, event.data) == (acme.admin.pk, kept.pk, {"scopes": sorted(Scope.values)})


def test_a_key_opens_its_own_organisation(acme: World, zed: World, ask: Ask) -> None:
    for world in (acme, zed):
        assert ask(HERE, make_key(world).secret).json()["slug"] == world.slug


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer rp_short",
        "Bearer " + "rp_" + "a" * 43,
        "Basic abc",
        "rp_" + "a" * 43,
        "Bearer rp_" + "é" * 43,
    ],
)
def test_without_a_good_key_it_is_401_with_a_challenge(acme: World, ask: Ask, header: str | None) -> None:
    answer = ask(HERE, None, headers={"authorization": header} if header is not None else {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"')
    assert answer["Content-Type"] == "application/problem+json"


def test_revoking_works_at_the_next_request(acme: World, ask: Ask) -> None:
    made = make_key(acme)
    assert ask(HERE, made.secret).status_code == 200
    with tenancy.scope(acme.id):
        keys.revoke(made.key, by=acme.admin, at=NOON)
        keys.revoke(made.key, by=acme.admin, at=NOON)
        assert Event.objects.filter(kind="api_key.revoked").count() == 1
    assert ask(HERE, made.secret).status_code == 401


def test_a_key_ends_at_its_moment(acme: World, ask: Ask) -> None:
    made = make_key(acme, expires_at=NOON + timedelta(days=1))
    with time_machine.travel(NOON + timedelta(hours=23), tick=False):
        assert keys.recognise(f"Bearer {made.secret}", at=NOON + timedelta(hours=23)) is not None
    assert keys.recognise(f"Bearer {made.secret}", at=NOON + timedelta(days=1)) is None


def test_the_last_use_is_noted_once_a_minute(acme: World) -> None:
    made = make_key(acme)
    header = f"Bearer {made.secret}"

    def used_at() -> object:
        with tenancy.scope(acme.id):
            return ApiKey.objects.get().last_used_at

    keys.recognise(header, at=NOON)
    keys.recognise(header, at=NOON + timedelta(seconds=59))
    assert used_at() == NOON
    keys.recognise(header, at=NOON + timedelta(seconds=60))
    assert used_at() == NOON + timedelta(seconds=60)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        keys.recognise(header, at=NOON + timedelta(seconds=90))
    assert len(queries) == 2


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"name": " \x00 "}, "naam"),
        ({"name": "x" * 101}, "naam"),
        ({"scopes": []}, "waar de sleutel voor is"),
        ({"scopes": ["everything"]}, "waar de sleutel voor is"),
        ({"expires_at": NOON}, "toekomst"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused_in_words(acme: World, fields: dict[str, object], words: str) -> None:
    good: dict[str, object] = {"name": "koppeling", "scopes": [Scope.EVENTS_READ], "expires_at": None}
    with tenancy.scope(acme.id), pytest.raises(keys.KeyRefused, match=words):
        keys.create(**(good | fields), by=acme.admin, at=NOON)  # type: ignore[arg-type]


def test_there_is_a_limit_to_keys_in_use(acme: World) -> None:
    made = [make_key(acme) for _ in range(keys.MOST_KEYS)]
    with pytest.raises(keys.KeyRefused, match="al 50"):
        make_key(acme)
    with tenancy.scope(acme.id):
        keys.revoke(made[0].key, by=acme.admin, at=NOON)
        assert len(keys.listed()) == 50
    make_key(acme)


def test_the_list_shows_only_the_own_keys(acme: World, zed: World) -> None:
    mine, _ = make_key(acme), make_key(zed)
    with tenancy.scope(acme.id):
        assert [key.pk for key in keys.listed()] == [mine.key.pk]
