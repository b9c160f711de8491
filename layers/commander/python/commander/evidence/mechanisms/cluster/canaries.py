"""Only the pods of the new version write an error, while pods of the version before it serve beside them.

The surest sign of a bad release: the same callers, the same dependencies, the same hour, another version. Predicts: the
error began with the new pods, and no older pod writes it although it logs. Contradicted by: an older pod that fails in
the same way.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods_of
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.proximity import newest_before, proximity
from commander.evidence.releases import Release
from commander.evidence.sentences import short

_CAUSE = "deployment.bad_release"
_EARLY_S = 120.0
"""A controller may start pods a little before a pipeline reports what it did."""
_LEAST_LINES = 3


def argue(case: Case) -> Iterator[Argument]:
    """One argument per released workload whose versions serve side by side."""
    released: dict[str, list[Release]] = {}
    for release in case.releases:
        if release.kind == "deployment":
            released.setdefault(case.kin(release.entity), []).append(release)
    for kin in sorted(released):
        suspect = newest_before(case, released[kin])
        near = proximity(case, suspect) if suspect is not None else None
        if suspect is None or near is None or near.weight <= 0:
            continue
        running = [one for one in pods_of(case, suspect.entity) if not one.completed and not one.deleting]
        new = [one for one in running if _is_new(one, suspect)]
        old = [one for one in running if one not in new and one.is_ready is not False and _logs(case, one)]
        if new and old:
            argument = _argument(case, suspect, new, old)
            if argument is not None:
                near.weigh(argument)
                yield argument


def _argument(case: Case, release: Release, new: list[Pod], old: list[Pod]) -> Argument | None:
    fresh = {one.entity for one in new}
    errors = [one for one in case.errors(release.entity) if case.is_new(one) is not False]
    known = {one.shape for one in errors if one.entity not in fresh}
    alone = [one for one in errors if one.entity in fresh and one.shape not in known]
    shared = [one for one in errors if one.shape in known]
    if sum(one.count for one in alone) < _LEAST_LINES or sum(one.count for one in shared) >= _LEAST_LINES:
        return None
    said = max(alone, key=lambda one: (one.count, one.text))
    argument = Argument(
        _CAUSE, release.entity, f'Only the new pods of {short(release.entity)} say "{said.text[:100]}".'
    )
    argument.back(case.fact_of_pattern(said), 2.0)
    names = ", ".join(one.name for one in new[:3])
    others = ", ".join(one.name for one in old[:3])
    statement = f"{names} began with the release and alone write it; {others} of the version before log no such error."
    items = [one.item.id for one in (*new[:3], *old[:3])]
    argument.back(case.stated("state", new[0].entity, statement, (*items, *said.cited[:5])), 1.5)
    argument.direct = True
    return argument


def _is_new(pod: Pod, release: Release) -> bool:
    """Whether a pod runs the released version: its image says so, else it was started since."""
    images = [one.image for one in pod.containers if one.image and not one.init]
    version = (release.version or "").rpartition(":")[2]
    if version and any(image.rpartition(":")[2] == version for image in images):
        return True
    began = [one.started_at for one in pod.containers if one.started_at is not None and not one.restart_count]
    starts = began or ([pod.started_at] if pod.started_at is not None else [])
    return bool(starts) and min(starts) >= release.start - _EARLY_S


def _logs(case: Case, pod: Pod) -> bool:
    """Whether a pod is known to have logged since the trouble began."""
    onset = case.onset
    own: list[Pattern] = [one for one in case.patterns if one.entity == pod.entity and one.last is not None]
    return any(onset is None or (one.last or 0.0) >= onset.start for one in own)
