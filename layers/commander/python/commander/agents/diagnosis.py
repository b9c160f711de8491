"""Diagnosis: ranks competing hypotheses with the evidence for, against and missing, and gives the verdict.

The verdict is the engine's. A model reads the same facts and argues; earlier incidents and runbooks stand beside them.
"""

import json
from dataclasses import dataclass, field
from typing import get_args

from commander.agents import context, critic
from commander.agents.agent import Agent, Conclusion, Step, Suspected, Tell
from commander.agents.suspecting import in_bundle, in_items
from commander.contract.evidence import Bundle, EvidenceItem, Hypothesis, Verdict
from commander.contract.findings import DiagnosisFinding, Look
from commander.contract.readings import Argued, Collector, LookRequest
from commander.domain.extending import extended
from commander.domain.incident import Incident
from commander.evidence.engine import investigate
from commander.ports import Ports
from commander.ports.consultation import Consultation

_TOLD = 5
"""So many hypotheses are told one by one; all of them are in the finding."""
_LOOKS = 2
"""So many further looks a model may ask for."""
_COLLECTORS: tuple[Collector, ...] = get_args(Collector)


@dataclass(frozen=True)
class Gathered:
    """The verdict with what was said of it, and where the evidence is that it rests on."""

    verdict: Verdict
    argued: Argued | None = None
    context: list[EvidenceItem] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    evidence_ref: str | None = None
    suspected: list[Suspected] = field(default_factory=list)


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Gathered:
    """Judges the bundle that detection looked at, and hears a model on it. Raises ValueError where there is none."""
    if incident.evidence_ref is None:
        raise ValueError("there is nothing to diagnose: detection left no evidence")
    document = ports.evidence.get(incident.evidence_ref)
    first = bundle = Bundle.model_validate_json(document)
    verdict = investigate(bundle)
    tell("verdict", f"the evidence engine: {_reasoning(verdict)}", {"verdict": verdict.verdict})
    items = [] if verdict.verdict == "healthy" else context.gathered(services, context.query(incident, verdict))
    collected = incident.opened.evidence_ref is None
    looks: list[Look] = []
    reference: str | None = None
    while True:
        more = collected and len(looks) < _LOOKS and verdict.verdict in ("likely", "inconclusive")
        reading = critic.read(incident, bundle, verdict, items, services, _COLLECTORS if more else ())
        if reading is None:
            return Gathered(verdict, None, items, looks, reference, _since(first, bundle, incident))
        suspected = [*_since(first, bundle, incident), *reading.suspected]
        if reading.look is None:
            return Gathered(reading.verdict, reading.argued, items, looks, reference, suspected)
        look, document = _look(incident, reading.look, document, ports)
        looks.append(look)
        tell(
            f"look-{len(looks)}", f"looked at {look.collector} of {look.entity}: {look.outcome}", {"found": look.found}
        )
        if not look.found:
            return Gathered(reading.verdict, reading.argued, items, looks, reference, suspected)
        reference = ports.evidence.put(incident.incident_id, f"bundle-{len(looks) + 1}", document)
        bundle = Bundle.model_validate_json(document)
        verdict = investigate(bundle)


def conclude(incident: Incident, gathered: Gathered) -> Conclusion:
    """The verdict, told with the statements it rests on."""
    verdict = gathered.verdict
    return Conclusion(
        finding=DiagnosisFinding(
            verdict=verdict,
            argued=gathered.argued,
            context=gathered.context,
            looks=gathered.looks,
            evidence_ref=gathered.evidence_ref,
        ),
        reasoning=_reasoning(verdict),
        confidence=verdict.confidence or 0.0,
        evidence=_supporting(verdict),
        steps=[*(_weighed(one) for one in verdict.hypotheses[:_TOLD]), *_heard(gathered.argued)],
        suspected=[*in_items(gathered.context), *gathered.suspected],
    )


def _look(incident: Incident, request: LookRequest, document: bytes, ports: Ports) -> tuple[Look, bytes]:
    """Looks once more, and puts what was not known before into the bundle."""
    found = ports.telemetry.look(incident, request.collector, request.entity, ports.clock.now())
    whole, added = extended(json.loads(document), found)
    missed = "; ".join(str(gap["reason"]) for gap in found.get("gaps", []))[:200]
    outcome = f"{added} new" if added else missed or "nothing new"
    look = Look(collector=request.collector, entity=request.entity, reason=request.reason, found=added, outcome=outcome)
    return look, json.dumps(whole, separators=(",", ":"), ensure_ascii=False).encode()


def _since(first: Bundle, last: Bundle, incident: Incident) -> list[Suspected]:
    """What the further looks brought that is suspected; detection has told of the rest."""
    if last is first:
        return []
    known = in_bundle(first, incident.opened)
    return [one for one in in_bundle(last, incident.opened) if one not in known]


def _weighed(hypothesis: Hypothesis) -> Step:
    return Step(
        f"hypothesis-{hypothesis.rank}",
        f"{hypothesis.cause} on {hypothesis.entity}: {len(hypothesis.supporting)} for, "
        f"{len(hypothesis.contradicting)} against, {len(hypothesis.missing)} missing",
        {"cause": hypothesis.cause, "entity": hypothesis.entity, "score": hypothesis.score},
    )


def _heard(argued: Argued | None) -> list[Step]:
    """What a model made of it, in one step."""
    if argued is None:
        return []
    author, changed = argued.author, []
    changed += ["put another of the level hypotheses first"] if argued.reordered else []
    changed += ["added a hypothesis"] if argued.proposed else []
    did = " and ".join(changed) or "changed nothing"
    refused = f"; {len(argued.refusals)} of its statements were not used" if argued.refusals else ""
    source = "" if author.provenance == "aws" else f" ({author.provenance})"
    return [
        Step(
            "argued",
            f"{author.model}{source} read the facts and {did}{refused}",
            {"prompt": author.prompt, "refused": [one.reason for one in argued.refusals][:_TOLD]},
        )
    ]


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
