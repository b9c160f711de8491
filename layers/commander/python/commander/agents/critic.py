"""A model reads the engine's facts and argues; what it may look at further, and what becomes of what it says."""

from collections.abc import Set
from dataclasses import dataclass, field

from commander.agents.agent import Suspected, suspicious
from commander.agents.asking import Question, ask, refused, written
from commander.agents.suspecting import outside
from commander.contract.causes import causes
from commander.contract.evidence import Bundle, EvidenceItem, Verdict
from commander.contract.readings import PARAGRAPH, SENTENCE, Argued, DiagnosisReading, LookRequest, Refusal
from commander.domain.arguing import Outcome, argue, handles
from commander.domain.incident import Incident
from commander.domain.prose import objections
from commander.ports.consultation import Consultation

_HYPOTHESES, _EVIDENCE, _ENTITIES = 8, 60, 80
"""So much of a verdict is told: what the hypotheses cite comes first."""


@dataclass(frozen=True)
class Reading:
    """What became of a model's reading, and the further look that it asked for."""

    verdict: Verdict
    argued: Argued
    look: LookRequest | None
    suspected: list[Suspected] = field(default_factory=list)


def entities(bundle: Bundle) -> frozenset[str]:
    """Every thing that the evidence names."""
    sections = (bundle.alerts, bundle.metrics, bundle.logs, bundle.events, bundle.changes, bundle.state)
    named = {item.entity for section in sections for item in section if item.entity}
    ends = {end for edge in bundle.topology for end in (edge.from_, edge.to)}
    return frozenset(named | ends)


def read(
    incident: Incident,
    bundle: Bundle,
    verdict: Verdict,
    context: list[EvidenceItem],
    services: Consultation,
    collectors: tuple[str, ...],
) -> Reading | None:
    """A model's reading of a verdict, applied to it; None where none answered. It may ask for one of `collectors`."""
    known = entities(bundle)
    facts = _facts(incident, verdict, context, known, collectors)
    question = Question(
        "diagnosis",
        "reason",
        facts,
        min(len(verdict.evidence), _EVIDENCE),
        len(verdict.hypotheses),
        incident.opened.severity,
    )
    found = ask(services, question, DiagnosisReading)
    if found is None:
        return None
    reading, author = found
    outcome = argue(verdict, reading, known)
    told = written(facts)
    others = [*(text for *_, text in outside(bundle, incident.opened)), *(item.statement for item in context)]
    summary = _checked(reading.summary, told, PARAGRAPH, outcome, others)
    arguments = [one for one in outcome.arguments if _checked(one.statement, told, SENTENCE, outcome, others)]
    look = _look(reading.look, known, collectors, outcome)
    argued = Argued(
        author=author,
        summary=summary,
        arguments=arguments,
        refusals=outcome.refusals,
        reordered=outcome.reordered,
        proposed=outcome.proposed,
    )
    return Reading(outcome.verdict, argued, look, suspicious(outcome.refusals))


def _facts(
    incident: Incident,
    verdict: Verdict,
    context: list[EvidenceItem],
    known: Set[str],
    collectors: tuple[str, ...],
) -> dict[str, object]:
    hypotheses = list(handles(verdict).items())[:_HYPOTHESES]
    cited = {one for _, hypothesis in hypotheses for one in (*hypothesis.supporting, *hypothesis.contradicting)}
    evidence = sorted(verdict.evidence, key=lambda item: item.id not in cited)[:_EVIDENCE]
    places = [hypothesis.entity for _, hypothesis in hypotheses]
    things = list(dict.fromkeys([*places, *sorted(known)]))[:_ENTITIES]
    return {
        "incident": {
            "title": incident.opened.title,
            "type": incident.opened.incident_type,
            "severity": incident.opened.severity,
            "description": incident.opened.description,
        },
        "verdict": verdict.verdict,
        "confidence": verdict.confidence,
        "hypotheses": [
            {
                "id": handle,
                "cause": one.cause,
                "entity": one.entity,
                "confidence": one.score,
                "summary": one.summary,
                "evidence_ids": one.supporting,
                "against": one.contradicting,
                "missing": one.missing,
            }
            for handle, one in hypotheses
        ],
        "evidence": [
            {"id": item.id, "kind": item.kind, "entity": item.entity, "statement": item.statement} for item in evidence
        ],
        "context": [{"id": item.id, "kind": item.kind, "statement": item.statement} for item in context],
        "entities": things,
        "causes": sorted(causes()),
        "collectors": list(collectors),
    }


def _checked(text: str, facts: str, most: int, outcome: Outcome, others: list[str]) -> str | None:
    """The text, or None where it may not be shown, which is noted."""
    found = objections(text, facts, most, others)
    if found:
        outcome.refusals.append(refused("text", "a text", found))
        return None
    return text


def _look(
    request: LookRequest | None, known: Set[str], collectors: tuple[str, ...], outcome: Outcome
) -> LookRequest | None:
    if request is None:
        return None
    if request.collector not in collectors:
        reason = f"{request.collector} cannot be looked at again here"
    elif request.entity not in known:
        reason = f"the evidence names no {request.entity[:80]}"
    else:
        return request
    outcome.refusals.append(Refusal(what="look", reason=reason))
    return None
