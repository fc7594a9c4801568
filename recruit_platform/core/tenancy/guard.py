"""The web, the workers and the beat refuse to start as a role that could see past the walls, or beside a wall that is open."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

# What the role may do that the plain role may not; each column is a yes-or-no with its words in WORDS.
_ROLE = """
SELECT r.rolsuper AS superuser,
       r.rolbypassrls AS bypass,
       r.rolcreaterole AS create_role,
       r.rolcreatedb AS create_database,
       r.rolreplication AS replication,
       EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
         OR EXISTS (SELECT FROM pg_proc p WHERE p.proowner = r.oid)
         OR EXISTS (SELECT FROM pg_namespace n WHERE n.nspowner = r.oid)
         OR EXISTS (SELECT FROM pg_database d WHERE d.datdba = r.oid) AS owns,
       EXISTS (SELECT FROM pg_roles o WHERE o.oid <> r.oid AND pg_has_role(r.oid, o.oid, 'MEMBER')) AS member,
       has_database_privilege(r.oid, current_database(), 'TEMPORARY') AS temporary,
       has_database_privilege(r.oid, current_database(), 'CREATE')
         OR EXISTS (SELECT FROM pg_namespace n WHERE n.nspname IN ('public', 'app')
                     AND has_schema_privilege(r.oid, n.oid, 'CREATE')) AS create_objects,
       COALESCE((SELECT has_any_column_privilege(r.oid, c.oid, 'SELECT')
                   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                  WHERE n.nspname = 'app' AND c.relname = 'tenant_key'), false) AS reads_keys,
       current_setting('track_activities')::bool AS tracked
  FROM pg_roles r WHERE r.rolname = current_user
"""
WORDS = {
    "superuser": "is a superuser",
    "bypass": "has BYPASSRLS",
    "create_role": "may create roles",
    "create_database": "may create databases",
    "replication": "may replicate the database",
    "owns": "owns tables, functions, schemas or databases",
    "member": "is a member of another role",
    "temporary": "may make temporary tables, which hide real ones from later requests on its connection",
    "create_objects": "may create objects in the database",
    "reads_keys": "may read the keys of organisations",
    "tracked": "has track_activities on, so another connection could read its tokens",
}
_OPEN_TABLES = """
SELECT c.relname
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' AND NOT a.attisdropped
 WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')
   AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND a.attnotnull)
 ORDER BY c.relname
"""


class UnsafeDatabaseRole(RuntimeError):
    """The database role of this process could see past row-level security, or a table has none."""


def problems() -> list[str]:
    """Return what is wrong with the role this process is connected as; empty when it is the plain role."""
    with connection.cursor() as cursor:
        cursor.execute(_ROLE)
        names = [column.name for column in cursor.description]
        return worded(dict(zip(names, cursor.fetchone(), strict=True)))


def worded(facts: Mapping[str, bool]) -> list[str]:
    """Put the facts about a role that the plain role must not have into words."""
    return [WORDS[name] for name, wrong in facts.items() if wrong]


def open_tables() -> list[str]:
    """Return the tables of organisations that row-level security does not hold; empty when all walls stand."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_TABLES)
        return [name for (name,) in cursor.fetchall()]


def refuse_unsafe_role() -> None:
    """Raise UnsafeDatabaseRole unless this process runs as the plain role between standing walls.

    Called by wsgi, worker and beat at their start.
    """
    found = problems()
    if found:
        raise UnsafeDatabaseRole(
            f"The database role {connection.settings_dict['USER']!r} {'; '.join(found)}. "
            "DATABASE_URL must name the plain role (recruit_app); see docs/operations.md."
        )
    unwalled = open_tables()
    if unwalled:
        raise UnsafeDatabaseRole(f"Row-level security does not hold {', '.join(unwalled)}: run `manage.py migrate`.")
