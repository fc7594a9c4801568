"""How Django prints our forms, and in which words its fields refuse.

`{{ form }}` gives the error summary and every field with label, hint and error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.core import validators
from django.forms.renderers import TemplatesSetting
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise  # there for type checkers only


class Renderer(TemplatesSetting):
    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"


def speak_plainly() -> None:
    """Give the refusals of Django's fields our words, on every form of the product. Called once, at start."""
    for field, words in _OF_FIELDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, message in _OF_VALIDATORS.items():
        validator.message = message  # type: ignore[attr-defined]


_OF_FIELDS: Mapping[type[forms.Field], Mapping[str, _StrPromise]] = {
    forms.Field: {"required": _("Vul dit in.")},
    forms.BooleanField: {"required": _("Zet hier een vinkje.")},
    forms.ChoiceField: {"required": _("Maak een keuze."), "invalid_choice": _("Kies iets uit de lijst.")},
    forms.MultipleChoiceField: {
        "required": _("Kies er minstens één."),
        "invalid_choice": _("Kies iets uit de lijst."),
        "invalid_list": _("Kies iets uit de lijst."),
    },
    forms.ModelChoiceField: {"required": _("Maak een keuze."), "invalid_choice": _("Kies iets uit de lijst.")},
    forms.ModelMultipleChoiceField: {
        "required": _("Kies er minstens één."),
        "invalid_choice": _("Kies iets uit de lijst."),
        "invalid_pk_value": _("Kies iets uit de lijst."),
        "invalid_list": _("Kies iets uit de lijst."),
    },
    forms.IntegerField: {"invalid": _("Vul een heel getal in.")},
    forms.FloatField: {"invalid": _("Vul een getal in.")},
    forms.DecimalField: {"invalid": _("Vul een getal in.")},
    forms.DateField: {"invalid": _("Vul een datum in, zoals 31-12-2026.")},
    forms.TimeField: {"invalid": _("Vul een tijd in, zoals 09:30.")},
    forms.DateTimeField: {"invalid": _("Vul een datum en een tijd in, zoals 31-12-2026 09:30.")},
    forms.URLField: {"invalid": _("Vul een webadres in dat met https:// begint.")},
    forms.UUIDField: {"invalid": _("Kies iets uit de lijst.")},
    forms.FileField: {
        "required": _("Kies een bestand."),
        "invalid": _("Kies een bestand."),
        "missing": _("Kies een bestand."),
        "empty": _("Dit bestand is leeg. Kies een ander."),
        "max_length": ngettext_lazy(
            "De naam van dit bestand is te lang: hoogstens %(max)d teken.",
            "De naam van dit bestand is te lang: hoogstens %(max)d tekens.",
            "max",
        ),
    },
}

_OF_VALIDATORS: dict[type, Promise] = {
    validators.EmailValidator: _("Vul een e-mailadres in, zoals naam@voorbeeld.nl."),
    validators.MaxLengthValidator: ngettext_lazy(
        "Gebruik hoogstens %(limit_value)d teken; het zijn er nu %(show_value)d.",
        "Gebruik hoogstens %(limit_value)d tekens; het zijn er nu %(show_value)d.",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "Gebruik minstens %(limit_value)d teken; het zijn er nu %(show_value)d.",
        "Gebruik minstens %(limit_value)d tekens; het zijn er nu %(show_value)d.",
        "limit_value",
    ),
    validators.MaxValueValidator: _("Vul hoogstens %(limit_value)s in."),
    validators.MinValueValidator: _("Vul minstens %(limit_value)s in."),
    validators.ProhibitNullCharactersValidator: _("Haal het onzichtbare teken weg."),
}
