"""How much of the payload suite the detector reports, and how many look-alikes: neither may get worse.

Who works on the detector may read the payloads and look-alikes at even places; those at odd places are only counted.
"""

from collections.abc import Sequence

from commander.domain.injection import scan
from tests.security.benign import BENIGN
from tests.security.payloads import PAYLOADS

FOUND = (89, 74)
"""Payloads reported of 96 at even and 96 at odd places."""
MISTAKEN = (0, 6)
"""Look-alikes reported of 104 at even and 103 at odd places."""


def reported(texts: Sequence[str]) -> bool:
    return bool(scan((str(place), text) for place, text in enumerate(texts)))


def test_recall_is_not_worse_than_measured() -> None:
    for half in (0, 1):
        found = sum(reported(payload.lines) for payload in PAYLOADS[half::2])
        assert found >= FOUND[half], half


def test_false_reports_are_not_more_than_measured() -> None:
    for half in (0, 1):
        mistaken = sum(reported([text]) for text in BENIGN[half::2])
        assert mistaken <= MISTAKEN[half], half
