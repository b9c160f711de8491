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

_UNSEEN = frozenset(
    {
        "caller_times_out",
        "container_memory",
        "cpu_above_line",
        "drill_is_over",
        "errors_and_nothing_else",
        "irsa_trust",
        "ledger_locks",
        "memory_always_low",
        "one_lambda_error",
        "one_message_again",
        "ranking_flag",
        "replica_behind",
        "rolling_deploy_blip",
        "rule_revoked",
        "secret_rotated",
        "spot_node_replaced",
        "statement_batch_queue",
        "watchdog_only",
    }
)
"""Every second one, by the order of their ids: what the engine says of these is not looked at."""

STUDIED = tuple(case for case in CASES if case.__name__ not in _UNSEEN)
UNSEEN = tuple(case for case in CASES if case.__name__ in _UNSEEN)
