"""Microservice applications on Kubernetes: faults, healthy controls and blind cases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenarios.cases.offices import (
    calm_noise,
    calm_planned,
    calm_recovered,
    faults_platform,
    faults_services,
    faults_workloads,
    unexplained,
)

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *faults_workloads.CASES,
    *faults_platform.CASES,
    *faults_services.CASES,
    *calm_noise.CASES,
    *calm_planned.CASES,
    *calm_recovered.CASES,
    *unexplained.CASES,
)
STUDIED = CASES[::2]
UNSEEN = CASES[1::2]
"""Every second case may be read while the engine is mended; what it says of these is not looked at."""
