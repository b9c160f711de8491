"""Makes a runbook's calls, the changing ones under a session narrowed to exactly this runbook and target."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from commander.aws.clients import client
from commander.aws.errors import calling, error_code
from commander.contract.actions import ApiCall, MadeCall
from commander.contract.problems import ServiceUnavailable
from commander.domain.runbooks import Runbook, fill

_READING = re.compile(r"^(get|list|describe)_[a-z_]+$")
_SESSION_S = 900
"""The shortest session STS gives out."""
_ONE_TRY = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard", "total_max_attempts": 3})


class SessionActuator:
    """`ports.Actuator`. Reads with the function's own rights, acts with the remediation role's narrowed ones."""

    def __init__(self, remediation_role_arn: str) -> None:
        self._role_arn = remediation_role_arn

    def read(self, runbook: Runbook, call: ApiCall) -> dict[str, Any]:
        """See ports.Actuator."""
        if not _READING.match(call.operation):
            raise ValueError(f"{runbook.name}: {call.operation} is not a reading call")
        with calling(f"{call.service}:{_action(call.operation)}"):
            answer: dict[str, Any] = getattr(client(call.service), call.operation)(**call.parameters)
        return answer

    def act(self, runbook: Runbook, target: str, call: ApiCall) -> MadeCall:
        """See ports.Actuator."""
        service = self._narrowed(runbook, target, call.service)
        at = datetime.now(UTC)
        try:
            answer = getattr(service, call.operation)(**call.parameters)
        except ClientError as error:
            return MadeCall(
                call=call,
                request_id=error.response.get("ResponseMetadata", {}).get("RequestId"),
                at=at,
                outcome="refused",
                detail=f"{error_code(error)}: {error.response.get('Error', {}).get('Message', '')}",
            )
        except BotoCoreError as error:
            raise ServiceUnavailable(f"{call.service}:{call.operation} could not be called: {error}") from error
        return MadeCall(call=call, request_id=answer.get("ResponseMetadata", {}).get("RequestId"), at=at, outcome="ok")

    def _narrowed(self, runbook: Runbook, target: str, service: str) -> Any:
        """A client whose rights are those of the remediation role cut down to the runbook's actions on the target."""
        resource = self._resource(runbook, target)
        policy = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": runbook.actions, "Resource": [resource, f"{resource}:*"]}],
        }
        with calling("sts:AssumeRole"):
            session = client("sts").assume_role(
                RoleArn=self._role_arn,
                RoleSessionName=re.sub(r"[^\w+=,.@-]", "-", runbook.name)[:64],
                Policy=json.dumps(policy, separators=(",", ":")),
                DurationSeconds=_SESSION_S,
            )["Credentials"]
        make: Any = boto3.client  # where boto3's stubs are installed, their overloads want a literal service name
        return make(
            service,
            aws_access_key_id=session["AccessKeyId"],
            aws_secret_access_key=session["SecretAccessKey"],
            aws_session_token=session["SessionToken"],
            config=_ONE_TRY,
        )

    def _resource(self, runbook: Runbook, target: str) -> str:
        _, partition, _, _, account, _ = self._role_arn.split(":", 5)
        region = client("sts").meta.region_name
        name = target.partition("/")[2]
        resource: str = fill(
            runbook.resource,
            {"partition": partition, "region": region, "account": account, "target": {"name": name}},
        )
        return resource


def _action(operation: str) -> str:
    return "".join(word.capitalize() for word in operation.split("_"))
