"""All service series of a bundle side by side, before and since the moment at which most of them changed.

With hundreds of series some stray by chance. How far chance goes is read from the same series in their normal time, and
only what goes clearly further counts as moved.
"""

import math
from dataclasses import dataclass

from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.mechanisms.services.beginning import RESOURCES, changed_since
from commander.evidence.mechanisms.services.deviation import Deviation, deviation, rises_materially, wander
from commander.evidence.mechanisms.services.restarts import counts_restarts
from commander.evidence.roles import SYMPTOMS, Role
from commander.evidence.series import median, quantile
from commander.evidence.trends import growth

_MANAGED = frozenset(
    {
        "rds",
        "aurora",
        "rds-cluster",
        "db",
        "lambda",
        "sqs",
        "sns",
        "dynamodb",
        "apigateway",
        "alb",
        "elb",
        "nlb",
        "kinesis",
        "elasticache",
        "opensearch",
        "s3",
        "ebs",
        "redshift",
        "targetgroup",
        "target-group",
        "cloudfront",
        "stepfunctions",
        "events",
        "msk",
        "docdb",
        "neptune",
        "eks",
        "asg",
    }
)
"""Kinds of managed things: their series have mechanisms of their own."""
_RESTLESS = (Role.CPU, Role.CPU_THROTTLING, Role.DISK_IO, Role.THREADS, Role.FAILURES, Role.PACKET_LOSS)
"""Roles whose series come in bursts rather than drift."""
_LEAST_Z = 5.0
_PER_POINT = 0.33
_KEPT = (Role.MEMORY, Role.THREADS, Role.CONNECTIONS)
_LEAST_GROWING, _GROWN, _STEADILY = 24, 1.3, 0.9
_CHANCE = 1.3


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """The series of services with how they moved since `moment`. `chance` is what deviations need to exceed.

    `looked_at` counts series with enough points to tell.
    """

    moment: float | None
    deviations: tuple[Deviation, ...]
    chance: float
    looked_at: int
    entities: int

    def moved(self, one: Deviation) -> bool:
        """Whether a series went up further than chance takes one of so many, and by an amount that matters."""
        return self.strength(one) >= 1.0 and rises_materially(one)

    def followed(self, one: Deviation) -> bool:
        """Whether a series moved as well, where it is known that something did: that takes less."""
        return self.strength(one) >= 0.55 and rises_materially(one)

    def strength(self, one: Deviation) -> float:
        """The deviation in units of what chance does: less where few points are newer or most of them lie within the
        older ones, more where nearly all lie beyond."""
        share = 1.0 if one.beyond >= 0.5 else 0.5
        if one.beyond >= 0.75 and one.points >= 8 and one.series.role in _RESTLESS:
            share = 1.8 if one.beyond >= 0.9 and one.points >= 15 else 1.4
        elif one.series.role is Role.MEMORY and one.beyond >= 0.98 and one.points >= 30 and not one.against_reference:
            share = 1.25  # it is never again where it was
        most = _PER_POINT * one.points  # however far, a few points are a few points
        return min(abs(one.z) / self.chance * share * min(1.0, 0.25 + one.points / 8), most)


def panel(case: Case) -> Panel:
    """The panel of a case; empty where the bundle holds no series of services."""
    chosen = [one for one in case.behaviours if is_of_service(one)]
    entities = len({case.kin(one.series.entity or "") for one in chosen})
    moment, grown = changed_since(case, chosen), _grown(chosen)
    if moment is None and not grown:
        return Panel(None, (), _LEAST_Z, len(chosen), entities)
    if moment is None:
        moment = min(one.moment for one in grown.values())
    found = [one for one in (deviation(behaviour, moment) for behaviour in chosen) if one is not None]
    found = [one if abs(one.z) >= _LEAST_Z else grown.get(one.series.id, one) for one in found]
    return Panel(moment, tuple(found), _chance(found), len(found), entities)


def _grown(chosen: list[Behaviour]) -> dict[str, Deviation]:
    """Memory, threads and connections that grew all the time, against their first quarter, by the ids of the series:
    such a leak has no moment at which it began. Where many grow together they warm up or follow demand."""
    found: dict[str, Deviation] = {}
    candidates = [one for one in chosen if one.series.role in _KEPT and len(one.series.values) >= _LEAST_GROWING]
    for one in candidates:
        values = one.series.values
        quarter = len(values) // 4
        start, end = median(values[:quarter]), median(values[-quarter:])
        if end < _GROWN * start or start <= 0 or growth(values) < _STEADILY:
            continue
        grown = deviation(one, one.series.times[quarter])
        if grown is not None:
            found[one.series.id] = grown
    return found if len(found) <= max(1, len(candidates) // 5) else {}


def is_service(entity: str) -> bool:
    """Whether a thing runs somebody's code, rather than being managed by the provider."""
    return entity.partition("/")[0] not in _MANAGED


def is_of_service(one: Behaviour) -> bool:
    """Whether it is a series of a service or the like that says something about its work."""
    series = one.series
    if series.entity is None or len(series.values) < 2 or not is_service(series.entity) or counts_restarts(one):
        return False
    return series.role in SYMPTOMS or series.role in RESOURCES or series.role in (Role.DEMAND, Role.NETWORK)


def _chance(found: list[Deviation]) -> float:
    """What |z| chance alone reaches among so many series."""
    strays = [stray for one in found if (stray := wander(one.series, one.moment)) is not None]
    by_number = 3.0 + math.log(max(2, len(found)))
    if len(strays) < 10:
        return max(_LEAST_Z, by_number)
    strays.sort()
    return min(max(_LEAST_Z, 0.8 * by_number, _CHANCE * quantile(strays, 0.985)), 15.0)
