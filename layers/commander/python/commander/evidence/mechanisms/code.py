"""Application code fails and no release is in view that brought it.

Predicts: the thing's own logs show an exception that names no mechanism outside of the code. Contradicted by: a release
just before, which explains the same better, or errors that were there all the time.
"""

import re
from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.blamed import names_needed
from commander.evidence.mechanisms.proximity import connection, newest_before, proximity
from commander.evidence.mechanisms.symptom import weigh_symptom
from commander.evidence.outcomes import is_refusal
from commander.evidence.roles import Role
from commander.evidence.sentences import short
from commander.evidence.testimony.quotations import LEFT_OUT


def argue(case: Case) -> Iterator[Argument]:
    """One argument per thing whose logs show such errors."""
    writers = {one.entity for one in case.patterns if one.error and one.signature is None and not one.ended}
    for entity in sorted({case.workload(entity) for entity in writers if entity is not None}):
        yield _argument(case, entity)


def _argument(case: Case, entity: str) -> Argument:
    argument = Argument("code.unhandled_error", entity, f"{short(entity)} fails in its own code.")
    connection(case, argument)
    named = [one for one in case.errors(entity) if one.signature is not None and case.is_new(one) is not False]
    patterns = [one for one in case.errors(entity) if one.signature is None and not _wraps(one, named)]
    fresh = [pattern for pattern in patterns if case.is_new(pattern)]
    for pattern in fresh[:2]:
        own = _fails(pattern) and not names_needed(case, pattern, entity)
        argument.back(case.fact_of_pattern(pattern), 2.0 if own else 0.8)
        if (stopped := case.stopped(pattern)) is not None:
            argument.oppose(stopped, 2.0)
    for pattern in [one for one in patterns if case.is_new(one) is False][:2]:
        argument.oppose(case.fact_of_pattern(pattern), 1.0 if fresh else 2.0)
    for pattern in [one for one in patterns if case.is_new(one) is None][:1]:
        argument.back(case.fact_of_pattern(pattern), 1.4 if _fails(pattern) else 0.8)
        argument.lack("when these errors began", 0.2)
    if named and not any(pattern.exception and not names_needed(case, pattern, entity) for pattern in patterns):
        argument.oppose(case.fact_of_pattern(named[0]), 1.5)  # a line that says why explains one that does not
    steady = [one for one in case.of(entity, Role.FAILURES, Role.SUCCESS) if one.steady]
    bad = False
    if steady and not case.troubled(entity):
        argument.oppose(case.fact(steady[0]), 1.0)
    else:
        bad = weigh_symptom(case, entity, argument)
    deployed = [
        release
        for release in case.releases
        if case.kin(release.entity) == case.kin(entity) and release.kind == "deployment"
    ]
    release = newest_before(case, deployed)
    near = proximity(case, release) if release is not None else None
    if near is not None and near.weight > 0:
        argument.oppose(near.fact, 1.0 + near.weight / 2)
    elif case.could_not_look("changes", entity) or not case.bundle.changes:
        argument.lack(f"changes of {short(entity)} shortly before", 0.4)
    else:
        none = f"No release of {short(entity)} shortly before is among the changes collected."
        argument.back(case.absence(entity, none, "changes"), 0.5)
    own_errors = [one for one in fresh if _fails(one) and not names_needed(case, one, entity)]
    argument.direct = bad and bool(own_errors) and not argument.contradicted
    if argument.direct:
        argument.summary = f'{short(entity)} fails with "{own_errors[0].text[:100]}" although nothing was released.'
    return argument


def _wraps(pattern: Pattern, named: list[Pattern]) -> bool:
    """Whether an exception only passes on one that says why: it bears the same name, perhaps in another module."""
    name = _CLASS.search(pattern.text)
    return name is not None and any(
        (other := _CLASS.search(one.text)) is not None and other.group(1) == name.group(1) for one in named
    )


_CLASS = re.compile(r"^(?:[\w$]+(?:[.]|::|\\))+([A-Z][\w$]+)")
"""The name of an exception within its modules: SSLError of Faraday::SSLError."""


def _fails(pattern: Pattern) -> bool:
    """Whether code fails by itself: an exception that repeats what was sent to it can be provoked by anybody."""
    return pattern.exception and LEFT_OUT not in pattern.text and not is_refusal(pattern.text)
