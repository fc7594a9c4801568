"""`python -m bench NAME …` (by `./run bench NAME …`): each module here with a ``main(arguments) -> int`` is a measurement."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path


def names() -> list[str]:
    """Every measurement: a module that defines main."""
    modules = Path(__file__).parent.glob("[a-z]*.py")
    return sorted(module.stem for module in modules if "\ndef main(" in module.read_text())


def main() -> int:
    known = names()
    if len(sys.argv) < 2 or sys.argv[1] not in known:
        print(f"Say which: {', '.join(known)}.", file=sys.stderr)
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recruit_platform.settings")
    import django

    django.setup()
    return int(importlib.import_module(f"bench.{sys.argv[1]}").main(sys.argv[2:]))


if __name__ == "__main__":
    sys.exit(main())
