"""What checks of a node's network measured: delay and loss, from numbers or from the words of ping and tc."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.values import mapping

_KINDS = (
    "connectivity_check",
    "network_check",
    "network",
    "node_network",
    "network_probe",
    "ping",
    "interface",
    "qdisc",
)
_HOSTS = ("node", "host", "instance")
_AMOUNT = r"\d{1,9}(?:\.\d{1,9})?"
_AVERAGE = re.compile(rf"(?:rtt|round-trip)[^=]{{0,40}}=\s*{_AMOUNT}/(?P<value>{_AMOUNT})/[\d./]+\s*(?P<unit>ms|s)\b")
_DELAY = re.compile(
    rf"(?:delay|latency|rtt|time|avg|average|round[- ]trip)\D{{0,12}}?(?P<value>{_AMOUNT})\s*(?P<unit>ms"
    r"|milliseconds|s)\b"
)
_LOSS = re.compile(rf"(?P<value>{_AMOUNT})\s?% (?:packet )?loss|loss\D{{0,10}}?(?P<other>{_AMOUNT})\s?%")
_DELAY_KEYS = ("rtt_ms", "latency_ms", "avg_rtt_ms", "avg_latency_ms", "delay_ms", "rtt_avg_ms", "ping_ms")
_LOSS_KEYS = ("packet_loss", "packet_loss_percent", "packet_loss_pct", "loss_percent", "loss_pct", "loss")


@dataclass(frozen=True, slots=True)
class Measurement:
    """A measured delay in milliseconds or loss in percent; None where the item tells none."""

    item: State
    entity: str
    delay_ms: float | None
    loss_percent: float | None


def measurements(case: Case) -> tuple[Measurement, ...]:
    """Every check of a node's network that measured something, by node."""
    found = []
    for item in case.items(*_KINDS):
        if item.entity.partition("/")[0] in _HOSTS:
            one = Measurement(item, item.entity, _delay(item), _loss(item))
            if one.delay_ms is not None or one.loss_percent is not None:
                found.append(one)
    return tuple(sorted(found, key=lambda one: (one.entity, one.item.kind, one.item.id)))


def _delay(item: State) -> float | None:
    raw = mapping(item.attributes)
    numbers = [value for key in _DELAY_KEYS if (value := _number(raw.get(key))) is not None]
    if numbers:
        return max(numbers)
    for said in _texts(raw):
        found = _AVERAGE.search(said) or _DELAY.search(said)
        if found is not None:
            return float(found["value"]) * (1000.0 if found["unit"] == "s" else 1.0)
    return None


def _loss(item: State) -> float | None:
    raw = mapping(item.attributes)
    numbers = [value for key in _LOSS_KEYS if (value := _number(raw.get(key))) is not None]
    if numbers:
        return max(numbers)
    for said in _texts(raw):
        found = _LOSS.search(said)
        if found is not None:
            return float(found["value"] or found["other"])
    return None


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        found = re.fullmatch(r"\s*+(\d{1,9}(?:\.\d{1,9})?)\s*+(?:%|ms)?\s*+", value)
        return float(found[1]) if found is not None else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value < 1e9 else None


def _texts(raw: dict[str, Any]) -> Iterator[str]:
    for key in sorted(raw):
        parts = raw[key] if isinstance(raw[key], list) else [raw[key]]
        for part in parts:
            if isinstance(part, str):
                yield part[:1000].lower()
