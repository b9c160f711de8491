"""Placing pods and storing their data, the nodes that carry them and the control plane that does it."""

from collections.abc import Callable, Iterable

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.cluster import (
    api_server,
    claims_missing,
    instances,
    islands,
    mounts,
    node_network,
    nodes,
    pressure,
    scheduler,
    scheduling,
    volumes,
)

_MOST = 12
_Argue = Callable[[Case], Iterable[Argument]]


def _strongest(argue: _Argue) -> _Argue:
    """The strongest of a mechanism's arguments: in a large cluster many things are a little wrong."""

    def few(case: Case) -> Iterable[Argument]:
        return sorted(argue(case), key=lambda one: (-one.logit, one.cause, one.entity))[:_MOST]

    return few


MECHANISMS: tuple[_Argue, ...] = tuple(
    _strongest(one.argue)
    for one in (
        scheduling,
        volumes,
        claims_missing,
        mounts,
        nodes,
        pressure,
        instances,
        node_network,
        islands,
        scheduler,
        api_server,
    )
)
