"""Requests generated from our own OpenAPI document, against the WSGI application itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings

from recruit_platform.core.api import schema


def fuzz(*, secret: str, cases: int, start: int = 0) -> Counter[int]:
    """Send ``cases`` sensible and as many broken requests to each operation; raise on a 5xx or on anything undocumented.

    Returns how often each status came back.
    """
    statuses: Counter[int] = Counter()
    described = deepcopy(schema.described())
    for found in described["paths"].values():
        del found["get"]["security"]  # every request carries the key: test_keys looks at those without
    document = schemathesis.openapi.from_dict(described)
    document.app = get_wsgi_application()
    with _connections_left_alone():
        for result in document.get_all_operations():
            for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
                _fuzz_operation(result.ok(), mode, secret=secret, cases=cases, start=start, statuses=statuses)
    return statuses


def _fuzz_operation(operation: Any, mode: Any, *, secret: str, cases: int, start: int, statuses: Counter[int]) -> None:
    if mode is schemathesis.GenerationMode.NEGATIVE and not list(operation.iter_parameters()):
        return  # nothing in it can be broken

    @seed(start)
    @settings(
        max_examples=cases,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {secret}"})
        statuses[answer.status_code] += 1
        case.validate_response(answer, excluded_checks=_not_for(case))

    ask()


def _not_for(case: schemathesis.Case) -> list[Any]:
    """Leave out that any text is a good cursor: it is signed."""
    names = ["positive_data_acceptance"] if "cursor" in (case.query or {}) else []
    return [schemathesis.checks.CHECKS.get_one(name) for name in names]


@contextmanager
def _connections_left_alone() -> Iterator[None]:
    """As Django's test client does: the end of a request must not close the connection of the test's transaction."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (signals.request_started, signals.request_finished):
            signal.connect(close_old_connections)
