from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError

from recruit_platform.core import tenancy
from recruit_platform.core.models import Event, FileKey, Membership, Organisation, StoredFile, User
from recruit_platform.core.tenancy import deletion
from tests.support import builders, planting
from tests.support.builders import NOON
from tests.support.database import as_owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def two(transactional_db: None) -> tuple[Organisation, Organisation]:
    """Two organisations with rows in every table, and one person in both."""
    acme, zed = builders.make_world("acme"), builders.make_world("zed")
    builders.make_membership(zed.organisation, acme.director, "director")
    for world in (acme, zed):
        planting.plant(world.organisation, canary=f"canary{world.slug}", rows=2)
    return acme.organisation, zed.organisation


def test_deleting_an_organisation_leaves_no_row_of_it_and_every_row_of_the_other(
    two: tuple[Organisation, Organisation],
) -> None:
    acme, zed = two
    with as_owner():
        before, others = deletion.rows_left(acme.pk), deletion.rows_left(zed.pk)
    assert set(before) == {*deletion.tables(), "core_organisation"}, "the planting left a table empty"
    shared = User.objects.get(email="director@acme.example").pk
    with as_owner():
        emptied = deletion.delete_organisation(acme.pk)
        assert deletion.rows_left(acme.pk) == {}
        assert deletion.rows_left(zed.pk) == others
    assert {table: n for table, n in emptied.rows.items() if table != "core_user"} == before
    assert set(User.objects.filter(email__startswith="admin@").values_list("email", flat=True)) == {"admin@zed.example"}
    assert User.objects.filter(pk=shared).exists(), "a person of another organisation stays"


def test_the_plain_role_cannot_delete_an_organisation(two: tuple[Organisation, Organisation]) -> None:
    acme, _zed = two
    with pytest.raises(ProgrammingError, match="permission denied"):
        deletion.delete_organisation(acme.pk)
    with tenancy.scope(acme.pk):
        assert Event.objects.count() > 0
        assert Membership.objects.count() > 0


def test_children_go_before_what_they_refer_to(transactional_db: None) -> None:
    order = deletion.children_first()
    assert order.index("core_storedfile") < order.index("core_filekey")
    assert order.index("core_pendingevent") < order.index("core_event")
    assert sorted(order) == deletion.tables()


def test_the_command_asks_the_name_twice_and_removes_files(
    two: tuple[Organisation, Organisation], settings: Any, tmp_path: Any, capsys: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    acme, zed = two
    for organisation in two:
        (tmp_path / str(organisation.pk) / "ab").mkdir(parents=True)
        (tmp_path / str(organisation.pk) / "ab" / "x").write_bytes(b"x")
    with as_owner():
        with pytest.raises(CommandError, match="differ"):
            call_command("delete_organisation", "acme", sure="zed")
        with pytest.raises(CommandError, match="no organisation 'nobody'"):
            call_command("delete_organisation", "nobody", sure="nobody")
        assert deletion.rows_left(acme.pk)
        call_command("delete_organisation", "acme", sure="acme")
        assert deletion.rows_left(acme.pk) == {}
    assert "acme is gone" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [str(zed.pk)]


def test_a_reference_between_tables_survives_the_order(two: tuple[Organisation, Organisation]) -> None:
    """A file refers to its key, a job to its file: deleting them in one transaction breaks no reference."""
    acme, _zed = two
    with tenancy.scope(acme.pk):
        key = FileKey.objects.create(owner_kind="x", owner_id=1, wrapped=b"x", created_at=NOON)
        StoredFile.objects.create(key=key, purpose="x", name="x", content_type="x", size=1, sha256="x", created_at=NOON)
    with as_owner():
        deletion.delete_organisation(acme.pk)
        assert deletion.rows_left(acme.pk) == {}
