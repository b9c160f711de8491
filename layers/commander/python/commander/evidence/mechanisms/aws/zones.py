"""One availability zone is worse off than the others.

Predicts: of series that differ only in their zone those of one zone turned bad and the others did not; what stands in
that zone is in trouble, of whatever kind. Contradicted by: the same in every zone. That only one thing is worse in one
zone may lie in its members there.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.aws.levels import fact_of
from commander.evidence.mechanisms.aws.platform_events import wording
from commander.evidence.sentences import short

_CAUSE = "aws.az_impaired"
_DIMENSIONS = frozenset({"availabilityzone", "az", "zone", "topologykubernetesiozone", "zoneid", "zonename"})
_ZONE = r"(?<![a-z0-9])(?:[a-z]{2}(?:-[a-z]+)+-\d[a-z]|[a-z]{3}\d-az\d|[a-z]+-[a-z]+\d-[a-f])(?![a-z0-9])"
"""us-east-1c, use1-az6, europe-west4-b."""
_MOST = 3


def argue(case: Case) -> Iterator[Argument]:
    """The zone of which most is bad while the same elsewhere is not."""
    zones_of = _zones_of(case)
    if len(set(zones_of.values())) < 2:
        return
    groups: dict[tuple[str, str | None, str | None], dict[str, list[Behaviour]]] = {}
    for one in case.behaviours:
        zone = zones_of.get(one.series.id)
        if zone is not None and one.series.values:
            kind = (one.series.name, one.series.entity, one.series.statistic)
            groups.setdefault(kind, {}).setdefault(zone, []).append(one)
    worse: dict[str, list[Behaviour]] = {}
    for kind in sorted(groups, key=str):
        zones = groups[kind]
        bad = [zone for zone, series in zones.items() if any(one.bad for one in series)]
        if len(bad) == 1 and len(zones) > 1:
            worse.setdefault(bad[0], []).append(next(one for one in zones[bad[0]] if one.bad))
    if len(worse) == 1:
        yield _argument(case, *worse.popitem())


def _argument(case: Case, zone: str, worse: list[Behaviour]) -> Argument:
    known = sorted(entity for entity in case.entities if short(entity) == zone)
    argument = Argument(_CAUSE, known[0] if known else f"az/{zone}", f"Zone {zone} is impaired, the others are not.")
    for place, one in enumerate(worse[:_MOST]):
        argument.back(case.fact(one), 0.7 if place else 1.8)
    inside = [
        one
        for one in case.behaviours
        if one.bad and one.series.entity is not None and zone in wording(_ZONE).findall(one.series.entity)
    ]
    for one in inside[:_MOST]:
        argument.back(fact_of(case, one), 0.7)
    others = {one.series.entity for one in (*worse, *inside)}
    if len(others) < 2:
        argument.lack(f"what else in {zone} is in trouble", 1.0)
    argument.lack(f"what the provider reports of {zone}")
    return argument


def _zones_of(case: Case) -> dict[str, str]:
    """The zone of each series that is about one, by a dimension of its own."""
    found: dict[str, str] = {}
    for metric in case.bundle.metrics:
        for key, value in (metric.dimensions or {}).items():
            if "".join(letter for letter in key.lower() if letter.isalnum()) in _DIMENSIONS:
                found[metric.id] = value
    return found
