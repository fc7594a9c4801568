"""Counts of requests for /metrics, over all processes of the web server (gunicorn.conf.py gives them one folder)."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess
from prometheus_client.core import REGISTRY

from recruit_platform import env

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

REQUESTS = Counter("recruit_requests", "Requests by view, method and status.", ["view", "method", "status"])
SECONDS = Histogram(
    "recruit_request_seconds",
    "How long requests took, by view.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
FAILURES = Counter("recruit_server_errors", "Answers of 500 and above, by view and status.", ["view", "status"])


def count_request(view: str, *, method: str, status: int, seconds: float) -> None:
    REQUESTS.labels(view, method if method in METHODS else "OTHER", str(status)).inc()
    SECONDS.labels(view).observe(seconds)
    if status >= 500:
        FAILURES.labels(view, str(status)).inc()


def request_metrics() -> bytes:
    """Return the counts of every web process in Prometheus' text form."""
    if env.metrics_folder() is None:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
