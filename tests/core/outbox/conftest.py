"""Mails to put and rechecks to register, for tests of the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from recruit_platform.core import outbox
from recruit_platform.core.log import kinds
from recruit_platform.core.outbox import rechecks


@pytest.fixture(autouse=True)
def registries() -> Iterator[None]:
    """Rechecks and kinds of people for the test, forgotten after it."""
    known, things, words = dict(rechecks._rechecks), dict(kinds._subjects), dict(rechecks._words)
    kinds.declare_subject("applicant")
    yield
    rechecks._rechecks.clear()
    rechecks._rechecks.update(known)
    rechecks._words.clear()
    rechecks._words.update(words)
    kinds._subjects.clear()
    kinds._subjects.update(things)


@pytest.fixture
def recheck() -> Callable[..., None]:
    def register(name: str, check: rechecks.Check, **options: Any) -> None:
        outbox.recheck(name, **options)(check)

    return register
