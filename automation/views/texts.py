"""Texts: the list, a new one, the editor with its preview, a test to oneself."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from automation import addressees, letters, placeholders
from automation.forms import NewTemplateForm, TemplateForm, TextsForm, TryForm
from automation.models import MailTemplate, TemplateKind
from automation.presenters import rules as presented
from automation.presenters import texts as presented_texts
from automation.selectors import people, texts
from automation.services import templates as service
from calendar_app.models import Vacancy
from recruit_platform.core import clock
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can, may


@member(Can.SEE_AUTOMATION)
@require_safe
def templates(request: OrganisationRequest) -> HttpResponse:
    context = {
        "table": presented_texts.table(texts.every(), request=request),
        "may_manage": may(request.membership, Can.MANAGE_AUTOMATION),
        "tabs": presented.tabs(request, current="templates"),
    }
    return render(request, "automation/templates.html", context)


@member(Can.MANAGE_AUTOMATION)
@require_http_methods(["GET", "HEAD", "POST"])
def new_template(request: OrganisationRequest) -> HttpResponse:
    form = NewTemplateForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or "preview" in request.POST:
        return _editor(request, form, template=None)
    if "test" in request.POST:
        return _test(request, form, template=None)
    if form.is_valid():
        kind = TemplateKind(form.cleaned_data["kind"])
        try:
            made = service.create(
                name=form.cleaned_data["name"], kind=kind, texts=form.texts(), by=request.membership, at=clock.now()
            )
        except Refusal as refusal:
            form.add_error("name", str(refusal.words))
        else:
            messages.success(request, _("De tekst staat erin."))
            return redirect("template", organisation=request.organisation.slug, template=made.public_id)
    return _editor(request, form, template=None, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@member(Can.MANAGE_AUTOMATION)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: OrganisationRequest, template: UUID) -> HttpResponse:
    found = get_object_or_404(MailTemplate, public_id=template)
    newest = service.latest(found)
    initial = {"name": found.name, "version": newest.number, **vars(service.texts_of(newest))}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_bound or "preview" in request.POST:
        return _editor(request, form, template=found)
    if "test" in request.POST:
        return _test(request, form, template=found)
    if form.is_valid():
        try:
            _save(request, form, found)
        except Refusal as refusal:
            form.add_error(None, str(refusal.words))
        else:
            messages.success(request, _("De tekst is opgeslagen. Nieuwe mails gebruiken hem meteen."))
            return redirect("template", organisation=request.organisation.slug, template=found.public_id)
    return _editor(request, form, template=found, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@member(Can.MANAGE_AUTOMATION)
@require_POST
def template_preview(request: OrganisationRequest) -> HttpResponse:
    """The preview alone, for the editor that asks for it while somebody types."""
    form = TextsForm(request.POST)
    form.is_valid()
    return render(request, "automation/_preview.html", {"preview": _preview(request, form)})


@member(Can.MANAGE_AUTOMATION)
@require_POST
def put_aside(request: OrganisationRequest, template: UUID) -> HttpResponse:
    found = get_object_or_404(MailTemplate, public_id=template)
    try:
        service.put_aside(found, by=request.membership, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, _("De tekst ligt opzij. Wat ermee verstuurd is, blijft staan."))
    return redirect("templates", organisation=request.organisation.slug)


@member(Can.MANAGE_AUTOMATION)
@require_POST
def take_back(request: OrganisationRequest, template: UUID) -> HttpResponse:
    found = get_object_or_404(MailTemplate, public_id=template)
    service.take_back(found, by=request.membership, at=clock.now())
    messages.success(request, _("De tekst is weer te kiezen."))
    return redirect("templates", organisation=request.organisation.slug)


def _save(request: OrganisationRequest, form: TemplateForm, found: MailTemplate) -> None:
    service.change(
        found,
        name=form.cleaned_data["name"],
        texts=form.texts(),
        seen_version=form.cleaned_data["version"],
        by=request.membership,
        at=clock.now(),
    )


def _test(request: OrganisationRequest, form: TextsForm, *, template: MailTemplate | None) -> HttpResponse:
    """Send what is on the screen to the person who asks, and leave the screen as it is."""
    if not form.is_valid():
        return _editor(request, form, template=template, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    asked = _try_form(request)
    language = asked.in_language()
    made_up = addressees.example(vacancy=_some_vacancy(), language=language)
    service.test_to_myself(form.texts(), made_up, language=language, by=request.membership, at=clock.now())
    messages.success(request, _("De proefmail is onderweg naar %(address)s.") % {"address": request.user.email})
    return _editor(request, form, template=template)


def _editor(
    request: OrganisationRequest, form: TextsForm, *, template: MailTemplate | None, status: int = HTTPStatus.OK
) -> HttpResponse:
    candidates = people.to_try_on() if may(request.membership, Can.SEE_POOL) else []
    asked = _try_form(request)
    context = {
        "form": form,
        "template": template,
        "preview": _preview(request, form),
        "placeholders": placeholders.every(),
        "try_on": presented_texts.choices_to_try(candidates, chosen=asked.on_whom()),
        "languages": presented_texts.languages(chosen=asked.in_language()),
        "versions": presented_texts.version_moments(texts.versions(template)) if template is not None else [],
        "used_by": service.used_by(template) if template is not None else [],
        "crumbs": presented_texts.crumbs(request),
    }
    return render(request, "automation/template.html", context, status=status)


def _preview(request: OrganisationRequest, form: TextsForm) -> presented_texts.Preview:
    """The words as the chosen candidate would get them; an unknown placeholder shows as it was typed."""
    asked = _try_form(request)
    language = asked.in_language()
    given = form.texts() if form.is_bound else service.Texts(**_initial_texts(form))
    chosen = (
        people.application(str(asked.on_whom())) if asked.on_whom() and may(request.membership, Can.SEE_POOL) else None
    )
    addressee = (
        addressees.of_application(chosen, language=language)
        if chosen is not None
        else addressees.example(vacancy=_some_vacancy(), language=language)
    )
    words = service.words_in(given, language=language)
    return presented_texts.preview(letters.compose(words, addressee, can_unsubscribe=False), addressee)


def _initial_texts(form: TextsForm) -> dict[str, str]:
    names = ("subject_nl", "body_nl", "subject_en", "body_en")
    return {name: str(form.initial.get(name, "")) for name in names}


def _try_form(request: OrganisationRequest) -> TryForm:
    asked = TryForm(request.POST if request.method == "POST" else request.GET)
    asked.is_valid()
    return asked


def _some_vacancy() -> Vacancy | None:
    """The newest vacancy: an example reads better with a real job in it."""
    return Vacancy.objects.select_related("recruiter__user").order_by("-id").first()
