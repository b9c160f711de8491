"""A run of the five agents over a scenario's bundle."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from commander.aws.clock import SystemClock
from commander.aws.runbooks import PackagedRunbooks
from commander.contract import events as ev
from commander.contract.evidence import Bundle
from commander.contract.transparency import ScenarioId, TakenOver
from commander.domain.incident import Incident
from commander.domain.redaction import redact_bundle
from commander.ports import Ports
from scenarios.transparency import SCENARIOS
from scripts.transparency.consulting import Asked
from scripts.transparency.course import take
from scripts.transparency.keeping import KeptApprovals, KeptEvidence, KeptMetering, KeptTimelines
from scripts.transparency.opening import opened
from scripts.transparency.outside import KeepingNotifier, NoTelemetry, ReadingActuator


class WaitingClock(SystemClock):
    """The real time, which can be waited for."""

    def wait(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


@dataclass(frozen=True)
class Ran:
    """What a run leaves: the incident, its events, the bundle that was judged, and what took over from services."""

    incident: Incident
    events: list[ev.TimelineEvent]
    bundle: Bundle
    taken_over: list[TakenOver]


Busy = Callable[[str], None]
"""Hears what is being done."""


def run(scenario: ScenarioId, asked: Asked, busy: Busy) -> Ran:
    """Opens the incident with its bundle, as POST /incidents would, and takes it to its end."""
    document, _ = SCENARIOS[scenario]()
    clean = json.dumps(redact_bundle(document), separators=(",", ":"), ensure_ascii=False).encode()
    bundle = Bundle.model_validate_json(clean)
    clock, evidence, approvals = WaitingClock(), KeptEvidence(), KeptApprovals()
    timelines = KeptTimelines(lambda event: busy(event.actor.name))
    services = asked.services(KeptMetering())
    ports = Ports(
        clock=clock,
        timelines=timelines,
        evidence=evidence,
        telemetry=NoTelemetry(),
        actuator=ReadingActuator(bundle, clock),
        notifier=KeepingNotifier(),
        runbooks=PackagedRunbooks(),
        services=services,
        verification_window_s=300,
    )
    reference = evidence.put(f"scenario-{bundle.case_id}", "given", clean)
    opening = timelines.append(opened(scenario, bundle, reference, clock))
    take(opening.incident_id, ports, approvals, clock)
    incident = timelines.incident(opening.incident_id)
    judged = Bundle.model_validate_json(evidence.get(incident.evidence_ref or reference))
    return Ran(incident, timelines.read(opening.incident_id), judged, services.taken_over())
