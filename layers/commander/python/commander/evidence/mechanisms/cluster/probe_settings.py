"""What a probe's settings say against the ports that its container declares and the time it takes to start."""

import re
from collections.abc import Iterator

from commander.evidence.case import Case
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.probes import Probe
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.listening import listening, service_targets, speaks
from commander.evidence.mechanisms.cluster.probed import ENDPOINT, IMPATIENT, PORT, PROTOCOL, WORDS, Probed, Votes
from commander.evidence.mechanisms.cluster.reports import Report, lines_of, wording
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.moments import span
from commander.evidence.sentences import short

_STARTED = (
    r"\bstarted .{0,60}\bin \d|\bstartup (?:complete|finished|took)|application started|"
    r"server (?:is )?(?:started|ready|listening|running)|listening (?:on|at)|ready to (?:accept|serve)|now serving|"
    r"initiali[sz]ation (?:complete|finished)"
)
_SHORT_S = 15.0
_PROBES = (
    r"\b(?:liveness|startup)[_ -]?(?:probe|check)|failure_?threshold|initial_?delay_?seconds|\bprobes?\b|"
    r"\bhealth[_ -]?check"
)
_LONGER = 2.0


def weigh_settings(case: Case, one: Probed, votes: Votes, failed: list[Report]) -> None:
    """Votes by a probe's own settings against what its container declares and logs."""
    probe, container = one.probe, one.container
    heard = listening(case, one.entity, container)
    number = heard.number(probe)
    other = container.readiness if one.kind == "liveness" else container.liveness
    refuted = any(report.says(WORDS[0][1]) or report.says(WORDS[1][1]) for report in failed)
    if probe.kind != "exec" and number is not None and heard.only_elsewhere(number):
        ports = " and ".join(str(port) for port in sorted(heard.declared)) or "none"
        statement = f"The {one.kind} probe of {short(one.item.entity)} asks at port {number}; declared is {ports}."
        votes.on(PORT).back(case.fact_of_state(one.item, statement), 0.5 if refuted else 3.0)
        votes.on(PORT).direct = votes.on(PORT).direct or (not refuted and bool(heard.declared))
        for port, pattern in sorted(heard.logged.items())[:1]:
            if port != number:
                votes.on(PORT).back(case.fact_of_pattern(pattern), 1.5)
        for item, target in service_targets(case, one.entity)[:1]:
            if target != number:
                said = f"Service {short(item.entity)} sends to port {target}."
                votes.on(PORT).back(case.fact_of_state(item, said), 0.7)
    elif isinstance(probe.port, str) and container.ports and number is None:
        asked = f"The {one.kind} probe of {short(one.item.entity)} asks at a port named {probe.port}"
        statement = f"{asked}, which is not declared."
        votes.on(PORT).back(case.fact_of_state(one.item, statement), 2.5)
        votes.on(PORT).direct = True
    elif number is not None and number in heard.declared and PORT in votes.known:
        statement = f"The {one.kind} probe of {short(one.item.entity)} asks at port {number}, which is declared."
        votes.on(PORT).oppose(case.fact_of_state(one.item, statement), 0.9)
    _weigh_protocol(case, one, votes, number, other)
    if one.kind == "liveness":
        _weigh_patience(case, one, votes, other)
    same = other is not None and (other.kind, other.port, other.path) == (probe.kind, probe.port, probe.path)
    if other is not None and not same and probe.kind == "http" and other.kind == "http" and other.port == probe.port:
        statement = (
            f"{container.name or short(one.entity)} of {short(one.item.entity)} is asked for {probe.path} by its "
            f"{one.kind} probe and for {other.path} by the other."
        )
        votes.on(ENDPOINT).back(case.fact_of_state(one.item, statement), 0.7)


def _weigh_protocol(case: Case, one: Probed, votes: Votes, number: int | None, other: Probe | None) -> None:
    probe = one.probe
    if probe.kind not in ("http", "grpc"):
        return
    spoken = speaks(one.container, number)
    if probe.kind == "http" and spoken is not None:
        statement = (
            f"The {one.kind} probe of {short(one.item.entity)} asks over {(probe.scheme or 'http').upper()} "
            f"at port {number}, which speaks {spoken}."
        )
        votes.on(PROTOCOL).back(case.fact_of_state(one.item, statement), 2.5)
        votes.on(PROTOCOL).direct = True
    if other is None or other.port != probe.port:
        return
    if other.kind != probe.kind and {other.kind, probe.kind} & {"tcp", "grpc"}:
        statement = (
            f"At port {probe.port} of {short(one.item.entity)} the {one.kind} probe speaks {probe.kind} "
            f"and the other probe {other.kind}."
        )
        votes.on(PROTOCOL).back(
            case.fact_of_state(one.item, statement), 3.0 if "grpc" in (other.kind, probe.kind) else 1.0
        )
    elif other.kind == probe.kind == "http" and other.scheme != probe.scheme:
        statement = (
            f"At port {probe.port} of {short(one.item.entity)} the {one.kind} probe speaks {probe.scheme} "
            f"and the other probe {other.scheme}."
        )
        votes.on(PROTOCOL).back(case.fact_of_state(one.item, statement), 2.0)


def _weigh_patience(case: Case, one: Probed, votes: Votes, other: Probe | None) -> None:
    """Whether the probe gives a container up before it can have started."""
    probe = one.probe
    if one.container.startup is not None and one.container.startup is not probe:
        return
    for fact, weight in (*_given_longer(case, one), *_changed(case, one)):
        votes.on(IMPATIENT).back(fact, weight)
    start = _start_time(case, one)
    if start is not None and start[0] > probe.patience_s:
        pattern = start[1]
        votes.on(IMPATIENT).back(case.fact_of_pattern(pattern), 1.5)
        votes.on(IMPATIENT).direct = True
    told = probe.period_s is not None or probe.failures is not None
    if told and (probe.patience_s <= _SHORT_S or (start is not None and start[0] > probe.patience_s)):
        statement = (
            f"The liveness probe of {short(one.item.entity)} gives up after {span(probe.patience_s)}: {probe.text}."
        )
        settings = case.fact_of_state(one.item, statement)
        votes.on(IMPATIENT).back(settings, 2.5 if probe.patience_s <= 10 or start is not None else 1.5)
        several = case.reading(crashes.by_workload).get(one.entity, [])
        killed = any(
            each.code in (crashes.KILLED, crashes.TERMINATED, 0) and not each.out_of_memory for each in several
        )
        if probe.patience_s <= 10 and killed:
            votes.on(IMPATIENT).direct = True
    if (
        other is not None
        and other.initial_delay_s
        and (probe.initial_delay_s or 0) < 0.5 * other.initial_delay_s
        and told
    ):
        soon = probe.patience_s < other.initial_delay_s
        statement = (
            f"The readiness probe of {short(one.item.entity)} waits {span(other.initial_delay_s)} first, the liveness "
            f"probe {span(probe.initial_delay_s or 0)}."
        )
        votes.on(IMPATIENT).back(case.fact_of_state(one.item, statement), 2.0 if soon else 0.5)


def _given_longer(case: Case, one: Probed) -> Iterator[tuple[Fact, float]]:
    """A pod of the same workload that is ready and was given much more time to start."""
    for pod in case.reading(pods):
        if pod.workload != one.entity or pod.is_ready is not True:
            continue
        for container in pod.containers:
            patient = container.startup or container.liveness
            if container.name != one.container.name or patient is None:
                continue
            if patient.patience_s >= _LONGER * one.probe.patience_s:
                said = (
                    f"{short(pod.item.entity)}, which is ready, was given {span(patient.patience_s)} to start, "
                    f"{short(one.item.entity)} {span(one.probe.patience_s)}."
                )
                yield case.stated("state", pod.item.entity, said, (pod.item.id, one.item.id)), 2.0
                return


def _changed(case: Case, one: Probed) -> Iterator[tuple[Fact, float]]:
    """A change of the workload just before whose details are about its probes."""
    details = {change.id: f"{change.action} {change.details or ''}" for change in case.bundle.changes}
    for release in case.releases:
        near = proximity(case, release) if case.kin(release.entity) == case.kin(one.entity) else None
        if near is not None and near.weight > 0 and any(wording(_PROBES).search(details[ref]) for ref in release.ids):
            yield near.fact, min(1.5, near.weight)
            return


def _start_time(case: Case, one: Probed) -> tuple[float, Pattern] | None:
    """How long the container took from its start to the line that says so, with that line."""
    for pattern in lines_of(case, one.entity):
        if not wording(_STARTED).search(pattern.text):
            continue
        said = re.search(r"\bin (\d+(?:\.\d+)?) ?(?:s\b|sec)", pattern.text)
        if said is not None:
            return float(said[1]), pattern
    return None
