"""Recordings of plain service metrics, made by a simulator of small applications: faults and healthy ones.

`STUDIED` are the cases at even places of `CASES`, `UNSEEN` those at odd ones; kinds, causes and applications are spread
evenly over both.
"""

import random
from collections.abc import Callable
from typing import Any

from scenarios.cases.gauges.bundle import build
from scenarios.cases.gauges.faults import CLINIC_FAULTS, PARCEL_FAULTS
from scenarios.cases.gauges.faults_more import FARE_FAULTS, GIG_FAULTS, IRRIGATE_FAULTS
from scenarios.cases.gauges.quiet import QUIET
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


def _fault(spec: Spec) -> bool:
    return spec.cause is not None and not spec.cause.startswith("healthy.")


def _mixed(specs: tuple[Spec, ...]) -> list[Spec]:
    """Neighbours of one cause become a pair with one case at an even and one at an odd place; pairs are shuffled."""
    rng = random.Random(20260)
    families = sorted(specs, key=lambda s: (not _fault(s), s.cause or "", s.app, s.seed))
    pairs = [families[i : i + 2] for i in range(0, len(families), 2)]
    for pair in pairs:
        rng.shuffle(pair)
    rng.shuffle(pairs)
    pairs.sort(key=len, reverse=True)
    return [spec for pair in pairs for spec in pair]


def _cases() -> tuple[Case, ...]:
    mixed = _mixed(PARCEL_FAULTS + CLINIC_FAULTS + GIG_FAULTS + IRRIGATE_FAULTS + FARE_FAULTS + QUIET)
    numbers = list(range(1, len(mixed) + 1))
    random.Random(7).shuffle(numbers)
    return tuple(_case(spec, number) for spec, number in zip(mixed, numbers, strict=True))


CASES: tuple[Case, ...] = _cases()
STUDIED: tuple[Case, ...] = CASES[::2]
UNSEEN: tuple[Case, ...] = CASES[1::2]
