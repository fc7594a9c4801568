"""The login package's forms where ours say or ask something else."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
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


class ActivateCodeAppForm(totp_forms.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code uit je app")
        self.fields["code"].widget.attrs.pop("placeholder", None)


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):
    """A passkey opens the door by itself unless the person wants it as a second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name(required=False)
        self.initial["name"] = ""
        without_password = self.fields["passwordless"]
        without_password.label = _("Ook inloggen zonder wachtwoord")
        without_password.help_text = _("Zet dit uit als je sleutel niet om een vinger, gezicht of pincode vraagt.")
        without_password.initial = True


class EditPasskeyForm(passkey_forms.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = _name(required=True)


def _name(*, required: bool) -> forms.CharField:
    return forms.CharField(label=_("Naam"), max_length=100, required=required)
