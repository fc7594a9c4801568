"""The vacancy calendar: the year on one axis, and per month who leaves and who came."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from calendar_app import selectors
from calendar_app.presenters import places
from calendar_app.presenters import year as presented
from calendar_app.selectors import vacancies as held
from calendar_app.selectors import year as axis
from recruit_platform.core import clock
from recruit_platform.core.models import Region, Role
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can, may


@member(Can.SEE_CALENDAR)
@require_safe
def calendar(request: OrganisationRequest) -> HttpResponse:
    today = selectors.today(clock.now())
    choices = presented.spans(today)
    span = presented.chosen(choices, asked=request.GET.get("jaar", ""), today=today)
    found = list(axis.on_axis(held.visible_to(request.membership), first=span.starts_on, last=span.ends_on))
    years = axis.profile_years(first=span.starts_on) if request.membership.role != Role.HIRING_MANAGER else []
    months = axis.months_of(years, first=span.starts_on)
    region = request.settings.region
    late, rest = presented.verdict(found, today=today)
    context = {
        "tabs": places.tabs(request, current="calendar"),
        "span": span,
        "spans": choices,
        "late": late,
        "rest": rest,
        "timeline": presented.timeline(
            found,
            span=span,
            today=today,
            slug=request.organisation.slug,
            school=selectors.school_holidays_between(span.starts_on, span.ends_on, region=region),
            public=selectors.holidays_between(span.starts_on, span.ends_on),
            region=str(Region(region).label),
        ),
        "table": presented.table(found, today=today, slug=request.organisation.slug),
        "vacancies": len(found),
        "left_out": max(0, len(found) - presented.MOST_LANES),
        "axis": _axis(months),
        "months": presented.month_rows(months, today=today) if years else [],
        "may_write": may(request.membership, Can.MANAGE_VACANCIES),
        "may_count": may(request.membership, Can.MANAGE_OUTFLOW),
        "title": _("Vacaturekalender %(span)s") % {"span": span.short},
    }
    return render(request, "calendar_app/calendar.html", context)


def _axis(months: axis.Months) -> list[tuple[object, int]]:
    """The first of each month and its number of days, for the widths of the columns."""
    following = [*months.firsts[1:], months.firsts[0].replace(year=months.firsts[0].year + 1)]
    return [(first, (after - first).days) for first, after in zip(months.firsts, following, strict=True)]
