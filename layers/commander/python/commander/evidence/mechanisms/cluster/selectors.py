"""A Service selects no pods: its selector and the labels of the pods it is meant for differ.

Predicts: no pod of the namespace carries the selected labels, while pods that nearly do, or that go by the Service's
name, run without it; no endpoints; callers that are refused. Contradicted by: endpoints, or pods that fit. A workload
scaled to zero and pods that are not ready leave a Service without endpoints as well, and are no fault of the selector.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.backing import backing, carried_labels
from commander.evidence.cluster.directory import plain
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.services import Service, name_of, services, spell_selector
from commander.evidence.cluster.workloads import workloads
from commander.evidence.mechanisms.cluster.complaints import relate, weigh_changes, weigh_complaints, weigh_effects
from commander.evidence.sentences import short

_CAUSE = "k8s.service.selector_mismatch"
_SYSTEM = ("kube-system", "kube-public", "kube-node-lease")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Pods that a Service may be meant for: their labels, one of their items, and how they resemble it."""

    entity: str
    item: State
    labels: Mapping[str, str]
    ready: bool | None
    named: bool
    shared: int
    same_keys: int
    served: bool

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        return (self.named, not self.served, self.shared, self.same_keys)


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each Service whose selector fits no pod although pods for it are there."""
    everything = case.reading(services)
    for service in everything:
        if not service.selector or service.external:
            continue
        if service.endpoints and not _astray(case, service, everything):
            continue
        argument = _argument(case, service, everything)
        if argument is not None:
            yield relate(case, argument)


def _argument(case: Case, service: Service, everything: tuple[Service, ...]) -> Argument | None:
    found = backing(case, service)
    name = service.name
    argument = Argument(
        _CAUSE, service.entity, f"The selector of Service {name} fits none of the pods it is meant for."
    )
    wrong = _astray(case, service, everything)
    if found.selected and not wrong:
        return None
    around = _candidates(case, service)
    if not around:
        return None
    best = max(around, key=lambda one: (one.rank, one.entity))
    if not (best.named or best.shared or best.same_keys) and service.endpoints is None:
        return None
    differing = {key: best.labels.get(key) for key, value in service.selector.items() if best.labels.get(key) != value}
    carried = ", ".join(f"{key}={value}" if value is not None else f"no {key}" for key, value in differing.items())
    wanted = spell_selector(service.selector)
    if wrong:
        said = f"Service {name} selects {wanted}, which are pods of {short(wrong)}"
        said += f", while {short(best.entity)} carries {carried}."
    else:
        said = f"Service {name} selects {wanted}; no pod in view has these labels"
        said += f", and {short(best.entity)} carries {carried}."
    weight = 4.0 if best.named else 3.3 if best.shared else 2.2
    if best.served:
        weight = 2.0 if best.named else 1.0  # another Service leads to these pods: this one may be left over
    argument.back(case.fact_of_state(service.item, said, best.item), weight)
    if service.endpoints == ():
        argument.back(case.fact_of_state(service.item, f"Service {name} has no endpoints."), 1.7)
    elif service.endpoints is None:
        argument.lack(f"the endpoints of Service {name}", 0.2)
    if best.ready:
        argument.back(case.fact_of_state(best.item, f"{short(best.entity)} is running and ready."), 0.7)
    weigh_complaints(case, service, argument)
    weigh_effects(case, service.entity, argument)
    weigh_changes(case, service.entity, argument)
    argument.direct = weight > 3
    return argument


def _astray(case: Case, service: Service, everything: tuple[Service, ...]) -> str | None:
    """The workload that a Service selects although it bears another's name, whose own pods no Service selects."""
    found = backing(case, service)
    owners = {one.workload for one in found.pods} if found.selected else set()
    if len(owners) != 1:
        return None
    owner = owners.pop()
    if plain(name_of(owner)) == plain(service.name):
        return None
    named_as_owner = [one for one in everything if one is not service and plain(one.name) == plain(name_of(owner))]
    if not named_as_owner:
        return None
    mine = [one for one in _candidates(case, service) if one.named and not one.served]
    return owner if mine else None


def _candidates(case: Case, service: Service) -> list[_Candidate]:
    """The workloads of the Service's namespace whose pods run and do not fit its selector, one candidate each."""
    if service.namespace in _SYSTEM and service.endpoints != ():
        return []
    found: dict[str, _Candidate] = {}
    for pod in case.reading(pods):
        if not pod.labels or pod.completed or pod.deleting or not service.within(pod.namespace):
            continue
        if pod.workload not in found and not service.selects(pod.labels):
            found[pod.workload] = _candidate(case, service, pod.workload, pod.item, pod.labels, pod)
    for one in case.reading(workloads):
        labels = carried_labels(one)
        if one.kind in ("replicaset", "job", "cronjob") or not labels or not service.within(one.namespace):
            continue
        if (
            one.entity not in found
            and not service.selects(labels)
            and one.desired != 0
            and not any(p.labels for p in one.pods)
        ):
            found[one.entity] = _candidate(case, service, one.entity, one.item, labels, None)
    return list(found.values())


def _candidate(
    case: Case,
    service: Service,
    entity: str,
    item: State,
    labels: Mapping[str, str],
    pod: Pod | None,
) -> _Candidate:
    others = case.reading(_served).get(entity, frozenset())
    own = plain(service.name)
    return _Candidate(
        entity,
        item,
        labels,
        pod.is_ready if pod is not None else None,
        plain(name_of(entity)) == own or name_of(entity) == service.name,
        sum(labels.get(key) == value for key, value in service.selector.items()),
        sum(key in labels for key in service.selector),
        bool(others - {service.entity}),
    )


def _served(case: Case) -> dict[str, frozenset[str]]:
    """The Services that select the pods of each workload."""
    found: dict[str, set[str]] = {}
    for service in case.reading(services):
        behind = backing(case, service)
        if behind.selected:
            for one in behind.pods:
                found.setdefault(one.workload, set()).add(service.entity)
            for template in behind.workloads:
                found.setdefault(template.entity, set()).add(service.entity)
    return {entity: frozenset(by) for entity, by in found.items()}
