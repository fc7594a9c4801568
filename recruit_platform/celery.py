"""Workers and beat: ``celery -A recruit_platform.celery worker`` (all queues, or ``-Q mail``) and ``… beat``."""

from __future__ import annotations

import os
import sys
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruit_platform.settings")

import django

django.setup()

import structlog  # noqa: E402
from celery import Celery, signals  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import OperationalError, connection  # noqa: E402
from kombu import Queue  # noqa: E402

from recruit_platform import schedule  # noqa: E402
from recruit_platform.core import watch, work  # noqa: E402
from recruit_platform.core.tenancy import guard  # noqa: E402

logger = structlog.get_logger(__name__)


def broker_url(url: str) -> str:
    """Celery's spelling of REDIS_URL: sockets are ``redis+socket:///path?virtual_host=0``."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url or "redis+socket:///nowhere"
    return f"redis+socket://{parts.path}?virtual_host={parse_qs(parts.query).get('db', ['0'])[0]}"


app = Celery("recruit_platform")
app.conf.update(
    broker_url=broker_url(settings.REDIS_URL),
    broker_connection_retry=True,
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    broker_transport_options={"socket_connect_timeout": 2, "socket_keepalive": True},
    result_backend=None,
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue=work.Queue.DEFAULT.value,
    task_queues=[Queue(queue.value, routing_key=queue.value) for queue in work.Queue],
    task_create_missing_queues=False,
    task_routes=[work.route],
    task_publish_retry=False,
    task_acks_late=False,
    worker_prefetch_multiplier=1,
    # Tasks wait for the mail server and the database: threads in one process take a third of the memory of four processes.
    worker_pool="threads",
    worker_concurrency=4,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    # In memory: the schedule is static and every task finds its own due rows, so there is nothing to remember.
    beat_scheduler="celery.beat:Scheduler",
    beat_max_loop_interval=2,
    beat_schedule=schedule.BEAT,
    enable_utc=True,
    timezone="UTC",
)
app.autodiscover_tasks()


@signals.worker_init.connect
def _worker_starts(**_: Any) -> None:
    _refuse_unsafe_role()
    watch.start()


@signals.beat_init.connect
def _beat_starts(**_: Any) -> None:
    _refuse_unsafe_role()


@signals.worker_shutting_down.connect
def _worker_stops(**_: Any) -> None:
    work.stop()


def _refuse_unsafe_role() -> None:
    """End the process when its role could see past the walls; wait for PostgreSQL when it is away.

    Celery swallows ordinary exceptions of signal handlers, hence SystemExit.
    """
    while True:
        try:
            guard.refuse_unsafe_role()
        except guard.UnsafeDatabaseRole as problem:
            logger.critical("worker.refused", reason=str(problem))
            sys.exit(1)
        except OperationalError:
            connection.close()
            logger.warning("worker.waits_for_database")
            time.sleep(1)
        else:
            connection.close()
            return
