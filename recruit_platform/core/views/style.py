"""The style page: every component in every state, for who builds pages and for who judges them."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.presenters import style as samples
from recruit_platform.core.roles import Can
from recruit_platform.core.ui import Toast, toasts


@member(Can.SEE_STYLE)
@require_http_methods(["GET", "HEAD", "POST"])
def style(request: OrganisationRequest) -> HttpResponse:
    """Show the page; its form is checked and forgotten. The live region asks for itself."""
    form = samples.SampleForm(request.POST, request.FILES) if request.method == "POST" else samples.SampleForm()
    if form.is_bound and form.is_valid():
        toasts.say_later(
            request, Toast(text=_("Gelukt. Er is niets bewaard: dit is de stijlgids."), undo_url=request.path)
        )
        return redirect("style", organisation=request.organisation.slug)
    if request.headers.get("HX-Target") == "stijl-live":
        return render(request, "core/style/live.html", {"now": clock.now()})
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "core/style.html", _context(request, form), status=status)


def _context(request: OrganisationRequest, form: samples.SampleForm) -> dict[str, object]:
    now = clock.now()
    return {
        **samples.values(now),
        **samples.forms_in_states(),
        "form": form,
        "now": now,
        "table": samples.table(request.GET, path=request.path),
        "empty_table": samples.empty_table(),
        "wide_table": samples.wide_table(),
        "line_chart": samples.line_chart(),
        "bar_chart": samples.bar_chart(),
        "empty_chart": samples.empty_chart(),
        "heat_map": samples.heat_map(),
        "year": samples.timeline(),
    }
