"""Money as the language of the page writes it."""

from __future__ import annotations

from django.utils.translation import get_language

from recruit_platform.lib.money import Money

_write = Money.format


def said(minor: int, currency: str) -> str:
    """Return ``€ 1.234,50`` or ``€1,234.50``."""
    return _write(Money(minor, currency), "en" if (get_language() or "nl").startswith("en") else "nl")
