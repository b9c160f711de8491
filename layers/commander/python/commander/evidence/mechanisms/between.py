"""A change of something between the things: a firewall, a name, a route, a limit, a right.

Such a thing has no series of its own and is in no call graph. Predicts: from the change on, others fail in the one way
that it can make them fail: time out, reach the wrong place, are not found, are refused. Contradicted by: the same
failures before it. A change that is near in time and whose way of failing is not seen stays a guess.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from commander.contract.evidence import Change
from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour, Course
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.aws.rules import may_block
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.mechanisms.shifts import Move, moves
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.releases import Release
from commander.evidence.roles import Role
from commander.evidence.sentences import short


@dataclass(frozen=True)
class _Way:
    """How a kind of change makes others fail: on which things it is made, in which words, and how that is reported."""

    cause: str
    kinds: str
    words: str
    reported: str
    summary: str


_WAYS = (
    _Way(
        "gateway.rate_limited",
        r"gateway|apigateway|ingress|proxy|edge|cdn|waf|usage-plan|api|lb|alb|envoy|nginx",
        r"limit|throttl|burst|quota|\brps\b",
        r"\b429\b|too many requests|limiting requests|rate.?limit|throttl",
        "A limit set at {place} refuses calls.",
    ),
    _Way(
        "gateway.route_wrong",
        r"gateway|apigateway|ingress|virtualservice|httproute|route|listener|listener-rule|proxy|edge|lb|alb|cdn|nginx|envoy",
        r"rout|rule|path|rewrite|upstream|backend|target|location|ingress|listener|host",
        r"\b40[45]\b|not found|no route|unknown path|no handler|no such path|cannot (?:get|post|put) /|default backend",
        "The routes of {place} send calls astray.",
    ),
    _Way(
        "dns.record_wrong",
        r"dns|route53|record|hosted-zone|hostedzone|zone|domain|resolver",
        r"",
        r"certificate (?:subject )?name|altname|hostname.{0,20}mismatch|name mismatch|not valid for|is valid for|"
        r"unexpected (?:answer|host|banner|status)|wrong host|\b404\b|refused|does not match target host",
        "The name {place} leads to the wrong place.",
    ),
    _Way(
        "network.policy_blocked",
        r"firewall|security-group|security_group|sg|nacl|network-acl|networkpolicy|network-policy|route-table|acl|vpc|subnet",
        r"",
        r"timed? ?out|timeout|no route to host|unreachable|etimedout|\breject|\bdenied\b|\bdrop",
        "The rules of {place} cut others off.",
    ),
    _Way(
        "access.permission_denied",
        r"role|iam|policy|user|group|principal|database|db|postgres|mysql|rds|bucket|s3|serviceaccount|account",
        r"revoke|detach|deny|remove.{0,12}(?:grant|permission|role|member)|delete.{0,10}policy|put.{0,8}policy",
        r"permission denied|access ?denied|not authorized|forbidden|\b403\b|insufficient privilege|unauthorized",
        "A right that was taken away at {place} is missing.",
    ),
)
_KINDS_OF_CHANGE = frozenset({"config", "infrastructure", "access", "other", "data"})
_STARVED = 0.2
"""A service that gets less than this share of its usual calls gets hardly any."""


@cache
def _compiled(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def way_of(release: Release, changes: Mapping[str, Change]) -> _Way | None:
    """How a change could make others fail; None where it is a change of the thing itself."""
    if release.kind not in _KINDS_OF_CHANGE:
        return None
    kind = release.entity.partition("/")[0]
    said = " ".join([*release.actions, *(str(changes[ref].details or "") for ref in release.ids if ref in changes)])
    return next(
        (
            way
            for way in _WAYS
            if re.fullmatch(way.kinds, kind) and (not way.words or _compiled(way.words).search(said))
        ),
        None,
    )


def changes_by_id(case: Case) -> dict[str, Change]:
    """The changes of the bundle by id; use with `case.reading`."""
    return {change.id: change for change in case.bundle.changes}


def argue(case: Case) -> Iterator[Argument]:
    """One argument per changed thing between the others, the last change before the trouble."""
    found: dict[tuple[str, str], tuple[Release, _Way]] = {}
    for release in case.releases:
        way = way_of(release, case.reading(changes_by_id))
        if way is not None:
            found[release.entity, way.cause] = (release, way)
    for key in sorted(found):
        yield from _arguments(case, *found[key])


def _going_on(case: Case) -> list[Pattern]:
    """The errors that began with the trouble and did not stop."""
    return [
        one
        for one in case.patterns
        if one.error and not one.ended and case.is_new(one) is not False and case.stopped(one) is None
    ]


def _reported(case: Case) -> dict[str, list[Pattern]]:
    return {}


def _arguments(case: Case, release: Release, way: _Way) -> Iterator[Argument]:
    near = proximity(case, release)
    reported = case.reading(_reported)
    if way.cause not in reported:
        reported[way.cause] = [one for one in case.reading(_going_on) if _reports(one, way)]
    seen = reported[way.cause]
    if way.cause == "network.policy_blocked":
        seen = [one for one in seen if may_block(case, release, one)]
    leads = way.cause in ("gateway.route_wrong", "dns.record_wrong")
    starved = _starved(case) if leads else None
    move = _led_astray(case, release) if leads else None
    entity = _entity(case, release, way, seen, starved)
    argument = Argument(way.cause, entity, way.summary.format(place=short(release.entity)))
    if near.weight <= 0:
        near.weigh(argument)
        yield argument
        return
    argument.back(near.fact, near.weight)
    for pattern in seen[:2]:
        argument.back(case.fact_of_pattern(pattern), 2.0)
        if pattern.entity is not None:
            weigh_symptom(case, pattern.entity, argument)
    served = move is not None and not _failing_since(case, move)
    if served:
        argument.lack(f"whether calls fail where {short(release.entity)} leads them now", 1.5)
    if starved is not None and not served:
        place, statement, ref = starved
        argument.back(case.stated("metric", place, statement, (ref,)), 1.5)
    if move is not None and not served:
        argument.back(case.fact(move.lost), 1.5)
        argument.back(case.fact(move.gained), 1.5)
        for one in _failing_since(case, move)[:1]:
            argument.back(case.fact(one), 1.5)
    if not seen and starved is None:
        argument.lack(f"calls that fail in the way that a change of {short(release.entity)} would make them", 1.5)
    argument.direct = near.weight > 1 and (bool(seen) or (move is not None and bool(_failing_since(case, move))))
    yield argument
    if argument.direct:
        yield from _excused(case, seen, argument)


def _excused(case: Case, seen: list[Pattern], argument: Argument) -> Iterator[Argument]:
    """What the errors blame is not itself at fault when the way to it is."""
    fact, weight = max(argument.supporting.values(), key=lambda pair: (pair[0].kind == "change", pair[1]))
    for pattern in seen[:2]:
        if pattern.entity is None or pattern.signature is None or not pattern.signature.elsewhere:
            continue
        for needed in case.topology.needs(pattern.entity)[:3]:
            if not case.troubled(needed):
                excused = Argument(pattern.signature.cause, needed, f"{short(needed)} does not answer.")
                excused.oppose(fact, min(2.0, weight))
                yield excused


def _reports(pattern: Pattern, way: _Way) -> bool:
    said = pattern.text if len(pattern.text) > 40 else pattern.shown[0].message[:400]
    return _compiled(way.reported).search(said) is not None


def _entity(case: Case, release: Release, way: _Way, seen: list[Pattern], starved: tuple[str, str, str] | None) -> str:
    """The thing to be named: whose traffic does not arrive, who lost the right, else what was changed."""
    if way.cause == "gateway.route_wrong" and starved is not None:
        return starved[0]
    if way.cause == "access.permission_denied" and seen and seen[0].entity is not None:
        writers = [pattern.entity for pattern in seen if pattern.entity not in (None, release.entity)]
        return case.workload(writers[0] or seen[0].entity) if writers else case.workload(seen[0].entity)
    return release.entity


def _led_astray(case: Case, release: Release) -> Move | None:
    """Calls that since the change go to another place than before."""
    for move in case.reading(moves):
        began = move.gained.onset
        if began is not None and began >= release.start - move.gained.series.period:
            return move
    return None


def _failing_since(case: Case, move: Move) -> list[Behaviour]:
    """What is bad at the place that calls are led to, else at those who call, so that the place is the wrong one."""
    entity = move.gained.series.entity
    callers = [] if case.resource is None else case.troubled(case.resource, Role.FAILURES, Role.SUCCESS)
    return [*case.troubled(entity, Role.FAILURES, Role.SUCCESS), *callers]


def _starved(case: Case) -> tuple[str, str, str] | None:
    """The service that hardly anybody calls any more since the trouble began, in words, with the series."""
    for one in sorted(case.of_role(Role.DEMAND), key=lambda one: (one.ratio or 0.0, one.series.name, one.series.id)):
        gone = one.course is Course.CHANGED and one.direction < 0 and one.before > 0
        if gone and (one.ratio or 0.0) <= _STARVED and one.series.entity is not None:
            fact = case.fact(one)
            return one.series.entity, fact.statement, one.series.id
    return None
