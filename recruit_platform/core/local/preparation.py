"""Tables, tenant key and demo data: made at the first start, and again whenever something they rest on has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from . import paths, processes
from .credentials import write_private
from .failures import tail
from .parts import Step
from .servers import Servers

SOURCES = (
    "recruit_platform",
    "calendar_app",
    "campaigns",
    "talentpool",
    "automation",
    "dashboards",
    "requirements.txt",
)
LOGINS, YEAR = "demo-logins", "demo-year"
# Django's checks of the whole project cost seconds per command; ./run test runs them.
ROWS: tuple[tuple[str, ...], ...] = (
    ("migrate", "Making the tables", "migrate", "--no-input", "--verbosity", "0", "--skip-checks"),
    ("tenant-key", "Handing the tenant key to the database", "tenant_key", "ensure", "--skip-checks"),
    ("demo-fill", "Making the demo organisations", "demo_fill", "--skip-checks"),
    (LOGINS, "Listing the logins", "demo_logins", "--skip-checks"),
    (YEAR, "Letting them live a year, which takes about a minute", "demo_year", "--skip-checks"),
)
STAMP = "recruit-prepared"  # in PostgreSQL's own folder: it goes when the data goes


def steps(
    place: paths.Place, found: Servers, *, environment: Mapping[str, str], say: Callable[[str], None]
) -> list[Step]:
    """Return the steps between an empty database and a filled demo, none when all was done before.

    Each step can be repeated, so a start that was killed half-way is healed by the next one.
    """
    stamp = found.cluster.data / STAMP if found.cluster else None
    mark = fingerprint(place)
    prepared = stamp is not None and _read(stamp) == mark and _listed(place).exists() and not _again(place).exists()
    if prepared:
        say("Tables and demo data are up to date")
        return []
    _again(place).unlink(missing_ok=True)

    def list_logins() -> None:
        write_private(_listed(place), place.log(LOGINS).read_text())

    def done() -> None:
        if stamp is not None and not _again(place).exists():
            stamp.write_text(mark)

    made: list[Step] = []
    for name, title, *arguments in ROWS:
        made.append(
            processes.step(
                place,
                name=name,
                title=title,
                arguments=arguments,
                environment=environment,
                needs=(*found.names, *(step.name for step in made)),
                relayed=name != LOGINS,
                awaited=name != YEAR,
                after={LOGINS: list_logins, YEAR: done}.get(name, processes.nothing),
            )
        )
    return made


def logins(place: paths.Place) -> list[str]:
    """Return what `demo_logins` printed the last time the demo was filled."""
    return tail(_listed(place), lines=100)


def prepare_again(place: paths.Place) -> None:
    """Let the next start of the demo look at tables and data again: someone may have changed them by hand."""
    _again(place).touch()


def fingerprint(place: paths.Place) -> str:
    """Return a hash of everything that tables and demo data are made from: our sources, the lock, the secrets."""
    total = hashlib.sha256()
    files = [place.secrets]
    for source in (paths.PROJECT / name for name in SOURCES):
        files += [file for file in source.rglob("*") if file.suffix in {".py", ".sql", ".csv", ".json"}] or [source]
    for file in sorted(files):
        with suppress(OSError):
            total.update(f"{file}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _listed(place: paths.Place) -> Path:
    return place.root / "logins.txt"


def _again(place: paths.Place) -> Path:
    return place.root / "prepare-again"


def _read(stamp: Path) -> str:
    with suppress(OSError):
        return stamp.read_text()
    return ""
