"""What happened in an organisation, newest first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from recruit_platform.core import clock, jobs, log
from recruit_platform.core.organisations import selectors
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import audit as presented
from recruit_platform.core.roles import Can
from recruit_platform.core.views import confirm, keyset

PAGE = 50
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    kind = forms.ChoiceField(label=_("Wat"), required=False)
    person = forms.ChoiceField(label=_("Wie"), required=False)
    since = forms.DateField(label=_("Vanaf"), required=False, widget=_DAY)
    until = forms.DateField(label=_("Tot en met"), required=False, widget=_DAY)

    def __init__(self, *args: object, people: list[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        words = sorted(((kind, presented.kind_in_words(kind)) for kind in log.kinds.names()), key=lambda one: one[1])
        self.fields["kind"].choices = [("", _("Alles")), *words]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("Iedereen")), *people]  # type: ignore[attr-defined]


@member(Can.SEE_AUDIT)
@require_safe
def audit(request: OrganisationRequest) -> HttpResponse:
    """Filters live in the URL; what is not valid filters nothing and is said beside the field."""
    people = [(str(one.public_id), one.user.name) for one in selectors.members()]
    form = FilterForm(request.GET, people=people)
    form.is_valid()
    asked = form.cleaned_data
    person = selectors.person_id(asked["person"]) if asked.get("person") else None
    zone, before = ZoneInfo(request.settings.time_zone), keyset.before(request)
    events = log.newest(
        kinds=[asked["kind"]] if asked.get("kind") else None,
        actor_user_id=person,
        since=_midnight(asked.get("since"), zone=zone),
        until=_midnight(asked.get("until"), zone=zone, days=1),
        after=None if before is None else log.Cursor(before),
        at_most=PAGE + 1,
    )
    older = events[PAGE - 1].pk if len(events) > PAGE else None
    context = {
        "form": form,
        "lines": presented.lines(events[:PAGE]),
        "paging": keyset.links(request, older=older),
        "is_filtered": any(asked.get(name) for name in ("kind", "person", "since", "until")),
    }
    return render(request, "core/audit.html", context)


@member(Can.SEE_AUDIT)
@require_POST
@confirm.recently
def export(request: OrganisationRequest) -> HttpResponse:
    """Put the log in a file, in the background."""
    jobs.start_unless_waiting("core.audit_export", by=request.user, at=clock.now())
    messages.success(request, _("De export loopt. Het bestand staat straks bij Taken."))
    return redirect("audit", organisation=request.organisation.slug)


def _midnight(day: date | None, *, zone: ZoneInfo, days: int = 0) -> datetime | None:
    if day is None or not 2000 <= day.year <= 2100:
        return None
    return datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
