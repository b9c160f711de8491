"""AWS database incidents: faults with and without red herrings, healthy controls, poor evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import access, blind, connections, credits, healthy_load, healthy_upkeep, locks, queries, storage

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *connections.CASES,
    *queries.CASES,
    *locks.CASES,
    *storage.CASES,
    *access.CASES,
    *credits.CASES,
    *healthy_load.CASES,
    *healthy_upkeep.CASES,
    *blind.CASES,
)
