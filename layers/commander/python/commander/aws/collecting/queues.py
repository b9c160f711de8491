"""An SQS queue as it is now: what waits in it, who reads it, where what cannot be handled goes."""

import json
from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.functions import sources
from commander.aws.collecting.things import Thing, of_arn


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State and edges of a queue. Raises Missing where there is none of that name."""
    url = ask("sqs", "get_queue_url", QueueName=thing.name)["QueueUrl"]
    given = ask("sqs", "get_queue_attributes", QueueUrl=url, AttributeNames=["All"]).get("Attributes") or {}
    redrive = json.loads(given.get("RedrivePolicy") or "{}")
    dead_letters = of_arn(str(redrive.get("deadLetterTargetArn") or ""))
    attributes: dict[str, Any] = {
        "visible": _number(given, "ApproximateNumberOfMessages"),
        "in_flight": _number(given, "ApproximateNumberOfMessagesNotVisible"),
        "delayed": _number(given, "ApproximateNumberOfMessagesDelayed"),
        "visibility_timeout_s": _number(given, "VisibilityTimeout"),
        "retention_s": _number(given, "MessageRetentionPeriod"),
        "kms_key": given.get("KmsMasterKeyId"),
    }
    if dead_letters is None:
        attributes["redrive"] = {}
    else:
        attributes["redrive"] = {"dlq": dead_letters.name, "max_receives": int(redrive.get("maxReceiveCount", 0))}
        found.edge(thing, dead_letters, "writes")
    found.state(thing, "sqs_queue", attributes, window.end)
    with found.trying("topology", thing.entity):
        sources(ask, found, source_arn=given["QueueArn"])


def _number(given: dict[str, str], name: str) -> int | None:
    return int(given[name]) if name in given else None
