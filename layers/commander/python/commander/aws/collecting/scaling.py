"""Scaling by the platform: the limits of what Application Auto Scaling moves, and Auto Scaling groups."""

from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window, absent
from commander.aws.collecting.things import Thing, of_arn

_ACTIVITIES = 20


def targets(ask: Ask, namespace: str, resource: str) -> dict[str, dict[str, int]]:
    """The least and most of each dimension of a resource that scales; empty where nothing scales it."""
    answer = ask(
        "application-autoscaling", "describe_scalable_targets", ServiceNamespace=namespace, ResourceIds=[resource]
    )
    return {
        str(one["ScalableDimension"]).rpartition(":")[2]: {"min": one["MinCapacity"], "max": one["MaxCapacity"]}
        for one in sorted(answer.get("ScalableTargets") or [], key=lambda one: str(one["ScalableDimension"]))
    }


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State, edges and activities of an Auto Scaling group. Raises Missing where there is none of that name."""
    groups = ask("autoscaling", "describe_auto_scaling_groups", AutoScalingGroupNames=[thing.name])
    if not groups.get("AutoScalingGroups"):
        raise absent(thing)
    group = groups["AutoScalingGroups"][0]
    instances = group.get("Instances") or []
    attributes: dict[str, Any] = {
        "desired": group.get("DesiredCapacity"),
        "min": group.get("MinSize"),
        "max": group.get("MaxSize"),
        "in_service": sum(one.get("LifecycleState") == "InService" for one in instances),
        "unhealthy": sum(str(one.get("HealthStatus")).lower() != "healthy" for one in instances),
        "suspended": sorted(one["ProcessName"] for one in group.get("SuspendedProcesses") or []),
        "health_check": group.get("HealthCheckType"),
    }
    found.state(thing, "asg", attributes, window.end)
    for arn in group.get("TargetGroupARNs") or []:
        behind = of_arn(arn)
        if behind is not None:
            found.link(behind, thing, "runs_on")
            found.neighbours.append(behind)
    with found.trying("events", thing.entity):
        answer = ask(
            "autoscaling", "describe_scaling_activities", AutoScalingGroupName=thing.name, MaxRecords=_ACTIVITIES
        )
        for activity in answer.get("Activities") or []:
            if activity["StartTime"] < window.start:
                continue
            failed = activity.get("StatusCode") in ("Failed", "Cancelled")
            message = " ".join(str(activity.get(part) or "") for part in ("Description", "Cause", "StatusMessage"))
            found.event(
                thing,
                "autoscaling",
                activity["StartTime"],
                f"Scaling{activity.get('StatusCode', '')}",
                message.strip(),
                "error" if failed else "info",
            )
