"""A Service declares another transport protocol than the container port behind it speaks.

Predicts: the Service's protocol differs from that of the container port with the same number or name; pods are ready
and callers get no answer. Contradicted by: the container declares the number for both protocols.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.backing import Backing, backing
from commander.evidence.cluster.services import Service, ServicePort, services
from commander.evidence.mechanisms.cluster.complaints import relate, weigh_changes, weigh_complaints, weigh_effects
from commander.evidence.sentences import short

_CAUSE = "k8s.service.protocol_mismatch"
_TCP_NAMES = ("http", "https", "grpc", "web", "tcp", "mysql", "postgres", "redis", "mongo", "amqp", "api")
_UDP_NAMES = ("udp", "syslog-udp", "statsd", "dns-udp")
_TCP_PORTS = frozenset({80, 443, 3000, 3306, 5000, 5432, 5672, 6379, 8000, 8080, 8443, 9090, 9092, 27017, 50051})

_UDP_PORTS = frozenset({53, 67, 69, 123, 161, 162, 514, 1812, 1813, 4789, 5060, 5353, 6343, 6831, 6832, 8125, 51820})


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each Service with a port of another protocol than what is behind it."""
    for service in case.reading(services):
        if service.external:
            continue
        found = backing(case, service)
        for port in service.ports:
            argument = _argument(case, service, port, found)
            if argument is not None:
                yield relate(case, argument)
                break


def _argument(case: Case, service: Service, port: ServicePort, found: Backing) -> Argument | None:
    if port.protocol is None:
        return None
    behind = [one for one in found.ports if _leads_to(port, one.number, one.name)]
    if any(one.protocol == port.protocol for one in behind):
        return _by_its_use(case, service, port, found)
    if any(one.port == port.port and one.protocol != port.protocol for one in service.ports):
        return None  # the same number for both protocols: the other one is the container's
    if not behind:
        return _by_its_use(case, service, port, found)
    inner = behind[0]
    if port.protocol == "UDP" and inner.number in _UDP_PORTS:
        return None  # a source that leaves the protocol out means TCP only for what is not known to be UDP
    argument = Argument(
        _CAUSE, service.entity, f"Service {service.name} speaks {port.protocol}, its container {inner.protocol}."
    )
    who = short(found.pods[0].workload if found.pods else found.workloads[0].entity)
    said = (
        f"Port {port.port} of Service {service.name} is {port.protocol}, "
        f"while port {inner.number} of {who} is {inner.protocol}."
    )
    argument.back(case.fact_of_state(service.item, said, found.items[0]), 4.2)
    return _weighed(case, service, found, argument)


def _by_its_use(case: Case, service: Service, port: ServicePort, found: Backing) -> Argument | None:
    """UDP where a probe, a name or a number says that the port is spoken to over TCP."""
    if port.protocol != "UDP" or any(one.port == port.port and one.protocol == "TCP" for one in service.ports):
        return None
    name = (port.name or "").lower()
    target = port.target if port.target is not None else port.port
    probed = any(
        probe is not None and probe.kind in ("http", "tcp", "grpc") and probe.port == target
        for one in found.containers
        for probe in (one.readiness, one.liveness, one.startup)
    )
    named = name.startswith(_TCP_NAMES) and not name.startswith(_UDP_NAMES)
    if not probed and not named and target not in _TCP_PORTS:
        return None
    argument = Argument(_CAUSE, service.entity, f"Service {service.name} offers over UDP what is spoken to over TCP.")
    if probed:
        said = (
            f"Port {port.port} of Service {service.name} is UDP, while a probe of its pods speaks TCP to port {target}."
        )
        argument.back(case.fact_of_state(service.item, said, found.items[0]), 4.0)
    else:
        said = f"Port {port.port} of Service {service.name}{f' ({name})' if name else ''} is UDP."
        argument.back(case.fact_of_state(service.item, said), 2.6)
    return _weighed(case, service, found, argument, direct=probed)


def _weighed(case: Case, service: Service, found: Backing, argument: Argument, direct: bool = True) -> Argument:
    if found.ready:
        pod = found.ready[0]
        argument.back(case.fact_of_state(pod.item, f"{pod.name} is running and ready."), 0.7)
    weigh_complaints(case, service, argument)
    weigh_effects(case, service.entity, argument)
    weigh_changes(case, service.entity, argument)
    argument.direct = direct
    return argument


def _leads_to(port: ServicePort, number: int, name: str | None) -> bool:
    target = port.target if port.target is not None else port.port
    return target == number or (isinstance(target, str) and target == name)
