"""Django's own mail (and allauth's) takes the same road: a row first, a mail later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from recruit_platform.core import clock

from . import accounts


class DjangoBackend(BaseEmailBackend):
    """EMAIL_BACKEND: writes account mails in the running transaction. Attachments are not for account mails: refused."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        written = 0
        for message in email_messages:
            if message.attachments:
                raise ValueError("An account mail has no attachments.")
            for address in message.recipients():
                accounts.put(
                    to=address,
                    subject=str(message.subject),
                    words=str(message.body) if message.content_subtype == "plain" else "",
                    html=_html(message),
                    at=clock.now(),
                )
                written += 1
        return written


def _html(message: EmailMessage) -> str:
    if message.content_subtype == "html":
        return str(message.body)
    alternatives: Sequence[Any] = message.alternatives if isinstance(message, EmailMultiAlternatives) else ()
    return next((str(content) for content, kind in alternatives if kind == "text/html"), "")
