"""Fields that several forms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recruit_platform.lib import money


class AmountField(forms.CharField):
    """An amount as people write it; cleaned to whole minor units."""

    def __init__(self, *args: Any, currency: str = "EUR", **kwargs: Any) -> None:
        self.currency = currency
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(*args, max_length=24, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        language = "en" if (get_language() or "nl").startswith("en") else "nl"
        try:
            found = money.parse(text, currency=self.currency, language=language).minor
        except money.NotAnAmount as problem:
            raise ValidationError(_("Schrijf een bedrag, zoals 1.500 of 1.500,50.")) from problem
        if not 0 < found < 10**13:
            raise ValidationError(_("Schrijf een bedrag boven nul."))
        return found


def day_field(**kwargs: Any) -> forms.DateField:
    """A day, picked or typed."""
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)
