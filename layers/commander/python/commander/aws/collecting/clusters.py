"""EKS clusters and their node groups, as far as AWS tells: what runs inside, only Kubernetes itself knows."""

from typing import Any

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.things import Thing

_NODE_GROUPS = 10


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State and edges of a cluster. Raises Missing where there is none of that name."""
    cluster = ask("eks", "describe_cluster", name=thing.name)["cluster"]
    attributes: dict[str, Any] = {
        "status": cluster.get("status"),
        "version": cluster.get("version"),
        "platform_version": cluster.get("platformVersion"),
        "issues": _issues(cluster),
    }
    found.state(thing, "eks_cluster", attributes, window.end)
    if any(one.get("enabled") for one in (cluster.get("logging") or {}).get("clusterLogging") or []):
        found.groups.append(f"/aws/eks/{thing.name}/cluster")
    found.groups.append(f"/aws/containerinsights/{thing.name}/application")
    with found.trying("state", thing.entity):
        names = ask.items("eks", "list_nodegroups", "nodegroups", 1, clusterName=thing.name)
        for name in sorted(names)[:_NODE_GROUPS]:
            _describe_nodes(thing, name, ask, found, window)
    found.gap(
        "state",
        thing.entity,
        "pods, deployments and Kubernetes events are not read: attach a bundle that has them, or ask the cluster",
    )


def _describe_nodes(thing: Thing, name: str, ask: Ask, found: Findings, window: Window) -> None:
    group = ask("eks", "describe_nodegroup", clusterName=thing.name, nodegroupName=name)["nodegroup"]
    nodes = Thing("nodegroup", name)
    scaling = group.get("scalingConfig") or {}
    attributes: dict[str, Any] = {
        "cluster": thing.name,
        "status": group.get("status"),
        "version": group.get("version"),
        "desired": scaling.get("desiredSize"),
        "min": scaling.get("minSize"),
        "max": scaling.get("maxSize"),
        "instance_types": group.get("instanceTypes"),
        "capacity": group.get("capacityType"),
        "issues": _issues(group),
    }
    found.state(nodes, "nodegroup", attributes, window.end)
    found.link(thing, nodes, "runs_on")
    for one in (group.get("resources") or {}).get("autoScalingGroups") or []:
        found.edge(nodes, Thing("asg", one["name"]), "runs_on")


def _issues(thing: dict[str, Any]) -> list[str]:
    return [f"{one.get('code')}: {one.get('message')}" for one in (thing.get("health") or {}).get("issues") or []]
