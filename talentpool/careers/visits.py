"""Who looked at a vacancy: a person counts, a machine does not."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from talentpool.services import funnel

_MACHINES = ("bot", "crawl", "spider", "preview", "facebookexternalhit")


def note(request: HttpRequest, *, vacancy_id: int, at: datetime) -> None:
    """Count a visit in the running transaction, unless a machine came or nobody looks yet. At most two statements."""
    if request.method == "GET" and not _is_machine(request):
        funnel.count(funnel.VISIT, vacancy_id=vacancy_id, at=at)


def _is_machine(request: HttpRequest) -> bool:
    """Search engines and link previews read pages too; they are no visit."""
    agent = request.headers.get("User-Agent", "").lower()
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return fetched_ahead or not agent or any(word in agent for word in _MACHINES)
