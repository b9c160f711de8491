"""Handlers of what comes from outside: REST, WebSocket, alarms, the table's stream."""

import json
from collections.abc import Callable
from typing import Any

from commander.aws.clock import SystemClock
from commander.contract.problems import CommanderError, InvalidRequest
from commander.domain.signals import from_cloudwatch
from commander.ports import Intake, Tickets
from commander.runtime.api import Api
from commander.runtime.http import serve
from commander.runtime.intake import open_by_signal
from commander.runtime.live import Live, advance, drain, incident_ids
from commander.runtime.logging import logger
from commander.runtime.socket import Socket
from commander.runtime.tasks import Handler


def rest_handler(api: Callable[[], Api]) -> Handler:
    """Answers REST calls."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        served = api()
        answer = serve(event, served.handlers(), served.settings.allowed_origin)
        logger.info("answered", method=event["httpMethod"], path=event["path"], status=answer["statusCode"])
        return answer

    return handler


def signals_handler(intake: Callable[[], Intake]) -> Handler:
    """Opens or joins incidents for the alarms in an SNS event.

    A message that is no alarm is logged and dropped: no retry makes it one. Any other error is raised, so that SNS
    delivers again and, in the end, puts the message on the dead-letter queue.
    """

    def handler(event: dict[str, Any], context: Any) -> Any:
        opened = []
        for record in event["Records"]:
            message_id = record["Sns"]["MessageId"]
            try:
                message = json.loads(record["Sns"]["Message"])
                if not isinstance(message, dict):
                    raise InvalidRequest("the message is not an object")
                opened.append(open_by_signal(from_cloudwatch(message, message_id), intake()))
            except (InvalidRequest, ValueError) as error:
                logger.error("not an alarm, dropped", message_id=message_id, reason=str(error))
        logger.info("signals", incident_ids=opened)
        return {"incident_ids": opened}

    return handler


def socket_handler(socket: Callable[[], Socket]) -> Handler:
    """Serves the WebSocket API's routes."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        request = event["requestContext"]
        connection_id, route = request["connectionId"], request["routeKey"]
        logger.info("socket", route=route, connection_id=connection_id)
        match route:
            case "$connect":
                who = request["authorizer"]
                socket().opened(connection_id, who["user"], who["role"])
            case "$disconnect":
                socket().closed(connection_id)
            case _:
                socket().received(connection_id, event.get("body") or "")
        return {"statusCode": 200}

    return handler


def ticket_authorizer(tickets: Callable[[], Tickets]) -> Handler:
    """Allows the connection whose ticket is good, and says who it is. A ticket works once."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        ticket = (event.get("queryStringParameters") or {}).get("ticket", "")
        who = tickets().redeem(ticket, SystemClock().now()) if ticket else None
        if who is None:
            logger.warning("a WebSocket ticket was refused", source_ip=_source_ip(event))
            return _policy("Deny", event["methodArn"], "nobody", {})
        user, role = who
        logger.info("a WebSocket ticket was redeemed", user=user, role=role)
        return _policy("Allow", event["methodArn"], user, {"user": user, "role": role})

    return handler


def _policy(effect: str, resource: str, principal: str, context: dict[str, str]) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


def _source_ip(event: dict[str, Any]) -> str:
    return str((event.get("requestContext", {}).get("identity") or {}).get("sourceIp", "unknown"))


def broadcast_handler(live: Callable[[], Live]) -> Handler:
    """Pushes the incidents in a stream batch. One that cannot be pushed does not keep the others back, and is told."""

    def handler(event: dict[str, Any], context: Any) -> Any:
        pushing, failed = live(), []
        for incident_id in incident_ids(event["Records"]):
            try:
                advance(pushing, incident_id)
            except CommanderError as error:
                failed.append(incident_id)
                logger.error("not added to the feed", incident_id=incident_id, detail=error.detail)
        drain(pushing, context.aws_request_id)
        logger.info("pushed", records=len(event["Records"]))
        if failed:
            raise RuntimeError(f"could not push {', '.join(failed)}")  # the stream delivers the batch again
        return {"batchItemFailures": []}

    return handler
