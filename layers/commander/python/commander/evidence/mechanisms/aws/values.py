"""Attributes of state read leniently: another spelling is understood, a wrong type is not known."""

import math
import re
from collections.abc import Mapping
from typing import Any

_NUMBER = re.compile(r"^\s*+(-?\d++(?:[.,]\d++)?)\s*+([a-zA-Z%]*+)\s*+$")
_FACTORS = {
    "": 1.0,
    "%": 1.0,
    "s": 1.0,
    "ms": 0.001,
    "mb": 1.0,
    "mib": 1.0,
    "gb": 1.0,
    "gib": 1.0,
    "iops": 1.0,
}
_LARGEST = 1e15


def number(value: Any) -> float | None:
    """A finite number of reasonable size; texts such as "400" and "20 GiB" count, truth values do not."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        found = _NUMBER.match(value[:40])
        if found is None or found[2].lower() not in _FACTORS:
            return None
        value = float(found[1].replace(",", "")) * _FACTORS[found[2].lower()]
    if not isinstance(value, int | float) or abs(value) > _LARGEST:
        return None
    return float(value) if math.isfinite(value) else None


def first_number(attributes: Mapping[str, Any], *keys: str) -> float | None:
    """The first of these attributes that is a number."""
    return next((found for key in keys if (found := number(attributes.get(key))) is not None), None)


def first_text(attributes: Mapping[str, Any], *keys: str) -> str | None:
    """The first of these attributes that is a text with something in it."""
    return next(
        (" ".join(value.split()) for key in keys if isinstance(value := attributes.get(key), str) and value.strip()),
        None,
    )


def mapping(value: Any) -> Mapping[str, Any]:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a list, or of an object of objects with the key as their name; nothing from anything else."""
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict)]
    if isinstance(value, dict):
        return [
            {"name": str(key), **one} if isinstance(one, dict) else {"name": str(key), "db_load_avg": one}
            for key, one in value.items()
        ]
    return []


def texts(value: Any) -> list[str]:
    """The texts of a list, or a text by itself."""
    if isinstance(value, str):
        return [value]
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def truth(value: Any) -> bool | None:
    """A switch: true, "on", "1", "enabled"; None where it says neither."""
    if isinstance(value, bool):
        return value
    said = str(value).strip().lower() if isinstance(value, str | int) else ""
    if said in ("1", "on", "true", "yes", "enabled"):
        return True
    return False if said in ("0", "off", "false", "no", "disabled") else None
