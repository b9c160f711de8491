"""What may lie below an explanation and could not be seen.

A symptom is not the less true for evidence that is missing; but whether it is the cause is open as long as nobody
looked where its root would show. So each part of the evidence that was not collected of a thing is a rival of its own:
it takes a share of the explanation's probability, however clear the symptom, and is named as what would decide.
"""

from collections.abc import Iterator, Sequence

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.looked import SCALING, Looked, Part, looked
from commander.evidence.mechanisms.aws.databases import is_database
from commander.evidence.mechanisms.unseen import runs_code
from commander.evidence.roots import ROOTS, Roots
from commander.evidence.sentences import short

_DENIED = 1.3
"""What is known to exist and could not be looked at is somewhat more open than what may not exist."""
_TOLD = 0.3
"""A thing whose own log lines show the mechanism is less likely to suffer from another."""
_WORDS: dict[Part, str] = {
    "metrics": "metrics",
    "logs": "logs",
    "events": "platform events",
    "changes": "changes",
    "state": "state",
    "scaling": "the limits of scaling",
    "insights": "the sessions and statements (Performance Insights)",
}
_LEAST = 0.05


def leave_open(case: Case, arguments: Sequence[Argument]) -> None:
    """Notes with every argument what could not be seen of what may lie below it."""
    seen = case.reading(looked)
    for one in arguments:
        if one.cause.startswith("healthy.") or not one.supporting:
            continue
        for what, odds in _unseen(case, seen, one):
            if odds >= _LEAST:
                one.leave_open(what, odds)


def _unseen(case: Case, seen: Looked, one: Argument) -> Iterator[tuple[str, float]]:
    if one.cause.startswith("k8s.quota.") and one.entity.partition("/")[0] != "namespace":
        yield f"the namespace of {short(one.entity)}", 1.0
    roots = ROOTS.get(one.cause)
    if roots is None or (roots.indirect and one.direct):
        return
    if not seen.series_only:
        yield from _at_the_thing(case, seen, one, roots)
    if "metrics" in seen.there:
        yield from _around(case, seen, one, roots)


def _at_the_thing(case: Case, seen: Looked, one: Argument, roots: Roots) -> Iterator[tuple[str, float]]:
    """The parts that hold nothing of the thing. Of what is not ours to look at nothing is expected."""
    kin, inside = case.kin(one.entity), seen.in_cluster(one.entity)
    if not seen.at(kin) and not inside:
        return
    parts = roots.cluster if inside and roots.cluster is not None else roots.own
    for part, odds in parts.items():
        if _has(one.entity, part) and (share := seen.share(part, kin)):
            section = "state" if part in ("insights", "scaling") else part
            denied = bool(case.could_not_look(section, one.entity))
            yield f"{_WORDS[part]} of {short(one.entity)}", odds * share * (_DENIED if denied else 1.0)


def _has(entity: str, part: Part) -> bool:
    """Whether such a thing has that part at all."""
    if part == "insights":
        return is_database(entity, None)
    if part == "scaling":
        return entity.partition("/")[0] in SCALING
    return runs_code(entity) if part in ("logs", "changes") else True


def _around(case: Case, seen: Looked, one: Argument, roots: Roots) -> Iterator[tuple[str, float]]:
    """What the thing needs, or who needs it, of which no series reaches the trouble."""
    told = any(fact.kind == "log" for fact, _ in one.supporting.values())
    needed = roots.needed * (_TOLD if told and one.direct else 1.0)
    callers = [other for other, far in case.topology.dependents_of(one.entity).items() if far == 1]
    for odds, others in ((needed, case.topology.needs(one.entity)), (roots.callers, sorted(callers))):
        for other in others if odds else ():
            if "metrics" not in seen.at(case.kin(other)):
                yield f"metrics of {short(other)}", odds
