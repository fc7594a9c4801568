"""The servers of a place, built in or one's own, as parts for the supervisor plus the environment that reaches them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import psycopg2

from . import credentials, environment, paths, postgres, roles, valkey
from .accounts import for_servers
from .failures import Failure
from .parts import Part

KNOCK_SECONDS = 10


@dataclass(frozen=True)
class Servers:
    parts: Sequence[Part]
    environment: Mapping[str, str]
    cluster: postgres.Cluster | None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts)


def built_in(place: paths.Place, *, mode: str, durable: bool, owner_creates_databases: bool) -> Servers:
    """Return PostgreSQL and Valkey of this place, whatever the environment names."""
    return _assemble(
        place, mode=mode, durable=durable, owner_creates_databases=owner_creates_databases, own_servers=False
    )


def built_in_or_own(place: paths.Place, *, mode: str) -> Servers:
    """Return the servers that the environment names, and built-in ones for those it does not name."""
    environment.refuse_half_a_database()
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        if environment.given(name):
            _knock(name)
    return _assemble(place, mode=mode, durable=True, owner_creates_databases=False, own_servers=True)


def _assemble(
    place: paths.Place, *, mode: str, durable: bool, owner_creates_databases: bool, own_servers: bool
) -> Servers:
    parts: list[Part] = []
    urls: dict[str, str] = {}
    cluster: postgres.Cluster | None = None
    if own_servers and environment.given("DATABASE_URL"):
        secrets = credentials.load(place.secrets, data_exists=False)
    else:
        cluster = postgres.cluster(
            place, credentials=lambda exists: credentials.load(place.secrets, data_exists=exists), durable=durable
        )
        secrets = cluster.credentials
        parts += [] if cluster.exists else [cluster.creation()]
        parts.append(cluster.service(ready=_readiness(cluster, owner_creates_databases=owner_creates_databases)))
        urls["DATABASE_URL"] = cluster.url(user=roles.APP, password=secrets.app_password, database=roles.DATABASE)
        urls["OWNER_DATABASE_URL"] = cluster.url(
            user=roles.OWNER, password=secrets.owner_password, database=roles.DATABASE
        )
        if mode == "test":
            urls["ADMIN_DATABASE_URL"] = cluster.admin_url  # tests see that a superuser is refused
    if not (own_servers and environment.given("REDIS_URL")):
        account = cluster.account if cluster else for_servers(data=[])
        server = valkey.Valkey(place, paths.sockets(place, account=account), account)
        parts.append(server.service())
        urls["REDIS_URL"] = server.url
    children = environment.for_children(place, mode=mode, credentials=secrets, urls=urls, own_servers=own_servers)
    return Servers(parts=parts, environment=children, cluster=cluster)


def _knock(name: str) -> None:
    """Raise Failure, with words, when a database of the person's own does not let us in."""
    try:
        psycopg2.connect(environment.given(name), connect_timeout=KNOCK_SECONDS).close()
    except psycopg2.Error as problem:
        said = "\n".join(f"  {line.strip()}" for line in str(problem).splitlines() if line.strip())
        raise Failure(
            f"{name} does not let us in:\n{said}\n"
            "  Is that server running, and were the roles and the database made (./run roles --apply)?\n"
            "  Without DATABASE_URL and OWNER_DATABASE_URL a built-in PostgreSQL is used."
        ) from problem


def _readiness(cluster: postgres.Cluster, *, owner_creates_databases: bool) -> Callable[[], bool]:
    """Return what the supervisor asks: the first time this also makes the roles and the database."""
    passwords = roles.Passwords(owner=cluster.credentials.owner_password, app=cluster.credentials.app_password)
    prepared = False

    def ready() -> bool:
        nonlocal prepared
        if prepared:
            return postgres.accepts(cluster.admin_url)
        try:
            roles.apply(cluster.admin_url, passwords=passwords, owner_creates_databases=owner_creates_databases)
        except psycopg2.OperationalError as problem:
            if "password authentication failed" in str(problem):
                raise Failure(
                    f"{cluster.place.secrets} does not fit the data in {cluster.data}.\n"
                    "  Put the right file back, or start over with --fresh (this empties the demo)."
                ) from problem
            return False
        except psycopg2.Error as problem:
            raise Failure(f"The database roles could not be made: {problem}") from problem
        prepared = True
        return True

    return ready
