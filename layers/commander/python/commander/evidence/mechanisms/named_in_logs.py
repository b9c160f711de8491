"""The error text itself names the mechanism: a refused connection, a missing permission, a full disk, a timeout.

Predicts: such lines begin with the trouble. Contradicted by: the same lines at the same rate before it, or by the thing
they blame working as ever. A text that blames somebody else is a witness; who is blamed may have a cause of its own.
"""

from collections.abc import Iterator

from commander.contract.causes import causes
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.explaining import ROOT, SYMPTOM, level
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.blamed import blamed, outsider
from commander.evidence.mechanisms.proximity import connection
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.roles import Role
from commander.evidence.sentences import short
from commander.evidence.signatures import Signature

_TELLING = {
    "dependency.errors": (Role.FAILURES, Role.SUCCESS),
    "dependency.unreachable": (Role.SUCCESS,),
    "dependency.slow": (Role.LATENCY,),
    "dynamodb.throttled": (Role.THROTTLES,),
}
"""Which series of the blamed thing would show the mechanism, so that they contradict it by being steady."""
_OUTSIDE = {
    "dependency.errors": "dependency.third_party_outage",
    "dependency.unreachable": "dependency.third_party_outage",
    "dependency.slow": "dependency.third_party_outage",
    "lb.no_healthy_targets": "dependency.third_party_outage",
}
"""What a failing dependency is called where it belongs to somebody else."""
_VAGUE = frozenset(
    {"access.permission_denied", "data.corrupt_input", "app.config.value_invalid", "gateway.rate_limited"}
)
"""Roots whose wordings also occur in the course of ordinary work: one refused user, one bad request."""
_STRONG, _PLAIN = 3.2, 2.5
_MANY = 3
_RELEASED_S = 600.0


def argue(case: Case) -> Iterator[Argument]:
    """One argument per error pattern that names a mechanism; those of one cause and place are merged later."""
    for pattern in case.patterns:
        if pattern.error and not pattern.ended and pattern.signature is not None and pattern.entity is not None:
            yield _argument(case, pattern, pattern.entity, pattern.signature)


def _argument(case: Case, pattern: Pattern, writer: str, signature: Signature) -> Argument:
    place = blamed(case, pattern, writer, signature)
    cause = signature.cause
    stranger = outsider(case, pattern, place)
    if stranger is not None and cause in _OUTSIDE:
        cause, place = _OUTSIDE[cause], stranger
    place = case.workload(place)
    meaning = causes()[cause].meaning
    argument = Argument(cause, place, f"{meaning[0].upper()}{meaning[1:]}: {short(place)}.")
    if stranger is None:
        connection(case, argument)
    fresh = _weigh_lines(case, pattern, cause, argument)
    failing = weigh_symptom(case, writer, argument)
    at_fault = _weigh_blamed(case, writer, place, argument, cause)
    if len(pattern.versions) > 1:
        argument.back(case.fact_of_pattern(pattern), 3.5 if fresh else 1.5)  # it does not depend on the version
    elif signature.elsewhere or cause in _VAGUE or level(cause) != ROOT:
        _weigh_release(case, writer, argument)
    seen = fresh is True or (fresh is None and pattern.count >= _MANY)
    named = place != case.workload(writer) and cause in ("dependency.unreachable", "dependency.third_party_outage")
    argument.direct = seen and failing and (not signature.elsewhere or at_fault or named)
    return argument


def _weigh_lines(case: Case, pattern: Pattern, cause: str, argument: Argument) -> bool | None:
    """Whether the lines are new, put on their side of the argument."""
    fact, fresh = case.fact_of_pattern(pattern), case.is_new(pattern)
    strong = _STRONG if level(cause) == ROOT and cause not in _VAGUE else _PLAIN
    if fresh:
        argument.back(fact, strong)
    elif fresh is None:
        argument.back(fact, strong - (0.7 if pattern.count >= _MANY else 1.2))
        argument.lack("when these errors began", 0.2)
    else:
        argument.oppose(fact, 2.0)
    if fresh is not False and (stopped := case.stopped(pattern)) is not None:
        argument.oppose(stopped, 3.0)
        return False
    return fresh


def _weigh_blamed(case: Case, writer: str, place: str, argument: Argument, cause: str) -> bool:
    """Whether the blamed thing's own series show it failing."""
    if case.kin(place) == case.kin(writer):
        return False
    bad = case.troubled(place)
    if bad:
        argument.back(case.fact(bad[0]), 1.5)
        return True
    fine = [one for one in case.of(place, *_TELLING.get(cause, ())) if one.steady]
    if fine:
        argument.oppose(case.fact(fine[0]), 1.0)
    elif not case.of_any(place):
        # A caller's word alone: whether and why the other one fails is for its own evidence to say.
        unseen = level(cause) == SYMPTOM and not case.looked_at(place)
        argument.lack(f"metrics, state and logs of {short(place)}", 0.9 if unseen else 0.0)
    return False


def _weigh_release(case: Case, writer: str, argument: Argument) -> None:
    onset = case.onset
    recent = [
        release
        for release in case.releases_of(writer)
        if release.kind == "deployment" and onset is not None and -_RELEASED_S <= release.start - onset.end <= 0
    ]
    if recent:
        argument.lack(f"whether the version of {short(writer)} before the release at fault fails too", 0.8)
