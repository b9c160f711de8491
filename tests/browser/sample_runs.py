"""Runs of the product's own agents in memory on an invented outage, as data for the dashboards' tests.

    PYTHONPATH=.:layers/commander/python python -m tests.browser.sample_runs

writes dashboards/tests/fixtures. Their provenance says that they are test data; they are never shipped as recordings.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from commander.agents.agent import Agent
from commander.agents.detection import detection
from commander.agents.diagnosis import diagnosis
from commander.agents.prediction import prediction
from commander.agents.resolution import resolution
from commander.contract import events as ev
from commander.contract.actions import ApiCall, Decision, MadeCall
from commander.contract.values import iso
from commander.domain.frames import frame_of
from commander.domain.incident import result
from commander.domain.runbooks import Runbook
from commander.runtime.approval import ask, decide
from commander.runtime.closing import close
from commander.runtime.intake import open_by_signal
from commander.runtime.remediation import carry_out
from commander.runtime.runner import run
from tests.browser.consulting import consulting
from tests.making import START, HandClock, OneFunction, World, alarm, as_bytes, bad_release

FOLDER = Path(__file__).resolve().parents[2] / "dashboards" / "tests" / "fixtures"
PROVENANCE = "invented test data"
_ENVIRONMENT = "local"
_TICK = timedelta(milliseconds=700)


@dataclass
class _Function(OneFunction):
    """Says when it was called."""

    clock: HandClock = field(default_factory=HandClock)

    def act(self, runbook: Runbook, target: str, call: ApiCall) -> MadeCall:
        return super().act(runbook, target, call).model_copy(update={"at": self.clock.now()})


class _TickingClock(HandClock):
    """Every look at it finds some time gone, so that durations are not all zero."""

    def now(self) -> datetime:
        self.moment += _TICK
        return self.moment


def _world() -> World:
    clock = _TickingClock()
    return World(clock=clock, actuator=_Function(clock=clock))


def fixed() -> dict[str, Any]:
    """A bad release, rolled back with approval, verified."""
    world = _world()
    incident_id = _until_approval(world, _bundle())
    _decide(world, incident_id, "approve")
    for step in ("prepare", "execute"):
        _remediate(world, incident_id, step)
    executed = world.clock.moment
    world.clock.wait(20)
    world.telemetry.signal = [(executed + timedelta(seconds=10), 0.0)]
    world.telemetry.traffic = [(executed + timedelta(seconds=10), 39.0)]
    _remediate(world, incident_id, "verify")
    world.clock.wait(45)
    world.telemetry.signal = [(executed + timedelta(seconds=10 * step), 0.0) for step in range(1, 7)]
    world.telemetry.traffic = [(executed + timedelta(seconds=10 * step), 41.0) for step in range(1, 7)]
    _remediate(world, incident_id, "verify")
    close(incident_id, world.ports)
    return _recorded("sample-fixed", world, incident_id)


def undone() -> dict[str, Any]:
    """The earlier version is broken too: the signal does not recover, the state is restored, a person takes over."""
    world = _world()
    incident_id = _until_approval(world, _bundle())
    _decide(world, incident_id, "approve")
    for step in ("prepare", "execute"):
        _remediate(world, incident_id, step)
    executed = world.clock.moment
    world.clock.wait(65)
    world.telemetry.signal = [(executed + timedelta(seconds=10 * step), 37.0) for step in range(1, 7)]
    world.telemetry.traffic = [(executed + timedelta(seconds=10 * step), 41.0) for step in range(1, 7)]
    _remediate(world, incident_id, "verify")
    _remediate(world, incident_id, "undo")
    close(incident_id, world.ports)
    return _recorded("sample-undone", world, incident_id)


def pending() -> dict[str, Any]:
    """The plan waits for a person."""
    world = _world()
    return _recorded("sample-pending", world, _until_approval(world, _bundle()))


def consulted() -> dict[str, Any]:
    """The plan waits for a person; the agents consulted AI services, some of which failed, and a log lied to them."""
    world = _world()
    agents = [consulting(agent, world) for agent in _AGENTS]
    return _recorded("sample-consulted", world, _until_approval(world, _bundle(), agents))


def healthy() -> dict[str, Any]:
    """One datapoint crossed the line and nothing is wrong."""
    world = _world()
    bundle = bad_release()
    for metric in bundle["metrics"]:
        metric["points"] = [
            [at, 0 if "rr" in metric["name"] or "F" in metric["name"] else value] for at, value in metric["points"]
        ]
    bundle["metrics"][0]["points"][-10][1] = 4
    bundle["changes"] = []
    bundle["logs"] = [
        {
            "id": f"l{place}",
            "t": iso(START - timedelta(seconds=10 * (60 - place))),
            "entity": "lambda/shop",
            "source": "/aws/lambda/shop 2026/03/04/[1]00",
            "message": f"sold basket {place}",
        }
        for place in range(1, 60)
    ]
    incident_id = _opened(world, bundle)
    run(detection, incident_id, world.ports)
    run(diagnosis, incident_id, world.ports)
    close(incident_id, world.ports)
    return _recorded("sample-healthy", world, incident_id)


def _opened(world: World, bundle: dict[str, Any]) -> str:
    world.telemetry.bundle = json.loads(as_bytes(bundle))
    world.clock.moment = START
    incident_id = open_by_signal(alarm(at=START - timedelta(seconds=4)), world.intake)
    assert incident_id is not None
    return incident_id


_AGENTS: tuple[Agent[Any], ...] = (detection, diagnosis, prediction, resolution)


def _until_approval(world: World, bundle: dict[str, Any], agents: Sequence[Agent[Any]] = _AGENTS) -> str:
    incident_id = _opened(world, bundle)
    for agent in agents:
        run(agent, incident_id, world.ports)
    ask(incident_id, "token", _ENVIRONMENT, 900, world.timelines, world.approvals, world.workflow, world.clock)
    return incident_id


def _decide(world: World, incident_id: str, answer: str) -> None:
    world.clock.wait(22)
    action = world.timelines.incident(incident_id).actions[-1]
    decision = Decision.model_validate(
        {
            "action_id": action.action_id,
            "plan_hash": action.plan_hash,
            "decision": answer,
            "reason": "matches what I see",
        }
    )
    decide(incident_id, decision, "rea.responder", world.timelines, world.approvals, world.workflow, world.clock)


def _remediate(world: World, incident_id: str, step: Any) -> None:
    action = world.timelines.incident(incident_id).actions[-1]
    carry_out(step, incident_id, action.action_id, _ENVIRONMENT, world.ports)


def _bundle() -> dict[str, Any]:
    """The bad release with callers, a store behind it, a deploy elsewhere, and two things nobody may look at."""
    bundle = bad_release()
    for place, metric in enumerate(bundle["metrics"]):
        metric["points"] = [[at, _uneven(value, step + place)] for step, (at, value) in enumerate(metric["points"])]
    edges = [
        ("apigateway/storefront", "lambda/shop"),
        ("lambda/basket", "lambda/shop"),
        ("lambda/shop", "dynamodb/orders"),
        ("lambda/shop", "lambda/payments"),
        ("cloudfront/www", "apigateway/storefront"),
    ]
    bundle["topology"] = [
        {"id": f"t{place}", "from": source, "to": target, "kind": "calls"}
        for place, (source, target) in enumerate(edges, 1)
    ]
    bundle["changes"].append(
        {
            "id": "c2",
            "t": iso(START - timedelta(minutes=7)),
            "kind": "config",
            "action": "UpdateFunctionConfiguration",
            "entity": "lambda/basket",
            "details": {"memory": "512"},
        }
    )
    bundle["gaps"] = [
        {
            "id": "g1",
            "section": "metrics",
            "entity": "dynamodb/orders",
            "reason": "access denied",
            "permission": "cloudwatch:GetMetricData",
        },
        {"id": "g2", "section": "logs", "entity": "lambda/payments", "reason": "the log group does not exist"},
    ]
    return bundle


def _uneven(value: float, step: int) -> float:
    """Real series are not flat."""
    return value if value == 0 else value + (step * 7 % 5) - 2


def _recorded(name: str, world: World, incident_id: str) -> dict[str, Any]:
    events = world.timelines.events[incident_id]
    frames = [_frame(event) for event in events]
    return {
        "id": name,
        "generated_at": iso(world.clock.moment),
        "provenance": PROVENANCE,
        "environment": _ENVIRONMENT,
        "incident": result(world.timelines.incident(incident_id)).model_dump(mode="json"),
        "events": [event.model_dump(mode="json") for event in events],
        "frames": frames,
    }


def _frame(event: ev.TimelineEvent) -> dict[str, Any]:
    return frame_of(event, f"c{event.seq:06d}").model_dump(mode="json", exclude_none=True)


def main() -> None:
    """Writes the fixtures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for run_of in (fixed(), undone(), pending(), consulted(), healthy()):
        path = FOLDER / f"{run_of['id']}.json"
        path.write_text(json.dumps(run_of, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        print(f"{path.name}: {len(run_of['events'])} events, {run_of['incident']['status']}")


if __name__ == "__main__":
    main()
