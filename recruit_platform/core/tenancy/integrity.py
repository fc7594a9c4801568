"""A broken rule of the database as a refusal in words: by the rule's name, inside a savepoint."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction


class BrokenAtCommit(IntegrityError):
    """A rule that is checked last (a reference) was broken: the commit failed and nothing of the transaction was kept."""


def rule_of(error: IntegrityError) -> str:
    """Return the name of the constraint or unique index that an IntegrityError speaks of, or an empty text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


@contextmanager
def refusing(refusals: Mapping[str, Callable[[], Exception]]) -> Iterator[None]:
    """Turn a broken rule into its refusal: ``with refusing({"day_off_once": DayAlreadyOff}): …``.

    The block is a savepoint, so the transaction stays usable. A rule that is not named goes on as IntegrityError. Only rules that
    are checked at once are caught; a reference to a missing row shows at commit.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refusal = refusals.get(rule_of(error))
        if refusal is None:
            raise
        raise refusal() from error
