"""Signing up for the pool without a vacancy, on one page; without script and without cookies, as applying.

The post carries no CSRF token on purpose: it uses no login, and so it never fails on an expired token.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from recruit_platform.core import clock
from recruit_platform.core.policies import VisitorRequest, visitor
from recruit_platform.core.refusals import Refusal
from talentpool.careers import origin, suspicion
from talentpool.careers.forms import SignupForm
from talentpool.careers.suspicion import Carried
from talentpool.careers.views import site
from talentpool.models import ConsentPurpose, ConsentText
from talentpool.services import consent, signups
from talentpool.services.candidates import Person
from talentpool.services.signups import Form


@visitor
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: VisitorRequest) -> HttpResponse:
    at = clock.now()
    text = consent.shown_text(ConsentPurpose.POOL, at=at)
    if request.method != "POST":
        return _page(request, SignupForm(version=text.version), text=text, carried=suspicion.carry(at=at))
    form = SignupForm(request.POST, version=text.version)
    carried = suspicion.carried(request.POST.get("sinds", ""), at=at)
    if not form.is_valid():
        return _page(request, form, text=text, carried=carried)
    asked = suspicion.question_of_page(request, carried, trap=bool(form.cleaned_data["website"]), at=at)
    if asked is not None:
        question, carried = asked
        return _page(request, form, text=text, carried=carried, asked=question)
    try:
        signups.sign_up(_form(request, form, carried, at=at), at=at)
    except Refusal as refusal:
        form.add_error(None, str(refusal.words))
        return _page(request, form, text=text, carried=carried)
    return HttpResponseRedirect(reverse("career_signup_done", args=[request.organisation.slug]))


@visitor
@require_safe
def done(request: VisitorRequest) -> HttpResponse:
    """Says the same to everybody: whether an address was known is nobody's business."""
    context = {"site": site.open_site(), "origin": origin.of(request)}
    return render(request, "careers/signup_done.html", context)


def _form(request: VisitorRequest, form: SignupForm, carried: Carried, *, at: datetime) -> Form:
    typed = form.cleaned_data
    first_name, _space, last_name = typed["name"].partition(" ")
    first, last = origin.links(origin.of(request))
    return Form(
        key=hashlib.sha256(carried.key.encode()).hexdigest(),
        person=Person(
            first_name=first_name, last_name=last_name, email=typed["email"], language=get_language() or "nl"
        ),
        profiles=list(typed["work"]),
        text=consent.current_text(ConsentPurpose.POOL, at=at),
        first_link=first,
        last_link=last,
    )


def _page(
    request: VisitorRequest, form: SignupForm, *, text: ConsentText, carried: Carried, **more: Any
) -> HttpResponse:
    english = (get_language() or "nl").startswith("en")
    context = {
        "site": site.open_site(),
        "origin": origin.of(request),
        "form": form,
        "said": (text.text_en if english else "") or text.text_nl,
        "version": text.version,
        "sealed": carried.sealed(),
        "chosen": set(form["work"].value() or []),
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "careers/signup.html", context, status=status)
