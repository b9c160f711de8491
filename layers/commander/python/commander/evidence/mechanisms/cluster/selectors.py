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
from commander.evidence.cluster.backing import Backing, backing
from commander.evidence.cluster.directory import directory, plain
from commander.evidence.cluster.labelled import Labelled, Workforce
from commander.evidence.cluster.services import Service, name_of, services, spell_selector
from commander.evidence.mechanisms.cluster.complaints import relate, weigh_changes, weigh_complaints, weigh_effects
from commander.evidence.sentences import short

_CAUSE = "k8s.service.selector_mismatch"
_TWO = 2
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
    for service in case.reading(services):
        if not service.selector or service.external:
            continue
        if service.endpoints and not _astray(case, service):
            continue
        argument = _argument(case, service)
        if argument is not None:
            yield relate(case, argument)


def _argument(case: Case, service: Service) -> Argument | None:
    found = backing(case, service)
    name = service.name
    argument = Argument(
        _CAUSE, service.entity, f"The selector of Service {name} fits none of the pods it is meant for."
    )
    wrong = _astray(case, service)
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
    if (unseen := case.reading(_labelled).beyond(service)) > 0:
        argument.lack(f"{unseen} more workloads, whose labels were not compared with the selector of {name}")
    weigh_complaints(case, service, argument)
    weigh_effects(case, service.entity, argument)
    weigh_changes(case, service.entity, argument)
    argument.direct = weight > 3
    return argument


def _astray(case: Case, service: Service) -> str | None:
    """The workload that a Service selects although it bears another's name, whose own pods no Service selects."""
    found = backing(case, service)
    if not found.selected or len(found.owners) != 1:
        return None
    (owner,) = found.owners
    if plain(name_of(owner)) == plain(service.name):
        return None
    named_as_owner = case.reading(directory).of_plain_name(name_of(owner))
    if all(one is service for one in named_as_owner):
        return None
    mine = [one for one in _candidates(case, service) if one.named and not one.served]
    return owner if mine else None


def _candidates(case: Case, service: Service) -> list[_Candidate]:
    """The workloads of the Service's namespace whose pods run and do not fit its selector, one candidate each.

    Of very many workloads those of its name and some that share a label with its selector, the rarest labels first.
    """
    if service.namespace in _SYSTEM and service.endpoints != ():
        return []
    found: dict[str, _Candidate] = {}
    for one in case.reading(_labelled).near(service):
        if one.entity not in found and service.within(one.namespace) and not service.selects(one.labels):
            found[one.entity] = _candidate(case, service, one)
    return list(found.values())


def _candidate(case: Case, service: Service, one: Labelled) -> _Candidate:
    served = case.reading(_served).get(one.entity, [])
    return _Candidate(
        one.entity,
        one.item,
        one.labels,
        one.ready,
        one.plain == plain(service.name),
        sum(one.labels.get(key) == value for key, value in service.selector.items()),
        sum(key in one.labels for key in service.selector),
        any(other != service.entity for other in served),
    )


def _labelled(case: Case) -> Workforce:
    return Workforce(case)


def _served(case: Case) -> dict[str, list[str]]:
    """Services that select the pods of each workload, two of them where there are more."""
    found: dict[str, list[str]] = {}
    looked_at: dict[Backing, int] = {}
    for service in case.reading(services):
        behind = backing(case, service)
        if not behind.selected or looked_at.setdefault(behind, 0) == _TWO:
            continue
        looked_at[behind] += 1
        for owner in (*behind.owners, *(template.entity for template in behind.workloads)):
            known = found.setdefault(owner, [])
            if len(known) < _TWO and service.entity not in known:
                known.append(service.entity)
    return found
