"""The rules of the house as readings of the source. Each takes one file and returns what breaks it, in words."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from tests.house.reading import LABELS, Source, dotted

Rule = Callable[[Source], list[str]]

# --- exceptions, each with its reason ---------------------------------------------------------------------------------
READS_ENVIRONMENT = {
    "recruit_platform/env.py": "the one place",
    "manage.py": "names the settings module and the role before Django exists",
    "recruit_platform/wsgi.py": "names the settings module",
    "recruit_platform/asgi.py": "names the settings module",
    "recruit_platform/celery.py": "names the settings module",
    "recruit_platform/core/local/": "starts the servers, before there are settings",
}
READS_CLOCK = {
    "recruit_platform/core/clock.py": "the one place",
    "recruit_platform/core/tenancy/token.py": "PostgreSQL holds tokens against the real clock, also where ours is held",
    "recruit_platform/core/poll/early.py": "answers before Django is asked anything; seconds against a token's expiry",
    "recruit_platform/core/local/": "starts the servers; waits and prints durations",
}
# (file, lookup): these read a whole organisation, or a transformed column that no index serves under row-level security.
SLOW_LOOKUPS: dict[tuple[str, str], str] = {}
SAFE_STRINGS = {
    "recruit_platform/core/poll/panels.py": "a fragment that a template rendered, its address escaped",
    "recruit_platform/core/templatetags/ui.py": "fixed texts beside format_html, which escapes",
    "recruit_platform/core/templatetags/panels.py": "a fragment that a template rendered",
    "talentpool/careers/wording.py": "Markdown rendered with raw HTML switched off",
    "talentpool/careers/structured.py": "JSON whose angle brackets are escaped",
}
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
BARE_CACHE = {
    "recruit_platform/core/cache.py": "is the cache",
}
RAW_JOINS: dict[str, str] = {}

_LOOKUPS = re.compile(
    r"__(contains|icontains|iexact|istartswith|endswith|iendswith|regex|iregex|search|date|time|year|iso_year|quarter|month|week|"
    r"week_day|iso_week_day|day|hour|minute|second|lower|upper|unaccent|trigram_similar|has_key|has_keys|has_any_keys|contained_by|overlap)$"
)
_CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "timezone.now",
    "time.time",
    "timezone.localdate",
}
_LONG_CLOCKS = (".datetime.now", ".date.today", ".timezone.now", "functions.Now")
_VAGUE = {"utils", "helpers", "misc", "common", "util", "helper", "tools", "stuff"}
_PACKAGE_LABELS = {"auth", "contenttypes", "sessions", "account", "mfa", "usersessions"}


def only_env_reads_the_environment(source: Source) -> list[str]:
    if _excused(source, READS_ENVIRONMENT):
        return []
    return [
        f"{source.at(node)} reads the environment"
        for node in source.walk()
        if isinstance(node, (ast.Attribute, ast.Name))
        and dotted(node) in {"os.environ", "os.getenv", "environ", "getenv"}
        and not _is_wsgi_argument(node)
    ]


def only_clock_reads_the_clock(source: Source) -> list[str]:
    if _excused(source, READS_CLOCK):
        return []
    return [
        f"{source.at(node)} reads the clock; take at= or today= instead"
        for node in source.walk()
        if (
            isinstance(node, ast.Call)
            and (
                dotted(node.func) in _CLOCKS
                or dotted(node.func).endswith((".datetime.now", ".date.today", ".Now", "functions.Now"))
            )
        )
        or (isinstance(node, ast.Name) and node.id == "Now")
    ]


def no_scope_inside_a_generator(source: Source) -> list[str]:
    """Context variables are not per generator: an organisation opened in one leaks into whoever iterates."""
    problems = []
    for function in _functions(source):
        if any(dotted(d).rpartition(".")[2] == "contextmanager" for d in function.decorator_list):
            continue  # entered and left by one with-statement, so it cannot be left half-way
        own = list(_own_nodes(function))
        for node in own:
            if not isinstance(node, ast.With) or not any(_opens_scope(item.context_expr) for item in node.items):
                continue
            inside = [other for statement in node.body for other in [statement, *_own_nodes(statement)]]
            if any(isinstance(other, (ast.Yield, ast.YieldFrom)) for other in inside):
                problems.append(f"{source.at(node)} yields while an organisation is open")
    return problems


def lookups_hold_their_index(source: Source) -> list[str]:
    problems = []
    for node in source.walk():
        if not isinstance(node, ast.Call) or "migrations/" in source.path:
            continue
        for keyword in node.keywords:
            found = _LOOKUPS.search(keyword.arg or "")
            if found and (source.path, found[0]) not in SLOW_LOOKUPS:
                problems.append(f"{source.at(node)} uses {found[0]}, which reads the whole organisation")
    return problems


def only_our_own_texts_are_formatted(source: Source) -> list[str]:
    """``str.format`` on a text somebody typed gives them our objects; constants and their translations are ours."""
    problems = []
    for node in source.walk():
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if (
            node.func.attr in {"format", "format_map"}
            and not _is_our_text(node.func.value)
            and "core/local/" not in source.path
        ):
            problems.append(f"{source.at(node)} formats a text that may not be ours")
    return problems


def references_point_down(source: Source) -> list[str]:
    """String foreign keys and dependencies of migrations keep to the floors, which import-linter cannot see."""
    problems = []
    for node in source.walk():
        label = _referred(node)
        if label is None or label in _PACKAGE_LABELS:
            continue
        if label not in LABELS:
            problems.append(f"{source.at(node)} refers to {label}, which is no app of the house")
        elif LABELS[label] > source.floor:
            problems.append(f"{source.at(node)} refers up to {label}")
    return problems


def references_to_tenant_tables_are_tenant_foreign_keys(source: Source) -> list[str]:
    if "/models" not in source.path:
        return []
    shared = {"core.Organisation", "core.User", "auth.Group"}
    problems = []
    for node in source.walk():
        if not isinstance(node, ast.Call) or not node.args:
            continue
        kind = dotted(node.func).rpartition(".")[2]
        target = node.args[0].value if isinstance(node.args[0], ast.Constant) else None
        if kind in {"ForeignKey", "OneToOneField"} and target not in shared:
            problems.append(f"{source.at(node)}: a reference to {target or 'a table'} is a TenantForeignKey")
        if kind == "ManyToManyField":
            problems.append(f"{source.at(node)}: many-to-many goes through a tenant table of its own")
    return problems


def money_is_whole(source: Source) -> list[str]:
    if "/models" not in source.path and "/migrations" not in source.path:
        return []
    return [
        f"{source.at(node)} is a {dotted(node.func)}"
        for node in source.walk()
        if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in {"FloatField", "DecimalField"}
    ]


def nothing_is_safe_by_decree(source: Source) -> list[str]:
    if _excused(source, SAFE_STRINGS):
        return []
    return [
        f"{source.at(node)} marks a text as safe"
        for node in source.walk()
        if isinstance(node, ast.Call)
        and dotted(node.func).rpartition(".")[2] in {"mark_safe", "SafeString", "SafeText"}
    ]


def cache_keys_name_the_organisation(source: Source) -> list[str]:
    if _excused(source, BARE_CACHE):
        return []
    problems = []
    for node in source.walk():
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner, verb = dotted(node.func.value).rpartition(".")[2], node.func.attr
        verbs = {
            "get",
            "set",
            "add",
            "incr",
            "decr",
            "delete",
            "touch",
            "get_or_set",
            "get_many",
            "set_many",
            "has_key",
        }
        if owner in {"cache", "caches"} and verb in verbs:
            text = ast.unparse(node.args[0]) if node.args else ""
            if "organisation" not in text:
                problems.append(f"{source.at(node)} has a cache key without its organisation")
    return problems


def raw_joins_carry_the_organisation(source: Source) -> list[str]:
    """Without it the planner hashes the whole organisation (7 ms for 50 rows instead of 0.4)."""
    if (
        "/migrations/" in source.path
        or source.path in RAW_JOINS
        or source.path.startswith("recruit_platform/core/tenancy/")
    ):
        return []
    return [
        f"{source.at(node)} joins without organisation_id"
        for node in source.walk()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.search(
            r"\bJOIN\s+\w*(core|calendar_app|campaigns|talentpool|automation|dashboards)_", node.value, re.IGNORECASE
        )
        and "organisation_id" not in node.value
    ]


def files_and_functions_are_short(source: Source) -> list[str]:
    problems = []
    if "/migrations/" in source.path:
        return problems  # written by the machine, read once
    lines = source.text.count("\n")
    if lines > 500 and source.path not in LONG_FILES:
        problems.append(f"{source.path} has {lines} lines; split it by noun")
    for function in _functions(source):
        length = lines_of(function)
        if length > 40 and f"{source.path}:{function.name}" not in LONG_FUNCTIONS:
            problems.append(f"{source.at(function)} {function.name} has {length} lines")
    return problems


def modules_are_named_for_a_noun(source: Source) -> list[str]:
    parts = source.path.removesuffix(".py").split("/")
    return [f"{source.path}: {part} says nothing" for part in parts if part in _VAGUE]


RULES: list[Rule] = [
    only_env_reads_the_environment,
    only_clock_reads_the_clock,
    no_scope_inside_a_generator,
    lookups_hold_their_index,
    only_our_own_texts_are_formatted,
    references_point_down,
    references_to_tenant_tables_are_tenant_foreign_keys,
    money_is_whole,
    nothing_is_safe_by_decree,
    cache_keys_name_the_organisation,
    raw_joins_carry_the_organisation,
    files_and_functions_are_short,
    modules_are_named_for_a_noun,
]
EXCUSES = [READS_ENVIRONMENT, READS_CLOCK, SAFE_STRINGS, LONG_FILES, BARE_CACHE, RAW_JOINS]


def _excused(source: Source, excuses: dict[str, str]) -> bool:
    return any(source.path == path or (path.endswith("/") and source.path.startswith(path)) for path in excuses)


def _functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in source.walk() if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body without its docstring: what has to be held in mind at once."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or function.lineno) - body[0].lineno + 1 if body else 0


def _own_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """What is inside, without functions within it: their yields are their own."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)):
            continue
        yield child
        yield from _own_nodes(child)


def _opens_scope(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) in {
        "tenancy.scope",
        "tenancy.active",
        "scope",
        "active",
        "context.active",
    }


def _is_our_text(node: ast.AST) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    if isinstance(node, ast.Name):
        return node.id.strip("_").isupper()  # a constant of the module
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").isupper()
    return (
        isinstance(node, ast.Call)
        and dotted(node.func).rpartition(".")[2]
        in {"_", "gettext", "ngettext", "pgettext", "gettext_lazy", "ngettext_lazy"}
        and all(isinstance(argument, ast.Constant) for argument in node.args[:2])
    )


def _is_wsgi_argument(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "environ"


def _referred(node: ast.AST) -> str | None:
    if isinstance(node, ast.Call) and dotted(node.func).endswith(("ForeignKey", "OneToOneField", "ManyToManyField")):
        target = next((argument for argument in node.args if isinstance(argument, ast.Constant)), None)
        if target is not None and isinstance(target.value, str) and "." in target.value:
            return target.value.partition(".")[0].lower()
    if isinstance(node, ast.Tuple) and len(node.elts) == 2 and all(isinstance(e, ast.Constant) for e in node.elts):
        app, migration = (e.value for e in node.elts)  # type: ignore[attr-defined]
        if isinstance(app, str) and isinstance(migration, str) and re.fullmatch(r"\d{4}_\w+", migration):
            return app
    return None
