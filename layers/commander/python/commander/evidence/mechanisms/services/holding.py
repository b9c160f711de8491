"""What requests hold while they wait: memory, threads, connections. More of them is an effect of late answers."""

from commander.evidence.mechanisms.services.deviation import Deviation
from commander.evidence.mechanisms.services.places import Place, delay, seconds
from commander.evidence.roles import Role

_HELD, _MANY_WAIT = 0.2, 10.0
"""The part of the log ratio of a latency by which memory may follow, where so many requests or more wait."""


def held_by_requests(place: Place) -> float:
    """The log ratio of memory that requests in flight explain: as many more as answers take longer, each with some of
    it, where there are many of them."""
    late = max(place.rose.get(Role.LATENCY, []), key=lambda late: late.log_ratio, default=None)
    demand = place.best(Role.DEMAND)
    if late is None:
        return 0.0
    if demand is None:
        return 0.5 * _HELD * late.log_ratio
    a_second = demand.after / (demand.series.period if demand.series.statistic == "Sum" else 1.0)
    return _HELD * late.log_ratio if a_second * delay(late, late) >= _MANY_WAIT else 0.0


def taken_by_waiting(place: Place, one: Deviation) -> float:
    """The log ratio of threads and connections that waiting requests explain: as many more as answers take longer
    (Little's law), where requests in flight are a good part of them."""
    late = max(place.rose.get(Role.LATENCY, []), key=lambda late: late.log_ratio, default=None)
    if late is None:
        return 0.0
    demand = place.best(Role.DEMAND)
    if demand is not None:
        in_flight = demand.after * late.after * seconds(late)
        if in_flight < 0.3 * (one.after - one.before):
            return 0.2 * max(0.0, late.log_ratio)
    return max(0.0, late.log_ratio)
