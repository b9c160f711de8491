"""The fast pass: what a small model takes an incident for at first sight. It is shown, and decides nothing."""

from commander.agents.asking import Question, ask, refused, written
from commander.agents.suspecting import outside
from commander.contract.evidence import Bundle, Verdict
from commander.contract.findings import Classified
from commander.contract.readings import SENTENCE, Classification, Refusal
from commander.domain.incident import Incident
from commander.domain.prose import objections
from commander.ports.consultation import Consultation

_FACTS, _ALERTS = 15, 5


def classified(
    incident: Incident, bundle: Bundle, verdict: Verdict, services: Consultation
) -> tuple[Classified | None, Refusal | None]:
    """What a model takes it for, and what of it could not be used; nothing where no model answered."""
    opened = incident.opened
    evidence = [{"id": item.id, "statement": item.statement} for item in verdict.evidence[:_FACTS]]
    facts = {
        "title": opened.title,
        "type": opened.incident_type,
        "severity": opened.severity,
        "description": opened.description,
        "alerts": [
            {"name": alert.name, "state": alert.state, "entity": alert.entity} for alert in bundle.alerts[:_ALERTS]
        ],
        "evidence": evidence,
        "category": verdict.hypotheses[0].category if verdict.hypotheses else None,
    }
    question = Question("detection", "classify", facts, len(evidence), 1, opened.severity)
    found = ask(services, question, Classification)
    if found is None:
        return None, None
    answer, author = found
    wrong = objections(answer.statement, written(facts), SENTENCE, (text for *_, text in outside(bundle, opened)))
    statement = None if wrong else answer.statement
    refusal = refused("classification", "a text", wrong) if wrong else None
    return Classified(category=answer.category, severity=answer.severity, statement=statement, author=author), refusal
