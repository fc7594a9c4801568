"""When something is due, in words and a tone: late is red, today is amber."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recruit_platform.core.ui.parts import Tone
from talentpool.models import CallBack, Interview, InterviewState

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """``text`` such as "Bellen, 1 d te laat"."""

    text: str
    tone: Tone = Tone.PLAIN


def of_call(call_back: CallBack, *, at: datetime) -> Due:
    if call_back.waits_for_candidate_since is not None:
        return Due(_("Wacht op antwoord"), Tone.IDLE)
    if call_back.due_at < at:
        return Due(_("Bellen, %(late)s te laat") % {"late": span(at - call_back.due_at)}, Tone.BAD)
    if localtime(call_back.due_at).date() == localtime(at).date() or call_back.ideal_at < at:
        return Due(_("Bellen vóór %(moment)s") % {"moment": moment(call_back.due_at, at=at)}, Tone.WARN)
    return Due(_("Bellen vóór %(moment)s") % {"moment": moment(call_back.due_at, at=at)})


def of_interview(interview: Interview) -> Due:
    if interview.state == InterviewState.OFFERED or interview.starts_at is None:
        return Due(_("Kandidaat kiest een tijd"), Tone.IDLE)
    return Due(_("Gesprek %(day)s") % {"day": date_format(localtime(interview.starts_at), "D j b, H:i")})


def next_step(call_back: CallBack | None, interview: Interview | None, *, at: datetime) -> Due:
    """What comes next for somebody: a broken promise first, then a talk, then a promise."""
    if call_back is not None and call_back.due_at < at and call_back.waits_for_candidate_since is None:
        return of_call(call_back, at=at)
    if interview is not None:
        return of_interview(interview)
    return of_call(call_back, at=at) if call_back is not None else Due("–")


def moment(value: datetime, *, at: datetime) -> str:
    """``vandaag 16:00`` or ``wo 25 nov 12:00``."""
    local = localtime(value)
    if local.date() == localtime(at).date():
        return _("vandaag %(time)s") % {"time": date_format(local, "H:i")}
    return date_format(local, "D j b H:i")


def span(gone: timedelta) -> str:
    """``20 min``, ``3 u`` or ``2 d``."""
    if gone < timedelta(hours=1):
        return _("%(n)s min") % {"n": max(1, int(gone.total_seconds() // 60))}
    if gone < _DAY:
        return _("%(n)s u") % {"n": int(gone.total_seconds() // 3600)}
    return _("%(n)s d") % {"n": gone.days}


def days(gone: timedelta) -> str:
    """``vandaag`` or ``3 dagen``."""
    if gone < _DAY:
        return _("vandaag")
    return ngettext("%(n)s dag", "%(n)s dagen", gone.days) % {"n": gone.days}
