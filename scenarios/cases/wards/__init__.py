"""Database and container cluster incidents on AWS, as a monitoring vendor or a CloudWatch alarm opens them."""

from collections.abc import Callable
from typing import Any

from . import (
    blind,
    calm_alarms,
    calm_clusters,
    calm_over,
    calm_routine,
    calm_traffic,
    faults_access,
    faults_instances,
    faults_limits,
    faults_nodes,
    faults_pods,
    faults_sessions,
    faults_surroundings,
    faults_tasks,
)

_MODULES = (
    faults_sessions,
    faults_instances,
    faults_access,
    faults_limits,
    faults_tasks,
    faults_surroundings,
    faults_nodes,
    faults_pods,
    calm_over,
    calm_routine,
    calm_clusters,
    calm_alarms,
    calm_traffic,
    blind,
)
CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = tuple(
    case for module in _MODULES for case in module.CASES
)
STUDIED = CASES[::2]
UNSEEN = CASES[1::2]
"""Every second case may be read while the engine is mended; what it says of these is not looked at."""
