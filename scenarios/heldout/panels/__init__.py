"""Plain service metrics of simulated applications: one faulty service, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .bundles import build_case
from .recording import Spec
from .specs import SPECS

Case = tuple[dict[str, Any], dict[str, Any]]


def _case(number: int, spec: Spec) -> Callable[[], Case]:
    def make() -> Case:
        return build_case(spec)

    make.__name__ = f"recording_{number:02d}"
    return make


CASES: tuple[Callable[[], Case], ...] = tuple(_case(number, spec) for number, spec in enumerate(SPECS, 1))
