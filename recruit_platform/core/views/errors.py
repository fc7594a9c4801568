"""What stands on the screen when something cannot be shown. No database: it may be what is missing."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from recruit_platform.core import errors


def bad_request(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    return errors.not_understood(request)


def forbidden(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    return errors.answer(
        request,
        status=403,
        title=_("Dit mag je niet"),
        detail=_(
            "Je rol geeft hier geen toegang toe. Heb je het toch nodig? Vraag het de beheerder van je organisatie."
        ),
    )


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long: say so, and how to go on. The reason is for developers, not for this page."""
    return errors.answer(
        request,
        status=403,
        title=_("Deze pagina stond te lang open"),
        detail=_("Er is niets opgeslagen. Ga terug, laad de pagina opnieuw en verstuur nog eens."),
        page="csrf",
    )


def not_found(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """Nothing here, or nothing for this person: the same page, byte for byte."""
    return errors.answer(
        request,
        status=404,
        title=_("Deze pagina is er niet"),
        detail=_("Misschien klopt het adres niet, of is de pagina weg. Ga terug of begin opnieuw."),
    )


def too_many_requests(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    return errors.answer(
        request,
        status=429,
        title=_("Even rustig aan"),
        detail=_("Dat ging te snel achter elkaar. Wacht een minuut en probeer het opnieuw."),
        retry_after=60,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away is 503 and worth another try in a moment; anything else is our mistake."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        connection.close()
        return errors.database_unavailable(request)
    return errors.answer(
        request,
        status=500,
        title=_("Er ging iets mis bij ons"),
        detail=_("Het ligt niet aan jou. Er is niets half opgeslagen. Probeer het zo nog eens."),
    )
