"""What callers say about a Service in their logs, and what checks of it say: the effects of traffic gone astray."""

from collections.abc import Iterable, Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.directory import directory
from commander.evidence.cluster.hosts import mentions
from commander.evidence.cluster.reachability import Check, checks_of
from commander.evidence.cluster.services import Service, name_of
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.blamed import blamed
from commander.evidence.mechanisms.proximity import connection, proximity
from commander.evidence.sentences import short
from commander.evidence.words import Words, holds

CONNECTING = frozenset(
    {
        "db.unreachable",
        "dependency.cache_failure",
        "dependency.errors",
        "dependency.slow",
        "dependency.unreachable",
        "dns.resolution_failure",
        "lb.no_healthy_targets",
        "network.policy_blocked",
    }
)
"""What callers of something that does not answer say."""
_MOST = 2
_SHORTEST = 3


def complaints(case: Case, service: Service, causes: Iterable[str] = CONNECTING) -> list[Pattern]:
    """The error lines of others that are about a Service: they name it, or their writer's settings do."""
    wanted, own = frozenset(causes), case.kin(service.entity)
    users = {case.kin(one) for one in callers(case, service)}
    found = []
    for pattern in case.reading(_lines).about(service, (one for user in users for one in case.errors(user))):
        if pattern.entity is None or case.kin(pattern.entity) == own:
            continue
        about = names(pattern.text, service)
        cause = pattern.signature.cause if pattern.signature is not None else None
        if (about and cause is not None) or (cause in wanted and case.kin(pattern.entity) in users):
            found.append((not about, pattern))
    found.sort(key=lambda pair: (pair[0], -pair[1].count, pair[1].entity or "", pair[1].text))
    return [pattern for _, pattern in found]


class _Lines:
    """The error lines of the present, found by the words in them."""

    def __init__(self, case: Case) -> None:
        present = [one for one in case.patterns if one.error and not one.ended]
        self._place = {one: place for place, one in enumerate(present)}
        self._words = Words((one.text, one) for one in present)

    def about(self, service: Service, others: Iterable[Pattern]) -> list[Pattern]:
        """Those that may name a Service, and some others, in order."""
        hosts = [service.name] if service.cluster_ip is None else [service.name, service.cluster_ip]
        found = {one for host in hosts for one in self._words.holding(host)}
        return sorted(found.union(others), key=lambda one: self._place[one])


def _lines(case: Case) -> _Lines:
    return _Lines(case)


def callers(case: Case, service: Service) -> list[str]:
    """The workloads whose settings or edges lead to a Service."""
    return case.reading(_callers).get(service.entity, [])


def names(text: str, service: Service) -> bool:
    """Whether a text names a Service by its name or its address."""
    return mentions_host(text, service.name) or (
        service.cluster_ip is not None and mentions_host(text, service.cluster_ip)
    )


def mentions_host(text: str, host: str) -> bool:
    """Whether a text holds a host name as a word of its own."""
    return holds(text, host, _SHORTEST)


def weigh_complaints(case: Case, service: Service, argument: Argument, weight: float = 1.5) -> bool:
    """Puts what callers and checks say about a Service behind an argument; whether there was anything."""
    found = complaints(case, service)[:_MOST]
    for pattern in found:
        late = case.is_new(pattern) is False
        argument.back(case.fact_of_pattern(pattern), 0.3 if late else weight)
    failing = [one for one in checks_of(case, service.entity) if one.fails]
    for check in failing[:1]:
        argument.back(fact_of_check(case, check), weight)
    working = [one for one in checks_of(case, service.entity) if one.works and one.entity == service.entity]
    if not failing:
        for check in working[:1]:
            argument.oppose(fact_of_check(case, check), 1.5)
    return bool(found or failing)


def weigh_effects(case: Case, entity: str, argument: Argument) -> None:
    """What series of the thing, of its callers or of the incident's place show of it; one of them counts."""
    for place in (entity, case.resource):
        for one in case.troubled(place)[:1] if place is not None else ():
            argument.back(case.fact(one), 0.8)
            return


def weigh_changes(case: Case, entity: str, argument: Argument) -> None:
    """A change of the thing just before the trouble: somebody made it so."""
    near = [proximity(case, one) for one in case.releases_of(entity)]
    best = max(near, key=lambda one: (one.weight, one.fact.statement), default=None)
    if best is not None and best.weight > 0:
        argument.back(best.fact, min(1.0, best.weight))


def relate(case: Case, argument: Argument) -> Argument:
    """Opposes what nothing connects with the symptom; the settings of workloads connect as well as edges do."""
    if not reached(case, argument.entity):
        connection(case, argument)
    return argument


def reached(case: Case, entity: str) -> bool:
    """Whether the settings of the symptom's place, or of what it calls, lead to a thing's workload."""
    if case.resource is None:
        return False
    return case.kin(entity) in case.reading(_reach)


def fact_of_check(case: Case, check: Check) -> Fact:
    """What a check found, as a fact."""
    port = f" port {check.port}" if check.port is not None else ""
    said = f" ({check.detail[:120]})" if check.detail else ""
    bad, good = [who for who, ok in check.probes if not ok], [who for who, ok in check.probes if ok]
    if bad:
        others = f", while it got through from {', '.join(map(name_of, good[:3]))}" if good else ""
        where = ", ".join(map(name_of, bad[:3]))
        told = f"A check of{port or ' a port'} of {short(check.entity)} failed from {where}{others}{said}."
        return case.fact_of_state(check.item, told)
    outcome = "failed" if check.fails else "got through"
    return case.fact_of_state(check.item, f"A check of{port or ' a port'} of {short(check.entity)} {outcome}{said}.")


def refuted(case: Case, pattern: Pattern, fact: Fact, besides: Argument, weight: float = 2.5) -> Iterator[Argument]:
    """What a line seems to say by itself, opposed by the setting that explains it."""
    if pattern.signature is None or pattern.entity is None:
        return
    cause = pattern.signature.cause
    place = case.workload(blamed(case, pattern, pattern.entity, pattern.signature))
    if (cause, place) != (besides.cause, besides.entity):
        rival = Argument(cause, place, f"{short(place)} is where the lines of {short(pattern.entity)} point.")
        rival.oppose(fact, weight)
        yield rival


def _callers(case: Case) -> dict[str, list[str]]:
    known = case.reading(directory)
    found: dict[str, dict[str, None]] = {}
    for one in case.reading(mentions):
        service = known.find(one.host, one.namespace).service
        if service is not None and case.kin(one.carrier) != case.kin(service.entity):
            found.setdefault(service.entity, {})[one.carrier] = None
    offered: dict[str, list[str]] = {}
    for service in known.services:
        offered.setdefault(case.kin(service.entity), []).append(service.entity)
    for edge in case.bundle.topology:
        if edge.kind in ("calls", "reads", "writes", "depends_on"):
            for entity in offered.get(case.kin(edge.to), ()):
                found.setdefault(entity, {})[edge.from_] = None
    return {entity: sorted(users) for entity, users in found.items()}


def _reach(case: Case) -> frozenset[str]:
    """The workloads that the symptom's place needs by settings, directly or not."""
    needs: dict[str, set[str]] = {}
    for entity, users in case.reading(_callers).items():
        for user in users:
            needs.setdefault(case.kin(user), set()).add(case.kin(entity))
    waiting = [case.kin(case.resource)] if case.resource is not None else []
    found = set(waiting)
    while waiting:
        for one in sorted(needs.get(waiting.pop(), ())):
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found)
