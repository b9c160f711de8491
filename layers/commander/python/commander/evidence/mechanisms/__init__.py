"""The mechanisms the engine knows. Each reads the case and argues for and against its explanations.

A mechanism knows what it predicts and what would contradict it, and yields an argument also where the evidence is
against it: a rival that was looked at and refuted is part of the answer.

They are imported with the first case that has a use for them: those of clusters with the first thing of a cluster.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from commander.evidence.argument import Argument
from commander.evidence.case import Case

Mechanism = Callable[[Case], Iterable[Argument]]

_IN_CLUSTERS = frozenset(
    {
        "cluster",
        "configmap",
        "container",
        "cronjob",
        "daemonset",
        "deployment",
        "endpoints",
        "ingress",
        "job",
        "namespace",
        "networkpolicy",
        "node",
        "persistentvolume",
        "persistentvolumeclaim",
        "pod",
        "pv",
        "pvc",
        "replicaset",
        "resourcequota",
        "secret",
        "service",
        "serviceaccount",
        "statefulset",
        "storageclass",
        "workload",
    }
)
"""Kinds of things that a cluster holds; `service` is also what others call what they run."""


def mechanisms(case: Case) -> tuple[Mechanism, ...]:
    """The mechanisms that have a use for what the case is about."""
    bundle = case.bundle
    if not (bundle.alerts or bundle.metrics or bundle.logs or bundle.events or bundle.changes or bundle.state):
        return _of_nothing()
    kinds = {entity.partition("/")[0] for entity in case.entities}
    return _general() + (() if kinds.isdisjoint(_IN_CLUSTERS) else _of_clusters())


def excuse_loads(case: Case, arguments: Sequence[Argument]) -> None:
    """Opposes what is only busy by those who are served, where the alarm is accounted for."""
    if case.resource is not None and arguments:
        from commander.evidence.mechanisms.allclear.unfelt import excuse

        excuse(case, arguments)


@cache
def _of_nothing() -> tuple[Mechanism, ...]:
    from commander.evidence.mechanisms import unseen

    return (unseen.argue,)


@cache
def _general() -> tuple[Mechanism, ...]:
    from commander.evidence.mechanisms import (
        addresses,
        aws,
        bad_release,
        between,
        certificates,
        code,
        dependency,
        diverted,
        health,
        named_in_logs,
        services,
        timeouts,
        units,
        unseen,
    )

    return (
        bad_release.argue,
        code.argue,
        named_in_logs.argue,
        timeouts.argue,
        addresses.argue,
        between.argue,
        certificates.argue,
        dependency.argue,
        diverted.argue,
        *aws.MECHANISMS,
        *services.MECHANISMS,
        units.argue,
        unseen.argue,
        health.argue,
    )


@cache
def _of_clusters() -> tuple[Mechanism, ...]:
    from commander.evidence.mechanisms import cluster

    return cluster.MECHANISMS
