"""People in sequences, and what became of mails, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as Several
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from automation.models import DeliveryState, Enrolment, EnrolmentState, StepDelivery, StoppedBecause
from automation.selectors.people import Replied
from recruit_platform.core import ui
from recruit_platform.core.models import MessageState, OutboxMessage
from recruit_platform.core.policies import OrganisationRequest
from recruit_platform.core.roles import Can, may
from talentpool.models import Application, Candidate
from talentpool.presenters import pool

_SKIPPED = {
    "late": lambda: _("overgeslagen: te laat"),
    "no_address": lambda: _("overgeslagen: geen e-mailadres"),
}


def sees_names(request: OrganisationRequest) -> bool:
    return may(request.membership, Can.SEE_POOL)


def name_of(candidate: Candidate, application: Application | None, *, request: OrganisationRequest) -> str:
    """The name for those who may see it, else the reference of the application."""
    if sees_names(request):
        return pool.name_of(candidate)
    return application.reference if application is not None else _("kandidaat uit de pool")


def mail_status(message: OutboxMessage | None) -> ui.Status:
    """One word for where a mail is: bounced and delivered count above sent."""
    if message is None:
        return ui.Status(tone=ui.Tone.IDLE, word=_("Opgeruimd"))
    if message.bounced_at is not None:
        return ui.Status(tone=ui.Tone.BAD, word=_("Teruggekomen"))
    if message.delivered_at is not None:
        return ui.Status(tone=ui.Tone.OK, word=_("Bezorgd"))
    tone = _TONES[MessageState(message.state)]
    return ui.Status(tone=tone, word=MessageState(message.state).label)


def step_words(deliveries: Several[StepDelivery]) -> str:
    """What happened with each step so far: '1: bezorgd, 2: overgeslagen: te laat'."""
    told = []
    for one in deliveries:
        if one.state == DeliveryState.SKIPPED:
            words = _SKIPPED[one.reason]() if one.reason in _SKIPPED else _("overgeslagen")
        else:
            words = str(mail_status(one.message).word).lower()
        told.append(_("stap %(n)s %(words)s") % {"n": one.position, "words": words})
    return ", ".join(told)


def active_rows(
    found: Several[Enrolment], *, deliveries: Mapping[int, Several[StepDelivery]], request: OrganisationRequest
) -> list[ui.Row]:
    return [
        ui.Row(
            id=str(one.public_id),
            cells=[
                ui.Cell(text=name_of(one.candidate, one.application, request=request), sub=_about(one)),
                ui.Cell(text=_moment(one.due_at), sub=_("stap %(n)s") % {"n": one.next_position}),
                ui.Cell(text=step_words(deliveries.get(one.pk, ())) or _("nog niets verstuurd"), muted=True),
                ui.Cell(template="automation/_stop_cell.html", value=_stop_url(one, request)),
            ],
        )
        for one in found
    ]


def left_rows(
    found: Several[Enrolment], *, deliveries: Mapping[int, Several[StepDelivery]], request: OrganisationRequest
) -> list[ui.Row]:
    return [
        ui.Row(
            id=str(one.public_id),
            cells=[
                ui.Cell(text=name_of(one.candidate, one.application, request=request), sub=_about(one)),
                ui.Cell(status=_left(one), sub=_moment(one.ended_at)),
                ui.Cell(text=step_words(deliveries.get(one.pk, ())) or _("nog niets verstuurd"), muted=True),
            ],
        )
        for one in found
    ]


def reply_rows(found: Several[Replied], *, request: OrganisationRequest) -> list[ui.Row]:
    return [
        ui.Row(
            id=str(one.message.public_id),
            cells=[
                ui.Cell(
                    text=name_of(one.application.candidate, one.application, request=request),
                    sub=one.application.vacancy.title if one.application.vacancy else _("open sollicitatie"),
                ),
                ui.Cell(text=_moment(one.application.submitted_at)),
                ui.Cell(text=_after(one)),
                ui.Cell(status=mail_status(one.message)),
                ui.Cell(text=_answered(one)),
            ],
        )
        for one in found
    ]


def _after(one: Replied) -> str:
    if one.message.sent_at is None:
        return "–"
    return duration(one.message.sent_at - one.application.submitted_at)


def duration(span: timedelta) -> str:
    """'14 s', '3 min', '2 u' or '4 d'."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < 60:
        return _("%(n)s s") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)s min") % {"n": seconds // 60}
    if seconds < 86400:
        return _("%(n)s u") % {"n": seconds // 3600}
    return ngettext("%(n)s dag", "%(n)s dagen", seconds // 86400) % {"n": seconds // 86400}


def _answered(one: Replied) -> str:
    replied_at = one.application.candidate.last_reply_at
    if one.message.sent_at is None or replied_at is None or replied_at < one.message.sent_at:
        return "–"
    return _moment(replied_at)


def _left(one: Enrolment) -> ui.Status:
    if one.state == EnrolmentState.DONE:
        return ui.Status(tone=ui.Tone.OK, word=_("Klaar"))
    because = StoppedBecause(one.stopped_because).label
    return ui.Status(tone=ui.Tone.IDLE, word=_("Gestopt: %(because)s") % {"because": because})


def _about(one: Enrolment) -> str:
    application = one.application
    if application is None:
        return _("talentpool")
    return application.vacancy.title if application.vacancy is not None else _("open sollicitatie")


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "D j b Y, H:i") if at is not None else "–"


def _stop_url(one: Enrolment, request: OrganisationRequest) -> str:
    if not may(request.membership, Can.MANAGE_AUTOMATION):
        return ""
    kwargs = {"organisation": request.organisation.slug, "enrolment": one.public_id}
    return reverse("enrolment_stop", kwargs=kwargs)


_TONES = {
    MessageState.DUE: ui.Tone.INFO,
    MessageState.SENDING: ui.Tone.INFO,
    MessageState.SENT: ui.Tone.OK,
    MessageState.UNSURE: ui.Tone.WARN,
    MessageState.FAILED: ui.Tone.BAD,
    MessageState.CANCELLED: ui.Tone.IDLE,
}
