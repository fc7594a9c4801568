"""What the beat rings, and how often. Every task looks for due rows and claims them, so two beats do no harm.

``expires`` keeps a backlog from piling up while no worker runs: the next ring says the same.
"""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab


def _every(task: str, seconds: float, *, queue: str) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": seconds * 2}}


BEAT: dict[str, dict[str, Any]] = {
    "mail": _every("core.sweep_mail", 3, queue="mail"),
    "events": _every("core.sweep_events", 5, queue="events"),
    "jobs": _every("core.sweep_jobs", 5, queue="default"),
    "tallies": _every("core.fold_tallies", 10, queue="events"),
    "vacancies' dates": _every("calendar_app.sweep_dates", 60, queue="default"),
    "campaigns": _every("campaigns.sweep", 300, queue="default"),
    "follow-ups": _every("automation.sweep_follow_ups", 20, queue="default"),
    "digests": _every("dashboards.sweep_digests", 300, queue="default"),
    "old account mail": {
        "task": "core.forget_account_mail",
        "schedule": crontab(minute="17"),
        "options": {"queue": "default", "expires": 3600},
    },
    "unfinished applications": {
        "task": "talentpool.sweep_drafts",
        "schedule": crontab(minute="37"),
        "options": {"queue": "default", "expires": 3600},
    },
    "files without a row": {
        "task": "core.sweep_files",
        "schedule": crontab(hour="2", minute="43"),
        "options": {"queue": "default", "expires": 3600},
    },
}
