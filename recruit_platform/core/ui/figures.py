"""Figures as each language writes them: ``€ 1.234`` and ``12,3 %`` in Dutch, ``€1,234`` and ``12.3%`` in English.

static/js/charts.js writes them the same way. The space does not break. Money proper is ``lib.money``; these are for drawings.
"""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import get_language

_SPACE = "\N{NO-BREAK SPACE}"


def number(value: float, *, decimals: int = 0) -> str:
    return str(number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True))


def euros(value: float) -> str:
    """Whole euros."""
    sign = "-" if round(value) < 0 else ""
    amount = number(abs(value))
    return f"{sign}€{amount}" if _is_english() else f"€{_SPACE}{sign}{amount}"


def percent(value: float, *, decimals: int = 1) -> str:
    """``value`` is 0..100."""
    return f"{number(value, decimals=decimals)}{'' if _is_english() else _SPACE}%"


def _is_english() -> bool:
    return (get_language() or "nl").startswith("en")
