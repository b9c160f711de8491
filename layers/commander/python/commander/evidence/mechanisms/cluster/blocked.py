"""A network policy keeps packets from pods that need one another.

Predicts: a policy isolates the pods behind a Service (or those of a caller) and no rule of any policy lets the caller
through; calls time out rather than being refused; checks pass from some pods and fail from others. Contradicted by: a
rule that lets them through, or a check that does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.backing import backing, carried_labels
from commander.evidence.cluster.isolation import Isolation, isolation
from commander.evidence.cluster.pods import pods_of
from commander.evidence.cluster.policies import Policy, lets_through, policies
from commander.evidence.cluster.policy_rules import EGRESS, INGRESS
from commander.evidence.cluster.services import Service, services
from commander.evidence.cluster.values import first, mapping
from commander.evidence.cluster.workloads import workloads
from commander.evidence.mechanisms.cluster.complaints import (
    callers,
    relate,
    weigh_changes,
    weigh_complaints,
    weigh_effects,
)
from commander.evidence.moments import parse_maybe, spell
from commander.evidence.sentences import short

_CAUSE = "network.policy_blocked"
_MOST = 4
_JUST_S = 1200.0


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a call: a workload with the labels that its pods carry."""

    entity: str
    labels: Mapping[str, str]
    namespace: str | None
    item: State


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each Service or caller that policies cut off."""
    if not case.reading(policies):
        return
    known = case.reading(isolation)
    found: dict[str, list[Argument]] = {}
    for service in case.reading(services):
        made = _into(case, service, known)
        if made is not None:
            found.setdefault(made[0].entity, []).append(made[1])
    for policy, argument in _out_of(case, known):
        found.setdefault(policy.entity, []).append(argument)
    # What one policy does to several is one fault: it is told at the place where it shows most.
    best = [min(same, key=lambda one: (not _symptom(case, one), -one.logit, one.entity)) for same in found.values()]
    best.sort(key=lambda one: (-one.logit, one.entity))
    for argument in best[:_MOST]:
        yield relate(case, argument)


def _symptom(case: Case, argument: Argument) -> bool:
    return case.resource is not None and case.kin(argument.entity) == case.kin(case.resource)


def _into(case: Case, service: Service, known: Isolation) -> tuple[Policy, Argument] | None:
    """A Service whose pods let none, or not all, of its callers through."""
    target = _end(case, service.entity)
    if target is None:
        return None
    isolating = known.isolating(target.labels, target.namespace, INGRESS)
    if not isolating:
        return None
    ports = _ports(case, service)
    users = [end for user in callers(case, service) if (end := _end(case, user)) is not None]
    shut = [end for end in users if _verdict(isolating, INGRESS, end, ports) is False]
    nobody = all(not one.rules[INGRESS] for one in isolating)
    if not shut and not (nobody and not users):
        return None
    policy = min(isolating, key=lambda one: (bool(one.rules[INGRESS]), not one.pods, one.entity))
    argument = Argument(_CAUSE, service.entity, f"Network policy {policy.name} keeps callers from {service.name}.")
    said = f"Network policy {policy.name} isolates the pods of {service.name} and "
    if shut:
        said += "lets nobody through" if nobody else f"has no rule for {short(shut[0].entity)}, which calls them"
        items = (policy.item, target.item, shut[0].item)
        argument.back(case.fact_of_state(items[0], f"{said}.", *items[1:]), 4.0 if nobody else 3.6)
    else:
        argument.back(case.fact_of_state(policy.item, f"{said}lets nobody through.", target.item), 2.8)
    return policy, _weighed(case, service, argument, policy)


def _out_of(case: Case, known: Isolation) -> Iterator[tuple[Policy, Argument]]:
    """A workload that policies keep from the Services it calls, or from the name service."""
    shut: dict[str, list[tuple[Service, Policy, _End]]] = {}
    for service in case.reading(services):
        target = _end(case, service.entity)
        for user in callers(case, service):
            end = _end(case, user)
            if end is None or target is None:
                continue
            isolating = known.isolating(end.labels, end.namespace, EGRESS)
            if isolating and _verdict(isolating, EGRESS, target, _ports(case, service)) is False:
                policy = min(isolating, key=lambda one: (bool(one.rules[EGRESS]), not one.pods, one.entity))
                shut.setdefault(end.entity, []).append((service, policy, end))
    for entity in sorted(shut):
        service, policy, end = shut[entity][0]
        argument = Argument(_CAUSE, entity, f"Network policy {policy.name} keeps {short(entity)} from what it calls.")
        said = f"Network policy {policy.name} isolates the pods of {short(entity)} and has no rule for {service.name}, "
        said += "which they call."
        argument.back(case.fact_of_state(policy.item, said, end.item), 3.6)
        yield policy, _weighed(case, service, argument, policy)


def _weighed(case: Case, service: Service, argument: Argument, policy: Policy) -> Argument:
    answers = backing(case, service).ready
    if answers:
        argument.back(case.fact_of_state(answers[0].item, f"{answers[0].name} is running and ready."), 0.7)
    complained = weigh_complaints(case, service, argument)
    weigh_effects(case, argument.entity, argument)
    weigh_changes(case, policy.entity, argument)
    _weigh_made(case, policy, argument)
    argument.direct = True
    if not complained:
        argument.lack(f"whether calls to {service.name} get through", 0.5)
    return argument


def _weigh_made(case: Case, policy: Policy, argument: Argument) -> None:
    """A policy that was made just before the trouble: there was none before."""
    raw = policy.item.attributes
    said = first(raw, "created_at", "createdAt", "creation_timestamp", "creationTimestamp")
    said = said or mapping(raw.get("metadata")).get("creationTimestamp")
    made, onset = parse_maybe(said if isinstance(said, str) else None), case.onset
    if made is not None and onset is not None and 0 <= onset.end - made <= _JUST_S:
        told = f"Network policy {policy.name} was made at {spell(made)}, shortly before the trouble."
        argument.back(case.fact_of_state(policy.item, told), 1.5)


def _verdict(isolating: list[Policy], direction: str, peer: _End, ports: frozenset[int | str]) -> bool | None:
    """Whether any of the policies lets a peer through; None where one may."""
    told = [lets_through(one, direction, peer.labels, peer.namespace, ports) for one in isolating]
    if any(told):
        return True
    return None if None in told else False


def _ports(case: Case, service: Service) -> frozenset[int | str]:
    """The ports of the pods that calls of a Service arrive at: rules are about these, by number or name."""
    found: set[int | str] = {port.target for port in service.ports if port.target is not None}
    found |= {port.port for port in service.ports if port.target is None and port.port is not None}
    for one in backing(case, service).ports:
        if one.number in found or (one.name is not None and one.name in found):
            found |= {one.number, *([one.name] if one.name is not None else [])}
    return frozenset(found)


def _end(case: Case, entity: str) -> _End | None:
    known = case.reading(_ends)
    if entity not in known:
        known[entity] = _read_end(case, entity)
    return known[entity]


def _ends(case: Case) -> dict[str, _End | None]:
    return {}


def _read_end(case: Case, entity: str) -> _End | None:
    for pod in pods_of(case, entity):
        if pod.labels and not pod.completed:
            return _End(pod.workload, pod.labels, pod.namespace, pod.item)
    for one in case.reading(workloads):
        if case.kin(one.entity) == case.kin(entity) and carried_labels(one):
            return _End(one.entity, carried_labels(one), one.namespace, one.item)
    return None
