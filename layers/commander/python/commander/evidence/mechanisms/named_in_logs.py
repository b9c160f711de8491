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
from commander.evidence.mechanisms.bad_release import BY_TIME
from commander.evidence.mechanisms.blamed import blamed, keeps_away, outsider, refused_statement, starved
from commander.evidence.mechanisms.proximity import connection
from commander.evidence.mechanisms.symptom import weigh_calm, weigh_symptom
from commander.evidence.roles import Role
from commander.evidence.sentences import short
from commander.evidence.signatures import Signature
from commander.evidence.wordings import PATH

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
_OF_PLACES = {
    "az": "aws.az_impaired",
    "availability-zone": "aws.az_impaired",
    "zone": "aws.az_impaired",
    "region": "aws.regional_event",
}
"""What it is called that what stands in a place cannot be reached, by the kind of place."""
_VAGUE = frozenset(
    {"access.permission_denied", "data.corrupt_input", "app.config.value_invalid", "gateway.rate_limited"}
)
"""Roots whose wordings also occur in the course of ordinary work: one refused user, one bad request."""
_STRONG, _PLAIN, _AGAIN = 3.2, 2.5, 0.7
_MANY = 3
_RESTATED, _UNSEEN = 2.5, 1.5
_RELEASED_S = 600.0
_UNKNOWN, _MOST_OPEN = 4.0, 4


def argue(case: Case) -> Iterator[Argument]:
    """One argument per error pattern that names a mechanism; those of one cause and place are merged later.

    What several pods of one workload write alike is one testimony.
    """
    heard: set[tuple[str, str, str]] = set()
    for pattern in case.patterns:
        if pattern.error and not pattern.ended and pattern.signature is not None and pattern.entity is not None:
            if refused_statement(pattern):
                continue
            argument = _argument(case, pattern, pattern.entity, pattern.signature)
            testimony = (case.kin(pattern.entity), argument.cause, argument.entity)
            if testimony in heard:
                fact = case.fact_of_pattern(pattern)
                if fact.id in argument.supporting:
                    argument.supporting[fact.id] = (fact, min(_AGAIN, argument.supporting[fact.id][1]))
            heard.add(testimony)
            yield argument


def _argument(case: Case, pattern: Pattern, writer: str, signature: Signature) -> Argument:
    place = blamed(case, pattern, writer, signature)
    cause = signature.cause
    stranger = outsider(case, pattern, place)
    if stranger is not None and cause in _OUTSIDE:
        cause, place = _OUTSIDE[cause], stranger
    if cause in _OUTSIDE:
        cause = _OF_PLACES.get(place.partition("/")[0], cause)
    place = case.workload(place)
    meaning = causes()[cause].meaning
    argument = Argument(cause, place, f"{meaning[0].upper()}{meaning[1:]}: {short(place)}.")
    if stranger is None:
        connection(case, argument)
    fresh = _weigh_lines(case, pattern, cause, argument)
    failing = weigh_symptom(case, writer, argument)
    if fresh is not False and level(cause) == SYMPTOM and _is_the_symptom(case, writer, place):
        argument.lack(f"what was seen of {short(place)} besides that it is the one complained of", _RESTATED)
    if signature.place == PATH and level(cause) == SYMPTOM and _behind_unseen(case, writer, place):
        argument.lack(f"what stands behind {short(place)}", _UNSEEN)
    weigh_calm(case, writer, argument)
    at_fault = _weigh_blamed(case, writer, place, argument, cause)
    if len(pattern.versions) > 1:
        argument.back(case.fact_of_pattern(pattern), 3.5 if fresh else 1.5)  # it does not depend on the version
    elif (signature.elsewhere and cause not in BY_TIME) or cause in _VAGUE or level(cause) != ROOT:
        _weigh_release(case, writer, argument)
    open_ones = _open(case, writer, place, signature)
    if open_ones and level(cause) == SYMPTOM:
        # That something answers late or not at all is no cause where several may be meant and none could be looked at.
        which = f"which of {', '.join(open_ones)} it is" if case.topology.known else f"what {short(writer)} calls"
        argument.lack(f"{which}, and what that shows", _UNKNOWN)
    elif signature.elsewhere and level(cause) == SYMPTOM and case.kin(place) == case.kin(writer):
        argument.lack(f"what it is that {short(writer)} waits for or cannot reach", 2.0)
    seen = fresh is True or (fresh is None and pattern.count >= _MANY)
    named = place != case.workload(writer) and cause in ("dependency.unreachable", "dependency.third_party_outage")
    argument.direct = seen and failing and not open_ones and (not signature.elsewhere or at_fault or named)
    return argument


def _is_the_symptom(case: Case, writer: str, place: str) -> bool:
    """Whether others only say again what the incident says: that its own thing does not answer as it should."""
    if case.resource is None or case.kin(place) != case.kin(case.resource) or case.kin(writer) == case.kin(place):
        return False
    return not case.of_any(place) and not case.looked_at(place)


def _behind_unseen(case: Case, writer: str, place: str) -> bool:
    """Whether a proxy complains of what is behind it, and nothing of that was collected."""
    if case.kin(place) != case.kin(writer):
        return False
    return not any(case.looked_at(one) for one in case.topology.needs(writer) if case.kin(one) != case.kin(writer))


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
        for below in case.topology.needs(writer) if keeps_away(cause) else ():
            if (cut := starved(case, below, cause)) is not None:
                argument.back(case.fact(cut), 1.5)  # whom it turns away does not reach what stands behind it
                break
        return False
    bad = case.troubled(place)
    said = [one for one in case.errors(place) if one.exception and one.signature is None and case.is_new(one)]
    if level(cause) == SYMPTOM and said:
        argument.oppose(case.fact_of_pattern(said[0]), 1.5)  # it says itself why it fails
    if bad:
        argument.back(case.fact(bad[0]), 1.5)
        return True
    silent = starved(case, place, cause)
    if silent is not None:
        argument.back(case.fact(silent), 1.5)  # the calls of which the writer speaks do not arrive there
        return True
    fine = [one for one in case.of(place, *_TELLING.get(cause, ())) if one.steady]
    if fine:
        argument.oppose(case.fact(fine[0]), 1.0)
    elif not case.of_any(place):
        # A caller's word alone: whether and why the other one fails is for its own evidence to say.
        unseen = level(cause) == SYMPTOM and not case.looked_at(place)
        argument.lack(f"metrics, state and logs of {short(place)}", 0.9 if unseen else 0.0)
    return False


def _open(case: Case, writer: str, place: str, signature: Signature) -> list[str]:
    """What a text that blames somebody else without a name may mean, where it is several things."""
    if not signature.elsewhere or case.kin(place) != case.kin(writer):
        return []
    needed = [one for one in case.topology.needs(writer) if case.kin(one) != case.kin(writer)]
    if not case.topology.known:
        return [short(writer)] if level(signature.cause) == SYMPTOM else []
    return [short(one) for one in needed[:_MOST_OPEN]] if len(needed) > 1 else []


def _weigh_release(case: Case, writer: str, argument: Argument) -> None:
    onset = case.onset
    recent = [
        release
        for release in case.releases_of(writer)
        if release.kind == "deployment" and onset is not None and -_RELEASED_S <= release.start - onset.end <= 0
    ]
    if recent:
        argument.lack(f"whether the version of {short(writer)} before the release at fault fails too", 0.8)
