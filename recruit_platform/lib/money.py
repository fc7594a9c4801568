"""Amounts of money: whole minor units with a currency. Floats never get in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering

# ISO 4217 "E" column; currencies not listed have two decimals.
_DECIMALS = {
    "BIF": 0,
    "CLP": 0,
    "ISK": 0,
    "JPY": 0,
    "KRW": 0,
    "PYG": 0,
    "UGX": 0,
    "VND": 0,
    "BHD": 3,
    "KWD": 3,
    "TND": 3,
}
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}
# (thousands, decimals) as people write them; narrow spaces are accepted on the way in as well.
_SEPARATORS = {"nl": (".", ","), "en": (",", ".")}


class MixedCurrencies(ValueError):
    """Two amounts of different currencies cannot be added or compared."""


class NotAnAmount(ValueError):
    """The text is not an amount of money; the message is fit to show."""


@total_ordering
@dataclass(frozen=True)
class Money:
    """``minor`` is the amount in the smallest unit of ``currency`` (cents for EUR); may be negative."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError(f"Money is whole minor units, not {type(self.minor).__name__}.")
        if not re.fullmatch(r"[A-Z]{3}", self.currency):
            raise ValueError(f"{self.currency!r} is not a currency code of three capitals.")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> Money:
        if type(times) is not int:
            raise TypeError("Multiply money by a whole number; use share() or split() for parts.")
        return Money(self.minor * times, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __bool__(self) -> bool:
        return self.minor != 0

    def share(self, part: Fraction) -> Money:
        """Return this part of the amount, rounded to the nearest minor unit, halves away from zero."""
        if not isinstance(part, Fraction):
            raise TypeError("A share is a Fraction: floats lose cents.")
        exact = abs(self.minor) * abs(part)
        rounded = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
        return Money(rounded if (self.minor >= 0) == (part >= 0) else -rounded, self.currency)

    def converted(self, into: str, *, rate: Decimal) -> Money:
        """Return this amount in another currency; ``rate`` is what one whole unit of this one is worth in whole units of that.

        Rounded once, to the nearest minor unit, halves to even, so that many small rows do not drift one way. Raises TypeError
        for a rate that is no Decimal and ValueError for one that is not above zero.
        """
        if not isinstance(rate, Decimal):
            raise TypeError("A rate is a Decimal: floats lose cents.")
        if not (rate.is_finite() and rate > 0):
            raise ValueError("A rate is above zero.")
        scale = Fraction(10) ** (decimals_of(into) - decimals_of(self.currency))
        return Money(round(self.minor * Fraction(rate) * scale), into)

    def split(self, weights: Sequence[int]) -> list[Money]:
        """Divide over whole weights; the parts add up to the amount exactly.

        Largest remainder (Hamilton): each gets its share rounded towards zero, the units left go to the largest remainders,
        earlier weights first on a tie. No part differs from its exact share by a whole unit. Raises ValueError without a
        positive weight or with a negative one.
        """
        if any(type(weight) is not int or weight < 0 for weight in weights) or not any(weights):
            raise ValueError("Weights are whole numbers of zero or more, at least one above zero.")
        total, amount, sign = sum(weights), abs(self.minor), -1 if self.minor < 0 else 1
        parts = [amount * weight // total for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(amount * weights[i] % total), i))
        for i in by_remainder[: amount - sum(parts)]:
            parts[i] += 1
        return [Money(sign * part, self.currency) for part in parts]

    def format(self, language: str = "nl") -> str:
        """Return ``€ 1.234,50`` (nl) or ``€1,234.50`` (en); the space does not break."""
        thousands, point = _SEPARATORS[language]
        decimals = decimals_of(self.currency)
        units, rest = divmod(abs(self.minor), 10**decimals)
        number = f"{units:,}".replace(",", thousands) + (f"{point}{rest:0{decimals}d}" if decimals else "")
        sign, symbol = "-" if self.minor < 0 else "", _SYMBOLS.get(self.currency, self.currency)
        if language == "nl":
            return f"{symbol}\u00a0{sign}{number}"
        return f"{sign}{symbol}{number}" if self.currency in _SYMBOLS else f"{sign}{symbol}\u00a0{number}"

    def _same(self, other: Money) -> Money:
        if not isinstance(other, Money):
            raise TypeError(f"Money goes with money, not with {type(other).__name__}.")
        if other.currency != self.currency:
            raise MixedCurrencies(f"{self.currency} and {other.currency} cannot be combined.")
        return other


def total(amounts: Iterable[Money], *, currency: str) -> Money:
    """Add up amounts of one currency; zero when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def parse(text: str, *, currency: str = "EUR", language: str = "nl") -> Money:
    """Read what a person typed: ``€ 1.234,50``, ``1234,5``, ``-12``. Groups of thousands must be groups of three.

    More decimals than the currency has are refused, never rounded. Raises NotAnAmount.
    """
    thousands, point = _SEPARATORS[language]
    decimals = decimals_of(currency)
    bare = re.sub(r"[\s\u00a0\u202f]", "", text.replace("\u2212", "-"))
    bare = bare.replace(_SYMBOLS.get(currency, currency), "", 1).removeprefix(currency)
    fraction = rf"(?:{re.escape(point)}(?P<rest>[0-9]{{1,{decimals}}}))?" if decimals else "(?P<rest>)"
    whole = rf"(?P<whole>[0-9]{{1,3}}(?:{re.escape(thousands)}[0-9]{{3}})+|[0-9]{{1,15}})"
    found = re.fullmatch(rf"(?P<sign>-?){whole}{fraction}", bare)
    if not found or len(bare) > 24:
        raise NotAnAmount(f"This is not an amount: {text[:40]!r}.")
    units = int(found["whole"].replace(thousands, ""))
    minor = units * 10**decimals + int((found["rest"] or "").ljust(decimals, "0") or "0")
    return Money(-minor if found["sign"] else minor, currency)


def decimals_of(currency: str) -> int:
    return _DECIMALS.get(currency, 2)
