"""What two strings of codes have in common as an editor sees it, also where they are too long for one table."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.diff.atoms import Atoms
from tracker.diff.passages import common_passages, shared_ahead, shared_behind

CODES = st.text(alphabet=[code for code, _ in Atoms().encode(["a", "b", "c", "the", ".", '"', ","])], max_size=40)


def unique(size: int, seed: int) -> str:
    """Codes of as many words, few of which are alike."""
    choose = random.Random(seed)
    return "".join(chr(choose.randrange(0x4000, 0xD000)) for _ in range(size))


def with_ends(codes: str) -> str:
    """The codes with a full stop for every twentieth."""
    (stop, _), *_ = Atoms().encode(["."])
    return "".join(stop if place % 20 == 19 else code for place, code in enumerate(codes))


def taken(old: str, new: str) -> str:
    """What of `new` is in common, after a check that blocks ascend on both sides and are equal."""
    blocks = common_passages(old, new)
    assert all(size > 0 and old[i : i + size] == new[j : j + size] for i, j, size in blocks)
    assert all(one[0] + one[2] <= two[0] and one[1] + one[2] <= two[1] for one, two in pairwise(blocks))
    return "".join(new[j : j + size] for _, j, size in blocks)


@given(CODES, CODES)
def test_passages_are_equal_and_in_order(old: str, new: str) -> None:
    """On both sides, without overlap."""
    taken(old, new)


@given(CODES)
def test_a_text_has_all_in_common_with_itself(codes: str) -> None:
    """Nothing of it is there by chance."""
    assert taken(codes, codes) == codes


@pytest.mark.parametrize("old", [unique(60_000, 1), with_ends(unique(60_000, 1))], ids=["bare", "sentences"])
def test_edits_of_a_long_text_are_found_one_by_one(old: str) -> None:
    """Sixty thousand words: what was replaced, inserted or deleted is new, and nothing else."""
    word, passage = unique(1, 2), unique(3_000, 3)
    new = old[:500] + word + old[501:9_000] + passage + old[9_000:30_000] + old[33_500:59_990] + word + old[59_991:]
    expected = old[:500] + old[501:30_000] + old[33_500:59_990] + old[59_991:]
    assert taken(old, new) == expected
    assert taken(new, old) == expected


def test_a_very_long_insertion_is_passed_over_by_sentences() -> None:
    """Where both texts go on further away than a difference is walked over, whole sentences show it."""
    old, passage = with_ends(unique(40_000, 4)), with_ends(unique(30_000, 5))
    assert taken(old, old[:20_000] + passage + old[20_000:]) == old


def test_long_texts_without_anything_in_common_have_no_passages() -> None:
    """And that is found out within bounds."""
    assert taken(unique(200_000, 6), "x" * 200_000) == ""


@pytest.mark.parametrize("most", [0, 1, 63, 64, 65, 200, 1000, 5000])
def test_shared_stretches_are_measured_from_any_place(most: int) -> None:
    """Ahead and behind, up to the first difference and no further than asked for."""
    same = unique(3_000, 7)
    one, other = "ab" + same + "c", "d" + same + "ef"
    assert shared_ahead(one, 2, other, 1, most) == min(most, 3_000)
    assert shared_behind(one, 3_002, other, 3_001, min(most, 3_001)) == min(most, 3_000)
