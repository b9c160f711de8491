"""What a cache's own account of itself (the INFO of Redis, the stats of memcached) says of what it lost."""

import re
from collections.abc import Mapping
from typing import Any

from commander.evidence import moments
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.aws.values import first_number
from commander.evidence.moments import span
from commander.evidence.sentences import number, short

_UPTIMES = ("uptime_in_seconds", "uptime_seconds", "uptime_s", "uptime")
_MOST_BYTES, _USED_BYTES = (
    ("maxmemory", "maxmemory_human", "limit_maxbytes"),
    ("used_memory", "used_memory_human", "bytes"),
)
_SHORTLY_S = 600.0


def begun_anew(case: Case, entity: str) -> Fact | None:
    """That by its own account it has run since about when the trouble began: what it held is lost."""
    if case.onset is None:
        return None
    for item in case.items_of(entity):
        read = moments.parse_maybe(item.t)
        ran = first_number(item.attributes, *_UPTIMES)
        if read is None or ran is None or ran < 0:
            continue
        if case.onset.start - _SHORTLY_S <= read - ran <= case.onset.end + _SHORTLY_S / 5:
            said = f"{short(item.entity)} has run for {span(ran)}, since about when the trouble began."
            return case.fact_of_state(item, said)
    return None


def overfull(case: Case, entity: str) -> Fact | None:
    """That it holds as much as it may and drops what it held, by its own account."""
    for item in case.items_of(entity):
        most, used = (_bytes(item.attributes, *keys) for keys in (_MOST_BYTES, _USED_BYTES))
        dropped = first_number(item.attributes, "evicted_keys", "evictions")
        if most and used is not None and dropped and used >= 0.97 * most:
            said = f"{short(item.entity)} is full and has dropped {number(dropped)} of its keys."
            return case.fact_of_state(item, said)
    return None


def _bytes(attributes: Mapping[str, Any], *keys: str) -> float | None:
    told = next((attributes[key] for key in keys if attributes.get(key) is not None), None)
    found = re.match(r"^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?\s*$", str(told).lower()[:40])
    return float(found[1]) * 1024.0 ** " kmgt".index(found[2] or " ") if found is not None else None
