"""ECS services as they are now: deployments, the platform's own events, why tasks stopped, what stands before them."""

import re
from collections.abc import Iterator
from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window, absent
from commander.aws.collecting.scaling import targets
from commander.aws.collecting.things import Thing, of_arn, of_settings, of_text
from commander.contract.problems import Missing

_CLUSTERS, _SERVICES_A_CALL, _SERVICE_PAGES = 10, 10, 3
_EVENTS, _STOPPED = 40, 20
_REASONS = (
    ("has reached a steady state", "SERVICE_STEADY_STATE", "normal"),
    ("unable to place a task", "SERVICE_TASK_PLACEMENT_FAILURE", "error"),
    ("unable to consistently start tasks", "SERVICE_TASK_START_IMPAIRED", "error"),
    ("is unhealthy in", "SERVICE_TASK_UNHEALTHY", "warning"),
    ("failed container health checks", "SERVICE_TASK_UNHEALTHY", "warning"),
    ("failed ELB health checks", "SERVICE_TASK_UNHEALTHY", "warning"),
    ("deployment failed", "SERVICE_DEPLOYMENT_FAILED", "error"),
    ("rolling back to", "SERVICE_DEPLOYMENT_FAILED", "error"),
    ("deployment completed", "SERVICE_DEPLOYMENT_COMPLETED", "normal"),
    ("has begun draining connections", "SERVICE_DRAINING", "info"),
    ("has started", "SERVICE_TASK_STARTED", "normal"),
    ("has stopped", "SERVICE_TASK_STOPPED", "info"),
    ("registered", "SERVICE_TARGETS_REGISTERED", "normal"),
    ("operations are being throttled", "SERVICE_OPERATIONS_THROTTLED", "warning"),
)
"""What ECS calls the things that its events tell; DescribeServices has their wording only."""


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State, edges and events of a service. Raises Missing where no cluster has one of that name."""
    cluster, service = _find(thing, ask)
    found.better_known.append(thing.with_hints(cluster=cluster))
    attributes: dict[str, Any] = {
        "cluster": cluster,
        "status": service.get("status"),
        "desired": service.get("desiredCount"),
        "running": service.get("runningCount"),
        "pending": service.get("pendingCount"),
        "task_definition": _last(service.get("taskDefinition")),
        "launch_type": service.get("launchType"),
        "deployments": [_deployment(one) for one in service.get("deployments") or []],
        "events": [event["message"] for event in (service.get("events") or [])[:10]],
    }
    _events(thing, service, found, window)
    for balancer in service.get("loadBalancers") or []:
        group = of_arn(balancer.get("targetGroupArn") or "")
        if group is not None:
            found.link(group, thing, "calls")
            found.neighbours.append(group)
    try:
        with found.trying("state", thing.entity):
            scaled = targets(ask, "ecs", f"service/{cluster}/{thing.name}")
            attributes["auto_scaling"] = scaled.get("DesiredCount")
        with found.trying("state", thing.entity):
            attributes |= _task(thing, str(service.get("taskDefinition") or ""), ask, found)
    finally:  # what is known when the time is up counts
        found.state(thing, "ecs_service", attributes, window.end)
    with found.trying("events", thing.entity):
        _stopped(thing, cluster, ask, found, window)


def behind(group_arn: str, ask: Ask) -> Iterator[Thing]:
    """The services whose tasks are the targets of a target group."""
    for cluster in _clusters(ask):
        names = ask.items("ecs", "list_services", "serviceArns", _SERVICE_PAGES, cluster=cluster)
        for place in range(0, len(names), _SERVICES_A_CALL):
            chosen = names[place : place + _SERVICES_A_CALL]
            for service in ask("ecs", "describe_services", cluster=cluster, services=chosen).get("services") or []:
                if any(one.get("targetGroupArn") == group_arn for one in service.get("loadBalancers") or []):
                    yield Thing("ecs-service", service["serviceName"], {"cluster": _last(cluster)})


def _find(thing: Thing, ask: Ask) -> tuple[str, dict[str, Any]]:
    known = thing.hints.get("cluster")
    for cluster in [known] if known else _clusters(ask):
        try:
            answer = ask("ecs", "describe_services", cluster=cluster, services=[thing.name])
        except Missing:
            continue
        for service in answer.get("services") or []:
            if service.get("status") != "INACTIVE":
                return _last(cluster), service
    raise absent(thing)


def _clusters(ask: Ask) -> list[str]:
    return sorted(ask.items("ecs", "list_clusters", "clusterArns", 1))[:_CLUSTERS]


def _deployment(one: dict[str, Any]) -> dict[str, Any]:
    told = {
        "status": one.get("status"),
        "task_definition": _last(one.get("taskDefinition")),
        "desired": one.get("desiredCount"),
        "running": one.get("runningCount"),
        "failed_tasks": one.get("failedTasks"),
        "rollout_state": one.get("rolloutState"),
        "rollout_reason": one.get("rolloutStateReason"),
        "created_at": one["createdAt"].isoformat() if one.get("createdAt") else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _events(thing: Thing, service: dict[str, Any], found: Findings, window: Window) -> None:
    for event in (service.get("events") or [])[:_EVENTS]:
        if event["createdAt"] < window.start:
            continue
        message = str(event.get("message") or "")
        reason, level = next(
            ((reason, level) for words, reason, level in _REASONS if words in message), ("SERVICE_EVENT", "info")
        )
        found.event(thing, "ecs", event["createdAt"], reason, message, level)


def _task(thing: Thing, definition: str, ask: Ask, found: Findings) -> dict[str, Any]:
    """What the service's tasks are made of; their log groups; what their settings name."""
    if not definition:
        return {}
    task = ask("ecs", "describe_task_definition", taskDefinition=definition)["taskDefinition"]
    containers = []
    for container in task.get("containerDefinitions") or []:
        settings = {one["name"]: str(one.get("value") or "") for one in container.get("environment") or []}
        secrets = [str(one.get("valueFrom") or "") for one in container.get("secrets") or []]
        for needed in (*of_settings(settings), *(one for text in secrets for one in of_text(text))):
            found.edge(thing, needed, "depends_on")
        group = ((container.get("logConfiguration") or {}).get("options") or {}).get("awslogs-group")
        if group:
            found.groups.append(group)
        containers.append(
            {
                "name": container.get("name"),
                "image": container.get("image"),
                "settings": sorted(settings),
                "memory_mb": container.get("memory") or container.get("memoryReservation"),
                "essential": container.get("essential"),
            }
        )
    role = of_arn(task.get("taskRoleArn") or "")
    if role is not None:
        found.neighbours.append(role)
    return {"cpu": task.get("cpu"), "memory_mb": task.get("memory"), "containers": containers}


def _stopped(thing: Thing, cluster: str, ask: Ask, found: Findings, window: Window) -> None:
    """Why tasks stopped. ECS remembers stopped tasks for about an hour."""
    answer = ask("ecs", "list_tasks", cluster=cluster, serviceName=thing.name, desiredStatus="STOPPED")
    arns = sorted(answer.get("taskArns") or [])[:_STOPPED]
    if not arns:
        return
    for task in ask("ecs", "describe_tasks", cluster=cluster, tasks=arns).get("tasks") or []:
        exits = [
            f"container {one.get('name')} exited with {one['exitCode']} {one.get('reason') or ''}".strip()
            for one in task.get("containers") or []
            if one.get("exitCode") not in (None, 0) or one.get("reason")
            if one.get("exitCode") is not None
        ]
        reasons = [one["reason"] for one in task.get("containers") or [] if one.get("reason")]
        why = "; ".join(dict.fromkeys([str(task.get("stoppedReason") or ""), *exits, *reasons]))
        level = "info" if re.search(r"[Ss]caling activity|deployment", str(task.get("stoppedReason"))) else "warning"
        code = str(task.get("stopCode") or "TaskStopped")
        found.event(thing, "ecs", task.get("stoppedAt"), code, why.strip("; ") or "the task stopped", level)


def _last(name: Any) -> str:
    return str(name or "").rpartition("/")[2]
