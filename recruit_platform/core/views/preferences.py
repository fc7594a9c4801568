"""Language, colours, shortcuts: one click anywhere, and back on the same page."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.forms import DensityForm, LanguageForm, ShortcutsForm, ThemeForm
from recruit_platform.core.policies import PersonRequest, anyone, signed_in
from recruit_platform.core.ui import appearance

_YEAR_SECONDS = 365 * 24 * 3600


@anyone
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, for the person and for this browser.

    A visitor's post needs no token, so that public pages are the same for everybody and set no cookie by themselves.
    """
    return _set_language_of_person(request) if request.user.is_authenticated else _set_language(request)


def _set_language(request: HttpRequest) -> HttpResponse:
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        accounts.set_language(request.user, chosen)
    response = _back(request)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=_YEAR_SECONDS,
        secure=settings.SERVED_OVER_TLS,
        samesite="Lax",
        httponly=True,
    )
    return response


_set_language_of_person = csrf_protect(_set_language)


@anyone
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Switch between light, dark and the device's choice; the cookie lets the next page start right, without a flash."""
    form = ThemeForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    chosen = form.cleaned_data["theme"]
    if request.user.is_authenticated:
        accounts.set_theme(request.user, chosen)
    response = _back(request)
    appearance.remember(response, name="theme", value=chosen)
    return response


@anyone
@require_POST
def density(request: HttpRequest) -> HttpResponse:
    """Switch between roomy and compact tables, in this browser."""
    form = DensityForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    response = _back(request)
    appearance.remember(response, name="density", value=form.cleaned_data["density"])
    return response


@signed_in
@require_POST
def shortcuts(request: PersonRequest) -> HttpResponse:
    """Switch the keyboard shortcuts on or off."""
    form = ShortcutsForm(request.POST)
    form.is_valid()  # a lone check box cannot be wrong
    accounts.set_shortcuts(request.user, on=form.cleaned_data["on"])
    response = _back(request)
    appearance.remember(response, name="shortcuts", value="on" if form.cleaned_data["on"] else "off")
    return response


def _back(request: HttpRequest) -> HttpResponse:
    """Return to the page the person was on; a script that asked gets an empty answer."""
    if request.headers.get("HX-Request") == "true" or request.headers.get("Sec-Fetch-Mode") == "cors":
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    there = request.POST.get("next") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = "/"
    return HttpResponseRedirect(there)
