"""The rules of the house as questions to PostgreSQL's catalogue, asked as the owner. Each returns what breaks it, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Rule = Callable[[Any], list[str]]

# Tables that belong to no organisation, with what the plain role may do there.
SHARED = {
    "core_organisation": {"SELECT", "INSERT", "UPDATE"},  # the directory: read before an organisation is known
    "core_user": {"SELECT", "INSERT", "UPDATE"},  # people may be in several organisations
    "core_accountmail": {
        "SELECT",
        "INSERT",
        "UPDATE",
        "DELETE",
    },  # login codes and resets: no organisation is known there
    "core_mailpace": {
        "SELECT",
        "INSERT",
        "UPDATE",
    },  # when the mail server may be spoken to again: no organisation in it
    "core_cacheentry": {"SELECT", "INSERT", "UPDATE", "DELETE"},  # counted attempts of people who are not known yet
    "django_migrations": {"SELECT"},
}
PACKAGES = {
    "account_": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "mfa_": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "usersessions_": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "django_session": {"SELECT", "INSERT", "UPDATE", "DELETE"},
    "auth_": {"SELECT"},
    "django_content_type": {"SELECT"},
}
ROWS_OF_AN_ORGANISATION = {"SELECT", "INSERT", "UPDATE", "DELETE"}
_ADDED_TO = {"SELECT", "INSERT"}
_ADDED_TO_AND_ERASED = _ADDED_TO | {"DELETE"}
APPEND_ONLY = {
    "core_event": _ADDED_TO,
    "campaigns_ledgerentry": _ADDED_TO,
    "campaigns_outcome": _ADDED_TO,
    "talentpool_stagechange": _ADDED_TO_AND_ERASED,
    "automation_templateversion": _ADDED_TO_AND_ERASED,
}

# Indexes on tables of organisations that do not begin with the organisation, and why that is right.
OTHER_INDEXES = {
    "message_due": "read by app.messages_due over all organisations",
    "message_leased": "read by app.messages_with_expired_lease over all organisations",
    "pending_event_due": "read by app.pending_events_due over all organisations",
    "job_waiting": "read by app.jobs_due over all organisations",
    "job_running": "read by app.jobs_due over all organisations",
    "invitation_by_token": "read by app.invitation_by_token, before an organisation is known",
    "api_key_by_hash": "read by app.api_key_by_hash, before an organisation is known",
}
# Functions over all organisations that return something else than ids, and why that is right.
OTHER_RESULTS = {
    "oldest_due_message": "one instant, for the readiness check; says nothing about anyone",
    "work_counts": "numbers over all organisations, for the readiness check and the metrics; says nothing about anyone",
    "staging": "the name of an empty temporary table",
}
OWN = "(organisation_id = ( SELECT app.org() AS org))"
ITSELF = "(id = ( SELECT app.org() AS org))"
STANDARD_POLICY = ("tenant", "PERMISSIVE", ("recruit_app", "recruit_owner"), "ALL", OWN, OWN)
SWEEP_POLICY = ("sweep", "PERMISSIVE", ("recruit_sweep",), "SELECT", "true", None)
DIRECTORY_POLICIES = {
    ("directory", "PERMISSIVE", ("recruit_app", "recruit_owner"), "SELECT", "true", None),
    ("newcomer", "PERMISSIVE", ("recruit_app", "recruit_owner"), "INSERT", None, "true"),
    ("own", "PERMISSIVE", ("recruit_app", "recruit_owner"), "UPDATE", ITSELF, ITSELF),
    ("gone", "PERMISSIVE", ("recruit_owner",), "DELETE", ITSELF, None),
    SWEEP_POLICY,
}


def every_table_has_a_class(cursor: Any) -> list[str]:
    unknown = set(_tables(cursor)) - set(tables_of_organisations(cursor)) - set(SHARED)
    return [
        f"{table} is neither of an organisation, nor in SHARED or PACKAGES"
        for table in sorted(unknown)
        if not _package(table)
    ]


def rows_of_organisations_are_walled_in(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> ALL (%s) "
        "AND NOT (a.attnotnull AND c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1",
        [list(SHARED)],
    )
    return [
        f"{table} may have rows without an organisation, or lets its owner past the policy"
        for (table,) in cursor.fetchall()
    ]


def policies_are_the_standard_ones(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT tablename, policyname, permissive, ARRAY(SELECT r::text FROM unnest(roles) r ORDER BY 1), cmd, qual, with_check "
        "FROM pg_policies WHERE schemaname = 'public'"
    )
    found: dict[str, set[Any]] = {}
    for table, name, permissive, roles, command, using, check in cursor.fetchall():
        found.setdefault(table, set()).add((name, permissive, tuple(roles), command, using, check))
    problems = []
    for table in tables_of_organisations(cursor):
        mine = found.pop(table, set())
        if mine - {SWEEP_POLICY} != {STANDARD_POLICY}:
            problems.append(f"{table} has other policies than the standard one: {sorted(map(str, mine))}")
    if found.pop("core_organisation", set()) != DIRECTORY_POLICIES:
        problems.append("core_organisation has other policies than the directory's")
    return problems + [f"{table} has policies and is no table of an organisation" for table in sorted(found)]


def the_plain_role_may_do_what_is_listed(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname, g.rolname, x.privilege_type, x.is_grantable FROM pg_class c, aclexplode(c.relacl) x "
        "LEFT JOIN pg_roles g ON g.oid = x.grantee "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND x.grantee <> c.relowner"
    )
    granted: dict[str, set[str]] = {}
    problems = []
    for table, role, privilege, grantable in cursor.fetchall():
        if role != "recruit_app" or grantable:
            problems.append(f"{role or 'PUBLIC'} has {privilege} on {table}{' with grant option' if grantable else ''}")
        granted.setdefault(table, set()).add(privilege)
    walled = set(tables_of_organisations(cursor))
    for table in _tables(cursor):
        wanted = _expected(table, table in walled)
        if wanted is not None and granted.get(table, set()) != wanted:
            problems.append(
                f"{table}: the plain role has {sorted(granted.get(table, set()))}, expected {sorted(wanted)}"
            )
    return problems


def the_sweep_role_reads_columns_only(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname, a.attname, x.privilege_type FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid, "
        "aclexplode(a.attacl) x WHERE x.privilege_type <> 'SELECT' OR x.is_grantable"
    )
    problems = [f"{privilege} on {table}.{column}" for table, column, privilege in cursor.fetchall()]
    cursor.execute(
        "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) x JOIN pg_roles g ON g.oid = x.grantee "
        "WHERE g.rolname = 'recruit_sweep'"
    )
    return problems + [f"recruit_sweep has the whole of {table}" for (table,) in cursor.fetchall()]


def indexes_begin_with_the_organisation(cursor: Any) -> list[str]:
    """Unique ones always (else they tell whether another organisation has a value), others unless there is a reason."""
    cursor.execute(
        "SELECT t.relname, i.relname, x.indisunique, x.indisprimary, x.indnkeyatts, "
        "  ARRAY(SELECT a.attname::text FROM unnest(x.indkey::int2[]) WITH ORDINALITY k(n, o) "
        "        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.n ORDER BY k.o) "
        "FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid "
        "WHERE t.relname = ANY (%s) ORDER BY 1, 2",
        [tables_of_organisations(cursor)],
    )
    rows = cursor.fetchall()
    people = _references_to_people(cursor)
    problems = []
    for table, index, unique, primary, keys, columns in rows:
        if columns[0] == "organisation_id" or (primary and columns[:keys] == ["id"]):
            continue  # a primary key of random access by number: the numbers are the database's own (GENERATED ALWAYS)
        if not unique and (index in OTHER_INDEXES or (table, columns[0]) in people):
            continue
        problems.append(f"{index} on {table} begins with {columns[0]}")
    return problems


def references_carry_the_organisation(cursor: Any) -> list[str]:
    walled = set(tables_of_organisations(cursor))
    problems = []
    for name, child, parent, columns, targets, deferred, action in _references(cursor):
        if parent not in walled:
            if child in walled and parent not in {"core_organisation", "core_user"}:
                problems.append(f"{name}: {child} refers to {parent}, which belongs to nobody")
            continue
        if child not in walled:
            problems.append(f"{name}: {child} belongs to no organisation and refers to {parent}")
        elif len(columns) != 2 or columns[0] != "organisation_id" or targets != ["organisation_id", "id"]:
            problems.append(f"{name}: {child} → {parent} by {columns} does not carry the organisation")
        if not deferred or action != "a":
            problems.append(f"{name} is checked at once, or deletes by itself")
    return problems


def references_have_an_index(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT f.conname FROM pg_constraint f WHERE f.contype = 'f' AND cardinality(f.conkey) = 2 AND NOT EXISTS ("
        " SELECT FROM pg_index x WHERE x.indrelid = f.conrelid AND x.indpred IS NULL AND (x.indkey::int2[])[0:1] = f.conkey)"
        " ORDER BY 1"
    )
    return [f"{name}: every delete of a parent would read the whole table" for (name,) in cursor.fetchall()]


def every_reference_column_is_held(cursor: Any) -> list[str]:
    """A TenantForeignKey without its constraint (a forgotten TenantReference) is only a number."""
    from django.apps import apps

    from recruit_platform.core.models import TenantForeignKey

    held = {(child, columns[-1]) for _n, child, _p, columns, *_ in _references(cursor) if len(columns) == 2}
    known = set(_tables(cursor))
    return [
        f"{model._meta.db_table}.{field.column} is not held by the database: add TenantReference to its migration"
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
        and model._meta.db_table in known
        and (model._meta.db_table, field.column) not in held
    ]


def nothing_looks_around_the_walls(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND "
        "(c.relkind IN ('m', 'f') OR (c.relkind = 'v' "
        "AND NOT coalesce(c.reloptions, '{}') && '{security_invoker=true,security_invoker=on}'))"
    )
    problems = [f"{name} is a view or foreign table that sees more than who asks" for name, _kind in cursor.fetchall()]
    cursor.execute(
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL SELECT evtname FROM pg_event_trigger "
        "UNION ALL SELECT rulename FROM pg_rules WHERE schemaname = 'public'"
    )
    return problems + [f"{name} is a trigger or rule" for (name,) in cursor.fetchall()]


def functions_with_other_rights_are_few_and_closed(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT n.nspname, p.proname, p.prosecdef, o.rolname, coalesce(array_to_string(p.proconfig, ','), ''), "
        "  p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) x WHERE x.grantee = 0) "
        "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles o ON o.oid = p.proowner "
        "WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') "
        "AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1, 2"
    )
    problems = []
    for schema, name, definer, owner, config, public in cursor.fetchall():
        if schema != "app":
            problems.append(f"{schema}.{name} stands outside schema app")
        if definer and (not config.startswith("search_path=pg_catalog") or "pg_temp" not in config.rpartition(",")[2]):
            problems.append(f"app.{name} does not fix its search_path, or looks in pg_temp too early")
        if definer and (public or owner not in {"recruit_owner", "recruit_sweep"}):
            problems.append(f"app.{name} may be called by anybody, or is owned by {owner}")
    return problems


def sweeps_return_ids_only(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT p.proname, pg_get_function_result(p.oid) FROM pg_proc p JOIN pg_roles o ON o.oid = p.proowner "
        "WHERE o.rolname = 'recruit_sweep' ORDER BY 1"
    )
    ids = {"bigint", "SETOF bigint", "TABLE(organisation_id bigint, id bigint)", "TABLE(organisation_id bigint)"}
    return [
        f"app.{name} returns {result}"
        for name, result in cursor.fetchall()
        if result not in ids and name not in OTHER_RESULTS
    ]


def columns_have_the_kinds_we_agreed(cursor: Any) -> list[str]:
    """Instants with a time zone, money whole; nothing whose = is not leakproof (numeric, enum) or missing (json)."""
    cursor.execute(
        "SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "JOIN pg_type t ON t.oid = a.atttypid WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') "
        "AND a.attnum > 0 AND NOT a.attisdropped AND (t.typtype = 'e' OR format_type(a.atttypid, NULL) IN "
        "('timestamp without time zone', 'real', 'double precision', 'numeric', 'money', 'json', 'character')) ORDER BY 1, 2"
    )
    return [f"{table}.{column} is {kind}" for table, column, kind in cursor.fetchall()]


def numbers_are_the_databases_own(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'id' "
        "WHERE c.relname = ANY (%s) AND a.attidentity IS DISTINCT FROM 'a' ORDER BY 1",
        [tables_of_organisations(cursor)],
    )
    problems = [f"{table}.id may be chosen by who inserts" for (table,) in cursor.fetchall()]
    cursor.execute(
        "SELECT c.relname FROM pg_class c, aclexplode(c.relacl) x WHERE c.relkind = 'S' AND x.grantee <> c.relowner ORDER BY 1"
    )
    return problems + [f"others than the owner may use sequence {name}" for (name,) in cursor.fetchall()]


def roles_have_no_more_than_they_need(cursor: Any) -> list[str]:
    problems = []
    cursor.execute(
        "SELECT rolname FROM pg_roles WHERE rolname IN ('recruit_app', 'recruit_sweep') AND "
        "(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication "
        "OR (rolcanlogin AND rolname = 'recruit_sweep'))"
    )
    problems += [f"{name} has an attribute it should not have" for (name,) in cursor.fetchall()]
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner "
        "WHERE o.rolname IN ('recruit_app', 'recruit_sweep') UNION ALL "
        "SELECT p.proname FROM pg_proc p JOIN pg_roles o ON o.oid = p.proowner WHERE o.rolname = 'recruit_app'"
    )
    problems += [f"{name} is owned by a role that should own nothing" for (name,) in cursor.fetchall()]
    cursor.execute("SELECT 1 FROM pg_default_acl")
    problems += ["default privileges open a new table before its policy exists"] * bool(cursor.fetchall())
    cursor.execute(
        "SELECT has_any_column_privilege('recruit_app', 'app.tenant_key', 'SELECT'), "
        "has_database_privilege('recruit_app', current_database(), 'TEMPORARY'), "
        "has_schema_privilege('recruit_app', 'public', 'CREATE') OR has_schema_privilege('recruit_app', 'app', 'CREATE')"
    )
    words = ("may read the keys", "may make temporary tables", "may create objects")
    return problems + [f"recruit_app {text}" for text, wrong in zip(words, cursor.fetchone(), strict=True) if wrong]


RULES: list[Rule] = [
    every_table_has_a_class,
    rows_of_organisations_are_walled_in,
    policies_are_the_standard_ones,
    the_plain_role_may_do_what_is_listed,
    the_sweep_role_reads_columns_only,
    indexes_begin_with_the_organisation,
    references_carry_the_organisation,
    references_have_an_index,
    every_reference_column_is_held,
    nothing_looks_around_the_walls,
    functions_with_other_rights_are_few_and_closed,
    sweeps_return_ids_only,
    columns_have_the_kinds_we_agreed,
    numbers_are_the_databases_own,
    roles_have_no_more_than_they_need,
]


def tables_of_organisations(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id' "
        "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped "
        "AND c.relname <> ALL (%s) ORDER BY 1",
        [list(SHARED)],
    )
    return [name for (name,) in cursor.fetchall()]


def _tables(cursor: Any) -> list[str]:
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1"
    )
    return [name for (name,) in cursor.fetchall()]


def _package(table: str) -> set[str] | None:
    return next((privileges for prefix, privileges in PACKAGES.items() if table.startswith(prefix)), None)


def _expected(table: str, walled: bool) -> set[str] | None:
    if walled:
        return APPEND_ONLY.get(table, ROWS_OF_AN_ORGANISATION)
    return SHARED.get(table) or _package(table)


def _references(cursor: Any) -> list[Any]:
    cursor.execute(
        "SELECT f.conname, child.relname, parent.relname, "
        " ARRAY(SELECT a.attname::text FROM unnest(f.conkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a"
        "       ON a.attrelid = f.conrelid AND a.attnum = k.n ORDER BY k.o),"
        " ARRAY(SELECT a.attname::text FROM unnest(f.confkey) WITH ORDINALITY k(n, o) JOIN pg_attribute a"
        "       ON a.attrelid = f.confrelid AND a.attnum = k.n ORDER BY k.o),"
        " f.condeferrable AND f.condeferred, f.confdeltype::text "
        "FROM pg_constraint f JOIN pg_class child ON child.oid = f.conrelid JOIN pg_class parent ON parent.oid = f.confrelid "
        "WHERE f.contype = 'f' ORDER BY 1"
    )
    return list(cursor.fetchall())


def _references_to_people(cursor: Any) -> set[tuple[str, str]]:
    return {(child, columns[0]) for _n, child, parent, columns, *_ in _references(cursor) if parent == "core_user"}
