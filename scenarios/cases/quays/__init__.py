"""A mixed year of incidents on AWS and on Kubernetes: faults, healthy pages and cases nothing decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import cloud_calm_a, cloud_calm_b, cloud_faults_a, cloud_faults_b, cluster_calm_a, cluster_calm_b, cluster_faults_a, cluster_faults_b

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = tuple(f for m in (cloud_calm_a, cloud_calm_b, cloud_faults_a, cloud_faults_b, cluster_calm_a, cluster_calm_b, cluster_faults_a, cluster_faults_b) for k, f in vars(m).items() if getattr(f, "__module__", "") == m.__name__)
