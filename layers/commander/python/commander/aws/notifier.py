"""The updates topic: one message an audience, told apart by a message attribute that subscriptions filter on."""

from commander.aws.clients import client
from commander.aws.errors import calling

_SUBJECT_LIMIT = 100
"""SNS refuses longer subjects, and any that are not printable ASCII."""


class SnsNotifier:
    """`ports.Notifier`."""

    def __init__(self, topic_arn: str) -> None:
        self._topic_arn = topic_arn

    def send(self, audience: str, subject: str, text: str, incident_id: str) -> str | None:
        """See ports.Notifier."""
        plain = "".join(char if " " <= char <= "~" else "?" for char in subject)[:_SUBJECT_LIMIT]
        with calling("sns:Publish"):
            answer = client("sns").publish(
                TopicArn=self._topic_arn,
                Subject=plain or "Incident update",
                Message=text,
                MessageAttributes={
                    "audience": {"DataType": "String", "StringValue": audience},
                    "incident_id": {"DataType": "String", "StringValue": incident_id},
                },
            )
        return str(answer["MessageId"]) if answer.get("MessageId") else None
