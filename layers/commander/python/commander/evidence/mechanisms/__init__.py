"""The mechanisms the engine knows. Each reads the case and argues for and against its explanations.

A mechanism knows what it predicts and what would contradict it, and yields an argument also where the evidence is
against it: a rival that was looked at and refuted is part of the answer.
"""

from collections.abc import Callable, Iterable

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms import (
    addresses,
    aws,
    bad_release,
    between,
    cluster,
    code,
    dependency,
    health,
    named_in_logs,
    services,
    timeouts,
    unseen,
)

Mechanism = Callable[[Case], Iterable[Argument]]

MECHANISMS: tuple[Mechanism, ...] = (
    bad_release.argue,
    code.argue,
    named_in_logs.argue,
    timeouts.argue,
    addresses.argue,
    between.argue,
    dependency.argue,
    *aws.MECHANISMS,
    *cluster.MECHANISMS,
    *services.MECHANISMS,
    unseen.argue,
    health.argue,
)
