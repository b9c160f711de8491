"""A name does not resolve: the name is wrong, the resolver is down, or the pod asks another resolver.

Predicts: lines that say so. A name that no Service bears is a wrong setting; names of Services that are there point at
the cluster's resolver, whose pods are then not ready or whose Service has no endpoints, and everybody complains; or at
the pod's own resolver settings, and only its workload complains. Contradicted by: the resolver works for others.
"""

import re
from collections.abc import Iterator
from functools import cache

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Course
from commander.evidence.case import Case
from commander.evidence.cluster.addresses import is_ip
from commander.evidence.cluster.directory import directory
from commander.evidence.cluster.hosts import mentions
from commander.evidence.cluster.pods import pods, pods_of
from commander.evidence.cluster.services import Service, name_of, services
from commander.evidence.cluster.values import first, mapping, objects, text, texts
from commander.evidence.cluster.workloads import workloads
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster.complaints import (
    mentions_host,
    refuted,
    relate,
    weigh_changes,
    weigh_effects,
)
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.sentences import short
from commander.evidence.words import Words

_CAUSE, _RECORD = "dns.resolution_failure", "dns.record_wrong"
_RESOLVERS = ("coredns", "kube-dns", "node-local-dns")
_NAMED = (
    r"lookup (?P<a>[a-z0-9][\w.-]*)|(?:could not|couldn't|cannot|can't|failed to|unable to) resolve"
    r"(?: host(?:name)?| address| name| dns name)*[\s:'\"(]+(?P<b>[a-z0-9][\w.-]*)|"
    r"getaddrinfo (?:enotfound|eai_again|eai_noname)\s+(?P<c>[a-z0-9][\w.-]*)|"
    r"host not found in upstream \"(?P<d>[^\":]+)|"
    r"unknownhostexception:?\s+(?P<e>[a-z0-9][\w.-]*)|no such host(?: is known)?[\s:.(]+(?P<f>[a-z0-9][\w.-]*)|"
    r"translate host name \"(?P<g>[^\"]+)\"|host(?:name)?=['\"](?P<h>[a-z0-9][\w.-]*)['\"]|resolve '(?P<i>[^']+)'|"
    r"nxdomain[^a-z0-9]{1,6}(?:for )?(?P<j>[a-z0-9][\w.-]*\.[\w.-]+)"
)
_OTHERS_NAME = (
    r"certificate is (?:only )?valid for|not valid for|hostname mismatch|doesn't match (?:any|either)|altnames|"
    r"no alternative (?:certificate )?(?:subject )?name|does not match the certificate|unexpected host"
)
"""What a caller says whom another host answers than the one that it asked for."""
_UPSTREAM_FAILS = (
    r"plugin/errors|i/o timeout|servfail|no upstream|upstream.{0,60}(?:fail|timed? ?out|unreachable|refused)|"
    r"(?:read|write|dial) (?:udp|tcp).{0,120}(?:timeout|refused|unreachable|no route)|unreachable backend|"
    r"connection timed out; no servers could be reached|exceeded max.{0,20}(?:quer|fetch)|"
    r"nameserver .{0,60}(?:fail|not respond)"
)
_MOST = 4


def argue(case: Case) -> Iterator[Argument]:
    """Arguments from lines about names, from resolver settings, and from names that lead elsewhere."""
    failing = [one for one in case.patterns if _about_names(one)]
    yield from _resolver(case, failing)
    yield from _writers(case, failing)
    yield from _own_resolver(case, failing)
    yield from _elsewhere(case)


def host_in(said: str) -> str | None:
    """The name that a line says does not resolve."""
    found = _wording(_NAMED).search(said.lower()[:600])
    if found is None:
        return None
    host = next(part for part in found.groups() if part)
    return host.rstrip(".") if not is_ip(host) else None


def _about_names(one: Pattern) -> bool:
    return one.error and not one.ended and one.signature is not None and one.signature.cause == _CAUSE


def _writers(case: Case, failing: list[Pattern]) -> Iterator[Argument]:
    """Each workload whose own lines say that a name does not resolve."""
    known = case.reading(directory)
    told = {(one.carrier, one.host): one for one in case.reading(mentions)}
    for pattern in failing[:_MOST]:
        if pattern.entity is None or name_of(pattern.entity).startswith(_RESOLVERS):
            continue
        host, carrier = host_in(pattern.text), case.workload(pattern.entity)
        argument = Argument(_CAUSE, carrier, f"{host or 'A name'} does not resolve for {short(carrier)}.")
        late = case.is_new(pattern) is False
        argument.back(case.fact_of_pattern(pattern), 0.5 if late else 2.4)
        found = known.find(host, None) if host is not None and known.services else None
        if found is not None and found.kind == "service" and found.service is not None:
            said = f"There is a Service {found.service.name}, so that its name should resolve."
            argument.oppose(case.fact_of_state(found.service.item, said), 1.0)
        elif found is not None and found.kind == "nowhere" and found.listed:
            mention = told.get((carrier, host or ""))
            said = f"None of the {len(known.services)} Services in view is named {host}."
            argument.back(case.absence(carrier, said, "state"), 1.2)
            argument.direct = not late
            if mention is None:
                argument.lack(f"the setting of {short(carrier)} that names {host}", 0.2)
        weigh_effects(case, carrier, argument)
        weigh_changes(case, carrier, argument)
        yield relate(case, argument)


def _resolver(case: Case, failing: list[Pattern]) -> Iterator[Argument]:
    """The cluster's resolver itself: its pods, its Service, its configuration."""
    entities = _resolver_entities(case)
    for entity in entities:
        workload = case.workload(entity)
        if any(one.desired == 0 for one in case.reading(workloads) if case.kin(one.entity) == case.kin(entity)):
            return  # scaled to zero, which explains itself
        own = [one for one in pods_of(case, entity) if not one.completed and not one.deleting]
        ready = [one for one in own if one.is_ready]
        argument = Argument(_CAUSE, workload, f"The cluster's name service {short(workload)} does not answer.")
        offered = [one for one in case.reading(services) if _is_resolver(one.name) and one.endpoints == ()]
        unready = [one for one in own if one.is_ready is False]
        if own and not ready and unready:
            pod = unready[0]
            said = f"No pod of {short(workload)} is ready: {pod.name} is {pod.status or pod.phase or 'not ready'}."
            argument.back(case.fact_of_state(pod.item, said, *(one.item for one in unready[1:3])), 2.2)
        told = [one for one in case.reading(workloads) if one.entity == workload and one.running == 0]
        for one in told[:1]:
            argument.back(case.fact_of_state(one.item, f"{short(one.entity)} has no pod available."), 1.5)
        for service in offered[:1]:
            argument.back(case.fact_of_state(service.item, f"Service {service.name} has no endpoints."), 1.5)
        waits = _waits_itself(case, entity)
        for pattern in waits[:2]:
            argument.back(case.fact_of_pattern(pattern), 1.5)
        broken = _broken_configuration(case)
        for item, said in broken[:1]:
            argument.back(case.fact_of_state(item, said), 2.5)
        if not argument.supporting:
            if ready and failing and not waits:
                argument.oppose(case.fact_of_state(ready[0].item, f"{ready[0].name} is running and ready."), 1.5)
            else:
                continue
        writers = {case.kin(one.entity) for one in failing if one.entity is not None}
        for pattern in failing[:3]:
            argument.back(case.fact_of_pattern(pattern), 1.2 if len(writers) > 1 else 0.8)
        _weigh_worse(case, entity, argument)
        weigh_changes(case, workload, argument)
        for configuration in _configurations(case):
            weigh_changes(case, configuration, argument)
        argument.direct = bool(failing) and ((bool(own) and not ready) or bool(offered) or bool(broken) or bool(waits))
        yield argument
        if waits and writers:
            yield from _excused(case, workload, failing, case.fact_of_pattern(waits[0]))
        return


def _waits_itself(case: Case, entity: str) -> list[Pattern]:
    """What a resolver says since the trouble of the servers that it asks in turn: that they are silent, or refuse."""
    kin = case.kin(entity)
    return [
        one
        for one in case.patterns
        if one.error
        and not one.ended
        and one.entity is not None
        and case.kin(one.entity) == kin
        and case.is_new(one) is not False
        and _wording(_UPSTREAM_FAILS).search(one.text)
    ]


def _weigh_worse(case: Case, entity: str, argument: Argument) -> None:
    """The resolver's own series: answers that fail or come late, or more of them that say so."""
    for one in case.of_any(entity):
        failed = one.direction > 0 and _wording(r"servfail|refused").search(one.series.name)
        if one.bad or (failed and one.course is Course.CHANGED):
            argument.back(case.fact(one), 1.5)
            return


def _excused(case: Case, resolver: str, failing: list[Pattern], fact: Fact) -> Iterator[Argument]:
    """Those who ask a resolver that gets no answers have no fault of their own, and its waiting is no slow code."""
    for writer in sorted({case.workload(one.entity) for one in failing if one.entity is not None}):
        if case.kin(writer) != case.kin(resolver):
            excused = Argument(_CAUSE, writer, f"Names do not resolve for {short(writer)}.")
            excused.oppose(fact, 2.5)
            yield excused
    for cause in ("code.slow_path", "code.unhandled_error", "network.latency"):
        excused = Argument(cause, resolver, f"{short(resolver)} is slow or fails by itself.")
        excused.oppose(fact, 2.5)
        yield excused


def _configurations(case: Case) -> list[str]:
    """The maps that hold the settings of a resolver."""
    return sorted(
        one for one in case.entities if one.partition("/")[0] == "configmap" and name_of(one).startswith(_RESOLVERS)
    )


def _broken_configuration(case: Case) -> list[tuple[State, str]]:
    """Rules in the resolver's configuration that answer names of the cluster with a failure."""
    found = []
    for item, said in _corefiles(case):
        if _wording(r"template\b[^{]*\{[^}]*rcode\s+(?:nxdomain|servfail|refused)").search(said):
            found.append((item, f"The configuration {short(item.entity)} answers names with a failure by a template."))
        elif "kubernetes" not in said.lower() and "forward" in said.lower():
            found.append((item, f"The configuration {short(item.entity)} has no part for the cluster's own names."))
    return found


def _corefiles(case: Case) -> list[tuple[State, str]]:
    found = []
    for item in case.items("configmap", "manifest"):
        data = mapping(item.attributes.get("data")) or mapping(mapping(item.attributes.get("spec")).get("data"))
        said = "\n".join(one for key, one in sorted(data.items()) if "corefile" in key.lower() and isinstance(one, str))
        if said:
            found.append((item, said))
    return found


def _own_resolver(case: Case, failing: list[Pattern]) -> Iterator[Argument]:
    """A workload whose pods do not ask the cluster's resolver."""
    uses = {
        one.carrier for one in case.reading(mentions) if case.reading(directory).find(one.host, one.namespace).service
    }
    seen = set()
    templates = [(one.entity, one.item, one.template) for one in case.reading(workloads)]
    for entity, item, spec in (*templates, *((one.workload, one.item, one.spec) for one in case.reading(pods))):
        policy = (
            text(first(spec, "dnsPolicy", "dns_policy") or first(item.attributes, "dns_policy", "dnsPolicy")) or ""
        ).lower()
        network = first(spec, "hostNetwork") or first(item.attributes, "host_network", "hostNetwork")
        servers = texts(
            mapping(first(spec, "dnsConfig", "dns_config") or item.attributes.get("dns_config")).get("nameservers")
        )
        if (
            policy not in ("default", "none")
            or entity in seen
            or network
            or not _complains(case, entity, failing, uses)
        ):
            continue
        if policy == "none" and any(one.cluster_ip in servers for one in case.reading(services) if one.cluster_ip):
            continue
        seen.add(entity)
        argument = Argument(_CAUSE, entity, f"{short(entity)} does not ask the cluster's name service.")
        asks = f", and asks {', '.join(servers[:2])}" if servers else ""
        argument.back(case.fact_of_state(item, f"{short(entity)} has the DNS policy {policy.capitalize()}{asks}."), 2.7)
        lines = [one for one in failing if one.entity is not None and case.kin(one.entity) == case.kin(entity)]
        for pattern in lines[:1]:
            argument.back(case.fact_of_pattern(pattern), 2.4)
        weigh_effects(case, entity, argument)
        argument.direct = bool(lines)
        yield relate(case, argument)


def _complains(case: Case, entity: str, failing: list[Pattern], uses: set[str]) -> bool:
    kin = case.kin(entity)
    return entity in uses or any(one.entity is not None and case.kin(one.entity) == kin for one in failing)


def _elsewhere(case: Case) -> Iterator[Argument]:
    """Names that lead to another place than what bears them."""
    known = case.reading(directory)
    for service in known.services:
        if not service.external or not service.external_name:
            continue
        found = known.find(service.external_name.lower().rstrip("."), service.namespace)
        if found.kind in ("outside", "unknown"):
            argument = _renamed(case, service)
            if argument is not None:
                yield relate(case, argument)
        if found.kind == "nowhere" and (found.listed or found.near is not None):
            argument = Argument(
                _RECORD, service.entity, f"Service {service.name} is a name for a host that is not there."
            )
            said = f"Service {service.name} stands for {service.external_name}, which is no Service in view."
            argument.back(case.fact_of_state(service.item, said), 3.0)
            if found.near is not None:
                argument.back(case.fact_of_state(found.near.item, f"There is a Service {found.near.name}."), 1.3)
            argument.direct = found.near is not None
            yield relate(case, argument)
    for item, name, address in _fixed_addresses(case):
        served = [one for one in known.services if one.name.lower() == name.partition(".")[0]]
        if not served or not served[0].cluster_ip or served[0].cluster_ip == address or served[0].headless:
            continue
        owner = served[0]
        place = item.entity if item.kind in ("deployment", "statefulset", "daemonset", "pod") else owner.entity
        argument = Argument(
            _RECORD, case.workload(place), f"{name} leads to {address}, which is not Service {owner.name}."
        )
        said = f"{short(item.entity)} maps {name} to {address}"
        said += f", while the address of Service {owner.name} is {owner.cluster_ip}."
        argument.back(case.fact_of_state(item, said, owner.item), 4.0)
        weigh_effects(case, owner.entity, argument)
        argument.back(
            case.fact_of_state(owner.item, f"The address of Service {owner.name} is {owner.cluster_ip}."), 0.7
        )
        argument.direct = True
        weigh_changes(case, place, argument)
        # What callers say of the address is the effect of its being written down.
        lines = [one for one in case.reading(_error_words).holding(address) if _says(one, address)]
        for pattern in lines[:2]:
            argument.back(case.fact_of_pattern(pattern), 0.5 if case.is_new(pattern) is False else 1.5)
        yield relate(case, argument)
        for pattern in lines[:3]:
            yield from refuted(case, pattern, next(iter(argument.supporting.values()))[0], argument)


def _error_words(case: Case) -> Words[Pattern]:
    present = (one for one in case.patterns if one.error and not one.ended and one.lines)
    return Words((one.shown[0].message[:2000], one) for one in present)


def _says(pattern: Pattern, word: str) -> bool:
    """Whether the earliest of the lines holds a host or an address, also where the pattern keeps only its exception."""
    return bool(pattern.lines) and mentions_host(pattern.shown[0].message[:2000], word)


def _renamed(case: Case, service: Service) -> Argument | None:
    """A name for a host outside the cluster was changed just before its users were answered by somebody else."""
    host = (service.external_name or "").lower().rstrip(".")
    near = [proximity(case, one) for one in case.releases_of(service.entity) if one.entity == service.entity]
    changed = [one for one in near if one.weight > 0]
    lines = [
        one
        for one in case.patterns
        if one.error
        and not one.ended
        and case.is_new(one) is not False
        and (_says(one, host) or _says(one, service.name))
    ]
    answered = [one for one in lines if _wording(_OTHERS_NAME).search(one.shown[0].message[:2000]) and _says(one, host)]
    if not lines or not (changed or answered):
        return None
    argument = Argument(_RECORD, service.entity, f"Service {service.name} leads to {host}, which is the wrong host.")
    argument.back(case.fact_of_state(service.item, f"Service {service.name} stands for {service.external_name}."), 1.0)
    for one in changed[:1]:
        argument.back(one.fact, 1.8)
    for place, pattern in enumerate([*answered, *(one for one in lines if one not in answered)][:3]):
        argument.back(case.fact_of_pattern(pattern), (2.5 if answered else 1.5) if place == 0 else 0.8)
    argument.direct = bool(answered) or (bool(changed) and any(_says(one, host) for one in lines))
    return argument


def _fixed_addresses(case: Case) -> Iterator[tuple[State, str, str]]:
    """Names that somebody wrote down with an address: aliases of pods, host lines of the resolver."""
    for one in case.reading(workloads):
        for alias in objects(first(one.template, "hostAliases") or one.item.attributes.get("host_aliases")):
            address = text(alias.get("ip"))
            for name in texts(alias.get("hostnames")):
                if address is not None and is_ip(address):
                    yield one.item, name.lower(), address
    for item, said in _corefiles(case):
        for block in _wording(r"\bhosts\b[^{]*\{([^}]*)\}").findall(said):
            for address, names in _wording(r"(\d{1,3}(?:\.\d{1,3}){3})[ \t]+([^\n]+)").findall(block):
                for name in names.split():
                    yield item, name.lower(), address


def _resolver_entities(case: Case) -> list[str]:
    found = [
        one
        for one in case.entities
        if _is_resolver(name_of(one)) and one.partition("/")[0] not in ("configmap", "service")
    ]
    kinds = ("deployment", "daemonset", "pod")
    return sorted(
        found, key=lambda one: (kinds.index(one.partition("/")[0]) if one.partition("/")[0] in kinds else 9, one)
    )


def _is_resolver(name: str) -> bool:
    return name.startswith(_RESOLVERS[:2])


@cache
def _wording(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE | re.DOTALL)
