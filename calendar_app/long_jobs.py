"""Long jobs of the calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from calendar_app.models import FeedRun
from calendar_app.services import feeds
from recruit_platform.core import clock
from recruit_platform.core.jobs.kinds import Result, kind
from recruit_platform.core.jobs.runner import JobHandle


@kind("calendar_app.feed_apply", title=_("Vacatures inlezen"))
def apply_feed(job: JobHandle) -> Result:
    """All or nothing, in one transaction; a second time finds it done."""
    with job.scope():
        run = FeedRun.objects.select_related("made_by").get(pk=job.input["run"])
        done = feeds.apply(run, by=run.made_by, at=clock.now())
        return Result(facts={name: int(done.outcome[name]) for name in ("new", "changed", "gone")})
