"""Handing a file to the person whose link it is."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from recruit_platform.core import clock, log
from recruit_platform.core.models import StoredFile
from recruit_platform.core.policies import OrganisationRequest, member
from recruit_platform.core.roles import Can

from . import links, shelf


@member(Can.SEE_DASHBOARD)  # every member; what decides is the signed link, made by a page that checked more
@require_GET
def download(request: OrganisationRequest, public_id: UUID) -> HttpResponse:
    try:
        links.check(
            request.GET.get("s", ""),
            organisation_id=request.organisation.pk,
            user_id=request.user.pk,
            public_id=public_id,
        )
        stored = StoredFile.objects.select_related("key").get(public_id=public_id)
        reader = shelf.open(stored)
    except (links.LinkRefused, StoredFile.DoesNotExist, shelf.FileGone) as problem:
        raise Http404(_("Deze link werkt niet meer. Open het bestand opnieuw vanaf de pagina.")) from problem
    log.append(
        "file.downloaded",
        subject=log.Subject("file", stored.pk),
        actor=log.Actor.user(request.user),
        at=clock.now(),
        data={},
    )
    answer = FileResponse(reader, as_attachment=True, filename=safe_name(stored.name), content_type=stored.content_type)
    answer["Content-Length"] = str(stored.size)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return cast(HttpResponse, answer)  # what policies pass on; it streams


def safe_name(name: str) -> str:
    """Return a name no file system or header trips over; RFC 5987 encoding is Django's work."""
    bare = "".join("_" if char in '\\/:*?"<>|%\n\t' or ord(char) < 32 else char for char in name).strip(". ")
    return bare or "bestand"
