#!/usr/bin/env python
"""Django's commands. Those that change the schema or keys connect as the owner role, all others as the plain role."""

import os
import sys

OWNER_COMMANDS = {"migrate", "sqlmigrate", "tenant_key", "delete_organisation", "optimizemigration", "squashmigrations"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruit_platform.settings")
    if len(sys.argv) > 1 and sys.argv[1] in OWNER_COMMANDS:
        os.environ.setdefault("RECRUIT_DATABASE_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
