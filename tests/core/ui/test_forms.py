"""What a field says when it refuses: short, to the person, in the language of the page."""

from __future__ import annotations

import pytest
from django import forms
from django.utils import translation

REFUSED = [
    (forms.CharField(), "", "Vul dit in."),
    (forms.CharField(max_length=3), "abcd", "Gebruik hoogstens 3 tekens; het zijn er nu 4."),
    (forms.CharField(min_length=3), "ab", "Gebruik minstens 3 tekens; het zijn er nu 2."),
    (forms.EmailField(), "geen adres", "Vul een e-mailadres in, zoals naam@voorbeeld.nl."),
    (forms.IntegerField(), "x", "Vul een heel getal in."),
    (forms.IntegerField(max_value=9), "10", "Vul hoogstens 9 in."),
    (forms.IntegerField(min_value=1), "0", "Vul minstens 1 in."),
    (forms.DecimalField(), "x", "Vul een getal in."),
    (forms.DateField(), "gisteren", "Vul een datum in, zoals 31-12-2026."),
    (forms.TimeField(), "straks", "Vul een tijd in, zoals 09:30."),
    (forms.ChoiceField(choices=[("a", "A")]), "b", "Kies iets uit de lijst."),
    (forms.ChoiceField(choices=[("a", "A")]), "", "Maak een keuze."),
    (forms.MultipleChoiceField(choices=[("a", "A")]), [], "Kies er minstens één."),
    (forms.BooleanField(), False, "Zet hier een vinkje."),
    (forms.FileField(), None, "Kies een bestand."),
]


@pytest.mark.parametrize(("field", "value", "said"), REFUSED, ids=[said for _f, _v, said in REFUSED])
def test_a_field_refuses_in_plain_words(field: forms.Field, value: object, said: str) -> None:
    class Asking(forms.Form):
        pass

    Asking.base_fields = {"asked": type(field)(**_kept(field))}
    with translation.override("nl"):
        form = Asking({"asked": value} if value not in (None, "") else {})
        assert form.errors["asked"] == [said]


def _kept(field: forms.Field) -> dict[str, object]:
    """A field made now, not when this module was read: words are set at start."""
    names = ("max_length", "min_length", "max_value", "min_value", "choices")
    return {name: getattr(field, name) for name in names if getattr(field, name, None) is not None}
