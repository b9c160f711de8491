"""A year of on-call watches of a dozen companies, each incident as a pager saw it.

`STUDIED` may be looked at while the engine is worked on, `UNSEEN` only measures it.
"""

from collections.abc import Callable
from typing import Any

from scenarios.cases.watches import (
    blind,
    faults_limits,
    faults_parts,
    faults_paths,
    faults_slow,
    healthy_alarms,
    healthy_calendar,
    healthy_limits,
    healthy_routine,
    healthy_work,
    healthy_world,
)

_GROUPS = (
    (*faults_parts.CASES, *faults_slow.CASES, *faults_paths.CASES, *faults_limits.CASES),
    (
        *healthy_alarms.CASES,
        *healthy_limits.CASES,
        *healthy_work.CASES,
        *healthy_routine.CASES,
        *healthy_world.CASES,
        *healthy_calendar.CASES,
    ),
    blind.CASES,
)

STUDIED: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = tuple(
    case for group in _GROUPS for case in group[::2]
)
UNSEEN: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = tuple(
    case for group in _GROUPS for case in group[1::2]
)
CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (*STUDIED, *UNSEEN)
