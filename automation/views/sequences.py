"""Sequences: a new one, the editor with who is in it, on and off, and taking one person out."""

from __future__ import annotations

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from automation.forms import SequenceForm
from automation.models import Enrolment, Sequence, SequenceKind, Step, StoppedBecause, TemplateKind
from automation.presenters import people as presented_people
from automation.presenters import sequences as presented
from automation.selectors import people, texts
from automation.services import enrolments
from automation.services import sequences as service
from recruit_platform.core import clock
from recruit_platform.core.log import Actor
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.refusals import Refusal
from recruit_platform.core.roles import Can
from talentpool.services.consent import POOL_MAILS_A_MONTH

_KINDS = (TemplateKind.FOLLOW_UP, TemplateKind.POOL)


@member(Can.MANAGE_AUTOMATION)
@require_http_methods(["GET", "HEAD", "POST"])
def new_sequence(request: OrganisationRequest) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    initial = {"send_from": "09:00", "send_until": "17:00"}
    form = SequenceForm(data, templates=texts.to_choose(_KINDS), is_new=True, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = service.create(
                name=form.cleaned_data["name"],
                kind=SequenceKind(form.cleaned_data["kind"]),
                window=form.window(),
                steps=form.planned(),
                by=request.membership,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error("name", str(refusal.words))
        else:
            messages.success(request, _("De reeks staat klaar. Zet hem aan als de stappen kloppen."))
            return redirect("sequence", organisation=request.organisation.slug, sequence=made.public_id)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "crumbs": presented.crumbs(request)}
    return render(request, "automation/sequence_new.html", context, status=status)


@member(Can.MANAGE_AUTOMATION)
@require_http_methods(["GET", "HEAD", "POST"])
def sequence(request: OrganisationRequest, sequence: UUID) -> HttpResponse:
    found = get_object_or_404(Sequence, public_id=sequence)
    form = _form(request, found)
    if not form.is_bound:
        return _page(request, found, form)
    if form.is_valid():
        try:
            service.change(
                found,
                name=form.cleaned_data["name"],
                window=form.window(),
                steps=form.planned(),
                by=request.membership,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.words))
        else:
            messages.success(request, _("De reeks is opgeslagen."))
            return redirect("sequence", organisation=request.organisation.slug, sequence=found.public_id)
    return _page(request, found, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@member(Can.MANAGE_AUTOMATION)
@require_POST
def switch_on(request: OrganisationRequest, sequence: UUID) -> HttpResponse:
    found = get_object_or_404(Sequence, public_id=sequence)
    try:
        service.switch_on(found, by=request.membership, at=clock.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
    else:
        messages.success(request, _("‘%(name)s’ staat aan.") % {"name": found.name})
    return redirect("automation", organisation=request.organisation.slug)


@member(Can.MANAGE_AUTOMATION)
@require_POST
def switch_off(request: OrganisationRequest, sequence: UUID) -> HttpResponse:
    found = get_object_or_404(Sequence, public_id=sequence)
    stopped = service.switch_off(found, by=request.membership, at=clock.now())
    said = ngettext(
        "‘%(name)s’ staat uit. Voor %(n)s mens is hij gestopt.",
        "‘%(name)s’ staat uit. Voor %(n)s mensen is hij gestopt.",
        stopped,
    )
    messages.success(request, said % {"name": found.name, "n": stopped})
    return redirect("automation", organisation=request.organisation.slug)


@member(Can.MANAGE_AUTOMATION)
@require_POST
def stop_enrolment(request: OrganisationRequest, enrolment: UUID) -> HttpResponse:
    found = get_object_or_404(Enrolment.objects.select_related("sequence"), public_id=enrolment)
    by = Actor.user(request.user)
    if enrolments.stop(found, because=StoppedBecause.PERSON, by=by, at=clock.now()):
        messages.success(request, _("Deze kandidaat krijgt geen mails meer uit de reeks."))
    else:
        messages.info(request, _("Deze kandidaat zat er al niet meer in."))
    return redirect("sequence", organisation=request.organisation.slug, sequence=found.sequence.public_id)


def _form(request: OrganisationRequest, found: Sequence) -> SequenceForm:
    steps = list(Step.objects.filter(sequence=found).select_related("template").order_by("position"))
    initial = {"name": found.name, "send_from": found.send_from, "send_until": found.send_until}
    data = request.POST if request.method == "POST" else None
    return SequenceForm(data, templates=texts.to_choose(_KINDS), steps=steps, initial=initial)


def _page(
    request: OrganisationRequest, found: Sequence, form: SequenceForm, *, status: int = HTTPStatus.OK
) -> HttpResponse:
    after = request.GET.get("na", "")
    active = people.active_in(found, after_id=int(after) if after.isdecimal() and len(after) < 19 else None)
    left = people.left_lately(found)
    deliveries = people.deliveries_of([one.pk for one in [*active, *left]])
    context = {
        "form": form,
        "sequence": found,
        "status": presented.status(found),
        "pool_mails_a_month": POOL_MAILS_A_MONTH if found.kind == SequenceKind.KEEP_WARM else 0,
        "active": presented.active_table(
            presented_people.active_rows(active[: people.PAGE], deliveries=deliveries, request=request),
            next_url=f"?na={active[people.PAGE - 1].pk}" if len(active) > people.PAGE else "",
        ),
        "left": presented.left_table(presented_people.left_rows(left, deliveries=deliveries, request=request)),
        "crumbs": presented.crumbs(request),
    }
    return render(request, "automation/sequence.html", context, status=status)
