"""The error text itself names the mechanism: a refused connection, a missing permission, a full disk, a timeout.

Predicts: such lines begin with the trouble. Contradicted by: the same lines at the same rate before it, or by the thing
they blame working as ever.
"""

import re
from collections.abc import Iterator

from commander.contract.causes import causes
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.proximity import connection
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
_DATABASES = frozenset({"rds", "rds-cluster", "aurora", "database", "db"})


def argue(case: Case) -> Iterator[Argument]:
    """One argument per error pattern that names a mechanism; those of one cause and place are merged later."""
    for pattern in case.patterns:
        if pattern.error and not pattern.ended and pattern.signature is not None and pattern.entity is not None:
            yield _argument(case, pattern, pattern.entity, pattern.signature)


def _argument(case: Case, pattern: Pattern, writer: str, signature: Signature) -> Argument:
    place = _blamed(case, pattern, writer, signature)
    meaning = causes()[signature.cause].meaning
    argument = Argument(signature.cause, place, f"{meaning[0].upper()}{meaning[1:]}: {short(place)}.")
    connection(case, argument)
    fact, fresh = case.fact_of_pattern(pattern), case.is_new(pattern)
    if fresh:
        argument.back(fact, 2.5)
    elif fresh is None:
        argument.back(fact, 1.0)
        argument.lack("when these errors began", 0.2)
    else:
        argument.oppose(fact, 2.0)
    failing = case.troubled(writer) or (case.troubled(case.resource) if case.concerns(writer) else [])
    if failing:
        argument.back(case.fact(failing[0]), 1.0)
    else:
        argument.lack(f"whether calls of {short(writer)} fail", 0.5)
    at_fault = _weigh_blamed(case, writer, place, argument, signature)
    if len(pattern.versions) > 1:
        argument.back(case.fact_of_pattern(pattern), 3.5 if fresh else 1.5)  # it does not depend on the version
    else:
        _weigh_release(case, writer, argument)
    argument.direct = (
        bool(fresh)
        and bool(failing)
        and (not signature.elsewhere or at_fault or (place != writer and signature.cause == "dependency.unreachable"))
    )
    return argument


def _blamed(case: Case, pattern: Pattern, writer: str, signature: Signature) -> str:
    """The thing at fault: the writer, or what it depends on where the text says so and it can be told which."""
    database = signature.cause.startswith("db.")
    if not signature.elsewhere and not database:
        return writer
    needed = case.topology.needs(writer)
    named = [entity for entity in sorted(case.entities - {writer}) if _names(pattern.text, entity)]
    for candidates in (
        [entity for entity in needed if entity in named],
        named,
        [entity for entity in needed if database and entity.partition("/")[0] in _DATABASES],
        [entity for entity in needed if case.troubled(entity)],
        needed if len(needed) == 1 else [],
    ):
        if candidates:
            return candidates[0]
    return writer


def _names(text: str, entity: str) -> bool:
    name = short(entity)
    return len(name) > 2 and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) is not None


def _weigh_blamed(case: Case, writer: str, place: str, argument: Argument, signature: Signature) -> bool:
    """Whether the blamed thing's own series show it failing."""
    if place == writer:
        return False
    bad = case.troubled(place)
    if bad:
        argument.back(case.fact(bad[0]), 1.5)
        return True
    telling = _TELLING.get(signature.cause, ())
    fine = [one for one in case.of(place, *telling) if one.steady]
    if fine:
        argument.oppose(case.fact(fine[0]), 1.0)
    elif not case.of_any(place):
        argument.lack(f"metrics and state of {short(place)}")
    return False


def _weigh_release(case: Case, writer: str, argument: Argument) -> None:
    onset = case.onset
    recent = [
        release
        for release in case.releases
        if release.entity == writer
        and release.kind == "deployment"
        and onset is not None
        and -600 <= release.start - onset.end <= 0
    ]
    if recent:
        argument.lack(f"whether the version of {short(writer)} before the release at fault fails too", 0.8)
