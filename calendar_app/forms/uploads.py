"""Files that people hand in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendar_app.models import FeedKind
from recruit_platform.lib.text import clean_line

MOST_FEED_BYTES = 10 * 1024 * 1024


class TableForm(forms.Form):
    """A CSV or a workbook; its kind is judged by core.files.kinds, whose words stand at the field."""

    file = forms.FileField(
        label=_("CSV of Excel"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("Met de kolommen Profiel, Maand en Aantal, of één kolom per maand."),
        error_messages={"required": _("Kies eerst een bestand.")},
    )


class ApplyFeedForm(forms.Form):
    """Why vacancies without a salary go public; it stands outside the form of the button that sends it."""

    salary_reason = forms.CharField(
        label=_("Waarom staat er geen salaris bij?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"form": "doorvoeren"}),
        help_text=_("Geldt voor al deze vacatures. De reden blijft binnen."),
    )

    def clean_salary_reason(self) -> str:
        return clean_line(self.cleaned_data["salary_reason"])


class FeedForm(forms.Form):
    """A file with vacancies from elsewhere, and where it comes from."""

    source = forms.CharField(
        label=_("Bron"),
        max_length=120,
        help_text=_("Zoals Ons recruitmentsysteem. Dezelfde bron herkent dezelfde vacatures terug."),
    )
    kind = forms.ChoiceField(label=_("Soort bestand"), choices=FeedKind)
    file = forms.FileField(
        label=_("Bestand met vacatures"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xml,.html,.htm,.json,.txt"}),
        help_text=_("Hoogstens 10 MB en 20.000 vacatures."),
        error_messages={"required": _("Kies eerst een bestand.")},
    )
    publish = forms.BooleanField(
        label=_("Publiceer nieuwe vacatures meteen"),
        required=False,
        help_text=_("Zonder vinkje worden het concepten die je eerst nakijkt. Zonder salaris of plaats ook."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.casefold().endswith((".csv", ".xml", ".html", ".htm", ".json", ".txt")):
            raise ValidationError(_("Dit soort bestand nemen we hier niet aan. Kies een CSV, XML of webpagina."))
        if not file.size:
            raise ValidationError(_("Dit bestand is leeg."))
        if file.size > MOST_FEED_BYTES:
            raise ValidationError(_("Dit bestand is groter dan 10 MB."))
        return file
