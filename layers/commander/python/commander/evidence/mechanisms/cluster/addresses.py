"""A workload's own settings name a host that is not there, or a port that its dependency does not offer.

Predicts: the name in the setting is that of no Service, while others are set right or a Service has nearly that name;
the port is none of the Service's; the workload's logs say that the name does not resolve or the connection is refused.
Contradicted by: the Service is there and offers the port. Hosts outside of the cluster are not in the bundle and are
not looked at.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.backing import backing
from commander.evidence.cluster.directory import Directory, Found, directory, plain
from commander.evidence.cluster.hosts import Mention, mentions, settings, words_in, words_of
from commander.evidence.cluster.services import Service
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster.complaints import (
    CONNECTING,
    mentions_host,
    refuted,
    relate,
    weigh_changes,
    weigh_effects,
)
from commander.evidence.mechanisms.cluster.stores import is_database
from commander.evidence.sentences import short

_ADDRESS, _PORT = "app.config.dependency_address_wrong", "db.port_wrong"
_MOST = 6
_WATCHERS = words_in(
    """
    otel opentelemetry otlp jaeger zipkin tempo loki prometheus grafana statsd datadog sentry newrelic elastic
    apm telemetry tracing traces metrics collector agent logstash fluentd fluentbit splunk pyroscope
    """
)
_TOGETHER = 2
"""From so many callers on that agree on a port, the Service is the odd one out."""

_Wrong = tuple[float, Argument, Mention]


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about each setting that leads nowhere, the telling ones first."""
    known = case.reading(directory)
    if not known.services:
        return
    wrong: list[_Wrong] = []
    trusted = _trusted(case, known)
    for one in case.reading(mentions):
        found = known.find(one.host, one.namespace)
        for made in (
            _nowhere(case, known, one, found, trusted),
            _wrong_port(case, one, found),
            _wrong_place(case, known, one, found),
        ):
            if made is not None:
                wrong.append((made.logit, made, one))
    wrong = _one_of_each(case, wrong)
    wrong.sort(key=lambda pair: (-pair[0], pair[1].cause, pair[1].entity, pair[2].key))
    for _, argument, one in wrong[:_MOST]:
        yield from _with_effects(case, argument, one)


def _one_of_each(case: Case, wrong: list[_Wrong]) -> list[_Wrong]:
    """The same wrong address in several workloads is told once: where the symptom is, else where the lines are."""
    groups: dict[tuple[str, str, int | None], list[_Wrong]] = {}
    for found in wrong:
        groups.setdefault((found[1].cause, found[2].host, found[2].port), []).append(found)

    def place(found: _Wrong) -> tuple[bool, int, float, str, str]:
        at_symptom = case.resource is not None and case.kin(found[1].entity) == case.kin(case.resource)
        return not at_symptom, -len(complaining(case, found[2])), -found[0], found[1].entity, found[2].key

    kept: list[_Wrong] = []
    for same in groups.values():
        best = min(same, key=place)
        kept.extend(one for one in same if one[1].entity == best[1].entity)
    return kept


def complaining(case: Case, one: Mention) -> list[tuple[Pattern, bool]]:
    """The error lines of a setting's carrier that fit it, and whether they name its host."""
    found = []
    for pattern in case.errors(one.carrier):
        named = mentions_host(pattern.text, one.host)
        if named or (pattern.signature is not None and pattern.signature.cause in CONNECTING):
            found.append((pattern, named))
    return sorted(found, key=lambda pair: (not pair[1], -pair[0].count, pair[0].entity or "", pair[0].text))


def _with_effects(case: Case, argument: Argument, one: Mention) -> Iterator[Argument]:
    facts = [fact for fact, _ in argument.supporting.values()]
    found = complaining(case, one)
    for pattern, named in found[:2]:
        late = case.is_new(pattern) is False
        argument.back(case.fact_of_pattern(pattern), 0.5 if late else 2.2 if named else 1.0)
    if not found and case.looked_lately(one.carrier) and not case.errors(one.carrier):
        quiet = f"No error is among the newest log lines of {short(one.carrier)} that were collected."
        argument.oppose(case.absence(one.carrier, quiet, "logs"), 1.0)
    weigh_effects(case, one.carrier, argument)
    weigh_changes(case, one.carrier, argument)
    if any(named for _, named in found) and not argument.direct:
        argument.direct = argument.logit > 1
    yield relate(case, argument)
    if argument.logit > 0:
        for pattern, _ in found[:2]:
            yield from refuted(case, pattern, facts[0], argument)


def _nowhere(case: Case, known: Directory, one: Mention, found: Found, trusted: bool) -> Argument | None:
    """The host is no name of the cluster."""
    if found.kind == "local":
        return _points_at_itself(case, known, one)
    if found.kind != "nowhere":
        return None
    near = found.near or known.meant(words_of(one.key), one.namespace)
    sibling = _set_right(case, one)
    named = any(is_named for _, is_named in complaining(case, one))
    if not (found.listed or near or sibling or named):
        return None
    who = short(one.carrier)
    argument = Argument(_ADDRESS, one.carrier, f"{who} is told to use {one.spelled}, which is not there.")
    where = f" of namespace {one.namespace}" if one.namespace else ""
    said = f"{one.key} of {who} names {one.host}, which is no Service{where} in view"
    told_right = near is not None or sibling is not None or named
    weight = 3.2 if found.listed and trusted and told_right else 2.0 if found.listed or near else 1.0
    if not told_right and _WATCHERS.intersection(words_of(f"{one.key} {one.host}")):
        return None  # what watches is often kept elsewhere, and nobody misses it
    argument.back(case.fact_of_state(one.items[0], f"{said}.", *one.items[1:]), weight)
    if near is not None:
        in_namespace = f" in namespace {near.namespace}" if near.namespace and near.namespace != one.namespace else ""
        argument.back(case.fact_of_state(near.item, f"There is a Service {near.name}{in_namespace}."), 1.3)
    elif (offering := _offering(known, one)) is not None:
        said = f"Service {offering.name} offers port {one.port}."
        argument.back(case.fact_of_state(offering.item, said), 1.0)
    if sibling is not None:
        told = f"{sibling.key} of {short(sibling.carrier)} names {sibling.host}."
        argument.back(case.fact_of_state(sibling.items[0], told), 1.3)
    if near is None and sibling is None:
        argument.lack(f"which name {one.key} of {who} is meant to hold", 0.2)
    argument.direct = found.listed and trusted and told_right
    return argument


def _offering(known: Directory, one: Mention) -> Service | None:
    """The one Service of the namespace that offers the port of a setting."""
    if one.port is None:
        return None
    return known.only_at(one.port, one.namespace)


def _points_at_itself(case: Case, known: Directory, one: Mention) -> Argument | None:
    """The setting names the writer's own pod, where none of its containers answers for it."""
    meant = known.meant(words_of(one.key), one.namespace)
    if meant is None or case.kin(meant.entity) == case.kin(one.carrier):
        return None
    own = [setting.container for setting in case.reading(settings) if setting.carrier == one.carrier]
    declared = {port.number for container in own for port in container.ports}
    if one.port in declared or len({container.name for container in own if not container.init}) > 1:
        return None  # a container beside it may well answer there
    who = short(one.carrier)
    argument = Argument(_ADDRESS, one.carrier, f"{who} is told to use {one.spelled}, its own pod, for {meant.name}.")
    said = f"{one.key} of {who} names {one.spelled}, its own pod, where no other container runs."
    argument.back(case.fact_of_state(one.items[0], said, *one.items[1:]), 2.6)
    argument.back(case.fact_of_state(meant.item, f"There is a Service {meant.name}."), 1.3)
    argument.direct = True
    return argument


def _wrong_port(case: Case, one: Mention, found: Found) -> Argument | None:
    """The Service is there and does not offer the port."""
    service = found.service
    if service is None or one.port is None or not _has_ports(case, service):
        return None
    offered = [port.port for port in service.ports if port.port is not None]
    if one.port in offered or case.kin(one.carrier) == case.kin(service.entity):
        return None
    if _agreeing(case, service, one.port) >= _TOGETHER:
        return _odd_service(case, service, one, offered)
    database = is_database(case, service)
    who, ports = short(one.carrier), ", ".join(str(port) for port in offered)
    argument = Argument(
        _PORT if database else _ADDRESS,
        one.carrier,
        f"{who} is told to use port {one.port} of {service.name}, which offers {ports}.",
    )
    key = one.port_key or one.key
    said = f"{key} of {who} names port {one.port} for {service.name}, while that Service offers {ports}."
    if one.implied:
        said = (
            f"{key} of {who} names {service.name} without a port, which means {one.port}; that Service offers {ports}."
        )
    argument.back(case.fact_of_state(one.items[0], said, service.item), 2.3 if one.implied else 4.2)
    answers = backing(case, service).ready
    if answers:
        argument.back(case.fact_of_state(answers[0].item, f"{answers[0].name} is running and ready."), 0.7)
    argument.direct = not one.implied
    return argument


def _odd_service(case: Case, service: Service, one: Mention, offered: list[int]) -> Argument:
    """All callers agree on a port that the Service does not offer: the Service is wrong."""
    said = f"{one.key} of {short(one.carrier)} names port {one.port} for {service.name}, while that Service offers "
    said += f"{', '.join(map(str, offered))}."
    argument = Argument(
        "k8s.service.port_mismatch",
        service.entity,
        f"Service {service.name} does not offer port {one.port}, which its callers use.",
    )
    argument.back(case.fact_of_state(one.items[0], said, service.item), 3.0)
    if any(port.number == one.port for port in backing(case, service).ports):
        pod = backing(case, service).items[0]
        argument.back(case.fact_of_state(pod, f"The containers of {service.name} declare port {one.port}."), 1.5)
    argument.direct = True
    return argument


def _wrong_place(case: Case, known: Directory, one: Mention, found: Found) -> Argument | None:
    """The name of the setting speaks of one Service, its value of quite another."""
    service, meant = found.service, known.meant(words_of(one.key), one.namespace)
    if service is None or meant is None or service is meant or meant.external:
        return None
    if case.kin(service.entity) == case.kin(meant.entity) or plain(meant.name) in plain(service.name):
        return None
    if plain(service.name) in plain(meant.name) or case.kin(meant.entity) == case.kin(one.carrier):
        return None
    who = short(one.carrier)
    argument = Argument(_ADDRESS, one.carrier, f"{who} is told to use {service.name} as {meant.name}.")
    said = f"{one.key} of {who} names {service.name}, while there is a Service {meant.name}."
    argument.back(case.fact_of_state(one.items[0], said, meant.item), 2.6)
    sibling = _set_right(case, one)
    if sibling is not None and known.find(sibling.host, sibling.namespace).service is not service:
        told = f"{sibling.key} of {short(sibling.carrier)} names {sibling.host}."
        argument.back(case.fact_of_state(sibling.items[0], told), 1.3)
        argument.direct = True
    return argument


def _set_right(case: Case, one: Mention) -> Mention | None:
    """The same setting of another workload that leads to a Service."""
    for other in case.reading(_right_by_key).get(words_of(one.key), ()):
        if other.carrier != one.carrier and other.host != one.host:
            return other
    return None


def _right_by_key(case: Case) -> dict[tuple[str, ...], list[Mention]]:
    """The settings that lead to a Service, by the words of their names."""
    known = case.reading(directory)
    found: dict[tuple[str, ...], list[Mention]] = {}
    for one in sorted(case.reading(mentions), key=lambda one: (one.carrier, one.key, one.host)):
        if one.key != "the command" and known.find(one.host, one.namespace).kind == "service":
            found.setdefault(words_of(one.key), []).append(one)
    return found


def _trusted(case: Case, known: Directory) -> bool:
    """Whether the bundle holds the Services that settings speak of: most of the names in them lead somewhere."""
    kinds: dict[str, str] = {}
    for one in case.reading(mentions):
        kinds[one.host] = known.find(one.host, one.namespace).kind
    lost, there = list(kinds.values()).count("nowhere"), list(kinds.values()).count("service")
    return lost <= 1 or there > lost


def _has_ports(case: Case, service: Service) -> bool:
    """Whether the ports that a Service offers are known and count: behind a headless one the pods' own do."""
    if service.external or service.headless or not service.ports:
        return False
    return all(port.port is not None for port in service.ports)


def _agreeing(case: Case, service: Service, port: int) -> int:
    """How many workloads are set to this port of a Service, 0 where one is set to a port that it offers."""
    known = case.reading(directory)
    offered = {one.port for one in service.ports}
    users = [
        one
        for one in case.reading(_by_host).get(service.name.lower(), ())
        if one.port is not None and known.find(one.host, one.namespace).service is service
    ]
    if any(one.port in offered for one in users):
        return 0
    return len({one.carrier for one in users if one.port == port})


def _by_host(case: Case) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for one in case.reading(mentions):
        found.setdefault(one.host.partition(".")[0], []).append(one)
    return found
