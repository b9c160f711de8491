"""A change other than a release: a setting, a flag, capacity, rights.

Predicts: the changed thing turns bad just after. Contradicted by: it turned bad before, or it works, or it was long
ago. What the change did cannot be seen from its time alone, so this is never direct evidence.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.proximity import connection, newest_before, proximity
from commander.evidence.releases import Release
from commander.evidence.sentences import short

_CAUSE_OF_KIND = {
    "config": "app.config.value_invalid",
    "flag": "deployment.feature_flag",
    "scaling": "deployment.scaling_change",
    "access": "access.permission_denied",
    "data": "deployment.schema_migration",
}


def argue(case: Case) -> Iterator[Argument]:
    """One argument per changed thing and kind of change."""
    changed: dict[tuple[str, str], list[Release]] = {}
    for release in case.releases:
        if release.kind in _CAUSE_OF_KIND:
            changed.setdefault((release.entity, release.kind), []).append(release)
    for entity, kind in sorted(changed):
        suspect = newest_before(case, changed[entity, kind])
        if suspect is not None:
            yield _argument(case, suspect)


def _argument(case: Case, release: Release) -> Argument:
    entity = release.entity
    cause = _CAUSE_OF_KIND[release.kind]
    argument = Argument(cause, entity, f"The change of {short(entity)} ({release.kind}) broke it.")
    near = proximity(case, release)
    if near.weight > 0:
        argument.back(near.fact, 0.7 * near.weight)
    else:
        near.weigh(argument)
    connection(case, argument)
    bad = case.troubled(entity)
    if bad:
        argument.back(case.fact(bad[0]), 1.0)
    else:
        calm = [one for one in case.of_any(entity) if one.series.role.bad_direction and one.series.values]
        if calm:
            argument.oppose(case.fact(calm[0]), 1.5)
        else:
            argument.lack(f"whether {short(entity)} fails", 0.5)
    argument.lack(f"whether undoing the change of {short(entity)} helps")
    return argument
