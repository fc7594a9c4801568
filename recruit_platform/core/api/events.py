"""What the log can say about keys of the API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from recruit_platform.core import log
from recruit_platform.core.models import ApiKey
from recruit_platform.core.roles import Can

from .scopes import Scope

log.declare_subject("api_key", names=log.named_by(ApiKey, "name"))
log.declare(
    "api_key.created", _("API-sleutel gemaakt"), subject="api_key", facts={"scopes": log.Several(log.OneOf(Scope))}
)
log.declare("api_key.revoked", _("API-sleutel ingetrokken"), subject="api_key")
log.declare(
    "api_key.acted",
    _("API-sleutel deed iets uit naam van een teamlid"),
    subject="api_key",
    facts={"member": log.Id(), "may": log.OneOf(lambda: [can.value for can in Can])},
)
