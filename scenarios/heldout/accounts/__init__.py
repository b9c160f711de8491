"""AWS accounts: databases and what runs around them; faults with misleading signs, healthy controls, poor evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import access, clusters, database_limits, database_load, healthy_databases, healthy_services, serverless, sparse

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *database_limits.CASES,
    *database_load.CASES,
    *serverless.CASES,
    *clusters.CASES,
    *access.CASES,
    *healthy_databases.CASES,
    *healthy_services.CASES,
    *sparse.CASES,
)
