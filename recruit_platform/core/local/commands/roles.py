"""`./run roles --print | --apply`: the database roles and the database, for a PostgreSQL server of one's own."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import psycopg2

from recruit_platform import env

from .. import roles
from ..failures import Failure


def run(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run roles", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--print", action="store_true", help="print the SQL for psql; run it as a superuser")
    what.add_argument("--apply", action="store_true", help="run it on the server that ADMIN_DATABASE_URL names")
    options = parser.parse_args(arguments)
    passwords, database = _wanted()
    if options.print:
        print(roles.script(passwords, database=database), end="")
        return 0
    try:
        roles.apply(env.text("ADMIN_DATABASE_URL"), passwords=passwords, database=database)
    except psycopg2.Error as problem:
        raise Failure(f"The roles could not be made: {problem}".rstrip()) from problem
    print(f"The roles {roles.OWNER}, {roles.APP} and {roles.SWEEP} and the database {database} are as they should be.")
    return 0


def _wanted() -> tuple[roles.Passwords, str]:
    """Passwords and database name are those of the addresses the product will use."""
    app, owner = env.database_url("DATABASE_URL"), env.database_url("OWNER_DATABASE_URL")
    if (app.user, owner.user) != (roles.APP, roles.OWNER) or app.name != owner.name:
        raise Failure(
            f"DATABASE_URL must be for user {roles.APP}, OWNER_DATABASE_URL for user {roles.OWNER}, both for the same database."
        )
    if not app.password or not owner.password or app.password == owner.password:
        raise Failure("DATABASE_URL and OWNER_DATABASE_URL must each carry a password of their own.")
    return roles.Passwords(owner=owner.password, app=app.password), app.name
