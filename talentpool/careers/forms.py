"""What visitors type, one thing per page. Errors say what to do, and keep what was typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendar_app.selectors import days, profiles
from recruit_platform.core import clock
from recruit_platform.core.outbox import AddressRefused, addresses
from recruit_platform.lib import phone as numbers
from recruit_platform.lib.text import clean_line

CONSENT = (("28", _("4 weken")), ("365", _("1 jaar")))


def _field(kind: type[forms.Widget], **attributes: str) -> forms.Widget:
    return kind(attrs={"class": attributes.pop("classes", "in"), **attributes})


class Reachable(forms.Form):
    """Name, address and number."""

    name = forms.CharField(
        label=_("Voor- en achternaam"),
        max_length=200,
        widget=_field(forms.TextInput, autocomplete="name"),
        error_messages={"required": _("Vul je voor- en achternaam in")},
    )
    email = forms.CharField(
        label=_("E-mailadres"),
        max_length=254,
        help_text=_("Hier sturen we je eigen link naartoe"),
        widget=_field(forms.EmailInput, autocomplete="email", inputmode="email", spellcheck="false"),
        error_messages={"required": _("Vul je e-mailadres in")},
    )
    phone = forms.CharField(
        label=_("Telefoonnummer"),
        max_length=30,
        widget=_field(forms.TextInput, classes="in short", type="tel", autocomplete="tel", inputmode="tel"),
        error_messages={"required": _("Vul je telefoonnummer in, zoals 06 12345678")},
    )

    def clean_name(self) -> str:
        name = clean_line(self.cleaned_data["name"])
        if not any(letter.isalpha() for letter in name):
            raise ValidationError(_("Vul je voor- en achternaam in"))
        return name

    def clean_email(self) -> str:
        try:
            return addresses.checked(self.cleaned_data["email"])
        except AddressRefused:
            raise ValidationError(_("Vul je e-mailadres in met een @, zoals naam@voorbeeld.nl")) from None

    def clean_phone(self) -> str:
        number = numbers.e164(self.cleaned_data["phone"])
        if number is None:
            raise ValidationError(_("Vul een telefoonnummer in van 10 cijfers, zoals 06 12345678"))
        return numbers.shown(number)


class DetailsForm(Reachable):
    """The first step. ``website`` is seen by machines only."""

    whatsapp = forms.BooleanField(label=_("Stuur me liever een WhatsApp dan dat je belt"), required=False)
    website = forms.CharField(required=False, max_length=200)

    def kept(self) -> dict[str, Any]:
        found = {name: self.cleaned_data[name] for name in ("name", "email", "phone", "whatsapp")}
        return {**found, "trap": True} if self.cleaned_data.get("website") else found


class SignupForm(Reachable):
    """One page: who, which work, and a yes to the words shown. ``website`` is seen by machines only."""

    phone = None  # type: ignore[assignment]
    work: Any = forms.ModelMultipleChoiceField(
        label=_("Over welk werk wil je horen?"),
        queryset=None,
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Kies over welk werk je wilt horen"),
            "invalid_choice": _("Kies werk uit de lijst"),
            "invalid_pk_value": _("Kies werk uit de lijst"),
        },
    )
    consent = forms.BooleanField(error_messages={"required": _("Zet een vinkje als je ja zegt")})
    text = forms.IntegerField(widget=forms.HiddenInput)
    website = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        """``version`` is that of the words that stand now."""
        super().__init__(*args, **kwargs)
        self.version = version
        work: Any = self.fields["work"]
        work.queryset = profiles.advertised(today=days.today(clock.now()))
        work.required = work.queryset.exists()
        work.label_from_instance = lambda one: one.name

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "consent" in found and found.get("text") != self.version:
            self.add_error("consent", _("De tekst is intussen veranderd. Lees hem en zeg opnieuw ja"))
        return found


class PapersForm(forms.Form):
    cv = forms.FileField(
        label=_("Cv"),
        required=False,
        max_length=255,
        help_text=_("Pdf, Word of een foto, tot 10 MB"),
        widget=_field(forms.FileInput, accept=".pdf,.docx,.odt,.jpg,.jpeg,.png"),
        error_messages={"empty": _("Dit bestand is leeg. Kies een ander bestand.")},
    )
    motivation = forms.CharField(
        label=_("Iets dat we moeten weten"),
        required=False,
        max_length=800,
        help_text=_("Bijvoorbeeld op welke dagen je wilt werken"),
        widget=_field(forms.Textarea, rows="4"),
    )


class ConsentForm(forms.Form):
    consent = forms.ChoiceField(
        label=_("Hoe lang mogen we je gegevens bewaren?"),
        choices=CONSENT,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Kies hoe lang we je gegevens mogen bewaren"),
            "invalid_choice": _("Kies hoe lang we je gegevens mogen bewaren"),
        },
    )


class CorrectForm(Reachable):
    """Correcting by one's own link: the name stays what it was, a recruiter changes that."""

    name = None  # type: ignore[assignment]


class DocumentForm(forms.Form):
    document = forms.FileField(
        label=_("Diploma of ander document"),
        max_length=255,
        help_text=_("Pdf, Word of een foto, tot 10 MB"),
        widget=_field(forms.FileInput, accept=".pdf,.docx,.odt,.jpg,.jpeg,.png"),
        error_messages={
            "required": _("Kies eerst een bestand"),
            "empty": _("Dit bestand is leeg. Kies een ander bestand."),
        },
    )
