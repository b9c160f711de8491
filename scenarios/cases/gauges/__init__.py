"""Recordings of plain service metrics, made by a simulator of small applications: faults and healthy ones.

`STUDIED` are the cases at even places of `CASES`, `UNSEEN` those at odd ones; kinds, causes and applications are spread
evenly over both.
"""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from scenarios.cases.gauges.bundle import build
from scenarios.cases.gauges.faults_clinic import CLINIC_FAULTS
from scenarios.cases.gauges.faults_fare import FARE_FAULTS
from scenarios.cases.gauges.faults_gig import GIG_FAULTS
from scenarios.cases.gauges.faults_irrigate import IRRIGATE_FAULTS
from scenarios.cases.gauges.faults_parcel import PARCEL_FAULTS
from scenarios.cases.gauges.quiet_first import QUIET_FIRST
from scenarios.cases.gauges.quiet_second import QUIET_SECOND
from scenarios.cases.gauges.spec import Spec

Case = Callable[[], tuple[dict[str, Any], dict[str, Any]]]


def _case(spec: Spec, number: int) -> Case:
    """A function that builds one recording, named after its id."""
    case_id = f"ga-{spec.app}-{number:03d}"

    def recording() -> tuple[dict[str, Any], dict[str, Any]]:
        return build(spec, case_id)

    recording.__name__ = recording.__qualname__ = case_id.replace("-", "_")
    recording.__doc__ = f"Recording {number} of the application {spec.app}."
    return recording


def _mixed(specs: tuple[Spec, ...]) -> list[Spec]:
    """Neighbours of one cause become a pair with one case at an even and one at an odd place; pairs are shuffled.

    Which of a pair goes first is chosen so that the causes and the applications stay even over the two halves.
    """
    families = sorted(specs, key=lambda s: (not s.faulty, s.cause or "", s.app, s.seed))
    pairs = [families[i : i + 2] for i in range(0, len(families), 2)]
    lead = Counter[tuple[str, object]]()
    for pair in pairs:
        if len(pair) == 2 and _tilt(lead, pair[1], pair[0]) < _tilt(lead, pair[0], pair[1]):
            pair.reverse()
        for spec, step in zip(pair, (1, -1), strict=False):
            lead.update(dict.fromkeys(_sorts(spec), step))
    random.Random(20260).shuffle(pairs)
    pairs.sort(key=len, reverse=True)
    return [spec for pair in pairs for spec in pair]


def _sorts(spec: Spec) -> tuple[tuple[str, object], ...]:
    return (("cause", spec.cause), ("application", (spec.app, spec.faulty)), ("dialect", spec.dialect))


def _tilt(lead: "Counter[tuple[str, object]]", even: Spec, odd: Spec) -> float:
    """How uneven the halves get with these two at an even and an odd place."""
    after = lead.copy()
    after.update(dict.fromkeys(_sorts(even), 1))
    after.subtract(dict.fromkeys(_sorts(odd), 1))
    return sum((3.0 if key[0] == "cause" else 1.0) * value * value for key, value in after.items())


def _cases() -> tuple[Case, ...]:
    mixed = _mixed(
        PARCEL_FAULTS + CLINIC_FAULTS + GIG_FAULTS + IRRIGATE_FAULTS + FARE_FAULTS + QUIET_FIRST + QUIET_SECOND
    )
    numbers = list(range(1, len(mixed) + 1))
    random.Random(7).shuffle(numbers)
    return tuple(_case(spec, number) for spec, number in zip(mixed, numbers, strict=True))


CASES: tuple[Case, ...] = _cases()
STUDIED: tuple[Case, ...] = CASES[::2]
UNSEEN: tuple[Case, ...] = CASES[1::2]
