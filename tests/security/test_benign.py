"""The benign texts are enough, different from each other, and carry nothing of an attack."""

from tests.security.benign import BENIGN, BENIGN_BY_KIND
from tests.security.payloads import PAYLOADS
from tests.security.payloads.revealing import revealed


def test_there_are_at_least_150_and_ten_of_each_kind() -> None:
    assert len(BENIGN) >= 150
    assert min(len(texts) for texts in BENIGN_BY_KIND.values()) >= 10


def test_none_is_there_twice_or_empty() -> None:
    assert len({text.casefold() for text in BENIGN}) == len(BENIGN)
    assert all(text.strip() for text in BENIGN)


def test_none_carries_a_marker_or_is_a_payload() -> None:
    readable = revealed("\n".join(BENIGN))
    assert not [payload.marker for payload in PAYLOADS if payload.marker in readable]
    assert not {line for payload in PAYLOADS for line in payload.lines if len(line) > 40} & set(BENIGN)
