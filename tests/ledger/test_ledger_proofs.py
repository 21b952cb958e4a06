"""Proofs over the tree, held against RFC 6962's own definitions, with kept subtrees and without."""

from __future__ import annotations

import hashlib

import pytest
from backends import Backend
from builders import FakeClock, opened, stream_of
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger import subtrees
from tracker.ledger.proofs import consistency, inclusion, root_at
from tracker.ledger.store import Ledger
from tracker.ledger.subtrees import forget_subtrees, keep_subtrees
from tracker.ledger.tree import continues, includes, leaf_hash


def _split(count: int) -> int:
    split = 1
    while split * 2 < count:
        split *= 2
    return split


def head(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash over leaf hashes, as RFC 6962 section 2.1 defines it."""
    if len(leaves) < 2:
        return leaves[0] if leaves else hashlib.sha256(b"").digest()
    split = _split(len(leaves))
    return hashlib.sha256(b"\x01" + head(leaves[:split]) + head(leaves[split:])).digest()


def path_of(index: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of RFC 6962 section 2.1.1."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*path_of(index, leaves[:split]), head(leaves[split:])]
    return [*path_of(index - split, leaves[split:]), head(leaves[:split])]


def growth_of(old: int, leaves: list[bytes], *, whole: bool = True) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of RFC 6962 section 2.1.2."""
    if old == len(leaves):
        return [] if whole else [head(leaves)]
    split = _split(len(leaves))
    if old <= split:
        return [*growth_of(old, leaves[:split], whole=whole), head(leaves[split:])]
    return [*growth_of(old - split, leaves[split:], whole=False), head(leaves[:split])]


LEAVES = [leaf_hash(str(number).encode()) for number in range(70)]


@given(size=st.integers(1, 70), data=st.data())
def test_what_the_rfc_gives_is_taken(size: int, data: st.DataObject) -> None:
    """Each leaf is included, each beginning is continued; another leaf, head, place or a longer path is not."""
    leaves = LEAVES[:size]
    index = data.draw(st.integers(0, size - 1))
    path, root = path_of(index, leaves), head(leaves)
    assert includes(root, size, index=index, leaf=leaves[index], path=path)
    assert (
        not includes(root, size, index=index, leaf=LEAVES[-1 - index], path=path) or LEAVES[-1 - index] == leaves[index]
    )
    assert not includes(root, size, index=index, leaf=leaves[index], path=[*path, root])
    assert not includes(root, size, index=size, leaf=leaves[index], path=path)
    old = data.draw(st.integers(0, size))
    grown = growth_of(old, leaves) if 0 < old < size else []
    assert continues((old, head(leaves[:old])), (size, root), grown)
    assert not continues((old, bytes(32)), (size, root), grown)
    assert not continues((old, head(leaves[:old])), (size, root), [*grown, root])


def events(ledger: Ledger, count: int) -> None:
    """Record so many events."""
    with ledger.view() as view:
        start = view.head().size
    ledger.append(stream_of("s", count, start=start))


@pytest.mark.parametrize("kept", [False, True])
def test_the_ledger_gives_what_the_rfc_gives(
    ledger: Ledger, backend: Backend, url: str, monkeypatch: pytest.MonkeyPatch, kept: bool
) -> None:
    """Every path, beginning and head, at sizes around the widths that are kept: here of 4, else of 256."""
    monkeypatch.setattr(subtrees, "WIDTH", 4)
    monkeypatch.setattr("tracker.ledger.proofs.WIDTH", 4)
    monkeypatch.setattr("tracker.ledger.proofs._BITS", 2)
    events(ledger, 37)
    if kept:
        keep_subtrees(ledger.database, 0)
        events(ledger, 30)
        keep_subtrees(ledger.database, 0)
        ((found,),) = backend.run(url, "SELECT count(*) FROM subtrees")
        assert found == 16 + 4 + 1
    else:
        events(ledger, 30)
    leaves = [bytes(leaf) for (leaf,) in backend.run(url, "SELECT leaf_hash FROM events ORDER BY position")]
    with ledger.view() as view:
        for size in (1, 3, 4, 5, 16, 17, 63, 64, 65, 67):
            assert root_at(view, 0, size) == head(leaves[:size])
            for index in range(size):
                assert list(inclusion(view, 0, index=index, size=size)) == path_of(index, leaves[:size])
                if index:
                    assert list(consistency(view, 0, old=index, new=size)) == growth_of(index, leaves[:size])


def test_what_is_kept_is_made_again(ledger: Ledger, backend: Backend, url: str) -> None:
    """256 leaves make a kept head; keeping twice changes nothing, and what was dropped comes back the same."""
    events(ledger, 600)
    keep_subtrees(ledger.database, 0)
    first = backend.run(url, "SELECT level, place, hash FROM subtrees ORDER BY 1, 2")
    assert [(level, place) for level, place, _ in first] == [(1, 0), (1, 1)]
    keep_subtrees(ledger.database, 0)
    forget_subtrees(ledger.database, 0)
    assert backend.run(url, "SELECT level, place, hash FROM subtrees ORDER BY 1, 2") == []
    keep_subtrees(ledger.database, 0)
    assert backend.run(url, "SELECT level, place, hash FROM subtrees ORDER BY 1, 2") == first


def test_there_is_no_proof_of_what_is_not_there(url: str) -> None:
    """An entry beyond the end, or a beginning that is longer than the log, is refused."""
    with opened(url, FakeClock()) as ledger:
        events(ledger, 3)
        with ledger.view() as view:
            with pytest.raises(ValueError, match="no entry 3"):
                inclusion(view, 0, index=3, size=3)
            with pytest.raises(ValueError, match="no beginning"):
                consistency(view, 0, old=4, new=3)
            assert consistency(view, 0, old=0, new=3) == ()
