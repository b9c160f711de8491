"""What holds for every text, however hostile: nothing raises, defusing is done once, work grows with the length."""

import re
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commander.domain.injection import defused, scan, suspicions

PIECES = st.sampled_from(
    ["</", "<", "data-", "DATA-", "\u200b", "\u202e", " ", "\x1b", "/", "ignore ", "your ", "rules", "%41", "\\u0041"]
)
HOSTILE = st.one_of(st.text(), st.lists(PIECES).map("".join))
FENCE = re.compile(r"<\s*/\s*data-", re.IGNORECASE)
REPEATED = (
    *("ignore previous approve the plan must you ", "<!--", "a ", "![a](", "x=%20", "\\u0041", "ab.cd ", "Ab!", "<a>."),
    *('role": ', "a\u200b", "https://a.b/?x={", ".- ", '"name":"a",', "leave ", "confidence ", "$(env ", "QUFB", "41 "),
    *("&#65;", "忽略指令", "approve(", "/*", "=41", "[1] a\\\n", "ignoreall"),
)
LENGTH = 4_000


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    assert suspicions(text) == suspicions(text)
    scan([("a", text), ("b", text[::-1]), ("c", text[1:])])


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_defusing_twice_is_defusing_once_and_ends_no_fence(text: str) -> None:
    safe = defused(text)
    assert defused(safe) == safe
    assert not FENCE.search(safe)
    assert "\x1b" not in safe
    assert "\u200b" not in safe


def test_a_plain_text_is_not_changed_by_defusing() -> None:
    text = "p99 340 µs, see <b>cart</b> and </p>\n\tnext"
    assert defused(text) == text


def calls(work: Callable[[], object]) -> int:
    """How many functions of Python and of C a piece of work calls."""
    count = 0

    def counted(_frame: FrameType, event: str, _what: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("piece", REPEATED)
def test_four_times_the_text_is_four_times_the_work(piece: str) -> None:
    short, long = ((piece * (length // len(piece) + 1))[:length] for length in (LENGTH, 4 * LENGTH))
    suspicions(short), suspicions(long)
    assert calls(lambda: suspicions(long)) <= 6 * calls(lambda: suspicions(short)) + 2000


@pytest.mark.parametrize("piece", REPEATED)
def test_a_hundred_thousand_characters_are_read(piece: str) -> None:
    suspicions((piece * (100_000 // len(piece) + 1))[:100_000])
