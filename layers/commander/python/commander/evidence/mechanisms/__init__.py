"""The mechanisms the engine knows. Each reads the case and argues for and against its explanations.

A mechanism knows what it predicts and what would contradict it, and yields an argument also where the evidence is
against it: a rival that was looked at and refuted is part of the answer.
"""

from collections.abc import Callable, Iterable

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms import (
    bad_release,
    capacity,
    changed_settings,
    code,
    database,
    dependency,
    health,
    named_in_logs,
    queue,
    traffic,
    unseen,
)

Mechanism = Callable[[Case], Iterable[Argument]]

MECHANISMS: tuple[Mechanism, ...] = (
    bad_release.argue,
    code.argue,
    named_in_logs.argue,
    dependency.argue,
    capacity.argue,
    database.argue,
    queue.argue,
    traffic.argue,
    changed_settings.argue,
    unseen.argue,
    health.argue,
)
