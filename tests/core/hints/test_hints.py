from __future__ import annotations

import threading
import time
from types import SimpleNamespace
from typing import Any

import pytest

from recruit_platform.core import hints
from tests.support.valkey import Valkey

NAME = hints.key("test", 12, "lamp")


def _everything() -> list[Any]:
    return [
        hints.get(NAME),
        hints.run("return 1", names=[NAME]),
        hints.put(NAME, "on", seconds=5),
        hints.put_once(NAME, seconds=5),
        hints.drop(NAME),
        hints.push("queue", "{}"),
        hints.take(NAME, size=2, per_seconds=60),
    ]


NOTHING = [None, None, False, None, False, False, None]
LONGEST_WAIT = hints.TIMEOUT_SECONDS


def _held_clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the door's clock stand still until a test moves it."""
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(hints, "time", SimpleNamespace(monotonic=lambda: clock.now))
    hints._door.open()
    return clock


def test_a_key_names_its_organisation() -> None:
    assert hints.key("version", 12, "mails-sent", 3) == "recruit:version:12:mails-sent:3"


def test_values_are_kept_for_a_while(valkey: Valkey) -> None:
    assert hints.get(NAME) is None
    assert hints.put(NAME, "on", seconds=1)
    assert hints.get(NAME) == b"on"
    assert hints.run("return {redis.call('GET', KEYS[1]), ARGV[1]}", names=[NAME], arguments=["x"]) == [b"on", b"x"]
    assert hints.put_once(NAME, "off", seconds=5) is False
    time.sleep(1.05)
    assert hints.put_once(NAME, "off", seconds=5) is True
    assert hints.drop(NAME)
    assert hints.get(NAME) is None


def test_a_bucket_empties_refills_and_is_forgotten_when_full(valkey: Valkey) -> None:
    found = [hints.take(NAME, size=2, per_seconds=2) for _ in range(3)]
    assert found[:2] == [0, 0]
    assert found[2] is not None
    assert 0.2 < found[2] <= 1
    assert hints.take("another", size=1, per_seconds=60) == 0
    time.sleep(found[2] + 0.02)
    assert hints.take(NAME, size=2, per_seconds=2) == 0
    assert (hints.take(NAME, size=2, per_seconds=2) or 0) > 0, "one came back, not two"
    with valkey.client() as client:
        assert 0 < client.pttl(NAME) <= 2000
    time.sleep(2.05)
    assert [hints.take(NAME, size=2, per_seconds=2) for _ in range(2)] == [0, 0]


def test_many_threads_together_take_no_more_than_there_is(valkey: Valkey) -> None:
    found: list[float | None] = []

    def grab() -> None:
        found.extend(hints.take(NAME, size=50, per_seconds=3600) for _ in range(25))

    threads = [threading.Thread(target=grab) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), found.count(0.0)) == (100, 50)


def test_without_a_server_every_call_answers_nothing_and_none_raises(settings: Any, tmp_path: Any) -> None:
    for url in ("", f"unix://{tmp_path}/nobody.sock?db=0", "redis://127.0.0.1:1/0"):
        settings.REDIS_URL = url
        hints._door.open()
        began = time.monotonic()
        assert _everything() == NOTHING
        assert hints.alive() is False
        assert time.monotonic() - began < 0.45, "the client tries again by itself"
    hints._door.open()


def test_a_frozen_server_costs_one_short_wait_and_then_nothing(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hints.put(NAME, "on", seconds=60)
    monkeypatch.setattr(hints, "TIMEOUT_SECONDS", LONGEST_WAIT)
    hints._door.forget()
    clock = _held_clock(monkeypatch)
    valkey.freeze()
    try:
        began = time.perf_counter()
        assert hints.get(NAME) is None
        assert LONGEST_WAIT <= time.perf_counter() - began < 5 * LONGEST_WAIT
        began = time.perf_counter()
        for _question in range(10):
            assert _everything() == NOTHING
        assert time.perf_counter() - began < LONGEST_WAIT, "one of seventy was asked"
        assert clock.now == 0.0
    finally:
        valkey.thaw()


def test_the_door_opens_again_when_the_server_is_back(
    valkey: Valkey,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = _held_clock(monkeypatch)
    valkey.stop()
    assert _everything() == NOTHING
    clock.now += hints.FIRST_SHUT_SECONDS
    assert _everything() == NOTHING
    valkey.start()
    clock.now += hints.FIRST_SHUT_SECONDS
    assert hints.put(NAME, "on", seconds=60) is False  # still shut: longer the second time
    clock.now += hints.FIRST_SHUT_SECONDS
    assert hints.put(NAME, "on", seconds=60) is True
    valkey.stop()
    assert hints.alive() is False
    valkey.start()
    assert hints.alive() is True
    assert hints.get(NAME) is None
