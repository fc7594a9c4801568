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
