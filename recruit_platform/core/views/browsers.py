"""Where a person is logged in, and a button that ends all but this one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recruit_platform.core.accounts import browsers as accounts_browsers
from recruit_platform.core.policies import PersonRequest, signed_in


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def browsers(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        accounts_browsers.end_elsewhere(request, person=request.user)
        messages.info(request, _("Je bent overal elders uitgelogd."))
        return redirect("usersessions_list")
    found = accounts_browsers.listed(request, person=request.user)
    return render(request, "usersessions/usersession_list.html", {"sessions": found, "session_count": len(found)})
