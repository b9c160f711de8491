"""Prediction: where the signal is heading, what else it reaches, what waiting costs."""

from dataclasses import dataclass
from typing import Any

from commander.agents.agent import Agent, Conclusion, Tell, suspicious
from commander.agents.asking import Question, ask, refused, written
from commander.agents.repeating import caused
from commander.contract.evidence import Bundle
from commander.contract.findings import PredictionFinding
from commander.contract.readings import PARAGRAPH, Narrative, Refusal, Told
from commander.domain.incident import Incident
from commander.domain.prose import objections
from commander.evidence.engine import blast_radius, forecast
from commander.ports import Ports
from commander.ports.consultation import Consultation

_REACHED = 30
"""So many things of the blast radius a model is told of; the nearest come first."""


@dataclass(frozen=True)
class Gathered:
    """The forecast, what the trouble reaches, both in a sentence, and a model's words for it."""

    trend: dict[str, Any] | None
    reached: list[dict[str, Any]]
    waiting: str
    narrative: Told | None = None
    refusal: Refusal | None = None


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Gathered:
    """The forecast of the incident's own signal, and everything along the topology that it reaches.

    Raises ValueError where detection left no evidence.
    """
    if incident.evidence_ref is None:
        raise ValueError("there is nothing to forecast: detection left no evidence")
    bundle = Bundle.model_validate_json(ports.evidence.get(incident.evidence_ref))
    trend, reached = forecast(bundle), blast_radius(bundle)
    waiting = _if_nobody_acts(trend, reached)
    return Gathered(trend, reached, waiting, *_narrated(incident, trend, reached, waiting, services))


def conclude(incident: Incident, gathered: Gathered) -> Conclusion:
    """The forecast; a model's words stand beside it and change no figure."""
    confidence = float((gathered.trend or {}).get("confidence") or 0.0)
    return Conclusion(
        finding=PredictionFinding(
            forecast=gathered.trend,
            blast_radius=gathered.reached,
            if_nobody_acts=gathered.waiting,
            confidence=confidence,
            narrative=gathered.narrative,
        ),
        reasoning=gathered.waiting,
        confidence=confidence,
        suspected=suspicious([gathered.refusal] if gathered.refusal else []),
    )


def _narrated(
    incident: Incident,
    trend: dict[str, Any] | None,
    reached: list[dict[str, Any]],
    waiting: str,
    services: Consultation,
) -> tuple[Told | None, Refusal | None]:
    """The forecast in a model's words, or why they could not be used."""
    verdict = incident.diagnosis.verdict if incident.diagnosis else None
    facts = {
        "forecast": trend,
        "blast_radius": reached[:_REACHED],
        "statement": waiting,
        "cause": caused(verdict.root_cause) if verdict and verdict.root_cause else None,
    }
    rivals = len(verdict.hypotheses) if verdict else 0
    question = Question("prediction", "narrate", facts, len(reached), rivals, incident.opened.severity)
    found = ask(services, question, Narrative)
    if found is None:
        return None, None
    answer, author = found
    wrong = objections(answer.narrative, written(facts), PARAGRAPH)
    if wrong:
        return None, refused("text", "a text", wrong)
    return Told(text=answer.narrative, author=author), None


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
