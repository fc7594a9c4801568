"""Exchange rates as people look them up."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruit_platform.lib.text import clean_line

from .fields import day_field

_MOST, _DECIMALS = Decimal(10) ** 8, 10


class RateField(forms.CharField):
    """A rate with a comma or a point for its decimals, never thousands; cleaned to an exact Decimal."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(*args, max_length=24, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        wrong = ValidationError(_("Schrijf een koers boven nul, zoals 0,9215."))
        plain = text.replace(",", ".")
        if not plain.isascii() or not plain.replace(".", "", 1).isdecimal():
            raise wrong
        try:
            rate = Decimal(plain)
        except InvalidOperation as problem:
            raise wrong from problem
        if not 0 < rate < _MOST or -int(rate.as_tuple().exponent) > _DECIMALS:
            raise wrong
        return rate


def _currency(**kwargs: Any) -> forms.RegexField:
    return forms.RegexField(
        r"^[A-Z]{3}\Z", error_messages={"invalid": _("Schrijf drie hoofdletters, zoals USD.")}, **kwargs
    )


class RateForm(forms.Form):
    """What one unit of a currency is worth, from a day on."""

    currency = _currency(label=_("Valuta van het rapport"), help_text=_("Drie letters, zoals USD."))
    into = _currency(label=_("Valuta van het kanaal"), initial="EUR")
    valid_from = day_field(label=_("Geldt vanaf"), help_text=_("Tot de volgende koers die je invoert."))
    rate = RateField(label=_("Koers"), help_text=_("Hoeveel 1 eenheid waard is, zoals 0,9215."))
    source = forms.CharField(label=_("Bron"), max_length=120, help_text=_("Waar je de koers vond, zoals ECB."))

    def clean_source(self) -> str:
        return clean_line(self.cleaned_data["source"])
