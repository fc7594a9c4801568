"""People post while PostgreSQL and the web's processes die, with Redis away all the time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import posting
from tests.faults.standing import Browser, House, standing
from tests.support import addresses

POSTS, KILLS = 160, 4


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with standing() as started:
        yield started


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_or_doubled_and_posts_go_on_within_10_seconds(house: House) -> None:
    record = posting.run(house, posts=POSTS, kills=KILLS)
    verdict = posting.judge(record, house.count())
    assert (verdict.lost, verdict.doubled) == ([], [])
    assert record.unexpected() == {}
    assert len(record.tries) == POSTS
    assert len(record.acknowledged) > POSTS // 2
    assert any(one.status == 503 for one in record.every_try), "the kills were felt"
    assert len(record.kills) == KILLS
    assert max(record.recoveries("postgres") + record.recoveries("web")) <= 10


@pytest.mark.slow
def test_every_page_opens_without_redis(house: House) -> None:
    browser = Browser(house.address)
    browser.sign_in()
    statuses = {}
    for address in addresses.of_members():
        if address.parameters == ("organisation",):
            path = "/" + address.pattern.replace("<slug:organisation>", "acme")
            statuses[path] = browser.get(path)[0]
    assert {
        path: status for path, status in statuses.items() if status not in {200, 302, 405, 422}
    } == {}  # 422: asks for a parameter
    assert sum(status == 200 for status in statuses.values()) > 10
    _status, ready = browser.get("/readyz")
    assert '"degraded"' in ready
