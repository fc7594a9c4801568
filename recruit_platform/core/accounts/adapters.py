"""Where the login package asks how we want it: closed sign-up, guess limits, encrypted secrets, mails, facts for the log."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
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
_CLOSED = frozenset({"secret", "seed", "migrated_codes"})  # what the login package hands to encrypt


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

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A login of a moment ago is as good as the password once more."""
        proved_at = self.request.session.get(middleware.PROVED, 0)
        if clock.now().timestamp() - proved_at < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

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


def close_anew() -> int:
    """Close every second-step secret with the first FILE_KEY; returns how many changed. Repeatable.

    A code that is used in the same instant may write the old form back: run it until it returns 0.
    """
    changed = 0
    for found in (
        Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).order_by("pk").values_list("pk", flat=True)
    ):
        with transaction.atomic():
            one = Authenticator.objects.select_for_update().get(pk=found)
            anew = {name: _closed_anew(held) if name in _CLOSED else held for name, held in one.data.items()}
            if anew != one.data:
                one.data = anew
                one.save(update_fields=["data"])
                changed += 1
    return changed


def _closed_anew(held: Any) -> Any:
    if isinstance(held, list):
        return [_closed_anew(one) for one in held]
    if held is None or _opens_with_first(held):
        return held
    return _box().rotate(held.encode()).decode()


def _opens_with_first(held: str) -> bool:
    try:
        _fernet(settings.FILE_KEYS[0]).decrypt(held.encode())
    except InvalidToken:
        return False
    return True


def _box() -> MultiFernet:
    """Encrypts with the first file key and opens with any that is still known, so that changing the key locks nobody out."""
    return MultiFernet([_fernet(key) for key in settings.FILE_KEYS])


def _fernet(key: bytes) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"second factor secrets").derive(key)
    return Fernet(base64.urlsafe_b64encode(derived))
