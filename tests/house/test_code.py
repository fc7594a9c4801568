"""The source keeps the rules of the house; and each rule is seen to fail on a sample that breaks it."""

from __future__ import annotations

import pytest

from tests.house import code
from tests.house.reading import ROOT, every_python_file, source, sources


@pytest.mark.parametrize("rule", code.RULES, ids=lambda rule: rule.__name__)
def test_rule_holds(rule: code.Rule) -> None:
    files = every_python_file() if rule is code.modules_are_named_for_a_noun else sources()
    assert [problem for file in files for problem in rule(file)] == []


def test_functions_are_short_in_general() -> None:
    lengths = sorted(
        code.lines_of(function)
        for file in sources()
        if "/migrations/" not in file.path
        for function in code._functions(file)
    )
    assert lengths[int(len(lengths) * 0.95)] <= 40
    assert lengths[len(lengths) // 2] <= 12


@pytest.mark.parametrize("excuses", code.EXCUSES)
def test_no_excuse_outlives_its_file(excuses: dict[str, str]) -> None:
    assert [path for path in excuses if not (ROOT / path).exists()] == []


SAMPLES = [
    (code.only_env_reads_the_environment, "import os\nX = os.environ['A']", "recruit_platform/core/a.py"),
    (code.only_env_reads_the_environment, "import os\nX = os.getenv('A')", "recruit_platform/settings.py"),
    (code.only_clock_reads_the_clock, "x = datetime.now(UTC)", "recruit_platform/core/a.py"),
    (code.only_clock_reads_the_clock, "x = timezone.now()", "campaigns/services.py"),
    (code.only_clock_reads_the_clock, "x = date.today()", "campaigns/services.py"),
    (code.only_clock_reads_the_clock, "q.update(at=Now())", "campaigns/services.py"),
    (code.no_scope_inside_a_generator, "def f():\n  with tenancy.scope(1):\n    yield 1", "campaigns/services.py"),
    (
        code.no_scope_inside_a_generator,
        "def f():\n  with tenancy.active(1), x:\n    for a in b:\n      yield from a",
        "campaigns/services.py",
    ),
    (code.lookups_hold_their_index, "q.filter(name__icontains='x')", "campaigns/selectors.py"),
    (code.lookups_hold_their_index, "Q(at__date=today)", "campaigns/selectors.py"),
    (code.lookups_hold_their_index, "q.filter(candidate__email__iexact='x')", "campaigns/selectors.py"),
    (code.only_our_own_texts_are_formatted, "text.format(name=name)", "automation/mail.py"),
    (code.only_our_own_texts_are_formatted, "template.body.format_map(x)", "automation/mail.py"),
    (code.only_our_own_texts_are_formatted, "_(text).format(name=name)", "automation/mail.py"),
    (code.references_point_down, "x = TenantForeignKey('talentpool.Candidate', CASCADE)", "campaigns/models.py"),
    (
        code.references_point_down,
        "x = models.ForeignKey('campaigns.Flight', CASCADE)",
        "recruit_platform/core/models/a.py",
    ),
    (code.references_point_down, "dependencies = [('dashboards', '0001_start')]", "automation/migrations/0001_a.py"),
    (code.references_point_down, "x = TenantForeignKey('elsewhere.Thing', CASCADE)", "campaigns/models.py"),
    (
        code.references_to_tenant_tables_are_tenant_foreign_keys,
        "x = models.ForeignKey('core.Membership', CASCADE)",
        "campaigns/models.py",
    ),
    (
        code.references_to_tenant_tables_are_tenant_foreign_keys,
        "x = models.ManyToManyField('core.Membership')",
        "campaigns/models/a.py",
    ),
    (code.money_is_whole, "x = models.DecimalField(max_digits=9, decimal_places=2)", "campaigns/models.py"),
    (code.money_is_whole, "x = models.FloatField()", "campaigns/migrations/0001_a.py"),
    (code.nothing_is_safe_by_decree, "x = mark_safe(text)", "campaigns/presenters.py"),
    (code.cache_keys_name_the_organisation, "cache.set(f'page:{slug}', 1)", "talentpool/careers/views.py"),
    (
        code.raw_joins_carry_the_organisation,
        "X = 'SELECT 1 FROM a JOIN core_event e ON e.id = a.id'",
        "campaigns/selectors.py",
    ),
    (code.files_and_functions_are_short, "def f():\n" + "  x = 1\n" * 41, "campaigns/services.py"),
    (code.files_and_functions_are_short, "x = 1\n" * 501, "campaigns/services.py"),
    (code.modules_are_named_for_a_noun, "", "campaigns/utils.py"),
    (code.modules_are_named_for_a_noun, "", "campaigns/helpers/money.py"),
]
FINE = [
    (
        code.no_scope_inside_a_generator,
        "def f():\n  with tenancy.scope(1):\n    return [x for x in y]",
        "campaigns/a.py",
    ),
    (
        code.no_scope_inside_a_generator,
        "@contextmanager\ndef f():\n  with tenancy.scope(1):\n    yield",
        "campaigns/a.py",
    ),
    (code.no_scope_inside_a_generator, "def f():\n  with tenancy.scope(1):\n    x = 1\n  yield x", "campaigns/a.py"),
    (code.lookups_hold_their_index, "q.filter(name__startswith='x', at__gte=y, id__in=z)", "campaigns/a.py"),
    (code.only_our_own_texts_are_formatted, "'{} dagen'.format(3) + _('{n} dagen').format(n=3)", "campaigns/a.py"),
    (code.references_point_down, "x = TenantForeignKey('calendar_app.Vacancy', CASCADE)", "campaigns/models.py"),
    (code.cache_keys_name_the_organisation, "cache.set(f'page:{organisation_id}', 1)", "talentpool/careers/views.py"),
    (
        code.raw_joins_carry_the_organisation,
        "X = 'FROM a JOIN core_event e ON e.organisation_id = a.organisation_id AND e.id = a.id'",
        "campaigns/a.py",
    ),
]


@pytest.mark.parametrize(("rule", "text", "path"), SAMPLES, ids=lambda value: getattr(value, "__name__", None))
def test_rule_sees_the_breach(rule: code.Rule, text: str, path: str) -> None:
    assert rule(source(path, text)) != []


@pytest.mark.parametrize(("rule", "text", "path"), FINE, ids=lambda value: getattr(value, "__name__", None))
def test_rule_lets_the_right_way_pass(rule: code.Rule, text: str, path: str) -> None:
    assert rule(source(path, text)) == []


def test_every_rule_is_seen_to_fail() -> None:
    assert {rule for rule, *_ in SAMPLES} == set(code.RULES)
