"""The file of one scenario: everything in it is taken from the run, or computed from its evidence."""

from datetime import UTC, datetime

from commander.contract.events import ServiceCalled
from commander.contract.evidence import EvidenceItem
from commander.contract.services import Provenance
from commander.contract.transparency import (
    MadeFrom,
    ScenarioId,
    TransparencyScenario,
    answered_by_aws,
    cost_of,
    services_used,
)
from commander.contract.values import AGENTS, AgentName
from commander.domain.canonical import sha256_of
from commander.domain.incident import Incident
from commander.runtime.settings import Settings
from scenarios.transparency import SCENARIOS
from scripts.transparency.calibration import calibration
from scripts.transparency.consulting import Asked, prompt_versions
from scripts.transparency.observing import observed
from scripts.transparency.outside import CONDITIONS
from scripts.transparency.removals import what_would_change_it
from scripts.transparency.running import Busy, Ran, run
from scripts.transparency.tree import decision_tree
from scripts.transparency.weighing import weighed


def made_from(scenario: ScenarioId, provenance: Provenance) -> MadeFrom:
    """What a file of this scenario would be made from now."""
    return MadeFrom(
        bundle_sha256=sha256_of(SCENARIOS[scenario]()[0]),
        prompts=prompt_versions(),
        product_version=str(Settings.model_fields["version"].default),
        provenance=provenance,
    )


def made(scenario: ScenarioId, asked: Asked, busy: Busy) -> TransparencyScenario:
    """Runs the five agents over the scenario's bundle and writes down what happened."""
    ran = run(scenario, asked, busy)
    busy("what would change it")
    return written(scenario, asked.provenance, ran)


def written(scenario: ScenarioId, provenance: Provenance, ran: Ran) -> TransparencyScenario:
    """A run as its file. Raises pydantic.ValidationError where it would say of itself what does not follow."""
    incident = ran.incident
    calls = [event.call for event in ran.events if isinstance(event, ServiceCalled)]
    verdict = incident.diagnosis.verdict if incident.diagnosis else None
    hypotheses = weighed(verdict) if verdict else []
    return TransparencyScenario(
        id=scenario,
        title=incident.opened.title,
        story=" ".join((SCENARIOS[scenario].__doc__ or "").split()),
        generation_timestamp=datetime.now(UTC),
        generated_with_real_aws=answered_by_aws(calls),
        made_from=made_from(scenario, provenance),
        conditions=list(CONDITIONS),
        severity=incident.opened.severity,
        status=incident.status,
        ending=incident.ended_because or "",
        verdict=verdict.verdict if verdict else None,
        confidence=verdict.confidence if verdict else None,
        summary=(verdict.summary if verdict else None) or "",
        aws_services_used=services_used(calls),
        service_calls=calls,
        fallbacks=ran.taken_over,
        total_cost_usd=cost_of(calls),
        agents=[incident.agents[name] for name in AGENTS if name in incident.agents],
        detection_reasoning=_reasoning(incident, "detection"),
        diagnosis_reasoning=_reasoning(incident, "diagnosis"),
        historical_context=_context(incident),
        quick_classification=incident.detection.classified if incident.detection else None,
        decision_tree=decision_tree(incident, hypotheses),
        hypotheses=hypotheses,
        evidence=list(verdict.evidence) if verdict else [],
        observed=observed(ran.bundle),
        calibration=calibration(verdict.confidence if verdict else None),
        what_would_change_it=what_would_change_it(ran.bundle),
        timeline=ran.events,
    )


def _reasoning(incident: Incident, agent: AgentName) -> str:
    update = incident.agents.get(agent)
    return update.reasoning if update else incident.failures.get(agent, "")


def _context(incident: Incident) -> list[EvidenceItem]:
    """What earlier incidents and runbooks said to diagnosis and to resolution, each text once, under ids of its own."""
    found = [*(incident.diagnosis.context if incident.diagnosis else [])]
    found += incident.resolution.guidance if incident.resolution else []
    known = {(item.statement, tuple(item.source_ref)): item for item in found}
    return [item.model_copy(update={"id": f"h{place}"}) for place, item in enumerate(known.values(), start=1)]
