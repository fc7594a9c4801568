from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.pacing import ChannelState, FlightState, Reason, Why, plan_day
from campaigns.pacing.shares import Part, divide

FIRST = date(2026, 11, 1)
calm = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault of the planner


def state(**given_: object) -> FlightState:
    values: dict[str, object] = {
        "day": FIRST,
        "starts_on": FIRST,
        "ends_on": FIRST + timedelta(days=29),
        "budget_minor": 90_000,
        "used_minor": 0,
        "channels": [ChannelState(id=1)],
    }
    return FlightState(**(values | given_))  # type: ignore[arg-type]


channels = st.lists(
    st.builds(
        lambda weight, low, more, on: (weight, low, None if more is None else low + more, on),
        st.integers(0, 9),
        st.integers(0, 3_000),
        st.none() | st.integers(0, 9_000),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
).map(
    lambda rows: [
        ChannelState(id=n, weight=weight, min_minor=low, max_minor=high, is_on=on)
        for n, (weight, low, high, on) in enumerate(rows, start=1)
    ]
)
states = st.builds(
    lambda budget, used, day, length, rows, is_open: state(
        budget_minor=budget,
        used_minor=used,
        day=FIRST + timedelta(days=day),
        ends_on=FIRST + timedelta(days=length),
        channels=rows,
        has_open_vacancy=is_open,
    ),
    st.integers(1, 500_000),
    st.integers(0, 600_000),
    st.integers(-3, 60),
    st.integers(0, 60),
    channels,
    st.booleans(),
)


def test_what_remains_over_the_days_that_remain() -> None:
    plan = plan_day(state(day=FIRST + timedelta(days=9), used_minor=27_000))
    assert plan.of(1).amount_minor == 3_000
    assert plan.of(1).reasons == (Reason(Why.EVEN, {"remaining": 63_000, "days": 21}),)


def test_the_last_day_takes_all_that_remains() -> None:
    plan = plan_day(state(day=FIRST + timedelta(days=29), used_minor=89_111))
    assert (plan.of(1).amount_minor, plan.of(1).reasons) == (889, (Reason(Why.LAST_DAY, {"remaining": 889}),))


def test_weights_divide_and_bounds_hold() -> None:
    rows = [
        ChannelState(id=1, weight=3),
        ChannelState(id=2, weight=1, min_minor=1_000),
        ChannelState(id=3, weight=1, max_minor=100),
        ChannelState(id=4, is_on=False),
    ]
    plan = plan_day(state(channels=rows))
    assert [one.amount_minor for one in plan.channels] == [1_900, 1_000, 100, 0]
    assert [one.reasons[-1].why for one in plan.channels] == [Why.SHARE, Why.RAISED, Why.LOWERED, Why.OFF]


def test_a_day_that_is_too_small_for_any_channel_saves_up() -> None:
    rows = [ChannelState(id=1, min_minor=5_000)]
    assert plan_day(state(channels=rows)).of(1).reasons[-1] == Reason(Why.SAVING, {"least": 5_000})
    later = plan_day(state(channels=rows, day=FIRST + timedelta(days=12)))
    assert later.of(1).amount_minor == 5_000


def test_without_an_open_vacancy_nothing_is_spent() -> None:
    plan = plan_day(state(has_open_vacancy=False))
    assert (plan.total_minor, plan.of(1).reasons) == (0, (Reason(Why.NO_VACANCY),))


@calm
@given(states)
def test_a_plan_is_never_negative_nor_above_what_remains_and_keeps_the_bounds(one: FlightState) -> None:
    plan = plan_day(one)
    assert plan == plan_day(one)
    assert plan.total_minor <= one.remaining_minor
    assert [channel.channel_id for channel in plan.channels] == [channel.id for channel in one.channels]
    for channel in one.channels:
        planned = plan.of(channel.id)
        assert planned.reasons
        assert planned.amount_minor == 0 or channel.min_minor <= planned.amount_minor
        assert channel.max_minor is None or planned.amount_minor <= channel.max_minor
        assert channel.is_on or planned.amount_minor == 0


@calm
@given(states, st.integers(0, 50_000))
def test_more_money_never_plans_less(one: FlightState, more: int) -> None:
    assert plan_day(replace(one, budget_minor=one.budget_minor + more)).total_minor >= plan_day(one).total_minor


@calm
@given(states, st.randoms())
def test_the_order_of_channels_does_not_matter(one: FlightState, chance: object) -> None:
    shuffled = list(one.channels)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    plan, other = plan_day(one), plan_day(replace(one, channels=shuffled))
    assert plan.total_minor == other.total_minor
    assert {c.channel_id: c.amount_minor for c in plan.channels} == {
        c.channel_id: c.amount_minor for c in other.channels
    }


@settings(calm, max_examples=60)
@given(st.integers(1, 500_000), st.integers(0, 89), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_a_flight_that_spends_what_is_planned_spends_its_budget_to_the_cent(
    budget: int, days: int, weights: list[int]
) -> None:
    rows = [ChannelState(id=n, weight=weight) for n, weight in enumerate(weights)]
    used, totals = 0, []
    for n in range(days + 1):
        plan = plan_day(
            state(
                budget_minor=budget,
                used_minor=used,
                day=FIRST + timedelta(days=n),
                ends_on=FIRST + timedelta(days=days),
                channels=rows,
            )
        )
        totals.append(plan.total_minor)
        used += plan.total_minor
    assert used == budget
    assert max(totals) - min(totals) <= 1


parts = st.lists(
    st.builds(
        lambda w, low, more: Part(w, low, low + more), st.integers(1, 9), st.integers(0, 500), st.integers(0, 900)
    ),
    min_size=1,
    max_size=6,
)


@calm
@given(parts, st.floats(0, 1))
def test_dividing_conserves_and_keeps_bounds(rows: list[Part], place: float) -> None:
    low, high = sum(part.low for part in rows), sum(part.high for part in rows)
    amount = low + int((high - low) * place)
    found = divide(amount, rows)
    assert sum(found) == amount
    assert all(part.low <= share <= part.high for part, share in zip(rows, found, strict=True))
