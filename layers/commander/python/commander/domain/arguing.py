"""Models argue, facts decide: what becomes of a model's reading of a verdict.

A confirmed or healthy verdict stands whatever a model says. Elsewhere a model may reorder hypotheses that the engine
leaves level, and add one at the end of the list. It may never raise a confidence, make a verdict stronger, or
cite what is not there.
"""

from collections.abc import Set
from dataclasses import dataclass, field

from commander.contract.causes import causes
from commander.contract.readings import Argument, Claim, DiagnosisReading, Proposal, Refusal
from commander.contract.verdict import EvidenceItem, Hypothesis, RootCause, Verdict

_LEVEL = 0.1
"""Scores this close are level: the engine's own order of them rests on little."""
_TOLERANCE = 0.05
"""How far a claimed confidence may lie above what the evidence supports before it counts as overclaimed."""
_PROPOSED_MOST = 0.2
"""No mechanism predicts what a model proposes: it stays below everything that one argues for with any weight."""
_SETTLED = frozenset({"confirmed", "healthy"})


@dataclass
class Outcome:
    """The verdict after a reading, and what was made of the reading's parts."""

    verdict: Verdict
    arguments: list[Argument] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    reordered: bool = False
    proposed: bool = False


def handles(verdict: Verdict) -> dict[str, Hypothesis]:
    """The hypotheses by the ids under which a model is told of them: h1 is the first."""
    return {f"h{hypothesis.rank}": hypothesis for hypothesis in verdict.hypotheses}


def argue(verdict: Verdict, reading: DiagnosisReading, entities: Set[str]) -> Outcome:
    """What a reading changes. `entities`: every thing that the evidence names."""
    outcome = Outcome(verdict)
    given, evidence = handles(verdict), {item.id: item for item in verdict.evidence}
    sound: list[tuple[Claim, Hypothesis]] = []
    for claim in reading.claims:
        hypothesis = given.get(claim.hypothesis)
        reason = _objection(claim, hypothesis, evidence)
        if hypothesis is None or reason:
            outcome.refusals.append(Refusal(what="claim", reason=reason))
            continue
        overclaimed = claim.confidence > hypothesis.score + _TOLERANCE
        if overclaimed:
            said = f"{claim.confidence:.2f} claimed for {hypothesis.cause} on {hypothesis.entity}"
            reason = f"{said}, where the evidence supports {hypothesis.score:.2f}"
            outcome.refusals.append(Refusal(what="confidence", reason=reason))
        else:
            sound.append((claim, hypothesis))
        outcome.arguments.append(
            Argument(
                cause=hypothesis.cause,
                entity=hypothesis.entity,
                statement=claim.statement,
                evidence_ids=claim.evidence_ids,
                confidence=min(claim.confidence, hypothesis.score),
            )
        )
    if verdict.verdict not in _SETTLED:
        _reorder(outcome, sound)
    if reading.added is not None:
        _add(outcome, reading.added, evidence, entities)
    return outcome


def _objection(claim: Claim, hypothesis: Hypothesis | None, evidence: dict[str, EvidenceItem]) -> str:
    """Why a claim is no argument at all; empty where it is one."""
    if hypothesis is None:
        return f"there is no hypothesis {claim.hypothesis[:40]}"
    about = f"{hypothesis.cause} on {hypothesis.entity}"
    unknown = [one for one in claim.evidence_ids if one not in evidence]
    if unknown:
        return f"what is said of {about} cites {unknown[0][:40]}, which does not exist"
    if not set(claim.evidence_ids) & {*hypothesis.supporting, *hypothesis.contradicting}:
        return f"what is said of {about} cites nothing that speaks for or against it"
    return ""


def _reorder(outcome: Outcome, sound: list[tuple[Claim, Hypothesis]]) -> None:
    """Puts a hypothesis first that the facts leave level with the first and that a claim speaks for.

    It needs as much support as the first and no more against it: a word alone breaks no tie that facts could.
    """
    verdict = outcome.verdict
    if not verdict.hypotheses:
        return
    first = verdict.hypotheses[0]
    speaks_for = [one for claim, one in sound if set(claim.evidence_ids) & set(one.supporting)]
    chosen = speaks_for[0] if speaks_for else first
    level = chosen.score >= first.score - _LEVEL
    as_good = len(chosen.supporting) >= len(first.supporting) and len(chosen.contradicting) <= len(first.contradicting)
    if chosen.rank == first.rank or not (level and as_good):
        return
    order = [chosen, *(one for one in verdict.hypotheses if one.rank != chosen.rank)]
    ranked = [one.model_copy(update={"rank": place + 1}) for place, one in enumerate(order)]
    changes: dict[str, object] = {"hypotheses": ranked}
    if verdict.root_cause is not None:
        changes["root_cause"] = _root_cause(chosen)
        if verdict.confidence is not None and first.score > 0:
            changes["confidence"] = round(verdict.confidence * min(1.0, chosen.score / first.score), 4)
    outcome.verdict, outcome.reordered = verdict.model_copy(update=changes), True


def _root_cause(hypothesis: Hypothesis) -> RootCause:
    meaning = causes()[hypothesis.cause].meaning
    return RootCause(
        category=hypothesis.category,
        entity=hypothesis.entity,
        cause=hypothesis.cause,
        summary=hypothesis.summary or f"{hypothesis.entity}: {meaning}",
    )


def _add(outcome: Outcome, proposal: Proposal, evidence: dict[str, EvidenceItem], entities: Set[str]) -> None:
    verdict = outcome.verdict
    reason = _proposal_objection(proposal, verdict, evidence, entities)
    if reason:
        outcome.refusals.append(Refusal(what="proposal", reason=reason))
        return
    least = min([_PROPOSED_MOST, proposal.confidence, *(one.score for one in verdict.hypotheses)])
    added = Hypothesis(
        rank=len(verdict.hypotheses) + 1,
        category=causes()[proposal.cause].category,
        entity=proposal.entity,
        cause=proposal.cause,
        score=least,
        supporting=list(dict.fromkeys(proposal.evidence_ids)),
        contradicting=[],
        missing=["a mechanism that predicts it from these facts: a model proposed it"],
        proposed_by="model",
    )
    outcome.verdict = verdict.model_copy(update={"hypotheses": [*verdict.hypotheses, added]})
    outcome.proposed = True
    outcome.arguments.append(
        Argument(
            cause=added.cause,
            entity=added.entity,
            statement=proposal.statement,
            evidence_ids=added.supporting,
            confidence=least,
        )
    )


def _proposal_objection(
    proposal: Proposal, verdict: Verdict, evidence: dict[str, EvidenceItem], entities: Set[str]
) -> str:
    if verdict.verdict in _SETTLED:
        return f"the verdict is {verdict.verdict}: the facts leave no room for another cause"
    known = causes().get(proposal.cause)
    if known is None or known.category == "healthy":
        return f"there is no cause {proposal.cause[:60]} to be proposed"
    if proposal.entity not in entities:
        return f"the evidence names no {proposal.entity[:80]}"
    if any((one.cause, one.entity) == (proposal.cause, proposal.entity) for one in verdict.hypotheses):
        return f"{proposal.cause} on {proposal.entity} is among the hypotheses already"
    unknown = [one for one in proposal.evidence_ids if one not in evidence]
    if unknown or not proposal.evidence_ids:
        return f"{proposal.cause} on {proposal.entity} cites {unknown[0][:40] if unknown else 'nothing'}"
    if not any(evidence[one].entity == proposal.entity for one in proposal.evidence_ids):
        return f"nothing that is cited for {proposal.cause} is about {proposal.entity}"
    return ""
