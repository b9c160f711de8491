"""Canonical JSON (RFC 8785), so that a hash means the same to everybody who computes it."""

import hashlib
import json
import math
from typing import Any

_INTEGERS_WRITTEN_OUT = 1e21
"""ECMAScript writes numbers below this without an exponent."""


def canonical(value: Any) -> str:
    """The RFC 8785 text of a JSON value. Raises ValueError for what JSON cannot say (NaN, infinities, other types)."""
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list | tuple):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
        return "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{canonical(value[key])}" for key in keys) + "}"
    raise ValueError(f"{type(value).__name__} has no canonical JSON")


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("JSON has no number for NaN or infinity")
    if value == int(value) and abs(value) < _INTEGERS_WRITTEN_OUT:
        return str(int(value))
    text = repr(value)
    if "e" not in text:
        return text
    mantissa, _, exponent = text.partition("e")
    power = int(exponent)
    if -7 < power < 0:  # ECMAScript uses an exponent only below 1e-6; Python already below 1e-4
        digits = mantissa.replace(".", "").replace("-", "")
        return ("-" if value < 0 else "") + "0." + "0" * (-power - 1) + digits
    return f"{mantissa}e{'+' if power > 0 else '-'}{abs(power)}"


def sha256_of(value: Any) -> str:
    """Hex SHA-256 over the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()
