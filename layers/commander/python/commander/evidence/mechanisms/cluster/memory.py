"""A container exceeds its memory limit and is killed; or its memory grows without end until it is.

Predicts: OOMKilled as the reason of its last end (exit code 137), the kernel's or the kubelet's report of it, memory
near the limit. A leak shows as memory that grows over hours and falls only with a restart; a limit that is below what
the process is told it may use, or that was just lowered, is no leak. Contradicted by: memory far below the limit.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.values import size
from commander.evidence.facts import Fact
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.crashes import Crash
from commander.evidence.mechanisms.cluster.reports import Report, by_workload
from commander.evidence.mechanisms.cluster.sayings import back_all, limited
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.mechanisms.services.climbs import cause_of, leaks, said_of_memory
from commander.evidence.sentences import amount, short

KILLED, LEAK = "k8s.container.oom_killed", "compute.memory_leak"
_SPOKEN = (
    r"OOMKilled|OOMKilling|memory cgroup out of memory|container init was OOM-killed|memory limit too low|oom[- ]kill"
)
_HEAP = re.compile(
    r"-Xmx(\d+[kKmMgG]?)|--max[-_]old[-_]space[-_]size[= ](\d+)|GOMEMLIMIT=(\w+)|-XX:MaxHeapSize=(\d+[kmg]?)"
)
_MEMORY = re.compile(r"mem|rss|working_set", re.IGNORECASE)
_HOURS_S = 3 * 3600.0
_NEAR = 0.9


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload whose containers die at their memory limit, and one for its leak."""
    killed = {
        entity: [one for one in several if one.out_of_memory]
        for entity, several in case.reading(crashes.by_workload).items()
    }
    spoken = {
        entity: [one for one in reports if one.source != "state" and one.says(_SPOKEN)]
        for entity, reports in case.reading(by_workload).items()
        if not entity.startswith("node/")
    }
    arguments: list[Argument] = []
    for entity in sorted({*(key for key in killed if killed[key]), *(key for key in spoken if spoken[key])}):
        arguments += _arguments(case, entity, killed.get(entity, []), spoken.get(entity, []))
    yield from limited(arguments)


def _arguments(case: Case, entity: str, killed: list[Crash], spoken: list[Report]) -> Iterator[Argument]:
    argument = Argument(KILLED, entity, f"{short(entity)} is killed when it exceeds its memory limit.", direct=True)
    limit = None
    for place, crash in enumerate(killed[:2]):
        argument.back(crash.fact(case), 0.5 if place else 4.0)
        declared, item = crashes.declared(case, crash)
        if limit is None and declared.limits.memory:
            limit = declared.limits.memory
            spelt = declared.limits.raw.get("memory")
            argument.summary = f"{crashes.who(crash)} is killed when it exceeds its memory limit of {spelt}."
        if item is not None:
            _weigh_heap(case, argument, crash, declared, item)
    if spoken:
        back_all(argument, spoken, 1.5 if killed else 3.5)
        if not killed and all(one.source == "log" for one in spoken):
            argument.direct = False
    _weigh_use(case, argument, limit)
    weigh_standing(case, argument, [one.first for one in spoken], restarts=True)
    yield from _near_the_limit(argument)
    leak = _leak(case, entity, argument)
    if leak is not None:
        yield leak
    yield argument


def _near_the_limit(killed: Argument) -> Iterator[Argument]:
    """That memory is used up to its limit is how a container comes to be killed there, and says less than that."""
    for fact, _ in _heaviest(killed) if killed.direct else ():
        used = Argument("compute.memory_saturation", killed.entity, f"{short(killed.entity)} is out of memory.")
        used.oppose(fact, 2.5)
        yield used


def _weigh_heap(case: Case, argument: Argument, crash: Crash, declared: Container, item: State) -> None:
    """A heap that the process may use beyond its limit: the setting explains the end by itself."""
    told = " ".join((*declared.command, *declared.args, *(f"{key}={value}" for key, value in declared.env.items())))
    found = _HEAP.search(told)
    limit = declared.limits.memory
    if found is None or not limit:
        return
    spelt = next(part for part in found.groups() if part)
    heap = size(f"{spelt}M" if found[2] else re.sub(r"(?i)i?b?$", "", spelt).upper().replace("K", "k"))
    if heap is not None and heap > _NEAR * limit:
        statement = (
            f"{crashes.who(crash)} may use a heap of {spelt}, within a limit of {declared.limits.raw.get('memory')}."
        )
        argument.back(case.fact_of_state(item, statement), 1.0)


def _series(case: Case, entity: str) -> list[Behaviour]:
    found = [one for one in case.of_any(entity) if one.series.values and _MEMORY.search(one.series.name)]
    return sorted(found, key=lambda one: (one.series.name, one.series.id))


def _weigh_use(case: Case, argument: Argument, limit: float | None) -> None:
    for one in _series(case, argument.entity):
        peak = max(one.series.values)
        if limit and peak > 1e6 and peak >= _NEAR * limit:
            statement = f"{one.series.name} of {short(one.series.entity)} reached {amount(peak, one.series.unit)}."
            argument.back(case.stated("metric", one.series.entity, statement, (one.series.id,)), 1.0)
            return
        if limit and peak > 1e6 and peak < 0.5 * limit:
            argument.oppose(case.fact(one), 1.0)
            return


def _leak(case: Case, entity: str, killed: Argument) -> Argument | None:
    """Memory that rose steadily over hours before it fell."""
    for one in _series(case, entity):
        grown = _growth(one)
        if grown is None:
            continue
        low, high = grown
        argument = Argument(
            LEAK, entity, f"The memory of {short(entity)} grows steadily until it is killed.", direct=True
        )
        unit = one.series.unit
        statement = (
            f"{one.series.name} of {short(one.series.entity)} grew steadily from {amount(low, unit)} "
            f"to {amount(high, unit)}."
        )
        fact = case.stated("metric", one.series.entity, statement, (one.series.id,))
        argument.back(fact, 3.5)
        for known, weight in _heaviest(killed):
            argument.back(known, min(weight, 2.0))
        weigh_standing(case, argument, restarts=True)
        killed.oppose(fact, 1.0)
        return argument
    for leak in case.reading(leaks):
        if case.kin(leak.entity) == case.kin(entity):
            # What climbs and ends at the limit, again and again, is what a leak predicts.
            cause = cause_of(said_of_memory(case, entity))
            argument = Argument(cause, entity, f"The memory of {short(entity)} grows until it is killed.", direct=True)
            for known, weight in _heaviest(killed):
                argument.back(known, min(weight, 2.0))
            return argument
    return None


def _heaviest(argument: Argument) -> list[tuple[Fact, float]]:
    ordered = sorted(argument.supporting.values(), key=lambda pair: (-pair[1], pair[0].statement))
    return ordered[:1]


def _growth(one: Behaviour) -> tuple[float, float] | None:
    """The values between which a series rose for hours without falling back; None where it did not."""
    values, times = one.series.values, one.series.times
    if len(values) < 12 or times[-1] - times[0] < _HOURS_S:
        return None
    # The longest stretch without a drop of more than a tenth of the whole range: a restart ends it.
    room = 0.1 * (max(values) - min(values))
    best, start = (0, 0), 0
    for place in range(1, len(values)):
        if values[place] < values[place - 1] - room:
            start = place
        if place - start > best[1] - best[0]:
            best = (start, place)
    first, last = best
    if times[last] - times[first] < _HOURS_S:
        return None
    quarter = max(1, (last - first) // 4)
    means = [
        sum(values[at : at + quarter]) / quarter
        for at in range(first, last - quarter + 2, quarter)
        if at + quarter <= last + 1
    ]
    steady = all(later > earlier for earlier, later in pairwise(means))
    if len(means) < 4 or not steady or values[first] <= 0 or values[last] < 1.4 * values[first]:
        return None
    # A jump is no leak: the first and the last half of the way must both be slow.
    way = [later - earlier for earlier, later in pairwise(means)]
    return (values[first], values[last]) if max(way) < 0.6 * sum(way) else None
