from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.core import tenancy
from recruit_platform.core.models import DayOff, Event, Organisation, OrganisationSettings
from recruit_platform.core.organisations import contrast, settings
from tests.support.builders import NOON, World


def test_the_second_editor_is_told_and_overwrites_nothing(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        settings.change(version=1, values={"region": "noord", "name": "Acme BV"}, by=acme.admin, at=NOON)
        with pytest.raises(settings.EditedMeanwhile) as refusal:
            settings.change(version=1, values={"region": "zuid", "name": "Acme BV"}, by=acme.admin, at=NOON)
        assert (refusal.value.version, dict(refusal.value.held)) == (2, {"region": "noord", "name": "Acme BV"})
        settings.change(version=2, values={"region": "zuid", "name": "Acme BV"}, by=acme.admin, at=NOON)
        held = OrganisationSettings.objects.get()
        facts = list(Event.objects.order_by("pk").values_list("kind", "data"))
    assert (held.region, held.version) == ("zuid", 3)
    assert facts == [
        ("settings.changed", {"fields": ["name", "region"], "version": 2}),
        ("settings.changed", {"fields": ["region"], "version": 3}),
    ]
    with tenancy.scope(zed.id):
        assert OrganisationSettings.objects.get().version == 1
    assert Organisation.objects.get(pk=zed.id).name == "Zed"


def test_saving_what_stands_is_no_change_even_from_an_old_page(acme: World) -> None:
    with tenancy.scope(acme.id):
        settings.change(version=1, values={"region": "noord"}, by=acme.admin, at=NOON)
        settings.change(version=1, values={"region": "noord"}, by=acme.admin, at=NOON)
        assert Event.objects.count() == 1


def test_a_host_belongs_to_one_organisation(acme: World, zed: World) -> None:
    with tenancy.scope(acme.id):
        settings.change(version=1, values={"career_host": "werk.example.nl"}, by=acme.admin, at=NOON)
    with tenancy.scope(zed.id):
        with pytest.raises(settings.HostTaken):
            settings.change(version=1, values={"career_host": "werk.example.nl"}, by=zed.admin, at=NOON)
        assert OrganisationSettings.objects.get().version == 1


def test_only_settings_are_set(acme: World) -> None:
    with tenancy.scope(acme.id), pytest.raises(ValueError, match="is_demo"):
        settings.change(version=1, values={"is_demo": True}, by=acme.admin, at=NOON)


def test_a_day_off_is_there_once_and_goes_once(acme: World) -> None:
    with tenancy.scope(acme.id):
        day = date(2026, 12, 24)
        settings.add_day_off(day=day, name="Dicht", by=acme.admin, at=NOON)
        held = settings.add_day_off(day=day, name="Kerstviering", by=acme.admin, at=NOON)
        assert list(DayOff.objects.values_list("day", "name")) == [(day, "Kerstviering")]
        settings.remove_day_off(held, by=acme.admin, at=NOON)
        held.pk = held.pk or 1
        assert not DayOff.objects.exists()
        assert list(Event.objects.order_by("pk").values_list("kind", flat=True)) == [
            "day_off.added",
            "day_off.added",
            "day_off.removed",
        ]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#4338ca", "#ffffff", 7.9),
    ],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast.ratio(one, other) == pytest.approx(ratio, abs=0.01)


@given(st.integers(0, 0xFFFFFF))
def test_text_on_any_colour_can_be_read(colour: int) -> None:
    verdict = contrast.judge(f"#{colour:06x}")
    assert verdict.ratio >= 4.2
    assert verdict.ratio == pytest.approx(contrast.ratio(verdict.colour, verdict.text), abs=0.01)
    assert 1 <= verdict.on_white <= 21
