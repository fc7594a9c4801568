"""A person's own page: name, language, colours; the ways to log in are pages of the login package."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruit_platform.core.accounts import selectors
from recruit_platform.core.accounts import services as accounts
from recruit_platform.core.forms import ProfileForm
from recruit_platform.core.policies import PersonRequest, signed_in
from recruit_platform.core.ui import appearance


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    person = request.user
    held = {name: getattr(person, name) for name in ("name", "language", "theme", "shortcuts_on")}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=held)
    if not form.is_bound or not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        context = {"form": form, "has_second_step": selectors.has_second_step(person)}
        return render(request, "core/profile.html", context, status=status)
    accounts.set_profile(person, **form.cleaned_data)
    with translation.override(person.language):
        messages.success(request, _("Je profiel is opgeslagen."))
    response = redirect("profile")
    appearance.remember(response, name="theme", value=person.theme)
    appearance.remember(response, name="shortcuts", value="on" if person.shortcuts_on else "off")
    return response
