"""`python -m recruit_platform.core.local COMMAND …`: what `./run` hands over to."""

from __future__ import annotations

import importlib
import sys

from recruit_platform.env import EnvironmentProblem

from .failures import Failure

USAGE = """\
./run demo [--fresh] [--port N] [--no-browser]   the whole product on this machine, with two made-up organisations
./run test [pytest arguments]                    all checks and tests; with arguments only pytest with these
./run manage COMMAND …                           a Django command with the demo's settings and servers
./run shell                                      Django's shell, the same way
./run bench NAME …                               a measurement
./run roles --print | --apply                    the database roles for a server of one's own

The demo lives in var/ (or the folder RECRUIT_VAR names). DATABASE_URL with OWNER_DATABASE_URL, REDIS_URL and EMAIL_URL
point it at servers of one's own. More: docs/operations.md
"""
COMMANDS = ("demo", "test", "manage", "shell", "bench", "roles")


def main(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name not in COMMANDS:
        asked = name in {"help", "--help", "-h"}
        print(USAGE if asked else f"./run {name}: there is no such command.\n\n{USAGE}")
        return 0 if asked else 2
    command = importlib.import_module(f"{__package__}.commands.{name}")
    try:
        code: int = command.run(rest)
    except (Failure, EnvironmentProblem) as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
