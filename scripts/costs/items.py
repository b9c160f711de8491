"""How DynamoDB counts: the size of items, and what reading and writing them takes."""

from collections.abc import Iterable, Mapping
from typing import Any

Item = Mapping[str, Mapping[str, Any]]

_WRITE_BYTES, _READ_BYTES = 1024, 4096


def size(item: Item) -> int:
    """Bytes of an item: names and values in UTF-8, a number by its digits."""
    return sum(len(name.encode()) + _value(value) for name, value in item.items())


def writing(item: Item) -> int:
    """Write units of one item."""
    return max(1, -(-size(item) // _WRITE_BYTES))


def reading(items: Iterable[Item]) -> int:
    """Read units of a strongly consistent read of these items, taken together."""
    return max(1, -(-sum(size(item) for item in items) // _READ_BYTES))


def _value(value: Mapping[str, Any]) -> int:
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(str(held).encode())
        case "N":
            return len(str(held).strip("-").replace(".", "")) // 2 + 2
        case "BOOL" | "NULL":
            return 1
        case _:
            raise ValueError(f"no attribute of type {kind} is stored by the product")
