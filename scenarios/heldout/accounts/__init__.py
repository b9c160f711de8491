"""AWS accounts: databases and what runs around them; faults with misleading signs, healthy controls, poor evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import databases, healthy, services, sparse

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *databases.CASES,
    *services.CASES,
    *healthy.CASES,
    *sparse.CASES,
)
