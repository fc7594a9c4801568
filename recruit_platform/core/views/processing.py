"""What was not processed: events that a part of the product could not hear, mails and long jobs that failed."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from recruit_platform.core import clock, jobs, log, outbox, references
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import processing as presented
from recruit_platform.core.roles import Can
from recruit_platform.core.views import keyset

_JOBS_SHOWN_FOR = timedelta(days=30)


class OneForm(forms.Form):
    pending = forms.CharField(max_length=64)


@member(Can.MANAGE_SETTINGS)
@require_safe
def processing(request: OrganisationRequest) -> HttpResponse:
    """Ten statements at most, whatever failed."""
    before = keyset.before(request)
    events = log.failed_events(after=None if before is None else log.Cursor(before), at_most=keyset.SIZE + 1)
    shown = events[: keyset.SIZE]
    context = {
        "tasks": presented.mail_tasks(outbox.selectors.counts(), organisation=request.organisation),
        "events": presented.event_lines(shown),
        "paging": keyset.links(request, older=shown[-1].id if len(events) > keyset.SIZE else None),
        "jobs": presented.job_lines(jobs.failed(since=clock.now() - _JOBS_SHOWN_FOR)),
    }
    return render(request, "core/processing.html", context)


@member(Can.MANAGE_SETTINGS)
@require_POST
def retry(request: OrganisationRequest) -> HttpResponse:
    """One event, once more. Pressing twice, or for one that was heard meanwhile, changes nothing."""
    form = OneForm(request.POST)
    pending = references.row_of(form.cleaned_data["pending"], of=presented.PENDING) if form.is_valid() else None
    if pending is not None and log.delivery.retry(pending, by=log.Actor.user(request.user), at=clock.now()):
        messages.success(request, _("We proberen het opnieuw. Lukt het, dan blijft het hier weg."))
    else:
        messages.info(request, _("Dit werd al opnieuw geprobeerd."))
    return redirect("processing", organisation=request.organisation.slug)


@member(Can.MANAGE_SETTINGS)
@require_POST
def retry_all(request: OrganisationRequest) -> HttpResponse:
    number = log.delivery.retry_all(by=log.Actor.user(request.user), at=clock.now())
    if number:
        words = ngettext("%(n)s gebeurtenis gaat opnieuw.", "%(n)s gebeurtenissen gaan opnieuw.", number)
        messages.success(request, words % {"n": number})
    else:
        messages.info(request, _("Er is niets om opnieuw te proberen."))
    return redirect("processing", organisation=request.organisation.slug)
