"""A mail as bytes: headers that cannot be broken out of, text and HTML parts, styles inline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

import css_inline

from recruit_platform.lib import text


@dataclass(frozen=True)
class Letter:
    """What goes into one mail; ``sender_name`` is the organisation's."""

    message_id: str
    sender: str
    sender_name: str
    to: str
    to_name: str
    subject: str
    text: str
    html: str
    at: datetime
    reply_to: str = ""
    unsubscribe_url: str = ""


def build(letter: Letter) -> bytes:
    """Return the mail as it goes over the wire (CRLF, 7 bit). The same letter gives the same Message-ID every time."""
    mail = EmailMessage(policy=policy.SMTP.clone(max_line_length=78))
    mail["From"] = _address(letter.sender, letter.sender_name)
    mail["To"] = _address(letter.to, letter.to_name)
    mail["Subject"] = text.clean_line(letter.subject)
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = letter.message_id
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: out-of-office robots stay quiet
    mail["X-Auto-Response-Suppress"] = "All"  # the same for Exchange, which does not read RFC 3834
    if letter.reply_to:
        mail["Reply-To"] = _address(letter.reply_to, "")
    if letter.unsubscribe_url:  # RFC 8058: one click, without a login
        mail["List-Unsubscribe"] = f"<{text.clean_line(letter.unsubscribe_url)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(text.clean(letter.text), cte="quoted-printable")
    if letter.html:
        mail.add_alternative(styled(letter.html), subtype="html", cte="quoted-printable")
    return mail.as_bytes()


@lru_cache(maxsize=1)
def _inliner() -> Any:
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=True)


def styled(html: str) -> str:
    """Copy the rules of <style> onto the elements (mail clients drop the style sheet); fetches nothing."""
    cleaned = text.clean(html)
    return str(_inliner().inline(cleaned)) if "<style" in cleaned else cleaned


def _address(address: str, name: str) -> Address:
    return Address(display_name=text.clean_line(name), addr_spec=address)
