"""The class every endpoint stands on: who asks, for which organisation, with which scope."""

from __future__ import annotations

from datetime import UTC
from functools import wraps
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from recruit_platform.core import clock, tenancy
from recruit_platform.core.policies import Audience, Policy

from . import keys
from .admission import HasScope, KeyAuthentication
from .pacing import PerKey
from .parsing import BODY_MOST_BYTES, CleanJson
from .problems import Unprocessable
from .scopes import Scope


class OnlyJson(BaseContentNegotiation):
    """There is one form, whatever Accept says: a refusal nobody can read helps nobody."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        asked = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == asked), None)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class OrganisationView(APIView):
    """An endpoint of one organisation: that of the key.

    The organisation is active around everything, the answer's rendering included; ATOMIC_REQUESTS makes the request one
    transaction, and a handled error rolls it back (problems.handle). Subclasses set ``scope`` and call services.
    """

    scope: ClassVar[Scope]
    body_most_bytes: ClassVar[int] = BODY_MOST_BYTES
    parameters: ClassVar[frozenset[str]] = frozenset()  # of the query string; a misspelt one is refused, not ignored
    authentication_classes = (KeyAuthentication,)
    permission_classes = (HasScope,)
    throttle_classes = (PerKey,)
    parser_classes = (CleanJson,)
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = OnlyJson
    http_method_names = ("get", "post", "put", "patch", "delete", "head", "options")
    metadata_class = None  # OPTIONS tells nothing that the document does not say better

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        plain = super().as_view(**initkwargs)

        @wraps(plain)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            key = keys.recognise(request.headers.get("Authorization"), at=clock.now())
            request.api_key = key  # type: ignore[attr-defined]
            if key is None:
                return _rendered(plain(request, *args, **kwargs))
            with tenancy.active(key.organisation_id), timezone.override(UTC):
                return _rendered(plain(request, *args, **kwargs))

        guarded.policy = Policy(Audience.API_KEY)  # type: ignore[attr-defined]
        guarded.body_most_bytes = cls.body_most_bytes  # type: ignore[attr-defined]
        return guarded

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        unknown = sorted(set(request.query_params) - self.parameters)
        if unknown:
            raise Unprocessable(unknown[0][:40], _("Deze parameter bestaat hier niet."))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})


class KeyScheme(OpenApiAuthenticationExtension):
    target_class = KeyAuthentication
    name = "key"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "rp_…"}


def _rendered(response: Any) -> HttpResponseBase:
    if not response.is_rendered:
        response.render()
    return response
