"""Short messages after an action, into the one permanent status region: by header for htmx, by messages for a whole page."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from .parts import Text, Tone

_LEVELS = {Tone.OK: messages.SUCCESS, Tone.INFO: messages.INFO, Tone.WARN: messages.WARNING, Tone.BAD: messages.ERROR}


@dataclass(frozen=True, kw_only=True)
class Toast:
    """`undo_url` gets a POST when the person takes it back. Errors stay until they are closed."""

    text: Text
    tone: Tone = Tone.OK
    undo_url: str = ""


def say(response: HttpResponse, toast: Toast) -> HttpResponse:
    """Add a toast to an htmx answer, beside whatever events it already carries. Returns the same response."""
    told = json.loads(response.get("HX-Trigger", "{}") or "{}")
    told.setdefault("toasts", []).append({"text": str(toast.text), "tone": toast.tone, "undo": toast.undo_url})
    response["HX-Trigger"] = json.dumps(told)
    return response


def tell(response: HttpResponse, *events: str) -> HttpResponse:
    """Name what changed (`candidate-moved`), so that regions listening `from:body` fetch themselves anew."""
    told = json.loads(response.get("HX-Trigger", "{}") or "{}")
    response["HX-Trigger"] = json.dumps({**told, **dict.fromkeys(events, True)})
    return response


def say_later(request: HttpRequest, toast: Toast) -> None:
    """Keep a toast for the next whole page, after a redirect."""
    messages.add_message(request, _LEVELS.get(toast.tone, messages.INFO), str(toast.text), extra_tags=toast.undo_url)
