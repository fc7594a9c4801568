"""The SQL of the walls: the verifier, policies, grants and id-only functions, as text with quoted names."""

from __future__ import annotations

APP = "recruit_app"
OWNER = "recruit_owner"
SWEEP = "recruit_sweep"

SCHEMA = f"""
CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO {APP}, {SWEEP};
CREATE TABLE app.tenant_key (
    kid smallint PRIMARY KEY,
    inner_pad bytea NOT NULL CHECK (length(inner_pad) = 64),
    outer_pad bytea NOT NULL CHECK (length(outer_pad) = 64),
    added_at timestamptz NOT NULL DEFAULT now(),
    not_after timestamptz
);
REVOKE ALL ON app.tenant_key FROM PUBLIC;
"""

# A temporary table hides the real one of the same name from later requests on the same connection, and may carry triggers:
# injected SQL could lie in wait for the next organisation. So the plain role makes none; app.staging() does it for imports.
DATABASE_PRIVILEGES = f"""
DO $$ BEGIN
    EXECUTE format('REVOKE CREATE, TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO {SWEEP}', current_database());
END $$;
"""

# COPY FROM is refused under row-level security: imports COPY into this table and go on with INSERT … SELECT. Its name is never
# that of a real table, and it is gone at the end of the transaction.
STAGING = f"""
GRANT CREATE ON SCHEMA app TO {SWEEP};
SET LOCAL ROLE {SWEEP};
CREATE FUNCTION app.staging(source regclass, wanted text[]) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    target text := 'staging_' || (SELECT left(relname, 50) FROM pg_class WHERE oid = source);
    listed text;
    found bigint;
BEGIN
    SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', '
                      ORDER BY array_position(wanted, attname::text)), count(*)
      INTO listed, found FROM pg_attribute
     WHERE attrelid = source AND attname::text = ANY (wanted) AND attnum > 0 AND NOT attisdropped;
    IF found = 0 OR found <> cardinality(wanted) THEN
        RAISE EXCEPTION 'unknown columns for %', source USING ERRCODE = '42703';
    END IF;
    IF to_regclass('pg_temp.' || quote_ident(target)) IS NOT NULL THEN
        EXECUTE format('DROP TABLE pg_temp.%I', target);
    END IF;
    EXECUTE format('CREATE TEMPORARY TABLE %I (%s) ON COMMIT DROP', target, listed);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON pg_temp.%I TO {APP}', target);
    RETURN target;
END $$;
REVOKE ALL ON FUNCTION app.staging(regclass, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.staging(regclass, text[]) TO {APP};
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM {SWEEP};
"""

# A statement without a good token fails here rather than seeing nothing: an empty page would hide the mistake.
# now() is the transaction's start: a long import outlives its token, a new transaction cannot reuse it.
VERIFIER = f"""
CREATE FUNCTION app.org() RETURNS bigint LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token text := current_setting('app.token', true);
    part text[];
    k record;
BEGIN
    IF token IS NULL OR token = '' THEN
        RAISE EXCEPTION 'no organisation is active' USING ERRCODE = '42501';
    END IF;
    IF token !~ '^[0-9]{{1,4}}\\.[0-9]{{1,18}}\\.[0-9]{{1,12}}\\.[0-9a-f]{{64}}$' THEN
        RAISE EXCEPTION 'organisation token refused' USING ERRCODE = '42501';
    END IF;
    part := string_to_array(token, '.');
    SELECT inner_pad, outer_pad INTO k FROM app.tenant_key
     WHERE kid = part[1]::smallint AND (not_after IS NULL OR not_after > now());
    IF NOT FOUND
       OR encode(sha256(k.outer_pad || sha256(k.inner_pad || convert_to(
              part[1] || '.' || part[2] || '.' || part[3], 'UTF8'))), 'hex') <> part[4]
       OR part[3]::bigint < extract(epoch FROM now()) THEN
        RAISE EXCEPTION 'organisation token refused' USING ERRCODE = '42501';
    END IF;
    RETURN part[2]::bigint;
END $$;
REVOKE ALL ON FUNCTION app.org() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.org() TO {APP}, {OWNER}, {SWEEP};
"""

# The directory is read before an organisation is active (by slug, by host name); it is changed only from inside.
ORGANISATION_POLICIES = f"""
ALTER TABLE core_organisation ENABLE ROW LEVEL SECURITY;
ALTER TABLE core_organisation FORCE ROW LEVEL SECURITY;
CREATE POLICY directory ON core_organisation FOR SELECT TO {APP}, {OWNER} USING (true);
CREATE POLICY newcomer ON core_organisation FOR INSERT TO {APP}, {OWNER} WITH CHECK (true);
CREATE POLICY own ON core_organisation FOR UPDATE TO {APP}, {OWNER}
    USING (id = (SELECT app.org())) WITH CHECK (id = (SELECT app.org()));
CREATE POLICY gone ON core_organisation FOR DELETE TO {OWNER} USING (id = (SELECT app.org()));
CREATE POLICY sweep ON core_organisation FOR SELECT TO {SWEEP} USING (true);
GRANT SELECT (id) ON core_organisation TO {SWEEP};
"""

OWN_ROWS = "organisation_id = (SELECT app.org())"


def enable(table: str) -> str:
    return f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY; ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;'


def tenant_policy(table: str) -> str:
    return f'CREATE POLICY tenant ON "{table}" TO {APP}, {OWNER} USING ({OWN_ROWS}) WITH CHECK ({OWN_ROWS});'


def grant(table: str, privileges: tuple[str, ...], *, to: str = APP) -> str:
    return f'GRANT {", ".join(privileges)} ON "{table}" TO {to};'


def composite_key(table: str) -> str:
    return f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_tenant_key" UNIQUE (organisation_id, id);'


def own_numbering(table: str) -> str:
    """Only the database numbers rows: an explicit id is refused alike whether another organisation has it or not."""
    return f'ALTER TABLE "{table}" ALTER COLUMN id SET GENERATED ALWAYS;'


def reference_index(table: str, column: str) -> str:
    """An index for a reference: without it every delete of a parent reads the whole child table."""
    name = f"{table}_{column}_tenant_ix"[:63]
    return f'CREATE INDEX "{name}" ON "{table}" (organisation_id, "{column}");'


def composite_foreign_key(table: str, column: str, target: str) -> str:
    name = f"{table}_{column}_tenant_fk"[:63]
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" FOREIGN KEY (organisation_id, "{column}") '
        f'REFERENCES "{target}" (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;'
    )


def sweep_access(table: str, columns: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{column}"' for column in dict.fromkeys(("id", "organisation_id", *columns)))
    return (
        f'GRANT SELECT ({listed}) ON "{table}" TO {SWEEP}; '
        f'CREATE POLICY sweep ON "{table}" FOR SELECT TO {SWEEP} USING (true);'
    )


def sweep_function(signature: str, returns: str, body: str) -> str:
    """An id-only function across organisations: owned by the sweep role, which reads only the columns granted to it."""
    return f"""
GRANT CREATE ON SCHEMA app TO {SWEEP};
SET LOCAL ROLE {SWEEP};
CREATE FUNCTION app.{signature} RETURNS {returns} LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $body${body}$body$;
REVOKE ALL ON FUNCTION app.{signature_types(signature)} FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.{signature_types(signature)} TO {APP};
RESET ROLE;
REVOKE CREATE ON SCHEMA app FROM {SWEEP};
"""


def signature_types(signature: str) -> str:
    """``due(q text, at_most int)`` → ``due(text, int)``: what GRANT and DROP FUNCTION want."""
    name, _, rest = signature.partition("(")
    arguments = [argument.split()[1:] for argument in rest.rstrip(")").split(",") if argument.strip()]
    return f"{name}({', '.join(' '.join(words) for words in arguments)})"
