"""The event that opens a scenario's incident: what its alarm said, and where its evidence is."""

from commander.contract import events as ev
from commander.contract.evidence import Alert, Bundle
from commander.contract.incidents import MetricRef, Signal
from commander.contract.transparency import ScenarioId
from commander.contract.values import Severity
from commander.ports import Clock

_SEVERITIES: dict[str, Severity] = {"low": "low", "medium": "medium", "high": "high", "critical": "critical"}


def opened(scenario: ScenarioId, bundle: Bundle, evidence_ref: str, clock: Clock) -> ev.IncidentOpened:
    """The opening event. The incident begins now: its evidence is of the scenario's own day."""
    told = bundle.incident
    return ev.IncidentOpened(
        incident_id=f"scenario-{bundle.case_id}",
        event_id="incident.opened",
        at=clock.now(),
        actor=ev.Actor(kind="system", name="scenario-generator"),
        title=told.title,
        incident_type=scenario,
        severity=_SEVERITIES.get(told.severity or "", "high"),
        description=told.description or "",
        affected_services=[told.service] if told.service else [],
        source=told.source or "scenario",
        signal=_signal(bundle, clock),
        evidence_ref=evidence_ref,
    )


def _signal(bundle: Bundle, clock: Clock) -> Signal | None:
    """The incident's own alarm."""
    alert = next((one for one in bundle.alerts if one.name == bundle.incident.title), None)
    if alert is None:
        return None
    return Signal(
        signal_id=f"{bundle.case_id}/{alert.id}",
        source=bundle.incident.source or "scenario",
        name=alert.name,
        state="alarm",
        entity=alert.entity,
        service=bundle.incident.service,
        metric=_metric(alert, bundle),
        threshold=alert.threshold,
        comparison=alert.comparison,
        region=bundle.incident.region,
        at=clock.now() if alert.t is None else alert.t,
        description=bundle.incident.description,
    )


def _metric(alert: Alert, bundle: Bundle) -> MetricRef | None:
    found = next((one for one in bundle.metrics if (one.name, one.entity) == (alert.metric, alert.entity)), None)
    if found is None or found.period_s is None:
        return None
    return MetricRef(
        namespace=found.namespace or "",
        name=found.name,
        dimensions=dict(found.dimensions or {}),
        statistic=found.statistic or "Average",
        period_s=round(found.period_s),
        unit=found.unit,
    )
