"""The verdict: computed from the ranked hypotheses and what they rest on."""

from commander.contract.causes import category_of
from commander.contract.evidence import EvidenceItem, Hypothesis, Moment, RootCause, Verdict, VerdictKind
from commander.evidence import blast_radius as blast
from commander.evidence import forecast as trends
from commander.evidence.argument import Argument
from commander.evidence.calibration import Kind, calibrated
from commander.evidence.case import DECIDING, Case
from commander.evidence.facts import Fact
from commander.evidence.hypotheses import Ranked, shown
from commander.evidence.moments import iso
from commander.evidence.sentences import short

_LIKELY = 0.6
_MAJORITY = 0.5
"""What is less probable than everything else together is not asserted: a line over all odds fits there worst."""
_CONFIRMED = 0.9
_OF_HEARSAY = 0.55
"""Free text of a single writer tells what to look at; it does not reach `likely` alone."""
_CLEAR = 0.85
"""Nothing is confirmed that is less probable than this by its own evidence, however such verdicts turn out."""
_RIVAL = 0.1
_OPEN = 0.25
"""Odds that something unseen lies below an explanation, from which that is what decides how sure it is."""
_MOST_EVIDENCE = 60
_MEASURED = frozenset({"metric", "topology", "alert"})
_CUT = "The topology is so large that of some things only the nearest ones that they need were looked at."
_MOST_WANTED = 6
"""So many missing pieces are named in a summary."""


def conclude(case: Case, ranked: list[Ranked]) -> Verdict:
    """The verdict on a case."""
    kind = decide(ranked)
    first = ranked[0].argument if ranked else None
    hypotheses = shown(ranked)
    evidence = _evidence(case, hypotheses)
    return Verdict(
        schema="verdict/1",
        case_id=case.bundle.case_id,
        verdict=kind,
        summary=_summary(case, kind, first, hypotheses),
        root_cause=_root_cause(first) if first is not None and kind in ("confirmed", "likely") else None,
        hypotheses=hypotheses,
        evidence=evidence,
        timeline=_timeline(case, evidence),
        confidence=round(confidence(ranked[0]), 3) if ranked else 0.0,
        forecast=trends.forecast(case),
        blast_radius=blast.blast_radius(case, _origin(case, kind, first)),
    )


def kind_of(one: Ranked) -> Kind:
    """Which line of the calibration a hypothesis is measured by."""
    if one.healthy:
        return "healthy"
    if one.argument.open >= _OPEN:
        return "open"
    return way_of_knowing(one.argument)


def way_of_knowing(argument: Argument) -> Kind:
    """How a fault is known, whatever is open about it."""
    if not argument.direct:
        return "indirect"
    kinds = {fact.kind for fact, _ in argument.supporting.values()}
    return "measured" if kinds <= _MEASURED else "reported"


def confidence(one: Ranked) -> float:
    """How often such a hypothesis is right."""
    sure = calibrated(one.probability, kind_of(one))
    return sure if one.argument.hearsay is None else min(sure, _OF_HEARSAY)


def decide(ranked: list[Ranked]) -> VerdictKind:
    """How far the evidence goes: see product words `confirmed`, `likely`, `inconclusive`, `healthy`."""
    if not ranked:
        return "inconclusive"
    first, rivals = ranked[0], ranked[1:]
    argument = first.argument
    sure = confidence(first)
    if sure < _LIKELY or first.probability < _MAJORITY or not argument.supporting:
        return "inconclusive"
    if first.healthy:
        return "healthy"
    cited = {ref for fact, _ in argument.supporting.values() for ref in fact.source_ref}
    if not argument.direct and len(cited) < 2:
        return "inconclusive"
    # What may lie below a rival is as much against the first as the rival itself.
    beaten = all(one.probability * (1 + one.argument.open) < _RIVAL or one.argument.contradicted for one in rivals)
    enough = len(argument.supporting) >= 2 and len(cited) >= 2
    clear = sure >= _CONFIRMED and first.probability >= _CLEAR
    if argument.direct and enough and beaten and argument.witnessed and not argument.contradicted and clear:
        return "confirmed"
    return "likely"


def _origin(case: Case, kind: VerdictKind, first: Argument | None) -> str | None:
    """Where the trouble spreads from: the thing at fault where it is known, else the symptom's place."""
    return first.entity if first is not None and kind in ("confirmed", "likely") else case.resource


def _root_cause(argument: Argument) -> RootCause:
    return RootCause(
        category=category_of(argument.cause), entity=argument.entity, cause=argument.cause, summary=argument.summary
    )


def _summary(case: Case, kind: VerdictKind, first: Argument | None, hypotheses: list[Hypothesis]) -> str:
    if kind != "inconclusive" and first is not None:
        return f"{first.summary} {_CUT}" if case.topology.cut else first.summary
    wanted = [*_unlooked(case), *(what for one in hypotheses[:_MOST_WANTED] for what in one.missing)]
    wanted = list(dict.fromkeys(wanted))[:_MOST_WANTED] or [
        "what the incident is about, and its metrics, logs and changes"
    ]
    about = f" at {short(case.resource)}" if case.resource else ""
    said = f"The evidence does not decide what is wrong{about}. Missing: {'; '.join(wanted)}."
    return f"{said} {_CUT}" if case.topology.cut else said


def _unlooked(case: Case) -> list[str]:
    """What could not be looked at, with the permission that would change it or else the reason, each once."""
    told: dict[str, None] = {}
    for gap in sorted(case.bundle.gaps or [], key=lambda gap: (gap.section, gap.entity or "", gap.id)):
        about = f" of {short(gap.entity)}" if gap.entity else ""
        why = f"grant {gap.permission}" if gap.permission else gap.reason.strip().rstrip(".") or "no reason given"
        told.setdefault(f"{gap.section}{about} ({why})")
    return list(told)


def _evidence(case: Case, hypotheses: list[Hypothesis]) -> list[EvidenceItem]:
    """Every fact that a hypothesis cites, every gap, and what the incident's own series did."""
    cited = {fact for one in hypotheses for fact in (*one.supporting, *one.contradicting)}
    always = [] if case.own is None else [case.fact(case.own)]
    always += [case.nothing_in(section) for section in DECIDING if not getattr(case.bundle, section)]
    chosen = [fact for fact in case.ledger.facts if fact.id in cited or fact.kind == "gap" or fact in always]
    chosen.sort(key=lambda fact: fact.id not in cited)
    return [fact.as_evidence() for fact in chosen[: max(_MOST_EVIDENCE, len(cited))]]


def _timeline(case: Case, evidence: list[EvidenceItem]) -> list[Moment]:
    """The facts that have a moment, in order."""
    told = {item.id for item in evidence}
    dated: list[tuple[float, Fact]] = [
        (fact.start, fact) for fact in case.ledger.facts if fact.id in told and fact.start is not None
    ]
    dated.sort(key=lambda pair: (pair[0], pair[1].statement))
    return [Moment(t=iso(at), statement=fact.statement, source_ref=list(fact.source_ref)) for at, fact in dated]
