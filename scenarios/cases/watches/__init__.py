"""A year of on-call watches of a dozen companies, each incident as a pager saw it."""

from collections.abc import Callable
from typing import Any

from scenarios.cases.watches import healthy_alarms, healthy_work, healthy_world

_HEALTHY = (*healthy_alarms.CASES, *healthy_work.CASES, *healthy_world.CASES)

STUDIED: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (*_HEALTHY[::2],)
UNSEEN: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (*_HEALTHY[1::2],)
CASES = (*STUDIED, *UNSEEN)
