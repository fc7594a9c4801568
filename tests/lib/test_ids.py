from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from uuid import RFC_4122

from recruit_platform.lib import ids


def test_version_and_variant_bits() -> None:
    for made in (ids.uuid7() for _ in range(200)):
        assert (made.version, made.variant) == (7, RFC_4122)


def test_carries_its_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    stamp = ids.uuid7().int >> 80
    assert before <= stamp <= time.time_ns() // 1_000_000


def test_later_ids_sort_after_earlier_ones() -> None:
    made = []
    for _ in range(5):
        made.append(ids.uuid7())
        time.sleep(0.002)
    assert made == sorted(made)
    assert [str(one) for one in made] == sorted(str(one) for one in made)


def test_unique_over_threads() -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: ids.uuid7(), range(20_000)))
    assert len(set(made)) == 20_000


def test_the_random_bits_all_move() -> None:
    seen_set = seen_clear = 0
    for _ in range(200):
        value = ids.uuid7().int
        seen_set |= value
        seen_clear |= ~value
    random_bits = ((1 << 12) - 1) << 64 | ((1 << 62) - 1)
    assert seen_set & random_bits == random_bits == seen_clear & random_bits


def test_tokens_are_unguessable_and_fit_a_link() -> None:
    made = {ids.token() for _ in range(1000)}
    assert len(made) == 1000
    assert {len(token) for token in made} == {22}
