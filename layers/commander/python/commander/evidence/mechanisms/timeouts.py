"""A client gives up before a healthy dependency answers.

Predicts: timeouts in the caller's logs while the dependency is as fast as ever, a limit that lies within the
dependency's usual latency, often a change of that limit just before. Contradicted by: a dependency that got slower.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.blamed import blamed
from commander.evidence.mechanisms.proximity import connection, proximity
from commander.evidence.roles import Role
from commander.evidence.sentences import amount, short

_WORDS = re.compile(r"time[sd]?[- _]?out|deadline", re.IGNORECASE)
_LIMIT = re.compile(r"(?<![\w.:-])(\d{1,6}(?:\.\d{1,6})?)\s?(ms|milliseconds|millis|s|sec|seconds)\b", re.IGNORECASE)
_CAUSES = frozenset({"dependency.slow", "dependency.unreachable"})
_WITHIN = 0.5
"""A limit is too short when the dependency's slow answers take at least this share of it."""


def argue(case: Case) -> Iterator[Argument]:
    """One argument per caller that times out on something whose latency is known."""
    for pattern in case.patterns:
        signature = pattern.signature
        if pattern.ended or signature is None or pattern.entity is None or signature.cause not in _CAUSES:
            continue
        if not _WORDS.search(pattern.text):
            continue
        place = blamed(case, pattern, pattern.entity, signature)
        latencies = [one for one in case.of(place, Role.LATENCY) if len(one.series.values) > 2]
        if case.kin(place) != case.kin(pattern.entity) and latencies:
            yield _argument(case, pattern, pattern.entity, place, latencies)


def _argument(case: Case, pattern: Pattern, writer: str, place: str, latencies: list[Behaviour]) -> Argument:
    entity = case.workload(writer)
    argument = Argument(
        "code.timeout_too_short", entity, f"{short(entity)} gives up on {short(place)} before it answers."
    )
    connection(case, argument)
    fresh = case.is_new(pattern)
    argument.back(case.fact_of_pattern(pattern), 1.5 if fresh is not False else 0.3)
    slower = [one for one in latencies if one.bad]
    if slower:
        argument.oppose(case.fact(slower[0]), 3.5)
        return argument
    within = _weigh_limit(case, pattern, latencies, argument)
    argument.back(case.fact(latencies[0]), 1.0)
    changed = _weigh_change(case, writer, argument)
    argument.direct = within and fresh is not False
    if not (within or changed):
        argument.lack(f"the time after which {short(entity)} gives up", 0.7)
    return argument


def _weigh_limit(case: Case, pattern: Pattern, latencies: list[Behaviour], argument: Argument) -> bool:
    """Whether the limit that the text tells lies within what the dependency usually takes."""
    found = _LIMIT.search(pattern.text)
    if found is None:
        return False
    limit_s = float(found.group(1)) / (1000 if found.group(2).lower().startswith("m") else 1)
    for one in latencies:
        scale = _seconds(one)
        if scale is None or limit_s <= 0:
            continue
        slowest = max(one.series.values)
        fact = case.stated(
            "metric",
            one.series.entity,
            f"{one.series.name} of {short(one.series.entity)} reached {amount(slowest, one.series.unit)} "
            f"in ordinary operation.",
            (one.series.id,),
        )
        if slowest * scale >= _WITHIN * limit_s:
            argument.back(fact, 2.5)
            return True
        argument.oppose(fact, 1.0)  # answers come long before the limit: something else swallows them
        return False
    return False


def _seconds(one: Behaviour) -> float | None:
    unit, name = (one.series.unit or "").lower(), one.series.name.lower()
    if unit in ("milliseconds", "ms") or name.endswith(("_ms", "milliseconds", ".ms")):
        return 0.001
    if unit in ("seconds", "s") or name.endswith(("_s", "seconds")):
        return 1.0
    return None


def _weigh_change(case: Case, writer: str, argument: Argument) -> bool:
    """Whether a change that names a timeout was made to the caller shortly before."""
    for change in sorted(case.bundle.changes, key=lambda change: (change.t, change.id)):
        if case.kin(change.entity) != case.kin(writer) or "timeout" not in f"{change.action} {change.details}".lower():
            continue
        for release in case.releases:
            if change.id in release.ids and (near := proximity(case, release)).weight > 0:
                argument.back(near.fact, 2.5)
                return True
    return False
