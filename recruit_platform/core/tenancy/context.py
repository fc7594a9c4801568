"""The organisation of the running request, job or command, as a context variable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_current: ContextVar[int | None] = ContextVar("organisation_id", default=None)


class NoOrganisation(RuntimeError):
    """Rows of an organisation were asked for while none was active."""


class OutsideTransaction(RuntimeError):
    """A statement was sent outside a transaction while an organisation was active; its token lives per transaction."""


def current() -> int | None:
    """Return the id of the active organisation, or None."""
    return _current.get()


def required() -> int:
    """Return the id of the active organisation; raise NoOrganisation when there is none."""
    organisation_id = _current.get()
    if organisation_id is None:
        raise NoOrganisation("No organisation is active: wrap this in tenancy.scope(organisation_id).")
    return organisation_id


@contextmanager
def active(organisation_id: int) -> Iterator[None]:
    """Make an organisation the active one for the block. The caller must already be in a transaction to query.

    Never ``yield`` inside it: context variables are not per generator, so it would leak into the caller.
    """
    if not isinstance(organisation_id, int) or isinstance(organisation_id, bool) or organisation_id < 1:
        raise NoOrganisation(f"{organisation_id!r} is not the id of an organisation.")
    reset = _current.set(organisation_id)
    try:
        yield
    finally:
        _current.reset(reset)


@contextmanager
def scope(organisation_id: int) -> Iterator[None]:
    """``active`` plus a transaction (a savepoint inside another one): for jobs, commands and tests."""
    with active(organisation_id), transaction.atomic():
        yield
