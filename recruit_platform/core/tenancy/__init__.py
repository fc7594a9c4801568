"""Which organisation the running code may see.

``active(organisation_id)`` names it for a block; ``scope(organisation_id)`` does the same inside a transaction. The database
backend (``tenancy.backend``) sends a signed token for it before the first statement of a transaction that needs it, and
PostgreSQL's row-level security does the rest. See docs/architecture.md.
"""

from .context import NoOrganisation, OutsideTransaction, active, current, required, scope
from .memory import remembered

__all__ = ["NoOrganisation", "OutsideTransaction", "active", "current", "remembered", "required", "scope"]
