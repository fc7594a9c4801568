from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from recruit_platform.core.log import kinds
from recruit_platform.core.log.kinds import Amount, Day, Flag, Id, Instant, OneOf, PublicId, Refused, Several, Whole
from recruit_platform.core.models import Role
from recruit_platform.lib.money import Money

NAME = "Fatima Özdemir"
UUID_ = UUID("0193594b-1111-7222-8333-444444444444")
MOMENT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        (Whole(), 12),
        (Id(), 12),
        (Flag(), True),
        (Day(), date(2026, 11, 23)),
        (Instant(), MOMENT),
        (PublicId(), UUID_),
        (OneOf(Role), "recruiter"),
        (OneOf("a", "b"), "b"),
        (Amount(), Money(123_45, "EUR")),
        (Several(OneOf(Role)), ["admin", "director"]),
        (kinds.optional(Whole()), None),
    ],
)
def test_a_fact_reads_back_as_it_was_stored(fact: kinds.Fact, value: object) -> None:
    assert fact.read(fact.store(value)) == value


@pytest.mark.parametrize(
    "fact",
    [
        Whole(),
        Id(),
        Flag(),
        Day(),
        Instant(),
        PublicId(),
        OneOf(Role),
        Amount(),
        Several(Whole()),
        kinds.optional(Day()),
    ],
)
@pytest.mark.parametrize("value", [NAME, [NAME], {"name": NAME}, NAME.encode(), 1.5])
def test_no_fact_takes_free_text_or_a_float(fact: kinds.Fact, value: object) -> None:
    with pytest.raises(Refused) as refused:
        fact.store(value)
    assert NAME not in str(refused.value)


def test_a_bool_is_not_a_number_and_a_moment_needs_its_zone() -> None:
    with pytest.raises(Refused):
        Whole().store(True)
    with pytest.raises(Refused):
        Instant().store(datetime(2026, 11, 23, 11, 0))
    with pytest.raises(Refused):
        Day().store(MOMENT)


def test_unknown_and_missing_facts_are_refused() -> None:
    facts = {"count": Whole(), "why": kinds.optional(OneOf("a"))}
    kind = kinds.Kind("test.seen", "Gezien", frozenset({"message"}), facts)
    assert kind.store({"count": 3}) == {"count": 3, "why": None}
    with pytest.raises(Refused, match="no fact note"):
        kind.store({"count": 3, "note": 1})
    with pytest.raises(Refused, match="needs the fact count"):
        kind.store({})
