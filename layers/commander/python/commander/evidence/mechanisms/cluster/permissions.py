"""A process may not read or write the volume that is mounted for it.

Predicts: lines that say "permission denied" (or that the file system is read-only) of a path below one of the
container's mounts. Contradicted by: the path lying elsewhere; then it is the image's own matter.
"""

import re
from collections.abc import Iterator

from commander.contract.evidence import State
from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.workloads import controllers
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.reports import troubles_of, wording
from commander.evidence.mechanisms.cluster.sayings import limited
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.sentences import short

CAUSE = "k8s.volume.permission_denied"
_OF_IDENTITY = "access.permission_denied"
_DENIED = (
    r"permission denied|EACCES|operation not permitted|EPERM|read-only file system|EROFS|access is denied|not writable"
)
_PATH = re.compile(r"(?<![\w.:/])/(?!/)[\w.@-]+(?:/[\w.@-]+)*")
_ALWAYS = ("/var/run/secrets", "/proc", "/sys", "/dev")


def argue(case: Case) -> Iterator[Argument]:
    """One argument for each workload that is denied its own mount."""
    told: dict[str, tuple[State, tuple[Container, ...]]] = {}
    for one in controllers(case):
        if any(part.mounts for part in one.containers):
            told[one.entity] = (one.item, one.containers)
    for pod in case.reading(pods):
        if any(part.mounts for part in pod.containers) and not pod.completed:
            told.setdefault(pod.workload, (pod.item, pod.containers))
    arguments = [
        argument
        for entity, (item, several) in sorted(told.items())
        if (argument := _argument(case, entity, item, several)) is not None
    ]
    for argument in arguments:
        if not argument.contradicted:
            # The same lines seem to speak of a right of an identity; the mount tells whose right it is.
            rival = Argument(_OF_IDENTITY, argument.entity, f"{short(argument.entity)} lacks a permission.")
            rival.oppose(max(argument.supporting.values(), key=lambda pair: (pair[1], pair[0].statement))[0], 3.0)
            yield rival
    yield from limited(arguments)


def _argument(case: Case, entity: str, item: State, several: tuple[Container, ...]) -> Argument | None:
    argument = None
    elsewhere: list[Pattern] = []
    for pattern in troubles_of(case, entity):
        if not wording(_DENIED).search(pattern.text):
            continue
        mount = _mount_of(pattern.text, several)
        if mount is None:
            elsewhere += [pattern] if _PATH.search(pattern.text) is None else []
            continue
        if argument is None:
            argument = Argument(
                CAUSE, entity, f'{short(entity)} may not use its volume: "{pattern.text[:100]}".', direct=True
            )
            argument.back(case.fact_of_state(item, f"{short(item.entity)} mounts {mount[:100]}."), 1.5)
        argument.back(case.fact_of_pattern(pattern), 3.5 if pattern.error else 3.0)
    if argument is None:
        return None
    for pattern in elsewhere[:1]:
        argument.back(case.fact_of_pattern(pattern), 1.0)  # a path that is relative to it
    for crash in case.reading(crashes.by_workload).get(entity, [])[:1]:
        argument.back(crash.fact(case), 1.0)
    weigh_standing(case, argument, restarts=True, unready=False)
    return argument


def _mount_of(text: str, several: tuple[Container, ...]) -> str | None:
    """The mount below which a path in the text lies."""
    for path in _PATH.findall(text):
        for one in several:
            for mount in one.mounts:
                place = mount.split()[0].rstrip("/")
                if len(place) > 1 and not place.startswith(_ALWAYS) and (path == place or path.startswith(f"{place}/")):
                    return mount
    return None
