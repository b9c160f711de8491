"""Resolution: picks a runbook that fits the cause, fills in its arguments, checks its preconditions on fresh state."""

import json
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from commander.agents.agent import Agent, Conclusion, Tell
from commander.agents.context import documents
from commander.agents.suspecting import in_items
from commander.contract.actions import Check, DiffLine, Expectation, Plan
from commander.contract.evidence import Bundle, EvidenceItem, Hypothesis
from commander.contract.findings import PlanCheck, ResolutionFinding
from commander.contract.problems import CommanderError, Missing
from commander.domain.incident import Incident
from commander.domain.runbooks import Precondition, Runbook, fill, fill_call
from commander.ports import Ports
from commander.ports.consultation import Consultation

_DEMAND = {"lambda": ("AWS/Lambda", "Invocations", "FunctionName")}
_FAILURES = {"lambda": ("AWS/Lambda", "Errors", "FunctionName")}


@dataclass(frozen=True)
class Gathered:
    """A runbook that fits with its arguments filled in, or why there is none."""

    runbook: Runbook | None
    target: str
    arguments: dict[str, str]
    checks: list[Check]
    bundle: Bundle | None
    considered: list[str]
    why_not: str
    nonce: str
    window_s: int
    guidance: list[EvidenceItem] = field(default_factory=list)
    plan: Plan | None = None
    checked: PlanCheck | None = None


def gather(incident: Incident, ports: Ports, services: Consultation, tell: Tell) -> Gathered:
    """Looks for a runbook for the cause, and at the present state that its preconditions ask about."""
    runbooks = list(ports.runbooks.all())
    considered = [runbook.name for runbook in runbooks]
    nothing = Gathered(None, "", {}, [], None, considered, "", ports.clock.nonce(), ports.verification_window_s)
    if incident.diagnosis is None or incident.diagnosis.verdict.root_cause is None or incident.evidence_ref is None:
        return replace(nothing, why_not="the cause is not known")
    cause = incident.diagnosis.verdict.root_cause
    asked = f"how {cause.cause} on {cause.entity} was resolved"
    nothing = replace(nothing, guidance=documents(services.similar_incidents(asked)))
    if incident.diagnosis.argued is not None and incident.diagnosis.argued.reordered:
        return replace(nothing, why_not="the facts leave two causes level, and only a model prefers one of them")
    kind = cause.entity.partition("/")[0]
    runbook = next((one for one in runbooks if cause.cause in one.causes and kind == one.target_kind), None)
    if runbook is None:
        return replace(nothing, why_not=f"no runbook is made for {cause.cause} on a {kind}")
    bundle = Bundle.model_validate_json(ports.evidence.get(incident.evidence_ref))
    arguments = _arguments(runbook, incident.diagnosis.verdict.hypotheses[0], bundle)
    if isinstance(arguments, str):
        return replace(nothing, why_not=f"{runbook.name} fits, but {arguments}")
    tell("runbook", f"{runbook.name} fits {cause.cause}", {"arguments": dict(arguments)})
    checks = [_check(runbook, precondition, arguments, ports) for precondition in runbook.preconditions]
    found = replace(nothing, runbook=runbook, target=cause.entity, arguments=arguments, checks=checks, bundle=bundle)
    failed = [check for check in checks if not check.holds]
    if failed:
        return replace(found, why_not=f"{runbook.name} fits, but it does not hold that {failed[0].statement}")
    plan = _plan(incident, found, runbook, bundle)
    return replace(found, plan=plan, checked=_guarded(plan, services))


def conclude(incident: Incident, gathered: Gathered) -> Conclusion:
    """A plan where a runbook fits, every precondition holds and the guardrail has nothing against it, else why not."""
    plan, checked = gathered.plan, gathered.checked
    if plan is None:
        return _no_plan(gathered, gathered.why_not)
    if checked is not None and checked.allowed is False:
        return _no_plan(gathered, f"{plan.runbook} fits, but {checked.statement}")
    verdict = incident.diagnosis.verdict if incident.diagnosis else None
    return Conclusion(
        finding=ResolutionFinding(
            plan=plan,
            statement=plan.title,
            considered=gathered.considered,
            guardrail=checked,
            guidance=gathered.guidance,
        ),
        reasoning=f"{plan.title}. Undo: {plan.undo}.",
        confidence=(verdict.confidence if verdict else None) or 0.0,
        evidence=[check.statement for check in gathered.checks],
        suspected=in_items(gathered.guidance),
    )


def _guarded(plan: Plan, services: Consultation) -> PlanCheck:
    """What the guardrail says of the plan as a person would read it. Where it cannot be asked, a person decides."""
    calls = [f"{call.service}:{call.operation} {json.dumps(call.parameters, sort_keys=True)}" for call in plan.calls]
    checked = services.check_plan("\n".join([plan.title, plan.touches, plan.undo, *calls]))
    if checked is None:
        return PlanCheck(allowed=None, statement="the guardrail could not be asked: a person decides")
    if not checked.blocked:
        return PlanCheck(allowed=True, statement="the guardrail has nothing against it")
    what = ", ".join(sorted({f"{one.kind} {one.name}" for one in checked.interventions if one.blocks}))
    return PlanCheck(allowed=False, statement=f"the guardrail blocks it: {what}")


def _no_plan(gathered: Gathered, why: str) -> Conclusion:
    return Conclusion(
        finding=ResolutionFinding(
            plan=None,
            statement=why,
            considered=gathered.considered,
            guardrail=gathered.checked,
            guidance=gathered.guidance,
        ),
        reasoning=f"No action is proposed: {why}.",
        confidence=0.0,
        evidence=[check.statement for check in gathered.checks],
        suspected=in_items(gathered.guidance),
    )


def _arguments(runbook: Runbook, hypothesis: Hypothesis, bundle: Bundle) -> dict[str, str] | str:
    """The runbook's arguments, taken from the newest change of the thing that says enough; else what is missing."""
    missing = "nothing says what was changed"
    name = hypothesis.entity.partition("/")[2]
    changes = [change for change in bundle.changes if change.entity == hypothesis.entity]
    for change in sorted(changes, key=lambda change: str(change.t), reverse=True):
        details = {key: str(value) for key, value in (change.details or {}).items()}
        try:
            values = {"entity": {"name": name}, "change": details}
            return {parameter: str(fill(template, values)) for parameter, template in runbook.arguments.items()}
        except ValueError as error:
            missing = str(error)
    return missing


def _check(runbook: Runbook, precondition: Precondition, arguments: dict[str, str], ports: Ports) -> Check:
    """Whether a precondition holds now."""
    values = {"arguments": arguments}
    statement = str(fill(precondition.statement, values))
    try:
        answer = ports.actuator.read(runbook, fill_call(precondition.call, values))
    except Missing:
        return Check(statement=statement, holds=False)
    except CommanderError as error:
        return Check(statement=f"{statement} (could not look: {error.detail})", holds=None)
    return Check(statement=statement, holds=str(answer.get(precondition.field)) == fill(precondition.equals, values))


def _plan(incident: Incident, gathered: Gathered, runbook: Runbook, bundle: Bundle) -> Plan:
    values: dict[str, Any] = {"arguments": gathered.arguments}
    expectation = _expectation(incident, gathered.target, bundle, gathered.window_s)
    supporting = incident.diagnosis.verdict.hypotheses[0].supporting if incident.diagnosis else []
    return Plan(
        runbook=runbook.name,
        runbook_version=runbook.version,
        title=str(fill(runbook.title, values)),
        target=gathered.target,
        arguments=dict(gathered.arguments),
        calls=[fill_call(call, values) for call in runbook.steps],
        diff=[_filled(line, values) for line in runbook.diff],
        touches=str(fill(runbook.touches, values)),
        undo=str(fill(runbook.undo_statement, values)),
        expected=_expected(expectation),
        expectation=expectation,
        cost_of_waiting=_cost_of_waiting(expectation, incident, bundle),
        checks=gathered.checks,
        risk=runbook.risk,
        evidence_ids=list(supporting),
        nonce=gathered.nonce,
    )


def _filled(line: DiffLine, values: dict[str, Any]) -> DiffLine:
    return DiffLine(**{name: str(fill(text, values)) for name, text in line.model_dump().items()})


def _expectation(incident: Incident, target: str, bundle: Bundle, window_s: int) -> Expectation | None:
    """What must be seen afterwards: the signal that opened the incident, or the target's own failures without one."""
    kind, _, name = target.partition("/")
    signal = incident.opened.signal
    demand = _DEMAND.get(kind)
    if signal is not None and signal.metric is not None and signal.threshold is not None:
        namespace, metric, dimensions = signal.metric.namespace, signal.metric.name, signal.metric.dimensions
        statistic, period = signal.metric.statistic, signal.metric.period_s
        comparison, threshold = signal.comparison or "GreaterThanThreshold", signal.threshold
    elif kind in _FAILURES:
        namespace, metric, dimension = _FAILURES[kind]
        dimensions, statistic, period = {dimension: name}, "Sum", 60
        comparison, threshold = "GreaterThanThreshold", 0.0
    else:
        return None
    return Expectation(
        namespace=namespace,
        metric=metric,
        dimensions=dimensions,
        statistic=statistic,
        period_s=period,
        comparison=comparison,
        threshold=threshold,
        window_s=window_s,
        traffic_namespace=demand[0] if demand else None,
        traffic_metric=demand[1] if demand else None,
        traffic_dimensions={demand[2]: name} if demand else {},
        traffic_before=_demand_before(demand, target, bundle, period) if demand else None,
    )


def _demand_before(demand: tuple[str, str, str], target: str, bundle: Bundle, period_s: int) -> float | None:
    """Median demand per period of the expectation, from the series in the bundle."""
    for metric in bundle.metrics:
        if metric.name == demand[1] and metric.entity == target and metric.points and metric.period_s:
            return round(median(value for _, value in metric.points) * period_s / metric.period_s, 3)
    return None


def _expected(expectation: Expectation | None) -> str:
    if expectation is None:
        return "nothing can be watched: the incident names no signal"
    side = (
        "at or below"
        if expectation.comparison == "GreaterThanThreshold"
        else (
            "below"
            if expectation.comparison.startswith("Greater")
            else "at or above"
            if expectation.comparison == "LessThanThreshold"
            else "above"
        )
    )
    return (
        f"{expectation.metric} {side} {expectation.threshold:g} within {expectation.window_s} s; "
        "else it is undone and you are told"
    )


def _cost_of_waiting(expectation: Expectation | None, incident: Incident, bundle: Bundle) -> str | None:
    """What a minute costs by the signal's newest datapoint, in the signal's own unit; None where it is no count."""
    if expectation is None or expectation.statistic != "Sum":
        return None
    series = next((one for one in bundle.metrics if one.name == expectation.metric and one.points), None)
    if series is None or not series.period_s:
        return None
    at, newest = series.points[-1]
    return f"about {newest * 60 / series.period_s:.3g} {expectation.metric} a minute, as of {at}" if newest else None


resolution = Agent("resolution", gather, conclude)
