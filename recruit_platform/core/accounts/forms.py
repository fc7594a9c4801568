"""The login package's forms where ours say or ask something else."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from django.utils.translation import gettext_lazy as _


class LoginForm(account_forms.LoginForm):
    """E-mail and password, labels above the fields; "forgotten?" is a link of the page, not a hint of the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mailadres")
        self.fields["login"].widget.attrs.update({"autocomplete": "username webauthn", "autofocus": True})
        self.fields["login"].widget.attrs.pop("placeholder", None)
        self.fields["password"].label = _("Wachtwoord")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
