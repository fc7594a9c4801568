"""What the log can say about keys of the API."""

from __future__ import annotations

from recruit_platform.core import log

from .scopes import Scope

log.declare_subject("api_key")
log.declare("api_key.created", subject="api_key", facts={"scopes": log.Several(log.OneOf(Scope))})
log.declare("api_key.revoked", subject="api_key")
