"""Hot queries keep their index under row-level security. The short form of ``python -m bench walls``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from recruit_platform.core import tenancy
from recruit_platform.core.log import tallies
from recruit_platform.core.models import OutboxMessage
from talentpool.models import Application
from talentpool.services import funnel
from tests.support import bulk, hot_queries
from tests.support.database import as_owner
from tests.support.hot_queries import HotQuery

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def small(transactional_db: None) -> Iterator[hot_queries.Known]:
    """A small organisation among a hundred; inside its scope."""
    with as_owner():
        ids = bulk.fill(rows=80_000, organisations=100)
    with tenancy.scope(ids[5]), connection.cursor() as cursor:
        known = hot_queries.known_in(ids[5])
        cursor.execute(
            "SET LOCAL enable_seqscan = off"
        )  # a small table is read whole, rightly; the index is the question
        yield known


def test_each_is_served_by_the_index_meant_for_it(small: hot_queries.Known) -> None:
    plans = {query: hot_queries.plan_of(query, small) for query in hot_queries.QUERIES}
    assert len(plans) >= 20
    assert {
        q.name: hot_queries.indexes_in(plan) for q, plan in plans.items() if not hot_queries.is_served(q, plan)
    } == {}
    prefix = HotQuery(
        "by its beginning", "message_once", lambda _: OutboxMessage.objects.filter(key__startswith="reply:7")
    )
    assert "(key)::text >=" in str(hot_queries.plan_of(prefix, small)), "a range of the index"
    like = HotQuery("by a part", "message_once", lambda _: OutboxMessage.objects.filter(key__contains="reply:7"))
    assert "~~" not in conditions(hot_queries.plan_of(like, small)), "LIKE is no condition of an index here"


def test_the_counters_that_were_filled_agree_with_the_rows(small: hot_queries.Known) -> None:
    kinds = [
        funnel.APPLIED,
        funnel.CONTACTED,
        *(f"funnel.{step}" for step in funnel.STEPS),
        funnel.IN_TIME,
        funnel.LATE,
    ]
    assert [kind for kind in kinds if tallies.differences(kind)] == []
    assert Application.objects.filter(stage_kind="ended").exists()


def conditions(plan: Any) -> str:
    """Every index condition of a plan."""
    if isinstance(plan, dict):
        return str(plan.get("Index Cond", "")) + "".join(conditions(value) for value in plan.values())
    return "".join(conditions(value) for value in plan) if isinstance(plan, list) else ""
