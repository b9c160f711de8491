"""The mechanisms by which workloads of a cluster do not reach one another, in one tuple."""

from collections.abc import Callable, Iterable

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster import (
    addresses,
    blocked,
    credentials,
    gateways,
    names,
    protocols,
    proxies,
    refusals,
    selectors,
    stores_down,
    target_ports,
    unlooked,
)

MECHANISMS: tuple[Callable[[Case], Iterable[Argument]], ...] = (
    selectors.argue,
    target_ports.argue,
    protocols.argue,
    addresses.argue,
    refusals.argue,
    names.argue,
    blocked.argue,
    proxies.argue,
    gateways.argue,
    credentials.argue,
    stores_down.argue,
    unlooked.argue,
)
