"""Cluster and service faults written before the engine was looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import calm, clinic, learn, metering, parcels, pay, poor

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *parcels.CASES,
    *clinic.CASES,
    *metering.CASES,
    *learn.CASES,
    *pay.CASES,
    *poor.CASES,
    *calm.CASES,
)
