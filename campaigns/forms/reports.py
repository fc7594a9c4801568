"""Uploading a report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import AccountMode, ChannelAccount


class ReportForm(forms.Form):
    account: Any = forms.ModelChoiceField(label=_("Kanaal"), queryset=None, empty_label=None)
    file = forms.FileField(
        label=_("CSV of Excel"),
        max_length=255,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("Zoals je het uit het advertentieplatform haalt; verander er niets aan."),
        error_messages={"required": _("Kies eerst een bestand.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["account"]
        account.queryset = ChannelAccount.objects.filter(mode=AccountMode.FILE, is_active=True).order_by("name")
        account.to_field_name, account.label_from_instance = "public_id", lambda one: f"{one.name} ({one.currency})"
