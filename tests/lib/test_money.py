from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.lib import money
from recruit_platform.lib.money import MixedCurrencies, Money, NotAnAmount

amounts = st.integers(-(10**13), 10**13)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=40).filter(any)


@given(amounts, weights)
def test_split_gives_every_unit_away_and_nobody_differs_a_whole_unit_from_the_exact_share(
    minor: int, parts: list[int]
) -> None:
    split = Money(minor, "EUR").split(parts)
    assert sum(part.minor for part in split) == minor
    for part, weight in zip(split, parts, strict=True):
        assert abs(part.minor - Fraction(minor * weight, sum(parts))) < 1


@given(st.integers(0, 5000), st.lists(st.integers(0, 50), min_size=1, max_size=8).filter(any))
def test_split_is_what_handing_out_leftovers_one_by_one_gives(minor: int, parts: list[int]) -> None:
    exact = [Fraction(minor * weight, sum(parts)) for weight in parts]
    slow = [int(share) for share in exact]
    while sum(slow) < minor:
        owed = [share - given for share, given in zip(exact, slow, strict=True)]
        slow[owed.index(max(owed))] += 1
    assert [part.minor for part in Money(minor, "EUR").split(parts)] == slow


@given(amounts, weights)
def test_splitting_a_debt_mirrors_splitting_the_amount(minor: int, parts: list[int]) -> None:
    assert Money(-minor, "EUR").split(parts) == [-part for part in Money(minor, "EUR").split(parts)]


@pytest.mark.parametrize("bad", [[], [0, 0], [1, -1], [0.5, 0.5], [True, 1]])
def test_split_refuses_weights_it_cannot_honour(bad: list[int]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        Money(100, "EUR").split(bad)


@given(amounts, st.sampled_from(["EUR", "USD", "JPY", "KWD", "CHF"]), st.sampled_from(["nl", "en"]))
def test_what_is_formatted_can_be_parsed_back(minor: int, currency: str, language: str) -> None:
    amount = Money(minor, currency)
    assert money.parse(amount.format(language), currency=currency, language=language) == amount


@pytest.mark.parametrize(
    ("minor", "currency", "nl", "en"),
    [
        (123450, "EUR", "€\u00a01.234,50", "€1,234.50"),
        (-5, "EUR", "€\u00a0-0,05", "-€0.05"),
        (0, "USD", "$\u00a00,00", "$0.00"),
        (1234567, "JPY", "JPY\u00a01.234.567", "JPY\u00a01,234,567"),
        (1, "KWD", "KWD\u00a00,001", "KWD\u00a00.001"),
    ],
)
def test_format(minor: int, currency: str, nl: str, en: str) -> None:
    assert (Money(minor, currency).format("nl"), Money(minor, currency).format("en")) == (nl, en)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("€ 1.234,50", 123450),
        ("1234,5", 123450),
        ("1.234.567", 123456700),
        ("EUR 12", 1200),
        ("-0,01", -1),
        ("\u22123", -300),
        (" 12\u00a0 ", 1200),
        ("1\u202f234,00", 123400),
    ],
)
def test_parse_reads_what_people_type(typed: str, minor: int) -> None:
    assert money.parse(typed) == Money(minor, "EUR")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "€",
        "1,234",
        "1.23",
        "12.34,5",
        "1.2345",
        "1e3",
        "--1",
        "1-",
        "٣",
        "$ 3",
        "1" * 16,
        "0x10",
        "1,2,3",
        "nan",
        "1\x002",
    ],
)
def test_parse_refuses_what_is_not_plainly_an_amount(typed: str) -> None:
    with pytest.raises(NotAnAmount):
        money.parse(typed)


def test_currencies_do_not_mix() -> None:
    euro, dollar = Money(1, "EUR"), Money(1, "USD")
    for operation in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar):
        with pytest.raises(MixedCurrencies):
            operation()
    assert euro != dollar


@pytest.mark.parametrize("bad", [1.0, "1", True, None, Fraction(1)])
def test_only_whole_numbers_are_money(bad: object) -> None:
    with pytest.raises(TypeError):
        Money(bad, "EUR")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1, "EUR") * bad  # type: ignore[operator]
    with pytest.raises(TypeError):
        Money(1, "EUR") + bad  # type: ignore[operator]


@given(amounts, st.fractions(-2, 2))
def test_a_share_is_rounded_to_the_nearest_unit(minor: int, part: Fraction) -> None:
    share = Money(minor, "EUR").share(part).minor
    assert abs(share - minor * part) <= Fraction(1, 2)
    assert Money(-minor, "EUR").share(part).minor == -share


def test_halves_go_away_from_zero() -> None:
    assert Money(5, "EUR").share(Fraction(1, 2)) == Money(3, "EUR")
    assert Money(-5, "EUR").share(Fraction(1, 2)) == Money(-3, "EUR")


@given(st.lists(amounts, max_size=20))
def test_total_adds_up(minors: list[int]) -> None:
    assert money.total((Money(minor, "EUR") for minor in minors), currency="EUR") == Money(sum(minors), "EUR")


def test_comparison_and_truth() -> None:
    assert Money(1, "EUR") < Money(2, "EUR") <= Money(2, "EUR")
    assert not Money(0, "EUR")
    assert 3 * Money(2, "EUR") == Money(6, "EUR")
