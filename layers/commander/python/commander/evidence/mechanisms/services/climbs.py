"""Memory that climbs until the process is started again, and climbs anew.

Predicts: the series of one service goes up steadily, by more than a collector of garbage leaves, and falls to where a
fresh process begins; often requests fail at that moment, or the runtime writes that its heap is used up. Contradicted
by: the same at many services, which is warming up or demand, and falls that give back only a part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.cluster.pods import pods_of
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.services.panel import is_service
from commander.evidence.mechanisms.services.restarts import counts_restarts
from commander.evidence.roles import SYMPTOMS, Role, tokens_of
from commander.evidence.sentences import amount, short
from commander.evidence.series import Series, median
from commander.evidence.trends import growth

_LEAST, _STEADILY = 8, 0.8
_FALLS, _FRESH = 0.88, 0.66
"""A point below this share of the one before it ends a climb; a fresh process holds at most this share of the peak."""
_GROWN, _FAR_GROWN = 1.3, 1.5
_GROWN_OF_SEVERAL, _FRESH_OF_SEVERAL, _KILLS = 1.15, 0.85, 2
_OF_MEMORY = re.compile(r"out ?of ?memory|\boom|memory usage|memory limit|exit(?:ed with)? code:? 137", re.IGNORECASE)
_FLAT = 0.06
_KEPT, _ALL = 0.9, 0.85
"""What a full collection leaves of what there was, and of the limit, where all of it is in use."""
_STARTED_AGAIN = re.compile(
    r"restart|oom|back-?off|killed|killing|stopped|exited|terminat|recycl|respawn", re.IGNORECASE
)
_COLLECTED = frozenset({"heap", "jvm", "gc", "eden", "nonheap"})
"""Series of these rise and fall by far in every healthy runtime."""


@dataclass(frozen=True, slots=True, eq=False)
class Climb:
    """A steady rise from one point of a series to another; `ended` by a fresh start, where `fell` holds the level."""

    series: Series
    start: int
    end: int
    fell: float | None

    @property
    def first(self) -> float:
        """The level at its start."""
        return median(self.series.values[self.start : self.start + 3])

    @property
    def last(self) -> float:
        """The highest level: the second highest point, since a single one may be an error of measurement."""
        return sorted(self.series.values[self.start : self.end])[-2:][0]


@dataclass(frozen=True, slots=True, eq=False)
class Leak:
    """The newest telling climb of a service's memory, and a symptom that shows at its end or now, if any."""

    entity: str
    climb: Climb
    felt: Behaviour | None


def leaks(case: Case) -> tuple[Leak, ...]:
    """The services whose memory climbs so; none where many do."""
    looked_at = 0
    found: dict[str, Leak] = {}
    for one in case.of_role(Role.MEMORY):
        entity = one.series.entity
        if entity is None or len(one.series.values) < 2 * _LEAST or not is_service(entity):
            continue
        looked_at += 1
        if not _COLLECTED.isdisjoint(tokens_of(one.series.name)):
            continue
        climb = _climb(one.series, _killed(case, entity))
        if climb is not None and case.kin(entity) not in found:
            found[case.kin(entity)] = Leak(entity, climb, _felt(case, entity, climb))
    return tuple(found.values()) if len(found) <= max(1, looked_at // 5) else ()


def _killed(case: Case, entity: str) -> bool:
    """Whether the platform killed instances of a workload again and again because of their memory."""
    told = [event for event in case.events(entity) if _OF_MEMORY.search(f"{event.reason} {event.message}")]
    return sum(event.count or 1 for event in told) >= _KILLS


def _climb(series: Series, killed: bool) -> Climb | None:
    """The newest steady rise that ended in a fresh start, else one that goes on now from a level that was flat.

    Where instances are known to be `killed` a series of several of them falls less far, and rises less.
    """
    grown, fresh = (_GROWN_OF_SEVERAL, _FRESH_OF_SEVERAL) if killed else (_FAR_GROWN, _FRESH)
    values = series.values
    cuts = [place for place in range(1, len(values)) if values[place] < _FALLS * values[place - 1]]
    edges = [0, *cuts, len(values)]
    parts = list(pairwise(edges))
    for start, end in reversed(parts):
        fell = min(values[end : end + 2]) if end < len(values) else None
        turn = _turn(values, start, end, min(grown, _GROWN))
        if turn is None:
            continue
        climb = Climb(series, turn, end, fell)
        if climb.last < (grown if fell is not None else _GROWN) * climb.first:
            continue
        if fell is not None and fell <= fresh * climb.last:
            return climb
        if fell is None and len(parts) == 1 and turn >= _LEAST:
            return climb
    return None


def _turn(values: list[float], start: int, end: int, grown: float) -> int | None:
    """Where within a stretch the steady rise begins that lasts to its end: at once, or after a flat part."""
    if end - start < _LEAST:
        return None
    if values[end - 1] >= grown * values[start] and growth(values[start:end]) >= _STEADILY:
        flat = _flat_until(values, start, end)
        return flat if flat is not None and end - flat >= _LEAST else start
    flat = _flat_until(values, start, end)
    if flat is not None and end - flat >= _LEAST and growth(values[flat:end]) >= _STEADILY:
        return flat
    return None


def _flat_until(values: list[float], start: int, end: int) -> int | None:
    """The last point of a flat part at the beginning of a stretch."""
    if end - start < 2 * _LEAST:
        return None
    level = median(values[start : start + _LEAST])
    place = start
    while place < end and abs(values[place] - level) <= _FLAT * level:
        place += 1
    return place if place - start >= _LEAST else None


def _felt(case: Case, entity: str, climb: Climb) -> Behaviour | None:
    """A series of symptoms that is worse where the climb ended, or by now."""
    times, period = climb.series.times, climb.series.period
    moment = times[min(climb.end, len(times) - 1)]
    for one in case.of_role(*sorted(SYMPTOMS, key=lambda role: role.value[0])):
        if not case.concerns(one.series.entity) and case.kin(one.series.entity or "") != case.kin(entity):
            continue
        near = 2 * max(period, one.series.period)
        if any(abs(one.series.times[place] - moment) <= near for place in one.excursions):
            return one
        if one.course is Course.CAME_BACK and one.onset is not None and abs(one.onset - moment) <= near:
            return one
    return next((one for one in case.troubled(entity)), None)


@cache
def _heap() -> re.Pattern[str]:
    return re.compile(
        r"heap (?:out of memory|limit)|outofmemory|out of memory|memoryerror|cannot allocate memory|oomkilled|"
        r"memory leak detected|gc overhead limit",
        re.IGNORECASE,
    )


@cache
def _full_collection() -> re.Pattern[str]:
    """A full collection of garbage with the heap before, after and at most: G1 and its like, the JVM's older spelling,
    V8, and what others write in a like form."""
    return re.compile(
        r"(?:pause full|full gc|mark-(?:sweep|compact)|gen ?2|major (?:gc|collection)|last resort gc)[^\n]{0,80}?"
        r"(\d+(?:\.\d+)?) ?([kmg]?)i?b?(?: ?\(\d+(?:\.\d+)? ?[kmg]?i?b?\))? ?->"
        r" ?(\d+(?:\.\d+)?) ?([kmg]?)i?b? ?\((\d+(?:\.\d+)?) ?([kmg]?)i?b?\)",
        re.IGNORECASE,
    )


def _nothing_to_free(text: str) -> bool:
    """Whether a line tells of a full collection after which the heap is as full as it may be."""
    found = _full_collection().search(text)
    if found is None:
        return False
    before, after, most = (float(found[at]) * 1024.0 ** " kmg".index(found[at + 1].lower() or " ") for at in (1, 3, 5))
    return before > 0 and after >= _KEPT * before and after >= _ALL * most


def argue(case: Case) -> Iterator[Argument]:
    """One argument per service that leaks."""
    for leak in case.reading(leaks):
        yield _argument(case, leak)


def cause_of(said: list[Pattern]) -> str:
    """What a leak is called: the code's where the process itself says that it has no more memory."""
    return "code.memory_leak" if said else "compute.memory_leak"


def said_of_memory(case: Case, entity: str) -> list[Pattern]:
    """What a workload's own lines say of memory."""
    return [
        pattern
        for pattern in case.patterns
        if pattern.entity is not None and case.kin(pattern.entity) == case.kin(entity)
        if _heap().search(pattern.text) or any(_nothing_to_free(line.message) for line in pattern.lines)
    ]


def _restarted(case: Case, entity: str) -> bool:
    """Whether anything tells that instances of a workload were started again: their state, reports, counts, alarms."""
    if any(pod.restarts for pod in pods_of(case, entity)):
        return True
    counts = [one for one in case.of_any(entity) if counts_restarts(one) and max(one.series.values, default=0) > 0]
    told = [f"{event.reason} {event.message}" for event in case.events(entity)]
    told += [f"{one.name} {one.reason or ''}" for one in case.bundle.alerts if one.entity in case.family(entity)]
    return bool(counts) or any(_STARTED_AGAIN.search(one) for one in told)


def _argument(case: Case, leak: Leak) -> Argument:
    entity, climb, series = case.workload(leak.entity), leak.climb, leak.climb.series
    said = said_of_memory(case, entity)
    argument = Argument(cause_of(said), entity, f"The memory of {short(entity)} grows until it is started again.")
    rose = f"rose steadily from {amount(climb.first, series.unit)} to {amount(climb.last, series.unit)}"
    fell = f", fell to {amount(climb.fell, series.unit)}" if climb.fell is not None else ""
    statement = f"{series.name} of {short(series.entity)} {rose}{fell}."
    began, ended = series.times[climb.start], series.times[climb.end - 1]
    fact = case.ledger.state("metric", series.entity, statement, (series.id,), start=began, end=ended)
    argument.back(fact, 2.6)
    for pattern in said[:2]:
        argument.back(case.fact_of_pattern(pattern), 1.2)
    if leak.felt is not None:
        argument.back(case.fact(leak.felt), 1.0)
    elif climb.fell is not None and not said and not _restarted(case, entity):
        argument.lack(f"whether {short(entity)} was started again or only freed its memory", 1.5)
    else:
        argument.lack(f"an effect on the answers of {short(entity)}", 0.3)
    others = [
        one
        for one in case.of_role(Role.MEMORY)
        if one.series.entity is not None and case.kin(one.series.entity) != case.kin(entity) and one.steady
    ]
    for one in others[:1]:
        argument.back(case.fact(one), 0.7)
    alert = case.alert
    if alert is not None and alert.state in ("alarm", "warning") and case.distance(entity) == 0:
        argument.back(case.fact_of_alert(alert), 0.7)
    argument.direct = True
    argument.lack(f"what takes the memory of {short(entity)}")
    return argument
