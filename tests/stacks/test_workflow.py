"""The state machines as they are deployed."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.stacks.synthesis import Found, Templates

pytestmark = [pytest.mark.synth, pytest.mark.xdist_group("stacks")]

TASKS_THAT_MAY_END_THE_EXECUTION = {"End it as failed"}
"""The last resort. Whatever it leaves, the sweeper finds."""


def _machines(templates: Templates) -> dict[str, Found]:
    return {
        found.properties["StateMachineName"].removeprefix(f"{templates.environment.prefix}-"): found
        for found in templates.of("AWS::StepFunctions::StateMachine")
    }


def _definition(machine: Found) -> dict[str, Any]:
    """The definition with its numbers filled in, which is what makes it JSON."""
    values = machine.properties["DefinitionSubstitutions"]
    text: str = machine.properties["DefinitionString"]
    filled = re.sub(
        r"\$\{(\w+)\}", lambda found: values[found[1]] if isinstance(values[found[1]], str) else "arn", text
    )
    definition: dict[str, Any] = json.loads(filled)
    return definition


def _tasks(templates: Templates) -> Iterator[tuple[str, dict[str, Any]]]:
    for machine in _machines(templates).values():
        for name, state in _definition(machine)["States"].items():
            if state["Type"] == "Task":
                yield name, state


def test_every_task_has_a_timeout(dev: Templates) -> None:
    for name, task in _tasks(dev):
        assert task["TimeoutSeconds"] > 0, name


def test_every_retry_spreads_out(dev: Templates) -> None:
    for name, task in _tasks(dev):
        assert task["Retry"], name
        for retry in task["Retry"]:
            assert retry["JitterStrategy"] == "FULL", name
            assert retry["BackoffRate"] >= 2, name
            assert retry["MaxDelaySeconds"] <= 60, name


def test_calls_of_functions_are_tried_again_when_lambda_is_busy(dev: Templates) -> None:
    for name, task in _tasks(dev):
        if "lambda:invoke" in task["Resource"]:
            assert "Lambda.TooManyRequestsException" in task["Retry"][0]["ErrorEquals"], name


def test_no_failure_of_a_task_ends_the_workflow_unnoticed(dev: Templates) -> None:
    for name, task in _tasks(dev):
        if name in TASKS_THAT_MAY_END_THE_EXECUTION:
            continue
        assert task["Catch"][-1]["ErrorEquals"] == ["States.ALL"], name


def test_a_phase_gives_up_after_its_function_does(dev: Templates) -> None:
    # Otherwise the state machine would retry while the first attempt still runs.
    longest = max(found.properties["Timeout"] for found in dev.of("AWS::Lambda::Function") if found.stack == "Workflow")
    for name, task in _tasks(dev):
        if task["Resource"].endswith("lambda:invoke"):
            assert longest < task["TimeoutSeconds"], name


def test_the_wait_for_a_person_ends_when_the_environment_says(every: Templates) -> None:
    waits = [task for _, task in _tasks(every) if task["Resource"].endswith("waitForTaskToken")]
    assert [task["TimeoutSeconds"] for task in waits] == [every.environment.approval_timeout_s]
    assert every.function("approvals").properties["Environment"]["Variables"]["COMMANDER_APPROVAL_TIMEOUT_S"] == str(
        every.environment.approval_timeout_s
    )


def test_executions_are_logged_completely_and_traced_on_aws(dev: Templates) -> None:
    for machine in _machines(dev).values():
        assert machine.properties["LoggingConfiguration"]["Level"] == "ALL"
        assert machine.properties["TracingConfiguration"] == {"Enabled": True}


def test_state_machines_have_roles_of_their_own(every: Templates) -> None:
    roles = [machine.properties["RoleArn"]["Fn::GetAtt"][0] for machine in _machines(every).values()]
    assert len(set(roles)) == 2


def test_the_workflow_may_start_remediation_wait_for_it_and_stop_it(every: Templates) -> None:
    machine = _machines(every)["incident-response"]
    statements = every.statements(machine.properties["RoleArn"]["Fn::GetAtt"][0], machine.stack)
    granted = {one["Sid"]: one for one in statements if "Sid" in one}
    assert granted["StartsRemediation"]["Action"] == "states:StartExecution"
    assert granted["WaitsForRemediation"]["Action"] == ["states:DescribeExecution", "states:StopExecution"]
    assert "StepFunctionsGetEventsForStepFunctionsExecutionRule" in json.dumps(granted["IsToldWhenItEnds"]["Resource"])


def test_functions_know_the_workflow_by_the_name_it_is_deployed_under(every: Templates) -> None:
    for name in ("api", "signals", "sweeper", "approvals", "websocket"):
        variables = every.function(name).properties["Environment"]["Variables"]
        arn = json.dumps(variables["COMMANDER_WORKFLOW_ARN"])
        assert f":stateMachine:{every.environment.prefix}-incident-response" in arn
