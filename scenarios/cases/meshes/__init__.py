"""Kubernetes clusters with and without a mesh, and plain fleets of services, as their collectors would have dumped them.

`STUDIED` may be looked at when the engine is mended; `UNSEEN` is only ever measured.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenarios.cases.meshes import (
    admission,
    calm,
    calm_routine,
    demand,
    dim,
    names,
    routing,
    runtime,
    stores,
    workloads,
    world,
)

Writer = Callable[[], tuple[dict[str, Any], dict[str, Any]]]
MODULES = {
    "faults": (routing, names, workloads, admission, runtime, stores, demand, world),
    "healthy": (calm, calm_routine),
    "blind": (dim,),
}


def _written(kind: str) -> tuple[Writer, ...]:
    return tuple(case for module in MODULES[kind] for case in module.WRITTEN)


STUDIED: tuple[Writer, ...] = tuple(case for kind in MODULES for case in _written(kind)[0::2])
UNSEEN: tuple[Writer, ...] = tuple(case for kind in MODULES for case in _written(kind)[1::2])
CASES: tuple[Writer, ...] = STUDIED + UNSEEN
