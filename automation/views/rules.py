"""The rules as sentences, and the first reply per vacancy."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from automation import starter
from automation.forms import FirstReplyForm
from automation.models import TemplateKind
from automation.presenters import people as presented_people
from automation.presenters import rules as presented
from automation.selectors import people, rules, texts
from automation.services import first_replies as replies
from calendar_app.models import Vacancy, VacancyState
from recruit_platform.core import clock, ui
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may


@member(Can.SEE_AUTOMATION)
@require_safe
def automation(request: OrganisationRequest) -> HttpResponse:
    today = clock.local_date(clock.now(), zone=request.settings.time_zone)
    context = {
        "is_set_up": rules.is_set_up(),
        "replies": presented.first_reply_lines(rules.first_reply_choices()),
        "replies_sent": rules.first_replies_sent(today=today),
        "sequences": presented.sequence_lines(rules.every(today=today)),
        "may_manage": may(request.membership, Can.MANAGE_AUTOMATION),
        "tabs": presented.tabs(request, current="automation"),
    }
    return render(request, "automation/automation.html", context)


@member(Can.MANAGE_AUTOMATION)
@require_POST
def make_ready(request: OrganisationRequest) -> HttpResponse:
    if starter.ensure(at=clock.now()):
        messages.success(request, _("De kant-en-klare teksten en reeksen staan klaar."))
    return redirect("automation", organisation=request.organisation.slug)


@member(Can.SEE_AUTOMATION)
@require_http_methods(["GET", "HEAD", "POST"])
def first_replies(request: OrganisationRequest) -> HttpResponse:
    may_manage = may(request.membership, Can.MANAGE_AUTOMATION)
    if request.method == "POST" and not may_manage:
        messages.error(request, _("Alleen een beheerder of recruiter verandert dit."))
        return redirect("first_replies", organisation=request.organisation.slug)
    form = _form(request)
    if not form.is_bound:
        return _replies_page(request, form, may_manage=may_manage)
    if form.is_valid():
        try:
            _choose(request, form)
        except Refusal as refusal:
            form.add_error(None, str(refusal.words))
        else:
            messages.success(request, _("Dit antwoord gaat vanaf nu."))
            return redirect("first_replies", organisation=request.organisation.slug)
    return _replies_page(request, form, may_manage=may_manage, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@member(Can.MANAGE_AUTOMATION)
@require_POST
def follow_the_rest(request: OrganisationRequest, vacancy: UUID) -> HttpResponse:
    found = get_object_or_404(Vacancy, public_id=vacancy)
    if replies.follow_the_rest(found, by=request.membership, at=clock.now()):
        messages.success(request, _("%(title)s volgt weer de andere vacatures.") % {"title": found.title})
    return redirect("first_replies", organisation=request.organisation.slug)


def _form(request: OrganisationRequest) -> FirstReplyForm:
    open_ones = Vacancy.objects.exclude(state=VacancyState.CLOSED).order_by("title", "pk")
    return FirstReplyForm(
        request.POST if request.method == "POST" else None,
        vacancies=list(open_ones.only("public_id", "title")),
        templates=texts.to_choose([TemplateKind.FIRST_REPLY]),
    )


def _choose(request: OrganisationRequest, form: FirstReplyForm) -> None:
    vacancy, template, at = form.chosen_vacancy(), form.chosen_template(), clock.now()
    if template is not None:
        replies.choose(vacancy, template=template, by=request.membership, at=at)
    else:
        replies.choose_none(vacancy, because=form.cleaned_data["because"], by=request.membership, at=at)


def _replies_page(
    request: OrganisationRequest, form: FirstReplyForm, *, may_manage: bool, status: int = HTTPStatus.OK
) -> HttpResponse:
    before = request.GET.get("voor", "")
    found = people.first_replies(
        before_event_id=int(before) if before.isdecimal() and len(before) < 19 else None, at_most=people.PAGE + 1
    )
    context = {
        "form": form,
        "choices": presented.first_reply_lines(rules.first_reply_choices()),
        "table": _table(request, found),
        "may_manage": may_manage,
        "tabs": presented.tabs(request, current="first_replies"),
    }
    return render(request, "automation/first_replies.html", context, status=status)


def _table(request: OrganisationRequest, found: list[people.Replied]) -> ui.Table:
    shown = found[: people.PAGE]
    further = f"?voor={shown[-1].event_id}" if len(found) > people.PAGE else ""
    return ui.Table(
        id="antwoorden",
        caption=_("Eerste antwoorden, nieuwste boven"),
        columns=[
            ui.Column(label=_("Kandidaat")),
            ui.Column(label=_("Solliciteerde")),
            ui.Column(label=_("Antwoord na"), number=True),
            ui.Column(label=_("Mail")),
            ui.Column(label=_("Antwoordde terug")),
        ],
        rows=presented_people.reply_rows(shown, request=request),
        paging=ui.Paging(next_url=further),
        empty=ui.Empty(
            title=_("Nog geen eerste antwoord verstuurd"),
            text=_("Zodra iemand solliciteert, zie je hier hoe snel het antwoord ging en of het aankwam."),
            icon="mail",
        ),
    )
