"""A mixed year of incidents on AWS and on Kubernetes: faults, healthy pages and cases nothing decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import cloud_faults_a, cloud_faults_b

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    cloud_faults_a.crane_bookings,
    cloud_faults_a.gate_passes,
    cloud_faults_a.container_tracking,
    cloud_faults_a.berth_prices,
    cloud_faults_a.manifest_search,
    cloud_faults_a.freight_quotes,
    cloud_faults_b.customs_worker,
    cloud_faults_b.tide_alerts,
    cloud_faults_b.partner_gateway,
    cloud_faults_b.yard_console,
    cloud_faults_b.pilot_roster,
)
