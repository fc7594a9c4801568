"""Requests generated from our own document; ``./run bench api_fuzz`` is the long form."""

from __future__ import annotations

from typing import Any

from tests.core.api.conftest import make_key
from tests.core.api.test_endpoints import put_mails, write_events
from tests.support import fuzzing
from tests.support.builders import World


def test_generated_requests_are_answered_as_the_document_says(acme: World, zed: World, settings: Any) -> None:
    settings.API_PER_MINUTE = 1_000_000
    write_events(acme, 5)
    put_mails(acme, 3)
    statuses = fuzzing.fuzz(secret=make_key(acme).secret, known=fuzzing.one_of_each(acme), cases=5)
    assert {status for _method, status in statuses} <= {200, 201, 400, 401, 404, 405, 409, 422}
    for common in [("GET", 200), ("GET", 422), ("POST", 200), ("POST", 201), ("POST", 404), ("POST", 422)]:
        assert statuses[common] >= 10, statuses
