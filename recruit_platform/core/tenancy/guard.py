"""The web, the workers and the beat refuse to start as a role that could see past the walls."""

from __future__ import annotations

from django.db import connection

_QUESTION = """
SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb,
       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid),
       EXISTS (SELECT FROM pg_roles o WHERE o.oid <> r.oid AND pg_has_role(r.oid, o.oid, 'MEMBER')),
       current_setting('track_activities')::bool
  FROM pg_roles r WHERE r.rolname = current_user
"""


class UnsafeDatabaseRole(RuntimeError):
    """The database role of this process could see past row-level security."""


def problems() -> list[str]:
    """Return what is wrong with the role this process is connected as; empty when it is the plain role."""
    with connection.cursor() as cursor:
        cursor.execute(_QUESTION)
        superuser, bypass, create_role, create_database, owns, member, tracked = cursor.fetchone()
    found = {
        "is a superuser": superuser,
        "has BYPASSRLS": bypass,
        "may create roles": create_role,
        "may create databases": create_database,
        "owns tables": owns,
        "is a member of another role": member,
        "has track_activities on, so another connection could read its tokens": tracked,
    }
    return [text for text, wrong in found.items() if wrong]


def refuse_unsafe_role() -> None:
    """Raise UnsafeDatabaseRole unless this process runs as the plain role; called by wsgi, worker and beat at their start."""
    found = problems()
    if found:
        raise UnsafeDatabaseRole(
            f"The database role {connection.settings_dict['USER']!r} {'; '.join(found)}. "
            "DATABASE_URL must name the plain role (recruit_app); see docs/operations.md."
        )
