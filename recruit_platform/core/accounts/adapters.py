"""Where the login package asks how we want it: closed sign-up, guess limits, encrypted secrets, mails, facts for the log."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recruit_platform.core import clock
from recruit_platform.core.accounts import browsers, devices, middleware, services
from recruit_platform.core.models import User

_WHAT_HAPPENED = {
    "account/email/password_changed": "person.password_changed",
    "account/email/password_set": "person.password_changed",
    "account/email/password_reset": "person.password_reset",
    "account/email/email_changed": "person.email_changed",
    "mfa/email/totp_activated": "person.second_step_added",
    "mfa/email/totp_deactivated": "person.second_step_removed",
    "mfa/email/webauthn_added": "person.second_step_added",
    "mfa/email/webauthn_removed": "person.second_step_removed",
    "mfa/email/recovery_codes_generated": "person.recovery_codes_made",
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("Dit e-mailadres en wachtwoord horen niet bij elkaar."),
        "too_many_login_attempts": _("Te vaak geprobeerd. Wacht vijf minuten, of vraag een nieuw wachtwoord aan."),
        "incorrect_password": _("Dit wachtwoord klopt niet."),
        "incorrect_code": _("Deze code klopt niet."),
        "rate_limited": _("Dat ging te snel achter elkaar. Wacht even en probeer het opnieuw."),
        "same_as_current": _("Dit is al je adres."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation; accepting one does not go through the package's sign-up."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("landing")

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        middleware.begin(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        response = super().post_login(request, user, **kwargs)
        browsers.note(request, person=user, ip=self.get_client_ip(request), at=clock.now())
        devices.remember(response, user)
        services.note(user, "person.signed_in", at=clock.now())
        return response

    def set_password(self, user: User, password: str) -> None:
        services.set_password(user, password)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        super().send_notification_mail(template_prefix, user, *args, **kwargs)
        kind = _WHAT_HAPPENED.get(template_prefix)
        if kind:
            services.note(user, kind, at=clock.now())

    def add_message(self, request: HttpRequest, level: int, *args: Any, **kwargs: Any) -> None:
        if (args[0] if args else kwargs.get("message_template")) == "account/messages/logged_in.txt":
            return  # the page that follows says it by itself
        super().add_message(request, level, *args, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Besides the limit per device or network: one for all unknown browsers of the world together, against many networks."""
        super().pre_authenticate(request, **credentials)
        address = str(credentials.get("email", "")).lower()
        if devices.of(request, address):
            return
        usage = ratelimit.consume(request, app="allauth.account", action="login_from_unknown", key=address)
        if usage is None:
            raise self.validation_error("too_many_login_attempts")
        self._login_failed_rl_usage.usage.extend(usage.usage)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count guesses per address and per device or network, so that guessing at someone does not lock that person out."""
        address = str(credentials.get("email", "")).lower()
        return f"{address}|{devices.of(request, address) or self.get_client_ip(request)}"


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps and recovery codes encrypted in the database."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Recruit"


def _box() -> MultiFernet:
    """Encrypts with the first file key and opens with any that is still known, so that changing the key locks nobody out."""
    derived = [HKDF(SHA256(), 32, salt=None, info=b"second factor secrets").derive(key) for key in settings.FILE_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])
