"""Application Load Balancers and target groups as they are now: who is behind them, and how healthy."""

from collections import Counter
from typing import Any

from commander.aws.collecting import containers
from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window, absent
from commander.aws.collecting.things import Thing, of_arn

_REASONS = 10


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State and edges of a load balancer. Raises Missing where there is none of that name."""
    balancers = ask("elbv2", "describe_load_balancers", Names=[thing.name]).get("LoadBalancers") or []
    if not balancers:
        raise absent(thing)
    balancer = balancers[0]
    arn = balancer["LoadBalancerArn"]
    found.better_known.append(thing.with_hints(arn=arn, dimension=arn.partition(":loadbalancer/")[2]))
    attributes: dict[str, Any] = {
        "status": (balancer.get("State") or {}).get("Code"),
        "reason": (balancer.get("State") or {}).get("Reason"),
        "scheme": balancer.get("Scheme"),
        "zones": sorted({zone["ZoneName"] for zone in balancer.get("AvailabilityZones") or []}),
    }
    found.state(thing, "load_balancer", attributes, window.end)
    with found.trying("topology", thing.entity):
        for group in ask.items("elbv2", "describe_target_groups", "TargetGroups", 1, LoadBalancerArn=arn):
            behind = of_arn(group["TargetGroupArn"])
            if behind is not None:
                found.edge(thing, behind.with_hints(balancer=arn.partition(":loadbalancer/")[2]), "calls")


def describe_group(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State and edges of a target group. Raises Missing where there is none of that name."""
    groups = ask("elbv2", "describe_target_groups", Names=[thing.name]).get("TargetGroups") or []
    if not groups:
        raise absent(thing)
    group = groups[0]
    arn = group["TargetGroupArn"]
    before = [one for given in group.get("LoadBalancerArns") or [] if (one := of_arn(given)) is not None]
    hints = {"balancer": before[0].hints["dimension"]} if before else {}
    found.better_known.append(thing.with_hints(arn=arn, dimension=arn.rpartition(":")[2], **hints))
    for balancer in before:
        found.link(balancer, thing, "calls")
        found.neighbours.append(balancer)
    health = ask("elbv2", "describe_target_health", TargetGroupArn=arn).get("TargetHealthDescriptions") or []
    states = Counter(str((one.get("TargetHealth") or {}).get("State")) for one in health)
    sick = [told for one in health if (told := one.get("TargetHealth") or {}).get("State") != "healthy"]
    reasons = {": ".join(str(told[part]) for part in ("Reason", "Description") if told.get(part)) for told in sick}
    attributes: dict[str, Any] = {
        "healthy": states.pop("healthy", 0),
        "unhealthy": states.pop("unhealthy", 0),
        "other": dict(sorted(states.items())),
        "reasons": sorted(reasons - {""})[:_REASONS],
        "targets": group.get("TargetType"),
        "port": group.get("Port"),
        "protocol": group.get("Protocol"),
        "health_check": {
            "path": group.get("HealthCheckPath"),
            "port": group.get("HealthCheckPort"),
            "interval_s": group.get("HealthCheckIntervalSeconds"),
            "timeout_s": group.get("HealthCheckTimeoutSeconds"),
            "matcher": (group.get("Matcher") or {}).get("HttpCode"),
        },
    }
    found.state(thing, "target_group", attributes, window.end)
    with found.trying("topology", thing.entity):
        _targets(thing, group, health, ask, found)


def _targets(thing: Thing, group: dict[str, Any], health: list[dict[str, Any]], ask: Ask, found: Findings) -> None:
    ids = sorted({str((one.get("Target") or {}).get("Id") or "") for one in health})
    if group.get("TargetType") == "lambda":
        for arn in ids:
            function = of_arn(arn)
            if function is not None:
                found.edge(thing, function, "calls")
    elif group.get("TargetType") == "ip":
        for service in containers.behind(group["TargetGroupArn"], ask):
            found.edge(thing, service, "calls")
    else:
        for instance in [one for one in ids if one.startswith("i-")][:3]:
            found.edge(thing, Thing("ec2", instance), "calls")
