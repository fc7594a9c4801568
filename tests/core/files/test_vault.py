from __future__ import annotations

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruit_platform.core.files import vault
from recruit_platform.core.files.vault import Owner, SealedReader, Tampered

KEY, LABEL = b"k" * 32, b"7|id"
OWNER = Owner(7, "candidate", 12)
OLD, NEW = b"o" * 32, b"n" * 32
SIZES = [0, 1, vault.CHUNK - 1, vault.CHUNK, vault.CHUNK + 1, 3 * vault.CHUNK, 3 * vault.CHUNK + 77]


def sealed(plain: bytes, *, key: bytes = KEY, label: bytes = LABEL) -> bytes:
    target = io.BytesIO()
    vault.seal(io.BytesIO(plain), target, key=key, label=label)
    return target.getvalue()


def opened(closed: bytes, *, key: bytes = KEY, label: bytes = LABEL) -> bytes:
    return SealedReader(io.BytesIO(closed), key=key, label=label).read()


def pattern(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out_whatever_its_size(size: int) -> None:
    plain = pattern(size)
    closed = sealed(plain)
    assert opened(closed) == plain
    assert size < 32 or plain[:32] not in closed


def test_a_stream_that_hands_over_little_at_a_time_gives_the_same_file() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int = -1) -> bytes:
            return super().read(min(size, 1000))

    target, plain = io.BytesIO(), pattern(vault.CHUNK + 5000)
    size, _ = vault.seal(Slow(plain), target, key=KEY, label=LABEL)
    assert (size, opened(target.getvalue())) == (len(plain), plain)


@given(st.integers(0, 10**9), st.integers(1, 255))
def test_any_changed_byte_is_refused(position: int, change: int) -> None:
    closed = bytearray(sealed(pattern(vault.CHUNK + 100)))
    closed[position % len(closed)] ^= change
    with pytest.raises(Tampered):
        opened(bytes(closed))


def test_cut_swapped_repeated_and_appended_chunks_are_refused() -> None:
    closed = sealed(pattern(3 * vault.CHUNK))
    head, step = closed[: vault.HEADER], vault.CHUNK + vault.TAG
    chunks = [closed[vault.HEADER + n * step : vault.HEADER + (n + 1) * step] for n in range(3)]
    for bad in (
        head + chunks[0] + chunks[1],
        head + chunks[1] + chunks[0] + chunks[2],
        head + chunks[0] + chunks[0] + chunks[2],
        head + chunks[0] + chunks[2],
        head + chunks[0] + chunks[1] + chunks[2] + chunks[2],
        closed + b"x",
        closed[:-1],
        head,
        closed[:10],
        b"",
    ):
        with pytest.raises(Tampered):
            opened(bad)


def test_a_file_belongs_to_its_key_and_its_place() -> None:
    closed = sealed(b"cv")
    for key, label in ((b"x" * 32, LABEL), (KEY, b"8|id")):
        with pytest.raises(Tampered):
            opened(closed, key=key, label=label)


def test_two_files_with_the_same_bytes_do_not_look_alike() -> None:
    assert sealed(b"same")[vault.HEADER :] != sealed(b"same")[vault.HEADER :]


@given(st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 5000)), max_size=12))
def test_seeking_reads_what_a_plain_file_reads(jumps: list[tuple[int, int]]) -> None:
    plain = pattern(2 * vault.CHUNK + 333)
    sealed_reader = SealedReader(io.BytesIO(sealed(plain)), key=KEY, label=LABEL)
    reader, oracle = io.BufferedReader(sealed_reader), io.BytesIO(plain)
    for place, length in jumps:
        assert reader.seek(place) == oracle.seek(place)
        assert reader.read(length) == oracle.read(length)


def test_memory_does_not_grow_with_the_file() -> None:
    class Zeros(io.RawIOBase):
        left = 40 * 1024 * 1024

        def read(self, size: int = -1) -> bytes:
            part = b"\0" * min(size, self.left)
            self.left -= len(part)
            return part

    class Nowhere(io.RawIOBase):
        def write(self, data: bytes) -> int:  # type: ignore[override]
            return len(data)

    tracemalloc.start()
    size, _ = vault.seal(Zeros(), Nowhere(), key=KEY, label=LABEL)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 40 * 1024 * 1024
    assert peak < 2 * 1024 * 1024


def test_wrapped_keys_open_only_for_their_owner_and_master() -> None:
    wrapped = vault.wrap(KEY, owner=OWNER, masters=[NEW])
    assert vault.unwrap(wrapped, owner=OWNER, masters=[NEW, OLD]) == KEY
    for owner in (Owner(8, "candidate", 12), Owner(7, "job", 12), Owner(7, "candidate", 13)):
        with pytest.raises(Tampered):
            vault.unwrap(wrapped, owner=owner, masters=[NEW])
    with pytest.raises(Tampered, match="not among"):
        vault.unwrap(wrapped, owner=OWNER, masters=[OLD])
    broken = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
    with pytest.raises(Tampered):
        vault.unwrap(broken, owner=OWNER, masters=[NEW])


def test_after_rotation_old_keys_still_open_and_new_ones_use_the_new_master() -> None:
    wrapped = vault.wrap(KEY, owner=OWNER, masters=[OLD])
    assert vault.unwrap(wrapped, owner=OWNER, masters=[NEW, OLD]) == KEY
    assert not vault.is_current(wrapped, masters=[NEW, OLD])
    assert vault.is_current(vault.wrap(KEY, owner=OWNER, masters=[NEW, OLD]), masters=[NEW, OLD])
