"""Files that people hand in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


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
