"""Diagnosis: ranks competing hypotheses with the evidence for, against and missing, and gives the verdict."""

from commander.agents.agent import Agent, Conclusion, Step, Tell
from commander.contract.evidence import Bundle, Hypothesis, Verdict
from commander.contract.findings import DiagnosisFinding
from commander.domain.incident import Incident
from commander.evidence.engine import investigate
from commander.ports import Ports
from commander.ports.consultation import Consultation

_TOLD = 5
"""So many hypotheses are told one by one; all of them are in the finding."""


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Bundle:
    """The bundle that detection looked at. Raises ValueError where detection left none."""
    if incident.detection is None:
        raise ValueError("there is nothing to diagnose: detection left no evidence")
    return Bundle.model_validate_json(ports.evidence.get(incident.detection.evidence_ref))


def conclude(incident: Incident, bundle: Bundle) -> Conclusion:
    """The engine's verdict, told with the statements it rests on."""
    verdict = investigate(bundle)
    return Conclusion(
        finding=DiagnosisFinding(verdict=verdict),
        reasoning=_reasoning(verdict),
        confidence=verdict.confidence or 0.0,
        evidence=_supporting(verdict),
        steps=[_weighed(hypothesis) for hypothesis in verdict.hypotheses[:_TOLD]],
    )


def _weighed(hypothesis: Hypothesis) -> Step:
    return Step(
        f"hypothesis-{hypothesis.rank}",
        f"{hypothesis.cause} on {hypothesis.entity}: {len(hypothesis.supporting)} for, "
        f"{len(hypothesis.contradicting)} against, {len(hypothesis.missing)} missing",
        {"cause": hypothesis.cause, "entity": hypothesis.entity, "score": hypothesis.score},
    )


def _reasoning(verdict: Verdict) -> str:
    if verdict.root_cause is not None:
        cause = verdict.root_cause
        return f"{verdict.verdict}: {cause.cause} on {cause.entity}. {cause.summary}"
    return f"{verdict.verdict}: {verdict.summary or 'the evidence does not decide'}"


def _supporting(verdict: Verdict) -> list[str]:
    """The statements behind the first hypothesis; all of them where there is none."""
    first = verdict.hypotheses[0].supporting if verdict.hypotheses else [item.id for item in verdict.evidence]
    return [item.statement for item in verdict.evidence if item.id in first]


diagnosis = Agent("diagnosis", gather, conclude)
