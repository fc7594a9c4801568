"""Long work in the background: how far it is, what came of it, and a way to stop it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from recruit_platform.core import clock
from recruit_platform.core import jobs as work
from recruit_platform.core.models import LongJob
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import jobs as presented
from recruit_platform.core.roles import Can
from recruit_platform.core.views.keyset import page_of


@member(Can.SEE_JOBS)
@require_safe
def jobs(request: OrganisationRequest) -> HttpResponse:
    page = page_of(request, LongJob.objects.select_related("started_by", "result_file", "problem_file").order_by("-id"))
    return render(request, "core/jobs.html", {"lines": presented.lines(page.rows, request=request), "page": page})


@member(Can.SEE_JOBS)
@require_POST
def cancel(request: OrganisationRequest, job: UUID) -> HttpResponse:
    found = get_object_or_404(LongJob, public_id=job)
    if work.ask_to_stop(found, by=request.user, at=clock.now()):
        messages.success(request, _("De taak stopt zodra dat veilig kan."))
    else:
        messages.info(request, _("De taak was al klaar."))
    return redirect("jobs", organisation=request.organisation.slug)
