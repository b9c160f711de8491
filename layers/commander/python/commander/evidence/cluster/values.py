"""Attributes of cluster objects read leniently: several spellings are understood, a wrong type is 'not known'."""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

_LARGEST = 1e18
_LONGEST = 4000
_QUANTITY = re.compile(r"^([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,2})?)\s*([A-Za-z]{0,5})$")
_SIZES = {
    "": 1.0,
    "b": 1.0,
    "m": 1e-3,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "P": 1e15,
    "Ki": 1024.0,
    "Mi": 1024.0**2,
    "Gi": 1024.0**3,
    "Ti": 1024.0**4,
    "Pi": 1024.0**5,
}
_LOOSE_SIZES = {
    "kb": 1e3,
    "mb": 1e6,
    "gb": 1e9,
    "tb": 1e12,
    "kib": 1024.0,
    "mib": 1024.0**2,
    "gib": 1024.0**3,
    "tib": 1024.0**4,
    "ki": 1024.0,
    "mi": 1024.0**2,
    "gi": 1024.0**3,
    "ti": 1024.0**4,
    "g": 1e9,
    "t": 1e12,
    "bytes": 1.0,
    "byte": 1.0,
}
_CORES = {"": 1.0, "m": 1e-3, "u": 1e-6, "n": 1e-9, "k": 1e3, "core": 1.0, "cores": 1.0, "vcpu": 1.0, "cpu": 1.0}
_DURATION = re.compile(r"(?<!\d)(\d++(?:\.\d++)?)\s*+(ms|y|d|h|m|s)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "y": 365 * 86400.0}
_AGO = re.compile(r"\(([^()]{1,40}?)\s+ago\)")


def text(value: Any) -> str | None:
    """A text with something in it, its white space at the ends removed; a number counts as its digits."""
    if value is None:
        return None
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def first(attributes: Mapping[str, Any], *keys: str) -> Any:
    """The first of these attributes that is there and not null."""
    for key in keys:
        found = attributes.get(key)
        if found is not None:
            return found
    return None


def whole(value: Any) -> int | None:
    """A whole number, also where it is the beginning of a text such as "7 (3m ago)"."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < _LARGEST else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _LARGEST else None
    if isinstance(value, str):
        found = re.match(r"\s*(-?\d{1,15})(?![\w./])", value[:40])
        return int(found[1]) if found is not None else None
    return None


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is an object, else an empty one."""
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}


def labels(value: Any) -> dict[str, str]:
    """Names with text values: an object, or texts such as "app=cart,tier=web"; `<none>` is nothing."""
    if isinstance(value, dict):
        return {
            str(key): str(one).lower() if isinstance(one, bool) else str(one)
            for key, one in value.items()
            if isinstance(one, str | int | float)
        }
    parts = [part.strip() for one in texts(value) for part in re.split(r"[,\n]", one)]
    pairs = [part.partition("=") for part in parts if "=" in part]
    return {key.strip(): one.strip() for key, _, one in pairs if key.strip()}


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, or those of an object of objects with the key as their name."""
    if isinstance(value, list):
        return [mapping(one) for one in value if isinstance(one, dict)]
    if isinstance(value, dict):
        if any(isinstance(value.get(key), str) for key in ("name", "type", "image")):
            return [mapping(value)]
        return [{"name": str(key), **mapping(one)} for key, one in value.items() if isinstance(one, dict)]
    return []


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list (numbers as their digits), or a text by itself; `<none>` is nothing."""
    parts: Iterable[Any] = value if isinstance(value, list | tuple) else (value,)
    found = (text(part) for part in parts)
    return tuple(
        one[:_LONGEST] for one in found if one is not None and one.lower() not in ("<none>", "none", "<unset>")
    )


def truth(value: Any) -> bool | None:
    """A switch: true, "True", "yes"; None where it says neither."""
    if isinstance(value, bool):
        return value
    said = value.strip().lower() if isinstance(value, str) else str(value) if isinstance(value, int) else ""
    if said in ("1", "true", "yes", "on"):
        return True
    return False if said in ("0", "false", "no", "off") else None


def cpu(value: Any) -> float | None:
    """Cores: "250m", "0.5", 2."""
    return _quantity(value, _CORES, {})


def size(value: Any) -> float | None:
    """Bytes: "512Mi", "2Gi", "1G", 1048576."""
    return _quantity(value, _SIZES, _LOOSE_SIZES)


def quantity(value: Any) -> float | None:
    """Any amount as a quota counts it: cores, bytes or pieces."""
    found = size(value)
    return cpu(value) if found is None else found


def seconds(value: Any) -> float | None:
    """A length of time in seconds: "10s", "1m30s", "2d4h", 10."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < _LARGEST and math.isfinite(value) else None
    if not isinstance(value, str):
        return None
    said = value.strip()[:40]
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return float(said)
    parts = _DURATION.findall(said)
    if not parts or _DURATION.sub("", said).strip(" ,"):
        return None
    return sum(float(amount) * _UNITS[unit] for amount, unit in parts)


def ago(value: Any) -> float | None:
    """The seconds in "7 (3m ago)"; None where the text says no such thing."""
    found = _AGO.search(value[:80]) if isinstance(value, str) else None
    return seconds(found[1]) if found is not None else None


def share(value: Any) -> tuple[int, int] | None:
    """The two numbers of "1/2"."""
    found = re.match(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\b", value[:40]) if isinstance(value, str) else None
    return (int(found[1]), int(found[2])) if found is not None else None


def _quantity(value: Any, units: Mapping[str, float], loose: Mapping[str, float]) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < _LARGEST and math.isfinite(value) else None
    found = _QUANTITY.match(value.strip()[:40]) if isinstance(value, str) else None
    if found is None:
        return None
    factor = units.get(found[2], loose.get(found[2].lower()))
    if factor is None:
        return None
    amount = float(found[1]) * factor
    return amount if math.isfinite(amount) and abs(amount) < _LARGEST else None
