"""The source as the house tests read it: files of the product with their syntax trees, and templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["recruit_platform.core", "calendar_app", "campaigns", "talentpool", "automation", "dashboards"]
LABELS = {"core": 0, **{name: height for height, name in enumerate(FLOORS) if height}}
PRODUCT = ["recruit_platform", *FLOORS[1:]]


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str
    text: str
    tree: ast.Module = field(hash=False)

    def at(self, node: ast.AST) -> str:
        return f"{self.path}:{getattr(node, 'lineno', 0)}"

    def walk(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    @property
    def floor(self) -> int:
        """0 for core, 5 for dashboards; the wiring stands above all."""
        package = self.path.split("/", 1)[0]
        if package == "recruit_platform":
            return 0 if self.path.startswith(("recruit_platform/core/", "recruit_platform/lib/")) else len(FLOORS)
        return FLOORS.index(package)


@dataclass(frozen=True)
class Template:
    path: str
    text: str

    @property
    def floor(self) -> int:
        folder = self.path.split("/")[1]
        return LABELS.get(folder, LABELS["talentpool"] if folder == "careers" else 0)

    def lines(self) -> Iterator[tuple[str, str]]:
        for number, line in enumerate(self.text.splitlines(), 1):
            yield f"{self.path}:{number}", line


def source(path: str, text: str) -> Source:
    return Source(path, text, ast.parse(text))


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the product, migrations included."""
    found = [ROOT / "manage.py", *(path for name in PRODUCT for path in sorted((ROOT / name).rglob("*.py")))]
    return tuple(source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in found)


@cache
def every_python_file() -> tuple[Source, ...]:
    """Also tests, measurements and scripts."""
    rest = [path for name in ("tests", "bench", "scripts") for path in sorted((ROOT / name).rglob("*.py"))]
    return (*sources(), *(source(path.relative_to(ROOT).as_posix(), path.read_text()) for path in rest))


@cache
def templates() -> tuple[Template, ...]:
    return tuple(
        Template(path.relative_to(ROOT).as_posix(), path.read_text())
        for path in sorted((ROOT / "templates").rglob("*"))
        if path.suffix in {".html", ".txt", ".subject"}
    )


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a name or attribute, or an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""
