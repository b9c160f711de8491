"""An evidence bundle with what a further look found: items that were not in it, under ids of their own."""

import json
import re
from typing import Any

from commander.contract.evidence import SECTIONS

_ID = re.compile(r"([a-z]{1,3})(\d+)")
Item = dict[str, Any]


def extended(bundle: Item, found: Item) -> tuple[Item, int]:
    """The bundle with the new items of `found`, and how many they are. Gaps are added and do not count as found.

    A series that was known takes the place of the shorter one; its id stays.
    """
    whole, added = dict(bundle), 0
    for section in (*SECTIONS, "gaps"):
        items = {_identity(section, item): item for item in bundle.get(section) or []}
        last = _last_id(bundle, section)
        for item in found.get(section) or []:
            key = _identity(section, item)
            known = items.get(key)
            if known is not None and len(item.get("points") or []) <= len(known.get("points") or []):
                continue
            if known is None:
                last = (last[0], last[1] + 1)
            items[key] = {**item, "id": known["id"] if known is not None else f"{last[0]}{last[1]}"}
            added += section != "gaps"
        whole[section] = list(items.values())
    return whole, added


def _identity(section: str, item: Item) -> str:
    """What tells one item from another: everything but its id, and of a series what it is a series of."""
    apart = ("id", "points", "baseline") if section == "metrics" else ("id",)
    return json.dumps({name: value for name, value in item.items() if name not in apart}, sort_keys=True)


def _last_id(bundle: Item, section: str) -> tuple[str, int]:
    """The prefix of a section's ids, and the greatest number that the bundle uses with it."""
    own = [_ID.fullmatch(str(item.get("id", ""))) for item in bundle.get(section) or []]
    prefix = next((found[1] for found in own if found is not None), section[0])
    every = (item.get("id", "") for name in (*SECTIONS, "gaps") for item in bundle.get(name) or [])
    used = [found for one in every if (found := _ID.fullmatch(str(one))) is not None and found[1] == prefix]
    return prefix, max((int(found[2]) for found in used), default=0)
