"""Who is let in: REST framework's two questions, answered from the key that the base class recognised.

Apart from base.py because these are also the framework's defaults: a view that forgets the base class admits nobody.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission

from .keys import ActiveKey


class Keyholder:
    """``request.user`` of the API: no person, but allowed in."""

    is_authenticated = True
    is_active = True
    pk = None


class KeyAuthentication(BaseAuthentication):
    """Takes the key that ``OrganisationView`` recognised before it opened the organisation."""

    def authenticate(self, request: Any) -> tuple[Keyholder, ActiveKey]:
        key = getattr(request._request, "api_key", None)
        if key is None:
            raise exceptions.AuthenticationFailed(_("Stuur een geldige sleutel mee: Authorization: Bearer rp_…"))
        return Keyholder(), key

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


class HasScope(BasePermission):
    def has_permission(self, request: Any, view: Any) -> bool:
        if view.scope in request.auth.scopes:
            return True
        raise exceptions.PermissionDenied(_("Deze sleutel mag dit niet: %(scope)s ontbreekt.") % {"scope": view.scope})
