"""What stands ready for tables of organisations: prefix search, forms, refusals by rule, commands, the shell."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.db.models import F

from recruit_platform.core import tenancy
from recruit_platform.core.forms_base import OrganisationModelForm
from recruit_platform.core.models import DayOff, Event, Membership, OutboxMessage, User
from recruit_platform.core.tenancy import integrity
from tests.support.builders import World


class DayOffForm(OrganisationModelForm):
    class Meta:
        model = DayOff
        fields = ["day", "name"]


class TestPrefix:
    @pytest.fixture(autouse=True)
    def days(self, acme: World) -> None:
        with tenancy.scope(acme.id):
            for n, name in enumerate(["100% vrij", "100 dagen", "_onder", "Éénmalig", "back\\slash"]):
                DayOff.objects.create(day=f"2026-01-0{n + 1}", name=name)

    @pytest.mark.parametrize(
        ("prefix", "found"),
        [("100", 2), ("100%", 1), ("_", 1), ("É", 1), ("é", 0), ("", 5), ("back\\", 1), ("zz", 0), ("%", 0)],
    )
    def test_means_what_it_meant(self, acme: World, prefix: str, found: int) -> None:
        with tenancy.scope(acme.id):
            assert DayOff.objects.filter(name__startswith=prefix).count() == found
            assert DayOff.objects.exclude(name__startswith=prefix).count() == 5 - found

    def test_may_be_another_column(self, acme: World) -> None:
        with tenancy.scope(acme.id):
            assert DayOff.objects.filter(name__startswith=F("name")).count() == 5

    def test_is_written_so_that_the_index_holds_under_row_level_security(self, acme: World) -> None:
        with tenancy.scope(acme.id), connection.cursor() as cursor:
            query = OutboxMessage.objects.filter(key__startswith="invite:").order_by("key")
            assert '"key" ^@ ' in str(query.query)
            # a table this small is cheapest by any index and a sort: only the index in question gives the order for free
            cursor.execute(
                "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
            )
            plan = query.explain()
        assert "message_once" in plan
        assert "(key)::text >= 'invite:'" in plan, "a range of the index, not a filter over the organisation"


class TestForm:
    def test_a_rule_unique_per_organisation_shows_at_its_field(self, acme: World, zed: World) -> None:
        with tenancy.scope(acme.id):
            DayOff.objects.create(day="2026-12-24", name="Kerstavond")
            form = DayOffForm({"day": "2026-12-24", "name": "nog eens"})
            assert not form.is_valid()
            assert list(form.errors) == ["day"]
        with tenancy.scope(zed.id):
            assert DayOffForm({"day": "2026-12-24", "name": "bij ons"}).is_valid()

    def test_the_row_itself_is_no_double(self, acme: World) -> None:
        with tenancy.scope(acme.id):
            row = DayOff.objects.create(day="2026-12-24", name="Kerstavond")
            assert DayOffForm({"day": "2026-12-24", "name": "anders"}, instance=row).is_valid()

    def test_asks_the_database_once(self, acme: World, django_assert_num_queries: Any) -> None:
        with tenancy.scope(acme.id), django_assert_num_queries(1):
            assert DayOffForm({"day": "2026-12-24", "name": "x"}).is_valid()


class AlreadyOff(Exception):
    pass


class TestRefusals:
    def test_a_broken_rule_has_a_name_and_becomes_its_refusal(self, acme: World) -> None:
        with tenancy.scope(acme.id):
            DayOff.objects.create(day="2026-12-24", name="x")
            with pytest.raises(AlreadyOff) as refusal, integrity.refusing({"day_off_once": AlreadyOff}):
                DayOff.objects.create(day="2026-12-24", name="y")
            assert isinstance(refusal.value.__cause__, IntegrityError)
            assert DayOff.objects.count() == 1

    def test_another_rule_goes_on_as_it_is(self, acme: World) -> None:
        with (
            tenancy.scope(acme.id),
            pytest.raises(IntegrityError) as error,
            integrity.refusing({"day_off_once": AlreadyOff}),
        ):
            Membership.objects.create(user=acme.admin, role="admin", joined_at="2026-01-01T00:00:00Z")
        assert integrity.rule_of(error.value) == "one_membership_per_person"

    def test_other_errors_have_no_rule(self) -> None:
        assert integrity.rule_of(IntegrityError("x")) == ""


class TestShell:
    def test_names_the_known_ones_when_there_is_no_such_organisation(self, acme: World) -> None:
        with pytest.raises(CommandError, match=r"no organisation 'nobody'. Known: acme"):
            call_command("shell", command="1", organisation="nobody", verbosity=0)

    def test_sees_nothing_without_an_organisation(self, acme: World) -> None:
        with pytest.raises(tenancy.NoOrganisation):
            call_command(
                "shell", command="from recruit_platform.core.models import DayOff; DayOff.objects.count()", verbosity=0
            )

    def test_works_in_one_organisation_and_keeps_nothing_unless_told(self, acme: World, capsys: Any) -> None:
        code = (
            "from recruit_platform.core.models import DayOff; DayOff.objects.create(day='2026-01-01', name='x');"
            "print(DayOff.objects.count())"
        )
        for commit, kept in ((False, 0), (True, 1)):
            call_command("shell", command=code, organisation="acme", commit=commit, verbosity=0)
            assert capsys.readouterr().out.strip() == "1"
            with tenancy.scope(acme.id):
                assert DayOff.objects.count() == kept

    def test_tells_the_organisation_that_somebody_looked_in(self, acme: World, zed: World) -> None:
        for commit in (False, True):
            call_command("shell", command="1 + 1", organisation="acme", commit=commit, verbosity=0)
        with tenancy.scope(acme.id):
            told = list(Event.objects.order_by("pk").values_list("kind", "actor_kind", "subject_id", "data"))
        assert told == [
            ("support.looked_in", "system", acme.id, {"may_change": False}),
            ("support.looked_in", "system", acme.id, {"may_change": True}),
        ]
        with tenancy.scope(zed.id):
            assert not Event.objects.exists()


def test_people_of_another_organisation_are_found_by_no_membership(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        found = User.objects.filter(pk__in=Membership.objects.values("user_id"))
        assert {person.email for person in found} == {person.email for person in acme.people.values()}
