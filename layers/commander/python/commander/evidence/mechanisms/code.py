"""Application code fails and no release is in view that brought it.

Predicts: the thing's own logs show an exception that names no mechanism outside of the code. Contradicted by: a release
just before, which explains the same better, or errors that were there all the time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from commander.evidence.argument import Argument
from commander.evidence.behaviour import Behaviour
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.allclear.counts import counts_of_failures
from commander.evidence.mechanisms.allclear.looked import reaches
from commander.evidence.mechanisms.blamed import names_needed
from commander.evidence.mechanisms.proximity import connection, newest_before, proximity
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.outcomes import is_refusal
from commander.evidence.sentences import short
from commander.evidence.testimony.quotations import LEFT_OUT


@dataclass(frozen=True, slots=True)
class _Errors:
    """The errors of one workload that name no mechanism, by whether they are new.

    `telling` is one that names a mechanism, `thrown` whether an exception speaks of nothing else that is needed, `own`
    the first new one that is a fault of the code itself.
    """

    fresh: list[Pattern]
    old: list[Pattern]
    undated: list[Pattern]
    telling: Pattern | None
    thrown: bool
    own: Pattern | None


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing whose logs show such errors."""
    writers = {one.entity for one in case.patterns if one.error and one.signature is None and not one.ended}
    for entity in sorted({case.workload(entity) for entity in writers if entity is not None}):
        yield _argument(case, entity)


def _argument(case: Case, entity: str) -> Argument:
    argument = Argument("code.unhandled_error", entity, f"{short(entity)} fails in its own code.")
    connection(case, argument)
    errors = case.reading(_errors)[case.kin(entity)]
    fresh = errors.fresh
    for pattern in fresh[:2]:
        own = _fails(pattern) and not names_needed(case, pattern, entity)
        argument.back(case.fact_of_pattern(pattern), 2.0 if own else 0.8)
        if (stopped := case.stopped(pattern)) is not None:
            argument.oppose(stopped, 2.0)
    for pattern in errors.old:
        argument.oppose(case.fact_of_pattern(pattern), 1.0 if fresh else 2.0)
    for pattern in errors.undated:
        argument.back(case.fact_of_pattern(pattern), 1.4 if _fails(pattern) else 0.8)
        argument.lack("when these errors began", 0.2)
    if errors.telling is not None and not errors.thrown:
        argument.oppose(case.fact_of_pattern(errors.telling), 1.5)  # a line that says why explains one that does not
    steady = _counted_calm(case, entity)
    bad = False
    if steady and not case.troubled(entity):
        argument.oppose(case.fact(steady[0]), 1.5)
    else:
        bad = weigh_symptom(case, entity, argument)
    deployed = [release for release in case.releases_of(entity) if release.kind == "deployment"]
    release = newest_before(case, deployed)
    near = proximity(case, release) if release is not None else None
    if near is not None and near.weight > 0:
        argument.oppose(near.fact, 1.0 + near.weight / 2)
    elif case.could_not_look("changes", entity) or not case.bundle.changes:
        argument.lack(f"changes of {short(entity)} shortly before", 0.4)
    else:
        none = f"No release of {short(entity)} shortly before is among the changes collected."
        argument.back(case.absence(entity, none, "changes"), 0.5)
    argument.direct = bad and errors.own is not None and not argument.contradicted
    if argument.direct and errors.own is not None:
        argument.summary = f'{short(entity)} fails with "{errors.own.text[:100]}" although nothing was released.'
    return argument


_CLASS = re.compile(r"^(?:[\w$]+(?:[.]|::|\\))+([A-Z][\w$]+)")
"""The name of an exception within its modules: SSLError of Faraday::SSLError."""


def _counted_calm(case: Case, entity: str) -> list[Behaviour]:
    """The counts of a thing's failures, else of those who call it, where these are as ever and last until now."""
    counts = counts_of_failures(case, entity)
    return counts if all(one.steady and reaches(case, one) for one in counts) else []


def _class(pattern: Pattern) -> str | None:
    found = _CLASS.search(pattern.text)
    return found.group(1) if found is not None else None


def _fails(pattern: Pattern) -> bool:
    """Whether code fails by itself: an exception that repeats what was sent to it can be provoked by anybody."""
    return pattern.exception and LEFT_OUT not in pattern.text and not is_refusal(pattern.text)


def _errors(case: Case) -> dict[str, _Errors]:
    found: dict[str, _Errors] = {}
    for entity in {one.entity for one in case.patterns if one.entity is not None}:
        kin = case.kin(entity)
        if kin in found:
            continue
        named = [one for one in case.errors(kin) if one.signature is not None and case.is_new(one) is not False]
        # An exception that bears the same name as one that says why, perhaps in another module, only passes it on.
        passed_on = {_class(one) for one in named} - {None}
        patterns = [one for one in case.errors(kin) if one.signature is None and _class(one) not in passed_on]
        fresh = [one for one in patterns if case.is_new(one)]
        found[kin] = _Errors(
            fresh,
            [one for one in patterns if case.is_new(one) is False][:2],
            [one for one in patterns if case.is_new(one) is None][:1],
            named[0] if named else None,
            any(one.exception and not names_needed(case, one, kin) for one in patterns),
            next((one for one in fresh if _fails(one) and not names_needed(case, one, kin)), None),
        )
    return found
