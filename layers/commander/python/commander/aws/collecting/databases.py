"""RDS instances and clusters as they are now, with their events and what replicates to what."""

from datetime import datetime, timedelta
from typing import Any

from commander.aws.collecting import performance_insights
from commander.aws.collecting.asking import Ask
from commander.aws.collecting.findings import Findings, Window, absent
from commander.aws.collecting.things import Thing

_EVENTS_BACK = timedelta(hours=6)
_PARAMETER_PAGES = 6
_WORSE = {
    "failure": "error",
    "failover": "warning",
    "availability": "warning",
    "low storage": "warning",
    "recovery": "warning",
    "read replica": "info",
}
"""RDS names the category of an event; the ones not here are notices."""


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State, edges and events of an instance. Raises Missing where there is none of that name."""
    instances = ask("rds", "describe_db_instances", DBInstanceIdentifier=thing.name).get("DBInstances") or []
    if not instances:
        raise absent(thing)
    instance = instances[0]
    cluster = instance.get("DBClusterIdentifier")
    zone = str(instance.get("AvailabilityZone") or "")
    attributes: dict[str, Any] = {
        "engine": instance.get("Engine"),
        "engine_version": instance.get("EngineVersion"),
        "instance_class": instance.get("DBInstanceClass"),
        "region": zone.rstrip("abcdef") or None,
        "zone": zone,
        "status": instance.get("DBInstanceStatus"),
        "db_cluster": cluster,
        "multi_az": instance.get("MultiAZ"),
        "allocated_storage_gb": instance.get("AllocatedStorage"),
        "max_allocated_storage_gb": instance.get("MaxAllocatedStorage"),
        "storage_type": instance.get("StorageType"),
        "iops": instance.get("Iops"),
        "pending": instance.get("PendingModifiedValues"),
        "replicas": instance.get("ReadReplicaDBInstanceIdentifiers"),
        "replica_of": instance.get("ReadReplicaSourceDBInstanceIdentifier"),
        "certificate_until": _day((instance.get("CertificateDetails") or {}).get("ValidTill")),
    }
    groups = [group["DBParameterGroupName"] for group in instance.get("DBParameterGroups") or []]
    if groups:
        with found.trying("state", thing.entity):
            attributes["parameters"] = _parameters(groups[0], ask)
    found.state(thing, "rds_instance", attributes, window.end)
    for log in instance.get("EnabledCloudwatchLogsExports") or []:
        found.groups.append(f"/aws/rds/instance/{thing.name}/{log}")
    if cluster:
        owner = Thing("rds-cluster", cluster)
        found.link(owner, thing, "owns")
        found.neighbours.append(owner)
    for replica in instance.get("ReadReplicaDBInstanceIdentifiers") or []:
        found.edge(thing, Thing("rds", str(replica).rpartition(":")[2]), "replicates_to")
    source = str(instance.get("ReadReplicaSourceDBInstanceIdentifier") or "").rpartition(":")[2]
    if source:
        writer = Thing("rds", source)
        found.link(writer, thing, "replicates_to")
        found.neighbours.append(writer)
    events(thing, "db-instance", ask, found, window)
    performance_insights.look(thing, instance, ask, found, window)


def describe_cluster(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State, edges and events of a cluster. Raises Missing where there is none of that name."""
    clusters = ask("rds", "describe_db_clusters", DBClusterIdentifier=thing.name).get("DBClusters") or []
    if not clusters:
        raise absent(thing)
    cluster = clusters[0]
    members = cluster.get("DBClusterMembers") or []
    writer = next((one["DBInstanceIdentifier"] for one in members if one.get("IsClusterWriter")), None)
    limits = cluster.get("ServerlessV2ScalingConfiguration") or {}
    attributes: dict[str, Any] = {
        "engine": cluster.get("Engine"),
        "engine_version": cluster.get("EngineVersion"),
        "status": cluster.get("Status"),
        "multi_az": cluster.get("MultiAZ"),
        "writer": writer,
        "readers": sorted(one["DBInstanceIdentifier"] for one in members if not one.get("IsClusterWriter")),
        "min_capacity": limits.get("MinCapacity"),
        "max_capacity": limits.get("MaxCapacity"),
    }
    found.state(thing, "rds_cluster", attributes, window.end)
    for log in cluster.get("EnabledCloudwatchLogsExports") or []:
        found.groups.append(f"/aws/rds/cluster/{thing.name}/{log}")
    for member in members:
        name = member["DBInstanceIdentifier"]
        found.edge(thing, Thing("rds", name), "owns")
        if writer and name != writer:
            found.link(Thing("rds", writer), Thing("rds", name), "replicates_to")
    events(thing, "db-cluster", ask, found, window)


def events(thing: Thing, source_type: str, ask: Ask, found: Findings, window: Window) -> None:
    """What RDS reported of the instance or cluster."""
    with found.trying("events", thing.entity):
        told = ask.items(
            "rds",
            "describe_events",
            "Events",
            2,
            SourceIdentifier=thing.name,
            SourceType=source_type,
            StartTime=window.end - _EVENTS_BACK,
            EndTime=window.end,
        )
        for event in told:
            categories = event.get("EventCategories") or []
            level = next((_WORSE[one] for one in categories if one in _WORSE), "info")
            reason = categories[0] if categories else "notification"
            found.event(thing, "rds", event.get("Date"), reason, event.get("Message") or "", level)


def _parameters(group: str, ask: Ask) -> dict[str, Any]:
    """The connection limit, as a number where it is one and as its formula where it depends on the memory, and what
    else was set by hand of the parameters that decide about connections, locks and memory."""
    told: dict[str, Any] = {}
    for page in ask.pages("rds", "describe_db_parameters", _PARAMETER_PAGES, DBParameterGroupName=group):
        for parameter in page.get("Parameters") or []:
            name, value = parameter.get("ParameterName"), parameter.get("ParameterValue")
            if value is None or not (name == "max_connections" or parameter.get("Source") == "user"):
                continue
            if name == "max_connections" and not str(value).isdigit():
                name = "max_connections_formula"
            told[str(name)] = int(value) if str(value).isdigit() else str(value)
        if any(name.startswith("max_connections") for name in told):
            break
    return told


def _day(moment: datetime | None) -> str | None:
    return moment.date().isoformat() if moment else None
