"""The decision tree of a run: each question in the order in which it was settled, the next one under the last."""

from commander.contract.actions import Action
from commander.contract.evidence import Verdict
from commander.contract.findings import DetectionFinding, DiagnosisFinding, ResolutionFinding
from commander.contract.transparency import DecisionNode, Weighed
from commander.contract.values import AgentName
from commander.domain.incident import Incident

_UNTOLD = {True: "yes", False: "no", None: "it cannot be told"}


def decision_tree(incident: Incident, hypotheses: list[Weighed]) -> DecisionNode:
    """What was settled, from the incident's own fold."""
    steps = [
        _anything_wrong(incident, incident.detection),
        *(_diagnosed(incident.diagnosis, hypotheses) if incident.diagnosis else [_not_done(incident, "diagnosis")]),
        *(
            _resolved(incident.resolution, incident.action)
            if incident.resolution
            else [_not_done(incident, "resolution")]
        ),
        DecisionNode(
            question="How did it end?", answer=incident.status, by="lifecycle", reasons=[incident.ended_because or ""]
        ),
    ]
    whole = steps[-1]
    for step in reversed(steps[:-1]):
        whole = step.model_copy(update={"branches": [*step.branches, whole]})
    return whole


def _anything_wrong(incident: Incident, finding: DetectionFinding | None) -> DecisionNode:
    if finding is None:
        return _not_done(incident, "detection")
    return DecisionNode(
        question="Is anything wrong?",
        answer=_UNTOLD[finding.anything_wrong],
        by="evidence engine",
        reasons=[finding.statement],
    )


def _diagnosed(finding: DiagnosisFinding, hypotheses: list[Weighed]) -> list[DecisionNode]:
    verdict = finding.verdict
    kept = sum(one.kept for one in hypotheses)
    steps = [
        DecisionNode(
            question="Which explanations stand?",
            answer=f"{kept} of {len(hypotheses)}",
            by="evidence engine",
            branches=[_hypothesis(one) for one in hypotheses],
        )
    ]
    if finding.argued is not None:
        steps.append(_argued(finding))
    return [*steps, _verdict(verdict)]


def _hypothesis(one: Weighed) -> DecisionNode:
    return DecisionNode(
        question=f"{one.hypothesis.cause} on {one.hypothesis.entity}?",
        answer="kept" if one.kept else "discarded",
        by="evidence engine",
        reasons=[one.because, *(f"missing: {what}" for what in one.hypothesis.missing)],
        evidence_ids=one.evidence_ids,
    )


def _argued(finding: DiagnosisFinding) -> DecisionNode:
    argued = finding.argued
    changed = argued is not None and (argued.reordered or argued.proposed)
    refusals = [f"not used: {one.reason}" for one in argued.refusals] if argued else []
    return DecisionNode(
        question="Did a model's reading of the facts change anything?",
        answer="yes, within what the facts leave open" if changed else "no",
        by="model under rules",
        reasons=refusals,
    )


def _verdict(verdict: Verdict) -> DecisionNode:
    sure = "" if verdict.confidence is None else f", {100 * verdict.confidence:.0f} %"
    root = verdict.root_cause
    first = verdict.hypotheses[0].supporting if verdict.hypotheses else []
    return DecisionNode(
        question="What is the verdict?",
        answer=f"{verdict.verdict}{sure}" + (f": {root.cause} on {root.entity}" if root else ""),
        by="evidence engine",
        reasons=[verdict.summary] if verdict.summary else [],
        evidence_ids=first,
    )


def _resolved(finding: ResolutionFinding, action: Action | None) -> list[DecisionNode]:
    plan = finding.plan
    steps = [
        DecisionNode(
            question="Is there a safe plan?",
            answer="yes" if plan else "no",
            by="runbook catalogue",
            reasons=[finding.statement, *(f"{one.statement}: {_UNTOLD[one.holds]}" for one in plan.checks if plan)]
            if plan
            else [finding.statement],
        )
    ]
    if finding.guardrail is not None:
        steps.append(
            DecisionNode(
                question="Does the guardrail allow it?",
                answer=_UNTOLD[finding.guardrail.allowed],
                by="guardrail",
                reasons=[finding.guardrail.statement],
            )
        )
    if action is not None:
        steps.append(_decision(action))
    return steps


def _decision(action: Action) -> DecisionNode:
    if action.status == "expired":
        return DecisionNode(
            question="Did a person approve it?",
            answer="nobody answered in time",
            by="clock",
            reasons=["a recording has nobody to ask; nothing was executed"],
        )
    reasons = [f"by {action.decided_by}"] if action.decided_by else []
    return DecisionNode(question="Did a person approve it?", answer=action.status, by="person", reasons=reasons)


def _not_done(incident: Incident, agent: AgentName) -> DecisionNode:
    failed, update = incident.failures.get(agent), incident.agents.get(agent)
    why = failed or (update.reasoning if update else "not reached")
    return DecisionNode(question=f"What did {agent} find?", answer="nothing", by="lifecycle", reasons=[why])
