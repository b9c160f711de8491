"""Ordinary days: healthy systems somebody was alarmed over, and their faulty or blind look-alikes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import (
    aws_events,
    aws_serving,
    aws_stores,
    blind,
    hosts,
    kubernetes_objects,
    kubernetes_series,
    quiet_aws,
    quiet_services,
    services,
)

HEALTHY = (aws_stores, aws_events, aws_serving, kubernetes_objects, kubernetes_series, hosts, services)
ALIKE = (quiet_aws, quiet_services, blind)
CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = tuple(
    case for module in (*HEALTHY, *ALIKE) for case in module.CASES
)
