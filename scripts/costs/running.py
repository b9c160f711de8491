"""One incident from its alarm to its end: the product's own tasks, in the order of the deployed state machines."""

from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from commander.agents.detection import detection
from commander.agents.diagnosis import diagnosis
from commander.agents.prediction import prediction
from commander.agents.resolution import resolution
from commander.contract import events as ev
from commander.contract.actions import Decision
from commander.contract.problems import CommanderError, ServiceUnavailable
from commander.contract.services import ServiceCall
from commander.contract.values import Severity
from commander.domain.incident import Incident
from commander.runtime import tasks
from commander.runtime.approval import decide
from commander.runtime.intake import open_by_signal
from scripts.costs.account import account
from scripts.costs.cases import Course, evidence_of
from scripts.costs.counting import counted
from scripts.costs.machines import FIRST, Document, TaskFailed, Walk
from scripts.costs.world import World, settings_of
from stacks.environment import Environment

_DECIDED_AFTER_S = 60


@dataclass(frozen=True)
class Ran:
    """What an incident left: itself, its timeline and metered calls; what was counted by the price file's names; how
    often each function ran, and how many states were entered."""

    incident: Incident
    events: list[ev.TimelineEvent]
    calls: list[ServiceCall]
    counts: Counter[str]
    invoked: Counter[str]
    entered: int


def run(
    course: Course,
    severity: Severity,
    environment: Environment,
    url: str,
    count: bool = False,
    day_spent: Decimal | None = None,
) -> Ran:
    """Takes an incident through its course. Raises AssertionError where it does not end as the course says.

    `count`: the calls of AWS are counted, with one dashboard connected; `day_spent`: US dollars that other incidents of
    the day have cost already.
    """
    evidence, counts = evidence_of(course), Counter[str]()
    with account(evidence.function) as there:
        world = World(course, evidence, there, settings_of(environment), url, count)
        if day_spent is not None:
            world.metering.record(_other_incidents(world, day_spent))
        if count:
            world.watch()
        world.posted.clear()
        with counted(counts) if count else nullcontext():
            incident_id = _opened(world, severity)
            entered = _walked(world, incident_id, environment)
        incident = world.timelines.incident(incident_id)
        if incident.status != course.ends:
            raise AssertionError(f"{course.name}: ended as {incident.status}: {incident.ended_because}")
        events = world.timelines.read(incident_id)
        calls = [event.call for event in events if isinstance(event, ev.ServiceCalled)]
    return Ran(incident, events, calls, counts + world.posted, world.invoked, entered)


def _opened(world: World, severity: Severity) -> str:
    world.invoked["signals"] += 1
    incident_id = open_by_signal(world.evidence.signal(severity), world.intake)
    if incident_id is None:
        raise AssertionError("the alarm opened no incident")
    return incident_id


def _walked(world: World, incident_id: str, environment: Environment) -> int:
    handlers = _handlers(world)

    def invoke(name: str, event: Document) -> Any:
        world.invoked[name] += 1
        try:
            if name == world.course.broken:
                raise ServiceUnavailable(f"{name} is broken")
            return handlers[name](event, SimpleNamespace(aws_request_id=name))
        except (CommanderError, ValueError) as error:
            raise TaskFailed(type(error).__name__, str(error)) from error

    values = {
        "ApprovalTimeoutSeconds": environment.approval_timeout_s,
        "VerificationWaitSeconds": environment.verification_wait_s,
    }
    walk = Walk(invoke, lambda token: _decided(world, incident_id), world.clock.wait, values)
    walk.run(FIRST, {"incident_id": incident_id})
    return walk.entered.total()


def _handlers(world: World) -> dict[str, Callable[[Document, Any], Any]]:
    def ports() -> Any:
        return world.ports

    return {
        "detection": tasks.agent_task(detection, ports),
        "diagnosis": tasks.agent_task(diagnosis, ports),
        "prediction": tasks.agent_task(prediction, ports),
        "resolution": tasks.agent_task(resolution, ports),
        "communication": tasks.closing_task(ports),
        "approvals": tasks.approval_task(lambda: world.intake, lambda: world.approvals, lambda: world.settings),
        "remediation": tasks.remediation_task(ports, lambda: world.settings),
        "sweeper": tasks.sweeping_task(lambda: world.intake, ports),
    }


def _decided(world: World, incident_id: str) -> Document | None:
    """What a person says to the plan, over the API; None where nobody says anything until its time has passed."""
    if world.course.decision is None:
        world.clock.wait(world.settings.approval_timeout_s)
        return None
    action = world.timelines.incident(incident_id).action
    if action is None:
        raise AssertionError("there is no plan to decide on")
    world.clock.wait(_DECIDED_AFTER_S)
    world.invoked["api"] += 1
    said = Decision(action_id=action.action_id, plan_hash=action.plan_hash, decision=world.course.decision)
    decide(incident_id, said, "somebody", world.timelines, world.approvals, world.workflow, world.clock)
    return world.workflow.answered


def _other_incidents(world: World, usd: Decimal) -> ServiceCall:
    """A call of another incident that cost so much."""
    return ServiceCall(
        call_id="before",
        service="bedrock_claude",
        operation="Converse",
        purpose="reason",
        agent="diagnosis",
        incident_id="another",
        at=world.clock.now(),
        latency_ms=0,
        outcome="succeeded",
        provenance="local stand-in",
        attempt=1,
        cost_usd=float(usd),
    )
