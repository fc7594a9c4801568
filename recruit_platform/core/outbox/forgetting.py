"""Mails that keep nothing of whom they were about: of somebody who was erased, and what was the last word to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import erasing
from recruit_platform.core.models import MailboxMessage, MessageState, OutboxMessage
from recruit_platform.core.refusals import Refusal

ERASED = "erased"  # the reason a recheck gives for somebody who is gone
_purposes: set[str] = set()
_PENDING = frozenset({MessageState.DUE.value, MessageState.SENDING.value})


class OnItsWay(Refusal):
    """A mail server has one of these mails in its hands right now: what became of it is still to be written down."""

    def __init__(self) -> None:
        super().__init__(_("Er gaat net een mail naar deze persoon de deur uit. Probeer het over een minuut nog eens."))


def forgets(purpose: str) -> str:
    """Let mails of a purpose lose address and words as soon as they left, failed or were taken back. Returns the purpose."""
    _purposes.add(purpose)
    return purpose


def ended(messages: Iterable[OutboxMessage]) -> None:
    """Empty those of these ended mails whose purpose forgets. No statement when there are none."""
    _empty([one.pk for one in messages if one.purpose in _purposes])


def taken_back(cancelled: Iterable[tuple[OutboxMessage, str]]) -> None:
    """The same for mails that were taken back; one to somebody who is erased goes too, whatever it was for."""
    _empty([one.pk for one, because in cancelled if one.purpose in _purposes or because == ERASED])


def about(kind: str, person_id: int) -> QuerySet[OutboxMessage]:
    """Return the mails to a person, whatever they are for."""
    return OutboxMessage.objects.filter(person_kind=kind, person_id=person_id)


def empty(messages: QuerySet[OutboxMessage]) -> int:
    """Empty every personal column of mails that are not waiting, and throw away the demo's copies; the rows stay. Repeatable.

    Raises OnItsWay; nothing changed then.
    """
    held = list(messages.select_for_update().order_by("id").values_list("pk", "state"))
    if any(state in _PENDING for _pk, state in held):
        raise OnItsWay
    return _empty([pk for pk, _state in held])


def _empty(ids: Sequence[int]) -> int:
    if not ids:
        return 0
    MailboxMessage.objects.filter(message__in=ids).delete()
    return OutboxMessage.objects.filter(pk__in=ids).update(**erasing.emptied(OutboxMessage))
