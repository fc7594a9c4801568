"""What people type on the pages of core; the services decide what comes of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from recruit_platform.core.models import Font, Language, Region, Role, User

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_COLOUR = RegexValidator(r"^#[0-9a-f]{6}\Z", _("Schrijf een kleur als #4338ca."))
ZONES = tuple(sorted(zone for zone in available_timezones() if zone.startswith("Europe/")))


class VersionedForm(forms.Form):
    """A form over settings that two people may edit at once: it sends back the version it was filled from."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "version"  # so that it is known which fields this person touched

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OrganisationForm(VersionedForm):
    name = forms.CharField(label=_("Naam"), max_length=200)
    region = forms.ChoiceField(
        label=_("Vakantieregio"), choices=Region, help_text=_("Bepaalt welke schoolvakanties in de kalender staan.")
    )
    time_zone = forms.ChoiceField(label=_("Tijdzone"), choices=[(zone, zone.replace("_", " ")) for zone in ZONES])
    language = forms.ChoiceField(label=_("Taal van de werkbij-site en mails"), choices=Language)
    english_on = forms.BooleanField(
        label=_("Werkbij-site ook in het Engels"), required=False, help_text=_("Bezoekers kiezen zelf hun taal.")
    )
    career_host = forms.CharField(
        label=_("Eigen host van de werkbij-site"),
        max_length=253,
        required=False,
        help_text=_("Bijvoorbeeld werkenbij.voorbeeld.nl. Laat leeg als je die niet hebt."),
    )

    def clean_career_host(self) -> str | None:
        host = self.cleaned_data["career_host"].strip().lower()
        if not host:
            return None
        if not _HOST.fullmatch(host):
            raise ValidationError(_("Schrijf alleen de host, zonder https:// en zonder pad."))
        return host


class StyleForm(VersionedForm):
    brand_colour = forms.CharField(
        label=_("Merkkleur"), max_length=7, validators=[_COLOUR], help_text=_("Zoals #4338ca.")
    )
    font = forms.ChoiceField(label=_("Lettertype"), choices=Font)
    corner_radius = forms.IntegerField(
        label=_("Ronding van hoeken"), min_value=0, max_value=24, help_text=_("0 is recht, 24 is heel rond.")
    )

    def clean_brand_colour(self) -> str:
        return str(self.cleaned_data["brand_colour"])


class LogoForm(forms.Form):
    """The picture itself is judged by files.kinds, whose words stand at the field."""

    logo = forms.FileField(
        label=_("Bestand"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg,.webp,image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG of WebP, hoogstens 1 MB. Het mooist is een vierkant met een doorzichtige achtergrond."),
        error_messages={"required": _("Kies eerst een bestand.")},
    )


class ColourForm(forms.Form):
    """Only the colour: for the example beside the field."""

    brand_colour = forms.CharField(max_length=7, validators=[_COLOUR])


class SecurityForm(VersionedForm):
    mfa_required = forms.BooleanField(
        label=_("Iedereen logt in met een tweede stap"),
        required=False,
        help_text=_("Wie nog geen passkey of code-app heeft, stelt die in voordat deze organisatie opengaat."),
    )


class DayOffForm(forms.Form):
    day = forms.DateField(label=_("Dag"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    name = forms.CharField(label=_("Waarom"), max_length=100, help_text=_("Zoals Studiedag of Brugdag."))

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not 2000 <= day.year <= 2100:
            raise ValidationError(_("Kies een dag tussen 2000 en 2100."))
        return day


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mailadres"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Rol"), choices=Role, initial=Role.RECRUITER)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Rol"), choices=Role)


class NewPersonForm(forms.Form):
    """Name and password of somebody who was invited; the address is the invitation's."""

    name = forms.CharField(label=_("Je naam"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Kies een wachtwoord"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Minstens 12 tekens. Een paar losse woorden is goed te onthouden en moeilijk te raden."),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self._email, name=self.cleaned_data.get("name", "")))
        return password


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Naam"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Taal"), choices=Language)
    theme = forms.ChoiceField(label=_("Kleuren"), choices=User.Theme)
    shortcuts_on = forms.BooleanField(
        label=_("Sneltoetsen"), required=False, help_text=_("Zoals / om te zoeken en ? voor de lijst.")
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=Language)


class ThemeForm(forms.Form):
    theme = forms.ChoiceField(choices=User.Theme)


class ShortcutsForm(forms.Form):
    on = forms.BooleanField(required=False)


class DensityForm(forms.Form):
    density = forms.ChoiceField(choices=[("roomy", ""), ("compact", "")])
