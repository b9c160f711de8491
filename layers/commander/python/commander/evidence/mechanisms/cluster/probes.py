"""A health probe rejects a container: it asks at the wrong port, in the wrong protocol, too impatiently; or the
endpoint itself answers with failure.

Predicts: containers that are restarted although their process does not end by itself (liveness), or that run without
being ready and without restarts (readiness), and the probe's own failures. Which of the four it is, the failure's words
tell (refused, malformed, timed out, a status code), or the probe's settings against the ports that the container
declares and says it listens on. Contradicted by: the container ending by itself, or being ready.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container
from commander.evidence.cluster.pods import pods
from commander.evidence.cluster.workloads import KINDS, workloads
from commander.evidence.mechanisms.cluster import crashes
from commander.evidence.mechanisms.cluster.probe_settings import weigh_settings
from commander.evidence.mechanisms.cluster.probe_words import weigh_words
from commander.evidence.mechanisms.cluster.probed import ENDPOINT, IMPATIENT, PORT, Probed, Votes
from commander.evidence.mechanisms.cluster.reports import Report, by_workload
from commander.evidence.mechanisms.cluster.sayings import limited
from commander.evidence.mechanisms.cluster.standing import restarting, standing, weigh_standing

_FAILED = {
    "liveness": r"(?:liveness|startup) probe (?:failed|errored)|failed (?:liveness|startup) probe|"
    r"probe failed\"? probeType=\"?(?:liveness|startup)",
    "readiness": r"readiness probe (?:failed|errored)|probe failed\"? probeType=\"?readiness",
}
_MOST_RIVALS = 2
_FLAPPING_S = 300.0
"""A probe that fails now and then did so within this time."""


def argue(case: Case) -> Iterator[Argument]:
    """The arguments for each workload whose probe fails."""
    arguments: list[Argument] = []
    declared: dict[tuple[str, str], list[Probed]] = {}
    for one in _probed(case):
        declared.setdefault((one.entity, one.kind), []).append(one)
    failed: dict[tuple[str, str], list[Report]] = {}
    for entity, reports in case.reading(by_workload).items():
        for kind, words in _FAILED.items():
            said = [one for one in reports if one.says(words) and not (kind == "readiness" and _ready_since(case, one))]
            if said:
                failed[entity, kind] = said
    for entity, kind in sorted({*declared, *failed}):
        arguments += _arguments(case, entity, kind, declared.get((entity, kind), []), failed.get((entity, kind), []))
    yield from limited(arguments)


def _ready_since(case: Case, one: Report) -> bool:
    """Whether the pod that failed its probe takes traffic now and has for a while."""
    if one.pod is None or one.pod.is_ready is not True or one.last is None or case.now is None:
        return False
    return one.last < case.now - _FLAPPING_S


def _probed(case: Case) -> Iterator[Probed]:
    """Every probe that is told, by workload: from the workload's template, else from its pods."""
    seen: set[tuple[str, str, str]] = set()
    sets = [
        (one.entity, one.item, one.items, one.containers) for one in case.reading(workloads) if one.kind in KINDS[:3]
    ]
    # Pods of an older template may be told as well: what the failing ones are asked counts.
    for pod in sorted(case.reading(pods), key=lambda pod: pod.is_ready is not False):
        if not pod.completed and not pod.deleting:
            sets.append((pod.workload, pod.item, (pod.item,), pod.containers))
    for entity, item, items, several in sets:
        for one in several:
            liveness = one.liveness or one.startup
            for kind, probe in (("liveness", liveness), ("readiness", one.readiness)):
                if probe is not None and not one.init and (entity, one.name, kind) not in seen:
                    seen.add((entity, one.name, kind))
                    telling = next((each for each in items if "containers" in each.attributes), None)
                    telling = telling or next((each for each in items if each.kind == "manifest"), item)
                    yield Probed(entity, telling, one, probe, kind)


def _arguments(case: Case, entity: str, kind: str, declared: list[Probed], failed: list[Report]) -> Iterator[Argument]:
    liveness = kind == "liveness"
    if not failed and not _suffers(case, entity, liveness):
        return
    votes = Votes(entity, kind)
    weigh_words(case, failed, declared, votes, liveness)
    for one in declared:
        weigh_settings(case, one, votes, failed)
    if not liveness:
        votes.known.pop(IMPATIENT, None)
    ended = case.reading(crashes.by_workload).get(entity, [])
    for argument in votes.known.values():
        if failed:
            argument.back(failed[0].fact(), 0.5)
        _weigh_ends(case, argument, ended, liveness)
        weigh_standing(case, argument, [one.first for one in failed], restarts=liveness)
    best = sorted(votes.known.values(), key=lambda one: (-one.logit, one.cause))
    yield from best[:_MOST_RIVALS]


def _suffers(case: Case, entity: str, liveness: bool) -> bool:
    """Whether the workload shows what such a probe does: restarts, or running without being ready."""
    stands = standing(case, entity)
    if liveness:
        several = case.reading(crashes.by_workload).get(entity, [])
        return any(one.restarts >= 2 and not one.out_of_memory for one in several) or any(
            restarting(pod) for pod in stands.working
        )
    if not stands.broken and not stands.working:
        return stands.workload is not None and (stands.workload.short_of or 0) > 0
    return any(
        any(_only_unready(one) for one in pod.containers if not one.init) if pod.containers else pod.running
        for pod in stands.broken
    )


def _only_unready(one: Container) -> bool:
    return one.ready is False and one.state in ("running", None) and one.waiting_reason is None


def _weigh_ends(case: Case, argument: Argument, ended: list[crashes.Crash], liveness: bool) -> None:
    if not liveness:
        bad = [one for one in ended if one.looping or (one.code not in (None, 0) and one.restarts >= 3)]
        if bad:
            argument.oppose(bad[0].fact(case), 2.5)
        if argument.cause.endswith(ENDPOINT):
            # The endpoint reports what the workload itself suffers from: what it needs is nearer to the cause.
            words = [one for one in crashes.last_words(case, argument.entity) if one.signature is not None]
            for pattern in [one for one in words if one.signature is not None and one.signature.elsewhere][:1]:
                argument.oppose(case.fact_of_pattern(pattern), 1.5)
        return
    for one in ended[:1]:
        if one.out_of_memory:
            argument.oppose(one.fact(case), 3.0)
        elif one.code in (crashes.KILLED, crashes.TERMINATED):
            argument.back(one.fact(case), 1.5)
        elif one.code in (0, None, 2):
            argument.back(one.fact(case), 0.8)
        elif any(pattern.exception for pattern in crashes.last_words(case, argument.entity)):
            argument.oppose(one.fact(case), 2.5)
        else:
            argument.oppose(one.fact(case), 0.8 if argument.direct and argument.cause.endswith(PORT) else 1.5)
