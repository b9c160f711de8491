"""Unseen cases: cluster and service faults of many kinds."""

from collections.abc import Callable
from typing import Any

from . import healthy, images, nodes, placement, poor, quiet_nights, services, starts, traffic

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *starts.CASES,
    *images.CASES,
    *placement.CASES,
    *nodes.CASES,
    *services.CASES,
    *traffic.CASES,
    *poor.CASES,
    *healthy.CASES,
    *quiet_nights.CASES,
)

_UNSEEN = frozenset(
    {
        "abbey",
        "cellarbook",
        "courier",
        "dispatch",
        "drydock",
        "lighthouse",
        "mirror",
        "parcels",
        "puppets",
        "quiet",
        "regatta",
        "roster",
        "seismic",
        "sidecars",
        "tides",
        "turnstile",
        "vouchers",
        "windtunnel",
    }
)
"""Every second one, by the order of their ids: what the engine says of these is not looked at."""

STUDIED = tuple(case for case in CASES if case.__name__ not in _UNSEEN)
UNSEEN = tuple(case for case in CASES if case.__name__ in _UNSEEN)
