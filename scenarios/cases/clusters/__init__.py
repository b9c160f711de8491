"""Cluster and service faults written before the engine was looked at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import blind, calm, calm_series, clinic, learn, metering, metering_platform, parcels, pay, poor

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *parcels.CASES,
    *clinic.CASES,
    *metering.CASES,
    *metering_platform.CASES,
    *learn.CASES,
    *pay.CASES,
    *poor.CASES,
    *blind.CASES,
    *calm.CASES,
    *calm_series.CASES,
)
