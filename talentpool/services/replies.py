"""The candidate wrote or rang back: that wakes what waited for them."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from recruit_platform.core import log
from recruit_platform.core.log import Actor
from recruit_platform.core.poll import versions
from talentpool.models import Application, Candidate
from talentpool.services import call_backs, candidates


@transaction.atomic
def record(candidate: Candidate, *, at: datetime, application: Application | None = None) -> None:
    """Keep that somebody replied, on whatever channel. A clock that waited runs again; with none running, a new promise opens.

    Without ``application`` it is about their newest running one.
    """
    candidates.writable(candidate)
    newer = Q(last_reply_at__isnull=True) | Q(last_reply_at__lt=at)
    Candidate.objects.filter(newer, pk=candidate.pk).update(last_reply_at=at)
    candidate.refresh_from_db(fields=["last_reply_at"])
    about = application or _newest_running(candidate)
    himself = Actor.candidate(candidate.pk)
    if about is not None and about.ended_at is None:
        if call_backs.of(about) is None:
            call_backs.open_for(about, stage=about.stage, at=at)
        else:
            call_backs.go_on(about, by=himself, at=at)
    data = {"application": about.pk if about else None}
    log.append("candidate.replied", subject=log.Subject("candidate", candidate.pk), actor=himself, at=at, data=data)
    versions.touch("today")


def _newest_running(candidate: Candidate) -> Application | None:
    running = Application.objects.select_related("stage", "vacancy").filter(candidate=candidate, ended_at=None)
    return running.order_by("-id").first()
