"""A front sends the calls of one service to another that cannot serve them.

Predicts: one thing loses its calls and another that the same front reaches gets as many at that moment, and fails or
says that it does not know what is asked of it. Contradicted by: what lost the calls failed first, so that they were led
away from it, or a new version of what got them.
"""

import re
from collections.abc import Iterator
from functools import cache

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.proximity import proximity
from commander.evidence.mechanisms.shifts import Move, moves
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.roles import Role
from commander.evidence.sentences import short

_CAUSE = "gateway.route_wrong"
_MOSTLY = 0.8
"""Lines that belong to the move are mostly written after it."""
_BLAMED = ("code.unhandled_error", "dependency.errors", "deployment.bad_release")


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each thing whose calls arrive elsewhere, and what that excuses."""
    for move in case.reading(moves):
        starved, reached = move.lost.series.entity, move.gained.series.entity
        if starved is None or reached is None or not _one_front(case, starved, reached):
            continue
        said = _unknown_there(case, move, reached)
        failing = case.troubled(reached, Role.FAILURES, Role.SUCCESS)
        if not said and not failing:
            continue
        argument = Argument(_CAUSE, starved, f"Calls of {short(starved)} are sent to {short(reached)}.")
        argument.back(case.fact(move.lost), 2.0)
        argument.back(case.fact(move.gained), 1.5)
        for one in failing[:1]:
            argument.back(case.fact(one), 1.0)
        for pattern in said[:2]:
            argument.back(case.fact_of_pattern(pattern), 2.5)
        weigh_symptom(case, reached, argument)
        _weigh_reasons(case, move, argument)
        argument.direct = bool(said)
        if not said:
            argument.lack(f"what {short(reached)} answers to the calls of {short(starved)}", 1.0)
        yield argument
        if said:
            yield from _excused(case.fact(move.lost), reached)


def _one_front(case: Case, starved: str, reached: str) -> bool:
    """Whether something is known to reach both; nothing contradicts it where no calls are known."""
    if not case.topology.known:
        return True
    above, other = (case.topology.dependents_of(entity) for entity in (starved, reached))
    return any(far for entity, far in above.items() if entity in other)


def _unknown_there(case: Case, move: Move, reached: str) -> list[Pattern]:
    """Lines, of whatever level, in which what is reached, or a front, says since the move that it has no such path."""
    kin = case.kin(reached)
    began = (move.gained.onset or 0.0) - move.gained.series.period
    found = []
    for pattern in case.patterns:
        if pattern.entity is None or pattern.first is None or pattern.total(start=began) < _MOSTLY * pattern.count:
            continue
        message = pattern.shown[0].message[:600]
        own = case.kin(pattern.entity) == kin
        named = short(reached).lower() in message.lower()
        if (own or named) and _no_such_path().search(message):
            found.append(pattern)
    return sorted(found, key=lambda one: (case.kin(one.entity or "") != kin, -one.count, one.text))


def _weigh_reasons(case: Case, move: Move, argument: Argument) -> None:
    starved, reached = move.lost.series.entity or "", move.gained.series.entity or ""
    began = move.lost.onset or 0.0
    for one in case.troubled(starved, Role.FAILURES, Role.SUCCESS, Role.LATENCY):
        if one.onset is not None and one.onset <= began:
            argument.oppose(case.fact(one), 2.5)  # it failed, and calls were led away from it
            break
    for release in case.releases:
        if release.kind == "deployment" and case.kin(release.entity) == case.kin(reached):
            near = proximity(case, release)
            if near.weight > 1:
                argument.oppose(near.fact, 1.0)
                break


def _excused(fact: Fact, reached: str) -> Iterator[Argument]:
    """What gets calls that are not its own is not at fault for failing them."""
    for cause in _BLAMED:
        excused = Argument(cause, reached, f"{short(reached)} fails.")
        excused.oppose(fact, 2.5)
        yield excused


@cache
def _no_such_path() -> re.Pattern[str]:
    """A 404 as access logs write it, or how frameworks report a path or method that they do not know."""
    return re.compile(
        r"\" 40[45]\b|\b(?:status|code|statuscode|status_code)[\"']?\s*[=:]\s*[\"']?40[45]\b|"
        r"\bHTTP(?:/[\d.]+)? 40[45]\b|-> ?40[45]\b|\b404 (?:page )?not found|"
        r"\bno (?:such )?(?:route|mapping|handler|endpoint|path)\b|"
        r"cannot (?:get|post|put|patch|delete) /|route .{0,80}not (?:found|defined)|routingerror|notfoundhttpexception|"
        r"unknown (?:route|path|endpoint|method|service)|path .{0,80}not found|no static resource|resolver404|"
        r"code = unimplemented|method not allowed|didn't match any|does not match any (?:route|location)",
        re.IGNORECASE,
    )
