"""People apply while PostgreSQL and the web's processes die, with Redis away all the time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults import applying
from tests.faults.standing import House, standing

APPLICATIONS, KILLS = 60, 2


@pytest.fixture
def house() -> Iterator[House]:
    with standing() as started:
        yield started


@pytest.mark.slow
def test_every_application_arrives_once_and_whole_with_its_cv(house: House) -> None:
    record = applying.run(house, applications=APPLICATIONS, kills=KILLS, people=30)
    assert record.unexpected == {}
    assert sorted(record.references) == list(range(APPLICATIONS))
    assert len(set(record.references.values())) == APPLICATIONS
    found = house.count("applications")
    verdict = applying.judge(record, found)
    assert (verdict.lost, verdict.doubled, verdict.half) == ([], [], [])
    assert {what: n for what, n in verdict.wrong.items() if n} == {}
    assert sum(len(rows) for rows in found["applications"].values()) == APPLICATIONS
    assert len(record.kills) == KILLS
    assert record.answers[503] + record.answers[None] > 0, "the kills were felt"
    assert max(record.recoveries("postmaster") + record.recoveries("web")) <= 10
