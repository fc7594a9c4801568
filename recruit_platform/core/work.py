"""Work for later. PostgreSQL holds what is to be done; a task is only the doorbell that says "look now".

A doorbell may be lost (a sweeper looks every few seconds), doubled (claims are fenced) or late. It is rung after the commit,
by name, through ``hints``, so a request never waits for Redis and never fails without it.
"""

from __future__ import annotations

import base64
import inspect
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial, wraps
from typing import Any
from uuid import uuid4

import structlog
from django.db import DatabaseError, connection, transaction

from recruit_platform.core import hints, tenancy

BELL_SECONDS = 4

logger = structlog.get_logger(__name__)
_stop = threading.Event()
_queues: dict[str, Queue] = {}


class Queue(StrEnum):
    MAIL = "mail"
    EVENTS = "events"
    JOBS = "jobs"
    DEFAULT = "default"


class ScopeLeaked(RuntimeError):
    """A task began with an organisation active: the one before it did not clean up."""


def org_task(name: str, *, queue: Queue) -> Callable[[Callable[..., Any]], Any]:
    """Make a task of a function with keyword-only arguments, ``organisation_id`` among them.

    It starts with no organisation active (the body opens ``tenancy.scope`` around its reads and writes and closes it before it
    calls the network) and ignores keywords it does not know, so an older worker bears a newer sender.
    """
    return _task(name, queue=queue, needs_organisation=True)


def task(name: str, *, queue: Queue) -> Callable[[Callable[..., Any]], Any]:
    """The same for work over all organisations: sweepers."""
    return _task(name, queue=queue, needs_organisation=False)


def ring(name: str, *, queue: Queue, organisation_id: int | None = None, **ids: int) -> None:
    """Ring for a task once the running transaction has committed; several rings in one transaction are one."""
    if organisation_id is not None:
        ids["organisation_id"] = organisation_id
    after_commit_once(ring_now, bell(name, queue=queue, **ids))


def after_commit_once(step: Callable[[Any], Any], told: Any) -> None:
    """Call ``step(told)`` after the commit, once however often it was asked for in this transaction.

    An earlier request that was rolled back with its savepoint is not there any more, so the one that is found will be kept.
    """
    for _savepoints, waiting, *_ in connection.run_on_commit:
        if isinstance(waiting, partial) and (waiting.func, waiting.args) == (step, (told,)):
            return
    transaction.on_commit(partial(step, told))


def ring_for_organisation(name: str, *, queue: Queue, **ids: int) -> None:
    """``ring`` for the active organisation."""
    ring(name, queue=queue, organisation_id=tenancy.required(), **ids)


@dataclass(frozen=True)
class Bell:
    """A task's name, its queue and its ids."""

    name: str
    queue: Queue
    ids: tuple[tuple[str, int], ...]


def bell(name: str, *, queue: Queue, **ids: int) -> Bell:
    return Bell(name, queue, tuple(sorted(ids.items())))


def ring_now(rung: Bell) -> bool:
    """Ring at once; False when Redis is away or the same bell is waiting to be heard. Used by sweepers."""
    ids = dict(rung.ids)
    if hints.put_once(_bell_key(rung.name, ids), seconds=BELL_SECONDS) is not True:
        return False
    return hints.push(rung.queue, _message(rung.name, rung.queue, ids))


def route(name: str, *_: Any, **__: Any) -> dict[str, str] | None:
    """Celery's question on which queue a task goes (task_routes)."""
    return {"queue": _queues[name].value} if name in _queues else None


def stopping() -> bool:
    """True once this process was asked to end: loops finish the item in hand and give the rest back."""
    return _stop.is_set()


def stop() -> None:
    _stop.set()


@contextmanager
def heartbeat(beat: Callable[[], None], *, every_seconds: float) -> Iterator[None]:
    """Call ``beat`` from a thread of its own every few seconds while the block runs; its database errors are survived."""
    done = threading.Event()

    def run() -> None:
        try:
            while not done.wait(every_seconds):
                try:
                    beat()
                except DatabaseError as problem:
                    logger.warning("heartbeat.missed", problem=type(problem).__name__)
        finally:
            connection.close()  # this thread's own

    thread = threading.Thread(target=run, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _task(name: str, *, queue: Queue, needs_organisation: bool) -> Callable[[Callable[..., Any]], Any]:
    from celery import shared_task  # only workers and the beat load Celery; the web rings through hints

    def decorate(body: Callable[..., Any]) -> Any:
        accepted = _keywords(body)
        if needs_organisation and "organisation_id" not in accepted:
            raise TypeError(f"{name} must take organisation_id.")

        @wraps(body)
        def run(**ids: Any) -> None:
            if tenancy.current() is not None:
                raise ScopeLeaked(f"{name} began inside organisation {tenancy.current()}.")
            hints.drop(_bell_key(name, ids))
            with structlog.contextvars.bound_contextvars(task=name, organisation_id=ids.get("organisation_id")):
                body(**{word: value for word, value in ids.items() if word in accepted})

        _queues[name] = queue
        return shared_task(name=name, ignore_result=True)(run)

    return decorate


def _keywords(body: Callable[..., Any]) -> frozenset[str]:
    parameters = inspect.signature(body).parameters.values()
    if any(parameter.kind not in {parameter.KEYWORD_ONLY, parameter.VAR_KEYWORD} for parameter in parameters):
        raise TypeError(f"{body.__qualname__}: a task takes keywords only.")
    return frozenset(parameter.name for parameter in parameters if parameter.kind == parameter.KEYWORD_ONLY)


def _bell_key(name: str, ids: Mapping[str, int]) -> str:
    others = [f"{word}={value}" for word, value in sorted(ids.items()) if word != "organisation_id"]
    return hints.key("bell", ids.get("organisation_id", hints.NO_ORGANISATION), name, *others)


def _message(name: str, queue: str, ids: Mapping[str, int]) -> str:
    """A task message as Celery's Redis transport reads it (task protocol 2); tests/contracts holds it to a real worker."""
    task_id = str(uuid4())
    body = json.dumps([[], dict(ids), {"callbacks": None, "errbacks": None, "chain": None, "chord": None}])
    return json.dumps(
        {
            "body": base64.b64encode(body.encode()).decode(),
            "content-encoding": "utf-8",
            "content-type": "application/json",
            "headers": {
                "lang": "py",
                "task": name,
                "id": task_id,
                "root_id": task_id,
                "parent_id": None,
                "group": None,
                "retries": 0,
                "timelimit": [None, None],
                "argsrepr": "()",
                "kwargsrepr": repr(dict(ids)),
                "ignore_result": True,
            },
            "properties": {
                "correlation_id": task_id,
                "reply_to": "",
                "delivery_mode": 2,
                "delivery_info": {"exchange": "", "routing_key": queue},
                "priority": 0,
                "body_encoding": "base64",
                "delivery_tag": str(uuid4()),
            },
        }
    )
