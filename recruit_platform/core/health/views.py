"""For probes and Prometheus. /livez asks nothing; /readyz says what is wrong; /metrics is for the operator alone."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from recruit_platform.core import clock
from recruit_platform.core.observability import metrics as counted
from recruit_platform.core.policies import machine

from . import checks


@machine
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    """This process answers. It asks no database: restarting the web does not mend a database."""
    return HttpResponse("alive\n", content_type="text/plain")


@machine
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when of use (also without Redis: degraded), 503 when not, with each finding in words for the operator."""
    found = checks.run(at=clock.now())
    overall = checks.overall(found)
    body = {"status": overall, "checks": {one.name: {"status": one.state, "said": one.said} for one in found}}
    response = JsonResponse(body, status=503 if overall == checks.State.NOT_READY else 200)
    if overall == checks.State.NOT_READY:
        response["Retry-After"] = "2"
    return response


@machine
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts for Prometheus: with METRICS_TOKEN as bearer, or without one from this machine itself only."""
    if not _may_read_metrics(request):
        return HttpResponse(status=404)
    return HttpResponse(counted.request_metrics() + _work_metrics(), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return constant_time_compare(given, settings.METRICS_TOKEN)
    if "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False  # a proxy on this machine asks for somebody else
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _work_metrics() -> bytes:
    registry = CollectorRegistry()
    up = Gauge("recruit_database_up", "1 when PostgreSQL answered this scrape.", registry=registry)
    try:
        found = checks.counts(at=clock.now())
    except DatabaseError:
        checks.let_go()
        up.set(0)
        return generate_latest(registry)
    up.set(1)
    for name, help_text, value in (
        ("recruit_outbox_age_seconds", "How late the oldest due mail is.", found.mail_waits.total_seconds()),
        ("recruit_outbox_due", "Mails due now.", found.mail_due),
        ("recruit_outbox_unsure", "Mails a person must decide on.", found.mail_unsure),
        ("recruit_outbox_failed", "Mails that failed for good.", found.mail_failed),
        ("recruit_leases_stuck", "Mails, events and jobs whose worker stopped answering.", found.leases_stuck),
        ("recruit_events_due", "Events that a subscriber still has to hear.", found.events_due),
        ("recruit_events_failed", "Events that a subscriber could not hear.", found.events_failed),
        ("recruit_jobs_waiting", "Long jobs that wait for a worker.", found.jobs_waiting),
    ):
        Gauge(name, help_text, registry=registry).set(value)
    return generate_latest(registry)
