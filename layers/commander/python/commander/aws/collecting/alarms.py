"""What the account's other alarms about the same things say."""

from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings
from commander.aws.collecting.things import Thing, of_dimensions

_PAGES = 5
_STATES = {"ALARM": "alarm", "OK": "ok", "INSUFFICIENT_DATA": "insufficient_data"}


def look(things: list[Thing], own: str | None, ask: Ask, found: Findings) -> None:
    """Adds the alarms about the things, but not the one named `own`, which opened the incident."""
    for page in ask.pages("cloudwatch", "describe_alarms", _PAGES, AlarmTypes=["MetricAlarm"]):
        for alarm in page.get("MetricAlarms") or []:
            about = _about(alarm)
            if about is None or about not in things or alarm.get("AlarmName") == own:
                continue
            threshold = alarm.get("Threshold")
            found.add(
                "alerts",
                t=alarm.get("StateUpdatedTimestamp"),
                name=alarm["AlarmName"],
                entity=about.entity,
                state=_STATES.get(str(alarm.get("StateValue")), "insufficient_data"),
                metric=alarm.get("MetricName"),
                threshold=float(threshold) if threshold is not None else None,
                comparison=alarm.get("ComparisonOperator"),
                reason=alarm.get("StateReason") or None,
            )


def _about(alarm: dict[str, Any]) -> Thing | None:
    dimensions = {one["Name"]: one["Value"] for one in alarm.get("Dimensions") or []}
    return of_dimensions(str(alarm.get("Namespace") or ""), dimensions)
