"""The two state machines as they are deployed, run by moto's interpreter with the product's own tasks in memory."""

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import state_task_service_sfn

from commander.agents.detection import detection
from commander.agents.diagnosis import diagnosis
from commander.agents.prediction import prediction
from commander.agents.resolution import resolution
from commander.contract.actions import Decision
from commander.domain.chain import first_break
from commander.domain.incident import Incident
from commander.runtime import tasks
from commander.runtime.approval import decide
from commander.runtime.intake import open_by_signal
from commander.runtime.settings import Settings
from tests.making import START, World, alarm, bad_release, nothing_known

_MACHINES = Path(__file__).parents[2] / "statemachines"
_TRUST = {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}
_PATIENCE_S = 60
_ENDS = ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED")


@dataclass
class Machine:
    """The workflows, with tasks that fail where the test says so."""

    world: World
    arn: str = ""
    broken: set[str] = field(default_factory=set)
    failures_left: dict[str, int] = field(default_factory=dict)
    invoked: list[str] = field(default_factory=list)

    def invoke(self, FunctionName: str, Payload: bytes | str, **_: Any) -> dict[str, Any]:
        """Stands for Lambda: runs the product's handler of that name."""
        event = json.loads(Payload)
        step = f"{FunctionName} {event['step']}" if "step" in event else FunctionName
        self.invoked.append(step)
        if step in self.broken or self.failures_left.get(step, 0) > 0:
            self.failures_left[step] = self.failures_left.get(step, 1) - 1
            said = json.dumps({"errorType": "ServiceUnavailable", "errorMessage": f"{step} is broken"})
            return {"FunctionError": "Unhandled", "Payload": io.BytesIO(said.encode()), "StatusCode": 200}
        answer = self.handlers()[FunctionName](event, None)
        return {"Payload": io.BytesIO(json.dumps(answer).encode()), "StatusCode": 200}

    def handlers(self) -> dict[str, Callable[[dict[str, Any], Any], Any]]:
        world, settings = self.world, Settings(environment="test", approval_timeout_s=60)
        return {
            "detection": tasks.agent_task(detection, lambda: world.ports),
            "diagnosis": tasks.agent_task(diagnosis, lambda: world.ports),
            "prediction": tasks.agent_task(prediction, lambda: world.ports),
            "resolution": tasks.agent_task(resolution, lambda: world.ports),
            "communication": tasks.closing_task(lambda: world.ports),
            "approvals": tasks.approval_task(lambda: world.intake, lambda: world.approvals, lambda: settings),
            "remediation": tasks.remediation_task(lambda: world.ports, lambda: settings),
            "sweeper": tasks.sweeping_task(lambda: world.intake, lambda: world.ports),
        }

    def run(self, bundle: dict[str, Any], decision: str | None = None) -> Incident:
        """Opens an incident and runs the workflow to its end, with a person who decides or does not."""
        self.world.telemetry.bundle = bundle
        incident_id = str(open_by_signal(alarm(), self.world.intake))
        states = boto3.client("stepfunctions")
        execution = states.start_execution(
            stateMachineArn=self.arn, name=incident_id, input=json.dumps({"incident_id": incident_id})
        )["executionArn"]
        if decision:
            self._decide(incident_id, decision, states)
        status = _until(lambda: (s := states.describe_execution(executionArn=execution)["status"]) in _ENDS and s)
        assert status == "SUCCEEDED", states.get_execution_history(executionArn=execution)["events"][-3:]
        return self.world.timelines.incident(incident_id)

    def _decide(self, incident_id: str, decision: str, states: Any) -> None:
        action = _until(lambda: self.world.timelines.incident(incident_id).action)
        given = {"action_id": action.action_id, "plan_hash": action.plan_hash, "decision": decision}
        world = self.world
        decide(
            incident_id, Decision.model_validate(given), "ann", world.timelines, world.approvals, world.workflow,
            world.clock,
        )  # fmt: skip
        token, output = world.workflow.answers[-1]
        states.send_task_success(taskToken=token, output=json.dumps(output))


class _Nested:
    """moto neither turns a nested execution's parameters into boto3's spelling nor the answer back into its own."""

    def __init__(self, states: Any) -> None:
        self._states = states

    def start_execution(self, **given: Any) -> Any:
        answer = self._states.start_execution(**{name[0].lower() + name[1:]: value for name, value in given.items()})
        return {name[0].upper() + name[1:]: value for name, value in answer.items()}

    def describe_execution(self, **given: Any) -> Any:
        answer = self._states.describe_execution(**given)
        return {**answer, "Status": answer["status"]}


def _until(true: Callable[[], Any]) -> Any:
    """What a condition gives once it gives something."""
    deadline, waiting = time.monotonic() + _PATIENCE_S, threading.Event()
    while not (found := true()):
        assert time.monotonic() < deadline, "it never came true"
        waiting.wait(0.02)
    return found


def definition(name: str, **substitutions: Any) -> str:
    """A state machine as deployed, its retries made quick."""
    text = (_MACHINES / f"{name}.asl.json").read_text(encoding="utf-8")
    for key, value in substitutions.items():
        text = text.replace("${" + key + "}", str(value))
    machine = json.loads(text)
    for state in machine["States"].values():
        for retry in state.get("Retry", []):
            retry |= {"IntervalSeconds": 1, "MaxAttempts": 1, "BackoffRate": 1.0}
    return json.dumps(machine)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    for name, value in (("AWS_ACCESS_KEY_ID", "testing"), ("AWS_SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    made = Machine(World())
    real: Any = lambda_eval_utils.boto_client_for

    def client_for(service: str, **given: Any) -> Any:
        return made if service == "lambda" else _Nested(real(service=service, **given))

    monkeypatch.setattr(lambda_eval_utils, "boto_client_for", client_for)
    monkeypatch.setattr(state_task_service_sfn, "boto_client_for", client_for)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        role = boto3.client("iam").create_role(
            RoleName="r", AssumeRolePolicyDocument=json.dumps({"Statement": [_TRUST]})
        )["Role"]["Arn"]
        states = boto3.client("stepfunctions")
        names = ("Detection", "Diagnosis", "Prediction", "Resolution", "Communication", "Approvals", "Sweeper")
        functions = {f"{name}FunctionArn": name.lower() for name in names}
        remediation = definition("remediation", RemediationFunctionArn="remediation", VerificationWaitSeconds=1)
        nested = states.create_state_machine(name="remediation", definition=remediation, roleArn=role)
        response = definition(
            "incident_response",
            **functions,
            RemediationStateMachineArn=nested["stateMachineArn"],
            ApprovalTimeoutSeconds=3,
        )
        made.arn = states.create_state_machine(name="incident", definition=response, roleArn=role)["stateMachineArn"]
        yield made


def _calm(world: World, value: float) -> None:
    moments = [START + timedelta(seconds=10 * place) for place in range(1, 4)]
    world.telemetry.signal = [(at, value) for at in moments]
    world.telemetry.traffic = [(at, 40.0) for at in moments]


def test_from_the_alarm_to_a_verified_fix(machine: Machine) -> None:
    _calm(machine.world, 0)
    incident = machine.run(bad_release(), "approve")
    assert (incident.status, incident.resolution_code) == ("resolved", "fixed")
    assert machine.world.actuator.alias == "1"
    assert len(machine.world.notifier.sent) == 3
    assert first_break(machine.world.timelines.read(incident.incident_id)) is None


def test_a_fix_that_does_not_help_is_undone(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    _calm(machine.world, 38)
    world = machine.world
    watch = world.telemetry.watch

    def time_passes(*given: Any) -> Any:
        world.clock.wait(60)
        return watch(*given)

    monkeypatch.setattr(world.telemetry, "watch", time_passes)
    incident = machine.run(bad_release(), "approve")
    assert (incident.status, incident.actions[0].status) == ("escalated", "undone")
    assert world.actuator.alias == "2"


def test_a_rejected_plan_is_escalated_and_nothing_runs(machine: Machine) -> None:
    incident = machine.run(bad_release(), "reject")
    assert (incident.status, incident.actions[0].status) == ("escalated", "rejected")
    assert machine.world.actuator.calls == []


def test_a_plan_that_nobody_decides_on_is_escalated(machine: Machine) -> None:
    incident = machine.run(bad_release())
    assert (incident.status, incident.actions[0].status) == ("escalated", "expired")
    assert machine.world.actuator.calls == []


def test_nothing_to_go_on_skips_resolution(machine: Machine) -> None:
    incident = machine.run(nothing_known())
    assert incident.status == "escalated"
    assert "resolution" not in machine.invoked
    assert incident.agents["resolution"].status == "idle"


@pytest.mark.parametrize("agent", ["detection", "diagnosis", "resolution"])
def test_an_essential_phase_that_fails_for_good_still_ends_with_people_told(machine: Machine, agent: str) -> None:
    machine.broken.add(agent)
    incident = machine.run(bad_release())
    assert incident.status == "failed"
    assert f"{agent} is broken" in incident.failures[agent]
    assert len(machine.world.notifier.sent) == 3


def test_a_forecast_that_fails_is_done_without(machine: Machine) -> None:
    machine.broken.add("prediction")
    _calm(machine.world, 0)
    incident = machine.run(bad_release(), "approve")
    assert (incident.status, incident.agents["prediction"].status) == ("resolved", "error")


@pytest.mark.parametrize(
    "step", ["detection", "diagnosis", "resolution", "communication", "remediation execute", "remediation verify"]
)
def test_a_task_that_fails_once_is_retried_and_leaves_no_trace(machine: Machine, step: str) -> None:
    machine.failures_left[step] = 1
    _calm(machine.world, 0)
    incident = machine.run(bad_release(), "approve")
    assert incident.status == "resolved"
    assert machine.invoked.count(step) == 2
    assert len(machine.world.actuator.calls) == 1


def test_communication_that_fails_for_good_still_ends_the_incident(machine: Machine) -> None:
    machine.broken.add("communication")
    incident = machine.run(nothing_known())
    assert incident.status == "failed"
    assert [audience for audience, _, _ in machine.world.notifier.sent] == ["responders"]


def test_an_execution_that_breaks_after_acting_is_undone(machine: Machine) -> None:
    machine.broken.add("remediation verify")
    incident = machine.run(bad_release(), "approve")
    assert (incident.status, incident.actions[0].status) == ("escalated", "undone")
    assert machine.world.actuator.alias == "2"


def test_an_undo_that_breaks_is_told_as_what_it_is(machine: Machine) -> None:
    machine.broken |= {"remediation verify", "remediation undo"}
    incident = machine.run(bad_release(), "approve")
    assert (incident.status, incident.actions[0].status) == ("escalated", "failed")
    assert "remediation workflow broke" in str(incident.actions[0].reason)


def test_every_task_retries_with_jitter_and_has_a_way_out() -> None:
    for name in ("incident_response", "remediation"):
        text = (_MACHINES / f"{name}.asl.json").read_text(encoding="utf-8")
        machine = json.loads(text.replace("${ApprovalTimeoutSeconds}", "1").replace("${VerificationWaitSeconds}", "1"))
        for title, state in machine["States"].items():
            if state["Type"] != "Task":
                continue
            assert state["TimeoutSeconds"], title
            assert all(retry["JitterStrategy"] == "FULL" for retry in state["Retry"]), title
            assert state.get("Catch") or title == "End it as failed", title
