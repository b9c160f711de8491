"""What a rule of a network policy lets through."""

from collections.abc import Mapping
from dataclasses import dataclass

INGRESS, EGRESS = "ingress", "egress"


@dataclass(frozen=True, slots=True)
class Peer:
    """Whom a rule lets through. `pods` and `namespaces` are label selectors, empty for all, None where not asked for;
    `blocks` are address ranges. `vague`: it has expressions that were not read, so that it may fit or not."""

    pods: Mapping[str, str] | None
    namespaces: Mapping[str, str] | None
    blocks: tuple[str, ...]
    vague: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Lets some peers through to some ports (number or name); no peers are all peers, no ports all ports."""

    peers: tuple[Peer, ...]
    ports: tuple[int | str, ...]
