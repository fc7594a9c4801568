"""A few views that give back what reached them."""

from __future__ import annotations

import errno
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from recruit_platform.core import files
from recruit_platform.core.middleware.input import takes_body


@csrf_exempt
def echo(request: HttpRequest, **_: Any) -> HttpResponse:
    return JsonResponse(
        {
            "get": dict(request.GET.lists()),
            "post": dict(request.POST.lists()),
            "files": [[name, file.name, file.size] for name, file in request.FILES.items()],
            "cookies": request.COOKIES,
        }
    )


@csrf_exempt
@takes_body(up_to=200)
def small(request: HttpRequest) -> HttpResponse:
    return HttpResponse(len(request.body))


def crash(request: HttpRequest, word: str) -> HttpResponse:
    raise ValueError(f"invalid for {request.GET.get('q')}")


def full(request: HttpRequest) -> HttpResponse:
    raise files.StorageFull(errno.ENOSPC)


def kept(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse("public")
    answer["Cache-Control"] = "public, max-age=60"
    return answer


urlpatterns = [
    path("echo/", echo, name="echo"),
    path("echo/<str:word>/", echo, name="echo_word"),
    path("api/echo/", echo),
    path("small/", small),
    path("crash/<str:word>/", crash, name="crash"),
    path("full/", full),
    path("kept/", kept),
]
