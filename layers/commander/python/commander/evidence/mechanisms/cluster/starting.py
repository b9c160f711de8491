"""The mechanisms of workloads that do not start, do not stay, or are not let in."""

from collections.abc import Callable, Iterable

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster import (
    admission,
    canaries,
    commands,
    crash,
    evictions,
    images,
    memory,
    permissions,
    ports_in_pod,
    probes,
    quotas_exceeded,
    references,
    replicas,
    reruns,
    rollout,
    settings,
)

MECHANISMS: tuple[Callable[[Case], Iterable[Argument]], ...] = (
    images.argue,
    references.argue,
    commands.argue,
    admission.argue,
    quotas_exceeded.argue,
    memory.argue,
    permissions.argue,
    probes.argue,
    ports_in_pod.argue,
    settings.argue,
    crash.argue,
    canaries.argue,
    evictions.argue,
    replicas.argue,
    reruns.argue,
    rollout.argue,
)
