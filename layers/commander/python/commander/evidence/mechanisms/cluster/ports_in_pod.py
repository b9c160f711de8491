"""Two processes of one pod claim one port.

Predicts: two containers that declare the same port, or are told the same one, and one of them ending with "address
already in use". Contradicted by: all containers of the pod running.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.workloads import controllers
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.reports import troubles_of, wording
from commander.evidence.mechanisms.cluster.sayings import limited
from commander.evidence.mechanisms.cluster.standing import standing, weigh_standing
from commander.evidence.sentences import short

CAUSE = "k8s.container.port_conflict"
_IN_USE = (
    r"address (?:is )?already in use|EADDRINUSE|errno 98\b|bind\(\).{0,60}failed \(98|"
    r"port \d+ (?:is|was) already in use|only one usage of each socket"
)


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload with two containers on one port, or whose logs say that a port is taken."""
    sets = {one.entity: (one.item, one.containers) for one in controllers(case) if one.containers}
    for pod in case.reading(pods):
        if len(pod.containers) > 1 and not pod.completed and not pod.deleting:
            sets.setdefault(pod.workload, (pod.item, pod.containers))
    arguments: dict[str, Argument] = {}
    for entity, (item, several) in sorted(sets.items()):
        pair = _same_port([one for one in several if not one.init])
        if pair is None:
            continue
        first, second, port = pair
        argument = Argument(CAUSE, entity, f"Two containers of {short(entity)} claim port {port}.")
        statement = f"Containers {first.name} and {second.name} of {short(item.entity)} both declare port {port}."
        argument.back(case.fact_of_state(item, statement), 2.0)
        arguments[entity] = argument
    ending = case.reading(crashes.by_workload)
    for entity in sorted({*arguments, *ending}):
        known = arguments.get(entity)
        says = [one for one in troubles_of(case, entity) if wording(_IN_USE).search(one.text)]
        if known is None and not says:
            continue
        argument = known or Argument(CAUSE, entity, f"{short(entity)} cannot listen: its port is taken.")
        arguments.pop(entity, None)
        for pattern in says[:2]:
            argument.back(case.fact_of_pattern(pattern), 3.0)
        loops = [one for one in ending.get(entity, []) if not one.out_of_memory]
        for crash in loops[:1]:
            argument.back(crash.fact(case), 1.5)
        if not loops and not says and not standing(case, entity).broken:
            continue  # nothing of it fails: containers may declare a port that they do not use
        argument.direct = bool(says) and bool(loops or known)
        if not says:
            argument.lack(f"what the containers of {short(entity)} log when they end", 0.5)
        weigh_standing(case, argument, restarts=True)
        arguments[entity] = argument
    yield from limited(list(arguments.values()))


def _same_port(several: list[Container]) -> tuple[Container, Container, int] | None:
    claimed: dict[tuple[int, str], list[int]] = {}
    for place, one in enumerate(several):
        for key in {(port.number, port.protocol) for port in one.ports}:
            claimed.setdefault(key, []).append(place)
    for place, one in enumerate(several):
        shared = [
            (next(other for other in places if other > place), at, port.number)
            for at, port in enumerate(one.ports)
            if (places := claimed[port.number, port.protocol])[-1] > place
        ]
        if shared:  # the first container that shares a port is the first of all that claim it
            other, _, number = min(shared)
            return one, several[other], number
    return None
