"""Ad reports from files: upload, look, keep, take back."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.forms.reports import ReportForm
from campaigns.models import CampaignChannel, ReportFile, ReportFileState
from campaigns.presenters import places
from campaigns.presenters import reports as presented
from campaigns.services import reports
from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may
from recruit_platform.core.ui import toasts
from recruit_platform.core.views import keyset


@member(Can.SEE_CAMPAIGNS)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: OrganisationRequest) -> HttpResponse:
    may_write = may(request.membership, Can.MANAGE_CAMPAIGNS)
    if request.method != "POST":
        return _list(request, ReportForm())
    form = ReportForm(request.POST, request.FILES)
    if not may_write or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if may_write else HTTPStatus.FORBIDDEN
        return _list(request, form, status=status)
    upload = form.cleaned_data["file"]
    try:
        row = reports.upload(
            form.cleaned_data["account"],
            stream=upload.file,
            name=upload.name,
            declared=upload.content_type or "",
            by=request.membership,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error("file", str(refusal.words))
        return _list(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("campaign_report", organisation=request.organisation.slug, report=row.public_id)


@member(Can.SEE_CAMPAIGNS)
@require_safe
def detail(request: OrganisationRequest, report: UUID) -> HttpResponse:
    row = _found(report)
    context = {
        "row": row,
        "status": presented.status(row),
        "crumbs": [ui.Crumb(label=_("Rapporten"), url=reverse("campaign_reports", args=[request.organisation.slug]))],
        "may_write": may(request.membership, Can.MANAGE_CAMPAIGNS),
        "is_open": row.state == ReportFileState.PREVIEWED,
        "is_applied": row.state == ReportFileState.APPLIED,
    }
    try:
        found = reports.preview(row, at=clock.now())
    except Refusal:
        return render(request, "campaigns/report.html", context | {"is_gone": True})
    is_foreign = bool(found.report.currency) and found.report.currency != row.account.currency
    rates_url = f"{reverse('campaign_rates', args=[request.organisation.slug])}?valuta={found.report.currency}"
    channels = (
        CampaignChannel.objects.filter(account=row.account).select_related("campaign").order_by("campaign__name", "pk")
    )
    context |= {
        "preview": found,
        "facts": presented.facts(row, found),
        "problems": presented.problems(found.report),
        "columns": presented.columns(found.report),
        "lines": presented.lines(row, found),
        "unknown": presented.links(found, channels=list(channels), currency=found.currency),
        "unlinked": presented.unlinked(found),
        "rates_url": rates_url if is_foreign else "",
        "can_apply": context["is_open"] and not found.why_not,
    }
    return render(request, "campaigns/report.html", context)


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def choose(request: OrganisationRequest, report: UUID) -> HttpResponse:
    """Which column is which, and which campaign is which of ours."""
    columns, links = _named(request, "kolom-"), _named(request, "campagne-")
    return _try(
        request,
        report,
        lambda row, **who: reports.choose(row, columns=columns, campaigns=links, **who),
        done=_("Opgeslagen, en onthouden voor dit kanaal."),
    )


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def apply(request: OrganisationRequest, report: UUID) -> HttpResponse:
    undo_url = reverse("campaign_report_undo", args=[request.organisation.slug, report])
    is_meant = "bevestigd" in request.POST
    return _try(
        request,
        report,
        lambda row, **who: reports.apply(row, is_meant=is_meant, **who),
        done=_("Het rapport is ingelezen."),
        undo_url=undo_url,
    )


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def undo(request: OrganisationRequest, report: UUID) -> HttpResponse:
    return _try(request, report, reports.undo, done=_("Het rapport telt niet meer mee."))


@member(Can.MANAGE_CAMPAIGNS)
@require_POST
def discard(request: OrganisationRequest, report: UUID) -> HttpResponse:
    return _try(request, report, reports.discard, done=_("Weggelegd. Er is niets ingelezen."))


def _named(request: OrganisationRequest, prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix)}


def _list(request: OrganisationRequest, form: ReportForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    page = keyset.page_of(request, ReportFile.objects.select_related("account").order_by("-id"))
    context = {
        "tabs": places.tabs(request, current="campaign_reports"),
        "form": form,
        "has_accounts": form.fields["account"].queryset.exists(),  # type: ignore[attr-defined]
        "table": presented.table(page.rows, slug=request.organisation.slug, paging=page.paging),
        "may_write": may(request.membership, Can.MANAGE_CAMPAIGNS),
    }
    return render(request, "campaigns/reports.html", context, status=status)


def _found(report: UUID) -> ReportFile:
    return get_object_or_404(ReportFile.objects.select_related("account", "file__key"), public_id=report)


def _try(
    request: OrganisationRequest, report: UUID, act: Callable[..., object], *, done: str, undo_url: str = ""
) -> HttpResponse:
    try:
        act(_found(report), by=request.membership, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        toasts.say_later(request, ui.Toast(text=done, undo_url=undo_url))
    return redirect("campaign_report", organisation=request.organisation.slug, report=report)
