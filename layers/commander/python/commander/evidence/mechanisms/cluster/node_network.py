"""One node's network is slow, loses packets or is cut off.

Predicts: that node's own series of delay or loss are worse while those of other nodes are not; or the pods of several
workloads on it suffer and none elsewhere. Contradicted by: other nodes being as bad.
"""

from collections.abc import Iterator, Sequence

from commander.evidence import moments
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.cluster.measurements import Measurement, measurements
from commander.evidence.mechanisms.cluster.hosts import Host, hosts, of_condition, relate, weigh_age
from commander.evidence.mechanisms.cluster.reports import wording
from commander.evidence.roles import Role, tokens_of
from commander.evidence.sentences import number, short
from commander.evidence.series import median

_KINDS: tuple[tuple[str, Role, str], ...] = (
    ("node.network_latency", Role.LATENCY, "is slow"),
    ("node.packet_loss", Role.PACKET_LOSS, "loses packets"),
)
_OF_NETWORK = frozenset({"network", "net", "ping", "rtt", "icmp", "tcp", "latency", "probe", "roundtrip"})
_NOT_NETWORK = frozenset({"disk", "io", "read", "write", "fs", "volume", "scheduling", "pod", "kubelet", "runtime"})
_LOST = (
    r"packet loss|packets? (?:dropped|lost)|(?<!\d)\d++% loss|loss rate|"
    r"tx timeout|netdev watchdog|link is down|carrier lost"
)
_CUT = r"noroutecreated|no route|calicoisdown|flannelisdown|network plugin.{0,40}not ready|could not create a route"
_LEAST_PODS, _LEAST_WORKLOADS = 3, 2
_LEAST_DELAY_MS, _FAR_DELAY, _LEAST_LOSS = 30.0, 5.0, 2.0


def argue(case: Case) -> Iterator[Argument]:
    """Arguments about every node whose network shows trouble of its own."""
    known = case.reading(hosts)
    for host in known:
        for cause, role, what in _KINDS:
            bad = _worse(case, host, role)
            if bad:
                yield _of_series(case, host, known, cause, what, bad)
            elif role is Role.PACKET_LOSS:
                yield from _said(case, host)
        yield from _cut_off(case, host)
    yield from _of_pods(case, known)
    yield from _measured(case)


def _worse(case: Case, host: Host, role: Role) -> list[Behaviour]:
    """The node's own series of a kind that are worse now than before."""
    found = []
    for one in case.of(host.entity, *((role, Role.ROUND_TRIP) if role is Role.LATENCY else (role,))):
        words = tokens_of(one.series.name)
        about = one.series.role is not Role.LATENCY or (
            not _OF_NETWORK.isdisjoint(words) and _NOT_NETWORK.isdisjoint(words)
        )
        if about and case.is_troubled(one) and not one.fresh:
            found.append(one)
    return found


def _of_series(
    case: Case, host: Host, known: Sequence[Host], cause: str, what: str, bad: Sequence[Behaviour]
) -> Argument:
    argument = Argument(cause, host.entity, f"The network of node {host.name} {what}.")
    for place, one in enumerate(bad[:2]):
        argument.back(case.fact(one), (2.8 if one.slight else 3.5) if place == 0 else 1.0)
    names = {one.series.name for one in bad}
    same = [
        one
        for other in known
        if other is not host
        for one in case.of_any(other.entity)
        if one.series.name in names and one.series.values
    ]
    steady = [one for one in same if not case.is_troubled(one)]
    worse = [one for one in same if case.is_troubled(one)]
    argument.direct = bool(steady) and not worse
    for one in steady[:1]:
        argument.back(case.fact(one), 1.5)
    for one in worse[:1]:
        argument.oppose(case.fact(one), 1.5)
    relate(case, host, argument)
    return argument


def _said(case: Case, host: Host) -> Iterator[Argument]:
    """Words of the host's kernel or of a monitor about lost packets."""
    words = wording(_LOST)
    events = [one for one in reversed(host.events) if words.search(f"{one.reason}: {one.message}")]
    lines = [one for one in host.logs if words.search(one.text) and case.is_new(one) is not False]
    if not (events or lines):
        return
    argument = Argument("node.packet_loss", host.entity, f"The network of node {host.name} loses packets.")
    for event in events[:2]:
        argument.back(case.fact_of_event(event), 3.5 if not argument.supporting else 1.0)
    for line in lines[:1]:
        argument.back(case.fact_of_pattern(line), 3.0 if not argument.supporting else 1.0)
    argument.direct = bool(events)
    relate(case, host, argument)
    yield argument


def _measured(case: Case) -> Iterator[Argument]:
    """Checks of nodes that found one of them much slower, or lossier, than the others."""
    every = case.reading(measurements)
    for cause, what, unit, least, far in (
        ("node.network_latency", "is slow", "ms of delay", _LEAST_DELAY_MS, _FAR_DELAY),
        ("node.packet_loss", "loses packets", "percent of packets lost", _LEAST_LOSS, 1.0),
    ):
        told = [(one, value) for one in every if (value := _value(one, cause)) is not None]
        for one, value in told:
            others = [(other, less) for other, less in told if other.entity != one.entity]
            usual = median([less for _, less in others]) if others else None
            if value < least or (usual is not None and (value < far * usual or usual >= least)):
                continue
            argument = Argument(cause, one.entity, f"The network of node {short(one.entity)} {what}.")
            statement = f"A check of node {short(one.entity)} measured {number(value)} {unit}"
            argument.back(case.fact_of_state(one.item, f"{statement}."), 4.0 if others else 3.0)
            argument.direct = bool(others)
            for other, less in others[:1]:
                compared = f"A check of node {short(other.entity)} measured {number(less)} {unit}."
                argument.back(case.fact_of_state(other.item, compared), 1.5)
            if not others:
                argument.lack("the same check of other nodes", 0.3)
            host = next((host for host in case.reading(hosts) if host.entity == one.entity), None)
            if host is not None:
                relate(case, host, argument)
            yield argument


def _value(one: Measurement, cause: str) -> float | None:
    return one.delay_ms if cause == "node.network_latency" else one.loss_percent


def _cut_off(case: Case, host: Host) -> Iterator[Argument]:
    node = host.node
    condition = node.conditions.get("NetworkUnavailable") if node is not None else None
    if node is None or condition is None or condition.status != "True":
        return
    argument = Argument("network.partition", host.entity, f"Node {host.name} has no network of pods.", direct=True)
    fact = of_condition(case, node, "NetworkUnavailable")
    argument.back(fact, 4.0)
    for event in [one for one in reversed(host.events) if wording(_CUT).search(f"{one.reason}: {one.message}")][:1]:
        argument.back(case.fact_of_event(event), 1.5)
    weigh_age(case, argument, fact, moments.parse_maybe(condition.since))
    relate(case, host, argument)
    yield argument


def _of_pods(case: Case, known: Sequence[Host]) -> Iterator[Argument]:
    """Pods of one node that are all slow or lossy while no pod of another is."""
    for cause, role, what in _KINDS:
        if any(_worse(case, host, role) for host in known):
            continue
        suffering: dict[str, list[Behaviour]] = {}
        spared: dict[str, list[Behaviour]] = {}
        for host in known:
            for pod in host.pods:
                series = [one for one in case.of(pod.entity, role) if one.series.values]
                bad = [one for one in series if one.bad and not one.fresh]
                if bad:
                    suffering.setdefault(host.entity, []).append(bad[0])
                elif series:
                    spared.setdefault(host.entity, []).append(series[0])
        if len(suffering) != 1 or len(known) < _LEAST_WORKLOADS:
            continue
        entity, bad = next(iter(suffering.items()))
        elsewhere = [one for host, many in sorted(spared.items()) if host != entity for one in many]
        own = {case.kin(one.series.entity) for one in bad if one.series.entity is not None}
        if len(own) < _LEAST_WORKLOADS or len(bad) < _LEAST_PODS or len(elsewhere) < _LEAST_PODS or spared.get(entity):
            continue
        argument = Argument(cause, entity, f"The network of node {short(entity)} {what}.")
        for one in bad[:3]:
            argument.back(case.fact(one), 1.2)
        for one in elsewhere[:2]:
            argument.back(case.fact(one), 0.7)
        argument.lack(f"the delay and loss of node {short(entity)} itself", 0.3)
        yield argument
