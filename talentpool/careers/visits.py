"""Who looked at a vacancy: a person counts, a machine does not."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest

from talentpool.services import funnel

_MACHINES = ("bot", "crawl", "spider", "preview", "facebookexternalhit")


def note(request: HttpRequest, *, vacancy_id: int, day: date) -> None:
    """Count a visit in the running transaction, unless a machine came or nobody looks yet. At most one statement."""
    if request.method == "GET" and not _is_machine(request):
        funnel.visited(vacancy_id, day=day)


def _is_machine(request: HttpRequest) -> bool:
    """Search engines and link previews read pages too; they are no visit."""
    agent = request.headers.get("User-Agent", "").lower()
    fetched_ahead = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    return fetched_ahead or not agent or any(word in agent for word in _MACHINES)
