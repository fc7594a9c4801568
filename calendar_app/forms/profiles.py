"""The form of a job profile."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Naam"), max_length=120, help_text=_("Zoals Leerkracht basisonderwijs."))
    family = forms.CharField(
        label=_("Functiefamilie"),
        max_length=60,
        required=False,
        help_text=_("Zoals Onderwijs of Zorg. Bundelt cijfers."),
    )
