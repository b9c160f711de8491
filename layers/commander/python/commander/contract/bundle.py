"""The evidence bundle: everything that is known about one incident, in one document.

Where the schema lets a field be absent but not null, the field is `Maybe[...]`: None in Python, absent in JSON.
"""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from commander.contract.json_types import (
    Attributes,
    BundleEntity,
    CaseId,
    Id,
    Integer,
    Maybe,
    Number,
    Points,
    Text,
    Time,
)

Section = Literal["alerts", "metrics", "logs", "events", "changes", "topology", "state"]
ChangeKind = Literal["deployment", "config", "infrastructure", "access", "scaling", "flag", "data", "other"]
EdgeKind = Literal["calls", "owns", "runs_on", "reads", "writes", "replicates_to", "depends_on"]
SECTIONS: tuple[Section, ...] = get_args(Section)


class BundleShape(BaseModel):
    """What the parts of a bundle share: frozen, and a field nobody knows is an error."""

    # Validators are built with the first document, not on import: most functions never read a bundle.
    model_config = ConfigDict(
        extra="forbid", frozen=True, serialize_by_alias=True, validate_by_name=False, defer_build=True
    )


class BundleIncident(BundleShape):
    """What is known of the incident itself."""

    title: Text
    description: Text | None = None
    severity: Text = Field(description="as the source spells it: critical, high, warning, info, unknown, none")
    source: Text = Field(description="cloudwatch, datadog, prometheus, synthetic-monitor, kubernetes, manual")
    service: Text | None = None
    resource: BundleEntity | None = Field(
        default=None, description="what the alarm is about; the symptom's place, not the cause's"
    )
    region: Text | None = None
    started_at: Time | None = Field(
        default=None, description="when the alarm says it began; null when the engine must find the onset itself"
    )
    collected_at: Time | None = Field(default=None, description="the engine's 'now'")
    labels: Maybe[dict[str, Text]] = None


class Alert(BundleShape):
    """Another alarm or monitor, firing or not."""

    id: Id
    t: Time | None = None
    name: Text
    entity: Maybe[BundleEntity] = None
    state: Literal["alarm", "ok", "warning", "insufficient_data"]
    metric: Maybe[Text] = None
    threshold: Maybe[Number] = None
    comparison: Maybe[Text] = None
    query: Maybe[Text] = None
    reason: Maybe[Text] = None
    count: Maybe[Integer] = None


class Baseline(BundleShape):
    """The same series at a time known to be normal."""

    points: Maybe[Points] = None


class Metric(BundleShape):
    """One time series, CloudWatch-like: namespace, name and dimensions name it; entity says what it measures."""

    id: Id
    name: Text
    namespace: Maybe[Text] = None
    entity: Maybe[BundleEntity] = None
    dimensions: Maybe[dict[str, Text]] = None
    statistic: Text | None = None
    unit: Text | None = None
    period_s: Maybe[Number] = None
    points: Points
    baseline: Maybe[Baseline] = None


class Log(BundleShape):
    """One log line, or a group of lines alike."""

    id: Id
    t: Time | None = None
    entity: Maybe[BundleEntity] = None
    source: Maybe[Text] = Field(default=None, description="log group, stream or container")
    level: Maybe[Text] = None
    message: Text
    count: Integer | None = Field(default=None, description="how many like it, when grouped")


class PlatformEvent(BundleShape):
    """Something the platform reported: RDS, ECS, EKS, Kubernetes, Auto Scaling, AWS Health."""

    id: Id
    t: Time | None = None
    first_t: Time | None = None
    kind: Text
    source: Maybe[Text] = None
    entity: Maybe[BundleEntity] = None
    type: Maybe[Literal["normal", "info", "warning", "error"]] = None
    reason: Text
    message: Text
    count: Maybe[Integer] = None


class Change(BundleShape):
    """Something a person or pipeline did: CloudTrail write calls, deployments, config, flags, scaling."""

    id: Id
    t: Time
    kind: ChangeKind
    actor: Text | None = None
    action: Text
    entity: BundleEntity
    details: Maybe[Attributes] = None


class Edge(BundleShape):
    """Two things and what one is to the other."""

    id: Id
    from_: BundleEntity = Field(alias="from")
    to: BundleEntity
    kind: EdgeKind


class State(BundleShape):
    """A snapshot of one thing's configuration or status, in the source's own terms; `kind` says who reads it."""

    id: Id
    t: Time | None = None
    entity: BundleEntity
    kind: Text = Field(
        description="pod, deployment, service, node, pvc, pv, manifest, systemd_unit, connectivity_check, "
        "resourcequota, log_summary, rds_instance, performance_insights, lambda_function, ecs_service, ..."
    )
    attributes: Attributes


class BundleGap(BundleShape):
    """Something that could not be looked at, and why."""

    id: Id
    section: Section
    entity: Maybe[BundleEntity] = None
    reason: Text
    permission: Maybe[Text] = Field(default=None, description="the IAM action that would close the gap")


class Bundle(BundleShape):
    """Everything known about one incident at collected_at.

    Sections may be empty: absent evidence is itself a fact the engine must report. Entities are written kind/name
    (rds/orders-db, lambda/pricing, service/cart); the same spelling is used in every section. Times are ISO 8601 with
    zone. Ids are unique within a bundle.
    """

    model_config = ConfigDict(title="Evidence bundle", json_schema_extra={"$id": "evidence-bundle/1"})

    schema_: Literal["evidence-bundle/1"] = Field(alias="schema")
    case_id: CaseId
    incident: BundleIncident
    alerts: list[Alert]
    metrics: list[Metric]
    logs: list[Log]
    events: list[PlatformEvent]
    changes: list[Change]
    topology: list[Edge]
    state: list[State]
    gaps: Maybe[list[BundleGap]] = Field(
        default=None,
        description="What could not be looked at, and why: access denied, timed out, not configured, no datapoints.",
    )
