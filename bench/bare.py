"""Settings and views of the limit: Django with no middleware and a view that does one raw query, or nothing."""

from __future__ import annotations

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from recruit_platform.settings import *  # noqa: F403

ROOT_URLCONF = "bench.bare"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
ALLOWED_HOSTS = ["127.0.0.1"]


@transaction.non_atomic_requests
def constant(_request: HttpRequest) -> HttpResponse:
    """No database, no template: what Django and the server cost."""
    return HttpResponse("0")


@transaction.non_atomic_requests
def one_query(_request: HttpRequest) -> HttpResponse:
    """One raw query in autocommit: the limit of P1 and P2."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_organisation WHERE id < 3")
        return HttpResponse(str(cursor.fetchone()[0]))


urlpatterns = [path("livez", constant), path("one-query", one_query)]
