"""A candidate's own page about one application, opened by a signed link."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from recruit_platform.core import clock
from recruit_platform.core.policies import VisitorRequest, visitor
from talentpool.careers import links, presenters, standing
from talentpool.careers.forms import CorrectForm, DocumentForm
from talentpool.careers.links import LinkRefused
from talentpool.models import Application
from talentpool.selectors import sites
from talentpool.services import own_data

SAID = "gedaan"
_WORDS = {
    "gegevens": _("Je gegevens zijn verbeterd."),
    "document": _("Je document is toegevoegd."),
    "bewaren": _("We bewaren je gegevens 1 jaar en mailen je als er iets past."),
    "geen-mail": _("Je krijgt geen mail meer over ander werk."),
    "ingetrokken": _("Je sollicitatie is ingetrokken. We sturen je niets meer over deze baan."),
    "verwijderen": _("We verwijderen je gegevens. Hieronder staat wanneer dat klaar is."),
    "afspraak": _("Je afspraak staat. Je krijgt er een mail van."),
}
_PROBLEMS = {"kies": _("Kies eerst een moment."), "bezet": _("Dit moment kan niet meer. Kies een ander moment.")}


@visitor
@never_cache
@require_safe
def page(request: VisitorRequest, token: str) -> HttpResponse:
    application = application_of(token)
    if application is None:
        return gone(request)
    return show(request, application, token)


def application_of(token: str) -> Application | None:
    """Return what a link opens, or None when it is no link of ours any more. One statement."""
    try:
        opens = links.read_status(token)
    except LinkRefused:
        return None
    found = Application.objects.select_related("candidate", "vacancy", "stage").filter(
        public_id=opens.application, link_version=opens.version, candidate__erased_at=None
    )
    return found.first()  # the public id is unique


def show(
    request: VisitorRequest,
    application: Application,
    token: str,
    *,
    correct_form: CorrectForm | None = None,
    document_form: DocumentForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused in its place: 422 then."""
    at = clock.now()
    candidate = application.candidate
    erase_by = own_data.erase_by(candidate)
    refused = [form for form in (correct_form, document_form) if form is not None]
    context = {
        "site": sites.career_site(),
        "application": application,
        "candidate": candidate,
        "token": token,
        "erase_by": presenters.day(erase_by) if erase_by else "",
        "standing": standing.of(application, at=at),
        "correct_form": correct_form or CorrectForm(initial={"email": candidate.email, "phone": candidate.phone}),
        "document_form": document_form or DocumentForm(),
        "refused": refused[0] if refused else None,
        "said": _WORDS.get(request.GET.get(SAID, "")),
        "problem": _PROBLEMS.get(request.GET.get(SAID, "")),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return render(request, "careers/status.html", context, status=status)


def gone(request: VisitorRequest) -> HttpResponse:
    return render(request, "careers/link_gone.html", {"site": sites.career_site()}, status=HTTPStatus.NOT_FOUND)
