"""Amounts and hours as people write them, kept as whole cents and minutes."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from recruit_platform.lib import money

_written = money.Money.format
_HOURS = re.compile(r"([0-9]{1,2})(?:[.,]([0-9]{1,2}))?")


class AmountField(forms.Field):
    """Whole cents of euros; reads ``3.622`` and ``15,50`` in Dutch and as English writes them in English."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, int):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            found = money.parse(text, language=_language())
        except money.NotAnAmount as problem:
            raise ValidationError(_("Schrijf een bedrag als 3.622 of 15,50.")) from problem
        if found.minor < 0:
            raise ValidationError(_("Een salaris is niet lager dan nul."))
        return found.minor

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        text = _written(money.Money(value, "EUR"), _language()).replace("€", "").strip()
        return text[:-3] if text.endswith((",00", ".00")) else text


class HoursField(forms.Field):
    """Minutes a week, written as hours: ``32``, ``36,5``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, int):
            return value
        text = str(value).strip()
        if not text:
            return None
        found = _HOURS.fullmatch(text)
        minutes = round((int(found[1]) + int((found[2] or "0").ljust(2, "0")) / 100) * 60) if found else -1
        if not 0 < minutes <= 60 * 60:
            raise ValidationError(_("Schrijf uren per week als 32 of 36,5."))
        return minutes

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        text = f"{value / 60:.2f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if _language() == "nl" else text


class SensibleDateField(forms.DateField):
    """A day between 2000 and 2100, from the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and not 2000 <= day.year <= 2100:
            raise ValidationError(_("Kies een dag tussen 2000 en 2100."))
        return day


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"
