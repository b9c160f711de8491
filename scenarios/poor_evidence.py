"""Ways in which evidence is poor besides a section that is missing whole: what is not there of the thing at fault.

Each takes a case's bundle and expectation and gives those of the poorer case, or None where it would change nothing.
"""

import random
import re
from collections.abc import Callable
from datetime import datetime, timedelta

from scenarios.cases.building import Item, Scenario

_LEAD_S, _LEAD_PERIODS = 300.0, 10.0
"""So long before the first alarm a series ends that nobody went on collecting."""
_DENIED = {
    "metrics": ("cloudwatch:GetMetricData", "AccessDenied when calling GetMetricData"),
    "logs": ("logs:FilterLogEvents", "AccessDenied when calling FilterLogEvents"),
    "events": ("events/list", "forbidden: cannot list resource events"),
    "changes": ("cloudtrail:LookupEvents", "AccessDenied when calling LookupEvents"),
    "state": ("resources/get", "forbidden: cannot get the resource"),
}
_PARTS = r"(-[a-z0-9]{6,10})?(-[a-z0-9]{5})?|-\d+"
"""What the names of a workload's ReplicaSets and pods add to its own."""

Reduce = Callable[[Item, Item, random.Random], Scenario | None]


def without_the_thing(section: str) -> Reduce:
    """What a section holds of the thing at fault is not there; all else is."""

    def apply(document: Item, expected: Item, _: random.Random) -> Scenario | None:
        kept = _of_others(document, expected, section)
        return None if kept == document[section] else ({**document, section: kept}, expected)

    return apply


def logs_of_callers(document: Item, expected: Item, _: random.Random) -> Scenario | None:
    """Only others log: the lines of the thing at fault are not there, and some of others are."""
    kept = _of_others(document, expected, "logs")
    return None if not kept or kept == document["logs"] else ({**document, "logs": kept}, expected)


def metrics_end_early(document: Item, expected: Item, _: random.Random) -> Scenario | None:
    """No series reaches the trouble: each ends some periods before the first alarm or report."""
    told = [alert["t"] for alert in document["alerts"] if alert.get("t")]
    told += [document["incident"]["started_at"]] if document["incident"].get("started_at") else []
    if not told or not document["metrics"]:
        return None
    first = min(_moment(text) for text in told)
    metrics = []
    for item in document["metrics"]:
        lead = max(_LEAD_S, _LEAD_PERIODS * float(item.get("period_s") or 60))
        points = [point for point in item["points"] if _moment(point[0]) < first - timedelta(seconds=lead)]
        metrics.append({**item, "points": points})
    if not any(item["points"] for item in metrics):
        return None
    return {**document, "metrics": [item for item in metrics if item["points"]]}, expected


def denied(document: Item, expected: Item, chance: random.Random) -> Scenario | None:
    """One section could not be collected, and a gap names the permission that is missing."""
    there = [section for section in _DENIED if document.get(section)]
    if not there:
        return None
    section = chance.choice(there)
    permission, reason = _DENIED[section]
    gap = {"id": "dn1", "section": section, "reason": reason, "permission": permission}
    return {**document, section: [], "gaps": [*(document.get("gaps") or []), gap]}, expected


def _of_others(document: Item, expected: Item, section: str) -> list[Item]:
    """The items of a section that are not about one of the things that are rightly called at fault."""
    fields = [expected, *expected.get("also", ())] if "cause" in expected else []
    names = {re.escape(str(one["entity"]).partition("/")[2]) for one in fields if "entity" in one}
    if not names:
        return list(document[section])
    same = re.compile(rf"(?:{'|'.join(sorted(names))})(?:{_PARTS})?")
    return [item for item in document[section] if not same.fullmatch((item.get("entity") or "").partition("/")[2])]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
