"""The numbers by mail: who wants them how often, and sending them on the morning of a working day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format

from calendar_app.selectors import working_time
from calendar_app.working_time import WorkingTime
from dashboards import periods, readers
from dashboards.models import Digest, DigestDay
from dashboards.presenters import kpis
from dashboards.presenters import today as today_rows
from dashboards.selectors import today as today_items
from recruit_platform.core import log, outbox
from recruit_platform.core.models import Membership, Organisation, OrganisationSettings, OutboxMessage
from recruit_platform.core.organisations import contrast

PURPOSE = "dashboards.digest"
LEAVES_AT = time(7, 30)  # local


@transaction.atomic
def choose(membership: Membership, *, day: DigestDay, at: datetime) -> Digest:
    """Set how often a colleague gets the numbers."""
    digest, _made = Digest.objects.update_or_create(membership=membership, defaults={"day": day})
    subject = log.Subject("membership", membership.pk)
    log.append(
        "digest.chosen", subject=subject, actor=log.Actor.user(membership.user_id), at=at, data={"day": day.value}
    )
    return digest


def send_due(*, at: datetime) -> int:
    """Put the digests that are due now in the outbox; returns how many. Repeatable: one per member and local day."""
    working = working_time()
    local = at.astimezone(ZoneInfo(working.zone))
    if local.time() < LEAVES_AT or not working.is_working_day(local.date()):
        return 0
    due = Digest.objects.filter(_due(local.date(), working)).select_related("membership__user")
    sent = 0
    for digest in due.filter(membership__is_active=True).order_by("pk"):
        with transaction.atomic():
            not_yet = Q(last_sent_on=None) | Q(last_sent_on__lt=local.date())
            won = Digest.objects.filter(not_yet, pk=digest.pk).update(last_sent_on=local.date())
            if won:
                send(digest.membership, today=local.date(), at=at)
                sent += 1
    return sent


def send(membership: Membership, *, today: date, at: datetime) -> OutboxMessage:
    """Put one colleague's digest in the outbox, with the numbers that their screen shows at this moment."""
    organisation = Organisation.active()
    style = OrganisationSettings.active()
    with translation.override(membership.user.language), timezone.override(ZoneInfo(style.time_zone)):
        context = {
            "organisation": organisation,
            "brand": style.brand_colour,
            "on_brand": contrast.judge(style.brand_colour).text,
            "today": date_format(today, "l j F"),
            "base": settings.PUBLIC_URL,
            "url": settings.PUBLIC_URL + reverse("dashboard", args=[organisation.slug]),
            "setting_url": settings.PUBLIC_URL + reverse("digest", args=[organisation.slug]),
            **numbers(membership, organisation, today=today, zone=style.time_zone, at=at),
        }
        return outbox.put(
            key=f"digest:{membership.public_id}:{today.isoformat()}",
            purpose=PURPOSE,
            to=membership.user.email,
            to_name=membership.user.name,
            subject=render_to_string("emails/digest/subject.txt", context).strip(),
            text=render_to_string("emails/digest/message.txt", context),
            html=render_to_string("emails/digest/message.html", context),
            lapses_at=at + timedelta(hours=12),  # yesterday's numbers are of no use
            at=at,
        )


def numbers(
    membership: Membership, organisation: Organisation, *, today: date, zone: str, at: datetime
) -> dict[str, object]:
    """Return the tiles and tasks of a member, by the same selectors as the screen."""
    reader = readers.of(membership)
    span = periods.latest(periods.CHOICES[0], today=today, zone=zone)
    items = today_items.items(reader, at=at, today=today, zone=zone)
    return {
        "tiles": kpis.tiles(reader, span=span, slug=organisation.slug, choice=periods.CHOICES[0], at=at),
        "tasks": today_rows.tasks(items, slug=organisation.slug, at=at),
        "days": span.days,
    }


def _due(today: date, working: WorkingTime) -> Q:
    """Daily ones that did not go today; weekly ones that did not go since this week's Monday."""
    monday = today - timedelta(days=today.weekday())
    daily = Q(day=DigestDay.DAILY) & (Q(last_sent_on=None) | Q(last_sent_on__lt=today))
    weekly = Q(day=DigestDay.MONDAY) & (Q(last_sent_on=None) | Q(last_sent_on__lt=monday))
    return daily | weekly if _is_first_of_week(today, working) else daily | (weekly & Q(last_sent_on__isnull=False))


def _is_first_of_week(today: date, working: WorkingTime) -> bool:
    return not any(working.is_working_day(today - timedelta(days=n)) for n in range(1, today.weekday() + 1))
