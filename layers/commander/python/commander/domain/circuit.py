"""A circuit breaker: a service that keeps failing is left alone for a while (Nygard, "Release It!", 2007).

Closed: calls go through, and failures within the window are counted. Open: none do until `open_until`. After that calls
go through again: the first that ends well closes the circuit, one that fails opens it again at once.
"""

from dataclasses import dataclass, replace

from commander.contract.catalogue import Limits
from commander.contract.services import CallOutcome

TROUBLE: frozenset[CallOutcome] = frozenset({"throttled", "timed_out", "unavailable"})
"""Outcomes that say something of the service's health. What is wrong with a request says nothing of it."""


@dataclass(frozen=True)
class Circuit:
    """One service's circuit. Moments are seconds since the epoch."""

    failures: int = 0
    since: float = 0.0
    open_until: float = 0.0

    def lets_through(self, now: float) -> bool:
        """Whether a call may be made."""
        return now >= self.open_until


def after(circuit: Circuit, outcome: CallOutcome, now: float, limits: Limits) -> Circuit:
    """The circuit after a call ended."""
    if outcome not in TROUBLE:
        return Circuit()
    was_open = circuit.open_until > 0
    within = circuit.failures > 0 and now - circuit.since <= limits.circuit_window_s
    counted = replace(circuit, failures=circuit.failures + 1 if within else 1, since=circuit.since if within else now)
    if was_open or counted.failures >= limits.circuit_failures:
        return replace(counted, open_until=now + limits.circuit_open_s)
    return counted
