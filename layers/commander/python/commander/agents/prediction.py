"""Prediction: where the signal is heading, what else it reaches, what waiting costs."""

from typing import Any

from commander.agents.agent import Agent, Conclusion, Tell
from commander.contract.evidence import Bundle
from commander.contract.findings import PredictionFinding
from commander.domain.incident import Incident
from commander.evidence.engine import blast_radius, forecast
from commander.ports import Ports
from commander.ports.consultation import Consultation


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Bundle:
    """The bundle that detection looked at. Raises ValueError where detection left none."""
    if incident.detection is None:
        raise ValueError("there is nothing to forecast: detection left no evidence")
    return Bundle.model_validate_json(ports.evidence.get(incident.detection.evidence_ref))


def conclude(incident: Incident, bundle: Bundle) -> Conclusion:
    """The forecast of the incident's own signal, and everything along the topology that it reaches."""
    trend, reached = forecast(bundle), blast_radius(bundle)
    waiting = _if_nobody_acts(trend, reached)
    confidence = float((trend or {}).get("confidence") or 0.0)
    return Conclusion(
        finding=PredictionFinding(forecast=trend, blast_radius=reached, if_nobody_acts=waiting, confidence=confidence),
        reasoning=waiting,
        confidence=confidence,
    )


def _if_nobody_acts(trend: dict[str, Any] | None, reached: list[dict[str, Any]]) -> str:
    said = str((trend or {}).get("statement") or "No trend can be told from the incident's own signal")
    if not reached:
        others = "nothing else is known to be reachable"
    else:
        others = "1 thing is affected" if len(reached) == 1 else f"{len(reached)} things are affected or reachable"
    cost = (trend or {}).get("cost_of_waiting")
    waiting = f" {cost['statement']}" if isinstance(cost, dict) and cost.get("statement") else ""
    return f"{said.rstrip('.')}; {others}.{waiting}"


prediction = Agent("prediction", gather, conclude)
