"""A Service sends its traffic to a port that the containers behind it do not listen on.

Predicts: the target port is none of the ports that the containers declare, configure, probe or say they listen on, or
a name that none of them has; callers are refused although pods are ready. Contradicted by: anything that shows that
the port is listened on. Declaring ports is optional, so a port that is only not declared is weak where others are not
declared either.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.backing import Backing, backing, configured, listening, spoken_of
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.reachability import checks_of
from commander.evidence.cluster.services import Service, ServicePort, services
from commander.evidence.mechanisms.cluster.complaints import relate, weigh_changes, weigh_complaints, weigh_effects
from commander.evidence.sentences import short

_CAUSE = "k8s.service.port_mismatch"
_MOST_NAMED = 6
_CUSTOM = 2
"""Where the ports of so many other Services are all declared, declaring them is the custom there."""


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each Service with a port that leads nowhere."""
    fitting = _fitting(case)
    for service in case.reading(services):
        if service.external or not service.ports:
            continue
        found = backing(case, service)
        if not found.containers or _scaled_down(found):
            continue
        argument = _argument(case, service, found, fitting)
        if argument is not None:
            yield relate(case, argument)


def _argument(case: Case, service: Service, found: Backing, fitting: frozenset[str]) -> Argument | None:
    wrong = [port for port in service.ports if _fits(case, service, port, found) is False]
    if not wrong:
        return None
    some_fit = any(_fits(case, service, port, found) for port in service.ports)
    port = wrong[0]
    target = _target(service, port)
    argument = Argument(
        _CAUSE,
        service.entity,
        f"Service {service.name} sends its traffic to port {target}, which its pods do not offer.",
    )
    customary = len(fitting - {service.entity}) >= _CUSTOM
    weight = _weigh_declared(case, service, port, found, argument, customary and not some_fit)
    if some_fit:
        # A further port, for metrics or debugging, is often not declared.
        argument.lack(f"whether anything listens on port {target} of {service.name}", 3.0)
    said = listening(case, found)
    heard = [pattern for number, pattern in sorted(said.items()) if number != target]
    if isinstance(target, int) and target not in said and heard:
        argument.back(case.fact_of_pattern(heard[0]), 1.7)
        weight += 1.7
    if service.endpoints == () and found.ready and isinstance(target, str):
        argument.back(case.fact_of_state(service.item, f"Service {service.name} has no endpoints."), 1.5)
    elif found.ready and service.endpoints != ():
        pod = found.ready[0]
        argument.back(case.fact_of_state(pod.item, f"{pod.name} is running and ready."), 0.7)
    if isinstance(target, int) and not some_fit:
        argument.lack(f"whether anything listens on port {target} of {service.name}", 0.0 if customary else 0.3)
    complained = weigh_complaints(case, service, argument)
    weigh_effects(case, service.entity, argument)
    weigh_changes(case, service.entity, argument)
    argument.direct = weight >= 3 and (not some_fit or complained)
    return argument


def _weigh_declared(
    case: Case, service: Service, port: ServicePort, found: Backing, argument: Argument, customary: bool
) -> float:
    """What the containers declare or configure against what the Service targets; the weight of that."""
    target, item = _target(service, port), found.items[0]
    via = f"port {port.port} of Service {service.name}" if port.port is not None else f"Service {service.name}"
    who = short(found.pods[0].workload if found.pods else found.workloads[0].entity)
    if found.ports:
        names = isinstance(target, str)
        declared = ", ".join(
            dict.fromkeys(
                str(one.name or one.number) if names else str(one.number) for one in found.ports[:_MOST_NAMED]
            )
        )
        said = f"{via[0].upper()}{via[1:]} leads to port {target}, while the containers of {who} declare {declared}."
        weight = 4.2 if names or customary else 3.6
    else:
        told = ", ".join(str(one) for one in sorted(configured(found))[:_MOST_NAMED])
        said = f"{via[0].upper()}{via[1:]} leads to port {target}"
        said += f", while {who} is set to {told}." if told else f", which no container of {who} declares."
        weight = 2.6 if told else 1.0
    argument.back(case.fact_of_state(service.item, said, item), weight)
    return weight


def _target(service: Service, port: ServicePort) -> int | str | None:
    """Where a port leads; what the endpoints say counts where nothing else tells."""
    if port.target is not None:
        return port.target
    if len(service.ports) == 1 and len(service.endpoint_ports) == 1:
        return next(iter(service.endpoint_ports))
    return None


def _fits(case: Case, service: Service, port: ServicePort, found: Backing) -> bool | None:
    """Whether a port leads to one that is listened on; None where it cannot be told."""
    target = _target(service, port)
    if target is None or (service.headless and not service.endpoints):
        return None
    if isinstance(target, str):
        return _name_fits(case, service, target, found)
    if any(one.number == target for one in found.ports):
        return True
    if target in listening(case, found) or target in spoken_of(found):
        return None
    if any(one.works for one in checks_of(case, service.entity) if one.entity == service.entity):
        return None
    if found.ports or configured(found):
        return False
    # Nothing tells what the containers listen on: only their logs can.
    return False if listening(case, found) else None


def _name_fits(case: Case, service: Service, target: str, found: Backing) -> bool | None:
    if any(one.name == target for one in found.ports):
        return True
    if service.endpoints:
        return None  # endpoints exist only where the name was found
    known = any(one.name for pod in case.reading(pods) for c in pod.containers for one in c.ports)
    known |= any(one.name for one in found.ports)
    if found.ports and known:
        return False
    return False if service.endpoints == () and found.ready else None


def _scaled_down(found: Backing) -> bool:
    return not found.pods and any(one.desired == 0 for one in found.workloads)


def _fitting(case: Case) -> frozenset[str]:
    """The Services whose ports all lead to declared ones: where many do, declaring is the custom."""
    fitting = set()
    for service in case.reading(services):
        declared = {one.number for one in backing(case, service).ports} | {
            one.name for one in backing(case, service).ports
        }
        targets = [_target(service, port) for port in service.ports]
        if targets and all(target is not None and target in declared for target in targets):
            fitting.add(service.entity)
    return frozenset(fitting)
