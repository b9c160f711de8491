"""What goes wrong in a container cluster: starting, probing, placing, storing and reaching workloads."""

from collections.abc import Callable, Iterable

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster import placing, reaching, rest, starting

MECHANISMS: tuple[Callable[[Case], Iterable[Argument]], ...] = (
    *starting.MECHANISMS,
    *placing.MECHANISMS,
    *reaching.MECHANISMS,
    rest.argue,
)
