"""Doorbells of campaigns, and the sweeper that finds campaigns whose round is due."""

from __future__ import annotations

from django.db import connection, transaction

from campaigns.services import ticks
from recruit_platform.core import clock
from recruit_platform.core.work import Queue, bell, org_task, ring_now, task


@org_task("campaigns.tick", queue=Queue.DEFAULT)
def tick(*, organisation_id: int, campaign_id: int) -> None:
    ticks.run(organisation_id, campaign_id, at=clock.now())


@task("campaigns.sweep", queue=Queue.DEFAULT)
def sweep() -> None:
    """Ring for every campaign that runs, or that a network may not have heard of yet that it stopped."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id, id FROM app.campaigns_due(%s)", [clock.now().date()])
        due = cursor.fetchall()
    for organisation_id, campaign_id in due:
        ring_now(bell("campaigns.tick", queue=Queue.DEFAULT, organisation_id=organisation_id, campaign_id=campaign_id))
