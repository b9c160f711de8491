"""Database and container cluster incidents on AWS, as a monitoring vendor or a CloudWatch alarm opens them."""

from collections.abc import Callable
from typing import Any

from . import blind, calm_clusters, calm_databases, faults_access, faults_clusters, faults_databases, faults_tasks

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *faults_databases.CASES,
    *faults_access.CASES,
    *faults_tasks.CASES,
    *faults_clusters.CASES,
    *calm_databases.CASES,
    *calm_clusters.CASES,
    *blind.CASES,
)
