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
