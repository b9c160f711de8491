"""Detection: gathers the evidence and tells whether anything is wrong at all."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import Any

from commander.agents.agent import Agent, Conclusion, Tell, suspicious
from commander.agents.attachments import Attachments, read_attachments
from commander.agents.classifying import classified
from commander.agents.suspecting import in_bundle, in_lines
from commander.contract.evidence import Bundle, Metric, Verdict
from commander.contract.findings import ChartMarker, ChartPoint, Classified, DetectionFinding, Gap, SignalChart
from commander.contract.readings import Refusal
from commander.domain.incident import Incident
from commander.domain.personal import redacted_by
from commander.evidence.engine import investigate
from commander.ports import Ports
from commander.ports.consultation import Consultation

_SECTIONS = ("alerts", "metrics", "logs", "events", "changes", "topology", "state", "gaps")
_CHART_POINTS = 180
_FACTS = 40


@dataclass(frozen=True)
class Gathered:
    """The bundle, where it is kept, the hash of its bytes, the engine's verdict, what a model took it for, and what was
    attached beside it."""

    bundle: Bundle
    reference: str
    sha256: str
    verdict: Verdict
    classified: Classified | None = None
    refusal: Refusal | None = None
    attachments: Attachments = field(default_factory=Attachments)


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Gathered:
    """Takes the bundle that came with the incident, else collects one from the account's own services.

    It is kept without the personal data that a service finds in it besides our own patterns.
    """
    reference, document = _evidence(incident, ports, services, tell)
    bundle = Bundle.model_validate_json(document)
    verdict = investigate(bundle)
    sha256 = hashlib.sha256(document).hexdigest()
    gathered = Gathered(bundle, reference, sha256, verdict, *classified(incident, bundle, verdict, services))
    return replace(gathered, attachments=read_attachments(incident, services, tell))


def _evidence(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> tuple[str, bytes]:
    """Where the bundle is kept, and its bytes."""
    given = incident.opened.evidence_ref
    if given is not None:
        document = ports.evidence.get(given)
        tell("evidence", "using the evidence bundle that came with the incident", {"evidence_ref": given})
        before = json.loads(document)
        clean = redacted_by(before, services.redact)
        if clean == before:
            return given, document
    else:
        clean = redacted_by(ports.telemetry.collect(incident, ports.clock.now()), services.redact)
        counts = _counts(clean)
        tell("evidence", _said(counts), dict(counts))
    document = json.dumps(clean, separators=(",", ":"), ensure_ascii=False).encode()
    return ports.evidence.put(incident.incident_id, "bundle", document), document


def conclude(incident: Incident, gathered: Gathered) -> Conclusion:
    """Something is wrong unless the engine says healthy; it may also be impossible to tell."""
    bundle, verdict = gathered.bundle, gathered.verdict
    wrong = {"healthy": False, "inconclusive": None}.get(verdict.verdict, True)
    statement = _statement(wrong, verdict)
    counts = {section: len(getattr(bundle, section) or []) for section in _SECTIONS}
    return Conclusion(
        finding=DetectionFinding(
            anything_wrong=wrong,
            severity=incident.opened.severity,
            statement=statement,
            evidence_ref=gathered.reference,
            bundle_sha256=gathered.sha256,
            collected=counts,
            gaps=[
                Gap(section=gap.section, entity=gap.entity, reason=gap.reason, permission=gap.permission)
                for gap in bundle.gaps or []
            ]
            + gathered.attachments.gaps,
            chart=_chart(incident, bundle),
            facts=list(verdict.evidence)[:_FACTS],
            classified=gathered.classified,
            attachments=gathered.attachments.lines,
        ),
        reasoning=f"{statement} {_said(counts)}.",
        confidence=verdict.confidence or 0.0,
        evidence=[*[item.statement for item in verdict.evidence][:_FACTS], *gathered.attachments.said()[:_FACTS]],
        suspected=[
            *in_bundle(bundle, incident.opened),
            *in_lines(gathered.attachments.lines),
            *suspicious([gathered.refusal] if gathered.refusal else []),
        ],
    )


def _statement(wrong: bool | None, verdict: Verdict) -> str:
    if wrong is None:
        return "What was gathered does not tell whether anything is wrong."
    if not wrong:
        return f"Nothing is wrong now: {verdict.summary or 'the signals are back to normal'}"
    return "Something is wrong."


def _counts(collected: dict[str, Any]) -> dict[str, int]:
    return {section: len(collected.get(section) or []) for section in _SECTIONS}


def _said(counts: dict[str, int]) -> str:
    found = [_counted(count, section) for section, count in counts.items() if count and section != "gaps"]
    gaps = f"; {_counted(counts['gaps'], 'things')} could not be looked at" if counts.get("gaps") else ""
    return f"gathered {', '.join(found) or 'nothing'}{gaps}"


_SINGULAR = {
    "alerts": "alert",
    "metrics": "metric",
    "logs": "log line",
    "events": "event",
    "changes": "change",
    "topology": "edge of the topology",
    "state": "state",
    "things": "thing",
}
_PLURAL = {"topology": "edges of the topology"}


def _counted(count: int, section: str) -> str:
    one = _SINGULAR[section]
    return f"{count} {one}" if count == 1 else f"{count} {_PLURAL.get(section, one + 's')}"


def _chart(incident: Incident, bundle: Bundle) -> SignalChart | None:
    """The incident's own signal, or the bundle's first series where the incident names none."""
    metric = _own(incident, bundle.metrics) or next((one for one in bundle.metrics if one.points), None)
    if metric is None:
        return None
    signal = incident.opened.signal
    alarm = next((alert for alert in bundle.alerts if alert.metric == metric.name), None)
    points = [ChartPoint(t=str(at), v=value) for at, value in metric.points[-_CHART_POINTS:]]
    first = points[0].t if points else ""
    return SignalChart(
        title=f"{metric.name} ({metric.statistic or 'value'})",
        entity=metric.entity or (signal.entity if signal and signal.entity else "unknown/unknown"),
        unit=metric.unit,
        period_s=metric.period_s,
        threshold=signal.threshold if signal and signal.threshold is not None else alarm.threshold if alarm else None,
        points=points,
        source=metric.namespace or bundle.incident.source,
        markers=[
            ChartMarker(t=str(change.t), label=f"{change.action} {(change.details or {}).get('version', '')}".strip())
            for change in bundle.changes
            if str(change.t) >= first
        ][-10:],
    )


def _own(incident: Incident, metrics: list[Metric]) -> Metric | None:
    signal = incident.opened.signal
    if signal is None or signal.metric is None:
        return None
    return next((one for one in metrics if one.name == signal.metric.name and one.points), None)


detection = Agent("detection", gather, conclude)
