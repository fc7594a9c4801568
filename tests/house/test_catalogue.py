"""The database as it really stands, table by table; and each rule seen to fail when the house is broken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from recruit_platform import env
from tests.house import catalogue


@pytest.fixture
def owner(db: None) -> Iterator[Any]:
    """A cursor of the owner in a transaction that is rolled back."""
    import psycopg2

    url = env.database_url("OWNER_DATABASE_URL")
    link = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=url.user,
        password=url.password,
        host=url.host,
        port=url.port or None,
    )
    with link.cursor() as cursor:
        yield cursor
    link.rollback()
    link.close()


@pytest.mark.parametrize("rule", catalogue.RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(owner: Any, rule: catalogue.Rule) -> None:
    assert rule(owner) == []


def test_the_house_has_tables(owner: Any) -> None:
    assert len(catalogue.tables_of_organisations(owner)) >= 15


BREAKS = [
    (catalogue.every_table_has_a_class, "CREATE TABLE stray (id int)"),
    (catalogue.rows_of_organisations_are_walled_in, "ALTER TABLE core_dayoff NO FORCE ROW LEVEL SECURITY"),
    (catalogue.rows_of_organisations_are_walled_in, "ALTER TABLE core_dayoff DISABLE ROW LEVEL SECURITY"),
    (catalogue.rows_of_organisations_are_walled_in, "ALTER TABLE core_dayoff ALTER organisation_id DROP NOT NULL"),
    (catalogue.policies_are_the_standard_ones, "CREATE POLICY open ON core_dayoff TO recruit_app USING (true)"),
    (catalogue.policies_are_the_standard_ones, "ALTER POLICY tenant ON core_dayoff TO PUBLIC"),
    (catalogue.policies_are_the_standard_ones, "ALTER POLICY tenant ON core_dayoff WITH CHECK (true)"),
    (catalogue.policies_are_the_standard_ones, "ALTER POLICY own ON core_organisation USING (true)"),
    (catalogue.policies_are_the_standard_ones, "CREATE POLICY x ON core_user USING (true)"),
    (catalogue.the_plain_role_may_do_what_is_listed, "GRANT UPDATE ON core_event TO recruit_app"),
    (catalogue.the_plain_role_may_do_what_is_listed, "GRANT TRUNCATE ON core_dayoff TO recruit_app"),
    (catalogue.the_plain_role_may_do_what_is_listed, "GRANT SELECT ON core_dayoff TO PUBLIC"),
    (catalogue.the_plain_role_may_do_what_is_listed, "REVOKE DELETE ON core_dayoff FROM recruit_app"),
    (catalogue.the_sweep_role_reads_columns_only, "GRANT SELECT ON core_dayoff TO recruit_sweep"),
    (catalogue.the_sweep_role_reads_columns_only, "GRANT UPDATE (name) ON core_dayoff TO recruit_sweep"),
    (catalogue.indexes_begin_with_the_organisation, "CREATE UNIQUE INDEX x ON core_dayoff (day)"),
    (catalogue.indexes_begin_with_the_organisation, "CREATE INDEX x ON core_dayoff (day)"),
    (catalogue.indexes_begin_with_the_organisation, "CREATE INDEX x ON core_dayoff (lower(name))"),
    (
        catalogue.references_carry_the_organisation,
        "ALTER TABLE core_longjob ADD CONSTRAINT x FOREIGN KEY (result_file_id) REFERENCES core_storedfile (id) NOT VALID",
    ),
    (
        catalogue.references_carry_the_organisation,
        "ALTER TABLE core_longjob ADD CONSTRAINT x FOREIGN KEY (organisation_id, result_file_id) "
        "REFERENCES core_storedfile (organisation_id, id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED NOT VALID",
    ),
    (
        catalogue.references_carry_the_organisation,
        "ALTER TABLE django_session ADD x bigint REFERENCES core_dayoff (id)",
    ),
    (catalogue.references_have_an_index, "DROP INDEX core_longjob_result_file_id_tenant_ix"),
    (
        catalogue.every_reference_column_is_held,
        "ALTER TABLE core_storedfile DROP CONSTRAINT core_storedfile_key_id_tenant_fk",
    ),
    (catalogue.nothing_looks_around_the_walls, "CREATE VIEW x AS SELECT * FROM core_dayoff"),
    (catalogue.nothing_looks_around_the_walls, "CREATE MATERIALIZED VIEW x AS SELECT 1"),
    (catalogue.nothing_looks_around_the_walls, "CREATE RULE x AS ON INSERT TO core_dayoff DO ALSO NOTHING"),
    (
        catalogue.functions_with_other_rights_are_few_and_closed,
        "CREATE FUNCTION app.x() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    ),
    (
        catalogue.functions_with_other_rights_are_few_and_closed,
        "CREATE FUNCTION app.x() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS 'SELECT 1'",
    ),
    (
        catalogue.functions_with_other_rights_are_few_and_closed,
        "CREATE FUNCTION public.x() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ),
    (catalogue.functions_with_other_rights_are_few_and_closed, "GRANT EXECUTE ON FUNCTION app.org() TO PUBLIC"),
    (
        catalogue.functions_with_other_rights_are_few_and_closed,
        "ALTER FUNCTION app.org() SET search_path = pg_catalog, public",
    ),
    (
        catalogue.sweeps_return_ids_only,
        "GRANT CREATE ON SCHEMA app TO recruit_sweep; SET LOCAL ROLE recruit_sweep; "
        "CREATE FUNCTION app.x() RETURNS text LANGUAGE sql AS $$SELECT 'x'$$; RESET ROLE",
    ),
    (catalogue.columns_have_the_kinds_we_agreed, "ALTER TABLE core_dayoff ADD x timestamp"),
    (catalogue.columns_have_the_kinds_we_agreed, "ALTER TABLE core_dayoff ADD x numeric(10, 2)"),
    (catalogue.columns_have_the_kinds_we_agreed, "ALTER TABLE core_dayoff ADD x double precision"),
    (catalogue.columns_have_the_kinds_we_agreed, "CREATE TYPE y AS ENUM ('a'); ALTER TABLE core_dayoff ADD x y"),
    (catalogue.numbers_are_the_databases_own, "ALTER TABLE core_dayoff ALTER id SET GENERATED BY DEFAULT"),
    (catalogue.numbers_are_the_databases_own, "GRANT USAGE ON SEQUENCE core_dayoff_id_seq TO recruit_app"),
    (catalogue.roles_have_no_more_than_they_need, "GRANT SELECT (kid) ON app.tenant_key TO recruit_app"),
    (catalogue.roles_have_no_more_than_they_need, "GRANT CREATE ON SCHEMA public TO recruit_app"),
    (catalogue.roles_have_no_more_than_they_need, "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO recruit_app"),
    (
        catalogue.roles_have_no_more_than_they_need,
        "GRANT CREATE ON SCHEMA app TO recruit_sweep; SET LOCAL ROLE recruit_sweep; CREATE TABLE app.x (); RESET ROLE",
    ),
]


@pytest.mark.parametrize(("rule", "damage"), BREAKS, ids=[f"{rule.__name__}: {damage[:60]}" for rule, damage in BREAKS])
def test_rule_sees_damage(owner: Any, rule: catalogue.Rule, damage: str) -> None:
    owner.execute(damage)
    assert rule(owner) != []


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, _damage in BREAKS} == set(catalogue.RULES)
