"""Step Functions: the state machine that works on an incident."""

import json
from typing import Any

from botocore.exceptions import ClientError

from commander.aws.clients import client
from commander.aws.errors import calling, error_code, translate


class StepFunctionsWorkflow:
    """`ports.Workflow`. The execution is named after the incident, so that a second start is refused by the service."""

    def __init__(self, state_machine_arn: str) -> None:
        self._arn = state_machine_arn

    def start(self, incident_id: str) -> None:
        """See ports.Workflow."""
        try:
            client("stepfunctions").start_execution(
                stateMachineArn=self._arn, name=incident_id, input=json.dumps({"incident_id": incident_id})
            )
        except ClientError as error:
            if error_code(error) != "ExecutionAlreadyExists":
                raise translate(error, "states:StartExecution") from error

    def ended(self, incident_id: str) -> str | None:
        """See ports.Workflow."""
        execution = self._arn.replace(":stateMachine:", ":execution:") + f":{incident_id}"
        with calling("states:DescribeExecution"):
            status: str = client("stepfunctions").describe_execution(executionArn=execution)["status"]
        return None if status in ("RUNNING", "PENDING_REDRIVE") else status

    def answer(self, token: str, output: dict[str, Any]) -> None:
        """See ports.Workflow."""
        with calling("states:SendTaskSuccess"):
            client("stepfunctions").send_task_success(taskToken=token, output=json.dumps(output))
