from __future__ import annotations

from datetime import timedelta

import time_machine

from recruit_platform.core import tenancy
from talentpool import sweeping, tasks
from talentpool.models import ApplicationDraft
from talentpool.services import drafts
from tests.support.builders import NOON, World


def test_forms_whose_days_are_over_are_forgotten(acme: World, zed: World) -> None:
    for world, at in ((acme, NOON), (zed, NOON + timedelta(days=3))):
        with tenancy.scope(world.id):
            drafts.start(vacancy=None, data={"name": "Noor"}, at=at)
    later = NOON + drafts.LIFE
    assert sweeping.with_expired_drafts(at=later - timedelta(seconds=1)) == []
    assert sweeping.with_expired_drafts(at=later) == [acme.id]
    with time_machine.travel(later, tick=False):
        tasks.forget_drafts(organisation_id=acme.id)
    with tenancy.scope(acme.id):
        assert ApplicationDraft.objects.count() == 0
    with tenancy.scope(zed.id):
        assert ApplicationDraft.objects.count() == 1
