"""Reading reports of mail servers: which mail of ours did not arrive (RFC 3464), and which was called unwanted (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import Message
from email.parser import BytesParser

from . import services

MOST_BYTES = 1024 * 1024
COMPLAINT = "complaint"
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,190}>")


@dataclass(frozen=True)
class Report:
    """``action`` as the server wrote it: failed, delayed, delivered, relayed or expanded; or complaint."""

    message_id: str
    action: str
    status: str

    @property
    def is_permanent(self) -> bool:
        return self.action == "failed" and self.status.startswith("5")


def parse(raw: bytes) -> Report | None:
    """Return what a report says about a mail of ours; None for anything that is not such a report. Never raises."""
    if len(raw) > MOST_BYTES:
        return None
    try:
        mail = BytesParser(policy=policy.compat32).parsebytes(raw)
        if mail.get_content_type() != "multipart/report":
            return None
        parts = {part.get_content_type(): part for part in mail.walk()}
        message_id = _original_id(mail)
        if message_id is None:
            return None
        if "message/feedback-report" in parts:
            return Report(message_id, COMPLAINT, "")
        status = parts.get("message/delivery-status")
        return None if status is None else _report(status, message_id)
    except (ValueError, LookupError, TypeError, AttributeError):  # the mail library on damaged input
        return None


def take_in(raw: bytes, *, at: datetime) -> bool:
    """Act on one incoming report: a bounce, a delivery, a complaint. Repeatable; False when it is not about a mail of ours."""
    report = parse(raw)
    if report is None:
        return False
    if report.action == COMPLAINT:
        return services.record_complaint(report.message_id, at=at)
    if report.action == "failed":
        return services.record_bounce(report.message_id, permanent=report.is_permanent, at=at)
    if report.action in {"delivered", "relayed", "expanded"}:
        return services.record_delivered(report.message_id, at=at)
    return services.organisation_of(report.message_id) is not None  # delayed: nothing to do yet


def _report(status: Message, message_id: str) -> Report | None:
    for block in _blocks(status):
        action, code = block.get("Action"), block.get("Status")
        if action and code:
            return Report(message_id, str(action).strip().lower(), str(code).strip().split(" ")[0])
    return None


def _blocks(status: Message) -> Iterator[Message]:
    """A delivery-status part is a list of header blocks: one for the report, then one per recipient."""
    payload = status.get_payload()
    if isinstance(payload, list):
        yield from (block for block in payload if isinstance(block, Message))


def _original_id(mail: Message) -> str | None:
    """The Message-ID in the returned mail or its headers, which follows the delivery-status part."""
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            payload = part.get_payload(decode=True)
            text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
            found = re.search(r"(?im)^message-id:\s*(<[^<>\s]{3,190}>)", text)
            if found:
                return found[1]
        if kind == "message/rfc822":
            inner = part.get_payload()
            original = inner[0] if isinstance(inner, list) and inner else None
            found = _MESSAGE_ID.search(str(original.get("Message-ID", ""))) if isinstance(original, Message) else None
            if found:
                return found[0]
    return None
