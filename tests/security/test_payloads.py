"""The payloads are what they say: enough of each technique, marked, and harmless."""

import re
from collections import Counter
from typing import get_args

import pytest

from tests.security.payloads import PAYLOADS, Goal, Payload, Technique
from tests.security.payloads.revealing import revealed

HOSTS = re.compile(r"//([A-Za-z0-9.-]+)|([A-Za-z0-9.-]+\.(?:com|org|net|io|invalid|example))\b")
RESERVED = re.compile(r"(?:.+\.)?(?:example|invalid|example\.com)")

every_payload = pytest.mark.parametrize("payload", PAYLOADS, ids=[payload.name for payload in PAYLOADS])


def test_there_are_at_least_twelve_of_each_technique() -> None:
    counts = Counter(payload.technique for payload in PAYLOADS)
    assert set(counts) == set(get_args(Technique))
    assert min(counts.values()) >= 12


def test_every_goal_is_aimed_at() -> None:
    counts = Counter(payload.goal for payload in PAYLOADS)
    assert set(counts) == set(get_args(Goal))
    assert min(counts.values()) >= 10


def test_names_and_markers_are_unique() -> None:
    markers = [payload.marker for payload in PAYLOADS]
    assert len({payload.name for payload in PAYLOADS}) == len(PAYLOADS)
    assert len(set(markers)) == len(PAYLOADS)
    assert not [(one, other) for one in markers for other in markers if one != other and one in other]


@every_payload
def test_the_marker_stands_there_as_the_payload_says(payload: Payload) -> None:
    assert (payload.marker in payload.text) is (payload.form == "plain")
    assert payload.marker in revealed(payload.text)


@every_payload
def test_names_are_kebab_and_only_split_payloads_have_several_lines(payload: Payload) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", payload.name)
    assert re.fullmatch(r"[a-z]+-\d{4}", payload.marker)
    assert (len(payload.lines) > 1) is (payload.technique == "split_lines")
    assert all(payload.lines)


@every_payload
def test_nothing_points_at_anything_real(payload: Payload) -> None:
    joined = "".join(payload.lines) if payload.form == "split" else payload.text
    readable = revealed(payload.text) if payload.form not in ("plain", "split") else joined
    hosts = {(one or other).strip(".") for one, other in HOSTS.findall(readable)}
    assert not [host for host in hosts if not RESERVED.fullmatch(host)]
    assert set(re.findall(r"\bAKIA[A-Z0-9]{16}\b", payload.text)) <= {"AKIAIOSFODNN7EXAMPLE"}
    assert set(re.findall(r"(?<!\d)\d{12}(?!\d)", payload.text)) <= {"111122223333", "123456789012"}
    assert set(re.findall(r"\bi-[0-9a-f]{8,17}\b", payload.text)) <= {"i-1234567890abcdef0"}
