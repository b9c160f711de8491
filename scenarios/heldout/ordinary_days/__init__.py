"""Ordinary days: healthy systems somebody was alarmed over, and their faulty or blind look-alikes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import alike, aws, kubernetes, other

CASES: tuple[Callable[[], tuple[dict[str, Any], dict[str, Any]]], ...] = (
    *aws.CASES,
    *kubernetes.CASES,
    *other.CASES,
    *alike.CASES,
)
