"""Plain service metrics of simulated applications: one faulty service, or none.

Building one takes about a second, so that a run usually draws a third of them. In the order of their ids every second
one has been studied, the others are only measured.
"""

from __future__ import annotations

from functools import partial

from .bundles import build_case, case_id_of
from .specs import SPECS

_IN_ORDER = sorted(SPECS, key=case_id_of)
CASES = tuple(partial(build_case, spec) for spec in _IN_ORDER)
"""Builders of all recordings, in the order of their ids."""
DRAWN: tuple[int, ...] = tuple(place for place in range(len(CASES)) if place % 6 in (0, 1))
"""Places in `CASES` of a third of both halves."""


def is_studied(place: int) -> bool:
    """Whether it has been looked at what the engine says of a recording, by its place in `CASES`."""
    return place % 2 == 0
