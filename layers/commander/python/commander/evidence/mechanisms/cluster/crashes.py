"""Containers that end again and again: how each workload's containers end, and their last words.

Shared by the mechanisms that tell why: the command, memory, a probe, a setting, the code.
"""

from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container, containers
from commander.evidence.cluster.pods import Pod, pods
from commander.evidence.cluster.workloads import workload
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.sentences import short

_LOOPS = frozenset({"CrashLoopBackOff", "RunContainerError", "Error", "StartError", "ContainerCannotRun"})
_RECENT_S = 3600.0
KILLED, TERMINATED = 137, 143
"""128 plus the signal: SIGKILL (out of memory, or a probe's patience at its end), SIGTERM."""


@dataclass(frozen=True, slots=True, eq=False)
class Crash:
    """A container that does not stay: how it ended last, and how often it was restarted."""

    pod: Pod
    container: Container
    reason: str | None
    code: int | None
    restarts: int

    @property
    def entity(self) -> str:
        """The workload to name."""
        return self.pod.workload

    @property
    def item(self) -> State:
        """The item that says it."""
        return self.pod.item

    @property
    def out_of_memory(self) -> bool:
        """Whether it ended at its memory limit."""
        return "OOMKilled" in (self.reason or "", self.container.last_reason or "", self.container.waiting_reason or "")

    @property
    def looping(self) -> bool:
        """Whether it does not run now, and is expected to."""
        return self.container.waiting_reason in _LOOPS or (
            self.container.state == "terminated" and not self.container.init and self.pod.is_ready is False
        )

    def fact(self, case: Case) -> Fact:
        """How it ended, as a fact."""
        name = self.container.name or "A container"
        parts = [f"{name} of {self.pod.name}"]
        if self.code is not None or self.reason is not None:
            reason = f" ({self.reason})" if self.reason else ""
            parts.append(f"ended with exit code {self.code}{reason}" if self.code is not None else f"ended{reason}")
        if self.restarts:
            parts.append(f"was restarted {self.restarts} times" if self.restarts > 1 else "was restarted once")
        if self.container.waiting_reason:
            parts.append(f"waits now with {self.container.waiting_reason}")
        told = f"{parts[0]} {' and '.join(parts[1:])}." if len(parts) > 1 else f"{parts[0]} is not running."
        return case.fact_of_state(self.item, told)


def crashes(case: Case) -> tuple[Crash, ...]:
    """Every container that ended badly or keeps being restarted, and not only long ago. Use as `case.reading`."""
    found = []
    for pod in case.reading(pods):
        if pod.completed or pod.deleting:
            continue
        status = pod.status or ""
        for one in pod.containers:
            reason, code = one.ended_with
            restarts = one.restart_count
            if restarts is None:
                restarts = (
                    pod.restarts or 0 if len([c for c in pod.containers if not c.init]) == 1 and not one.init else 0
                )
            looping = one.waiting_reason in _LOOPS or (one.state == "terminated" and code not in (None, 0))
            if looping or (restarts > 0 and not _long_ago(case, pod, one)):
                found.append(Crash(pod, one, reason, code, restarts))
        if not pod.containers and (_ends_badly(status) or _lately_restarted(pod)):
            found.append(Crash(pod, _bare(status), status or None, None, pod.restarts or 0))
    return tuple(found)


def by_workload(case: Case) -> dict[str, list[Crash]]:
    """The crashes of each workload, those that do not run now first."""
    found: dict[str, list[Crash]] = {}
    for one in case.reading(crashes):
        found.setdefault(one.entity, []).append(one)
    for several in found.values():
        several.sort(key=lambda one: (not one.looping, -one.restarts, one.pod.entity, one.container.name))
    return dict(sorted(found.items()))


def last_words(case: Case, entity: str) -> list[Pattern]:
    """The error patterns in the logs of a workload's parts that are not of an earlier episode, exceptions first."""
    family = (*case.family(entity), entity)
    found = {id(one): one for part in family for one in case.errors(part)}
    return sorted(found.values(), key=lambda one: (one.signature is None and not one.exception, -one.count, one.text))


def declared(case: Case, crash: Crash) -> Container:
    """The container as its workload declares it where the pod's own item tells less; else as the pod tells it."""
    told = workload(case, crash.entity)
    if told is None:
        return crash.container
    return next((one for one in told.containers if one.name == crash.container.name), crash.container)


def who(crash: Crash) -> str:
    """The container within a sentence."""
    return f"{crash.container.name} of {short(crash.entity)}" if crash.container.name else short(crash.entity)


def _long_ago(case: Case, pod: Pod, one: Container) -> bool:
    """Whether its last end was long before now and it runs well since."""
    if pod.is_ready is False and one.ready is False:
        return False
    if one.last_finished is not None and case.now is not None:
        return case.now - one.last_finished > _RECENT_S
    if pod.restarted_ago is not None:
        return pod.restarted_ago > _RECENT_S
    # Nothing tells when it was restarted: once or twice is what every pod sees in its life.
    count = one.restart_count if one.restart_count is not None else pod.restarts or 0
    return count <= 2


def _ends_badly(status: str) -> bool:
    return status in _LOOPS or status == "OOMKilled"


def _lately_restarted(pod: Pod) -> bool:
    return (pod.restarts or 0) > 0 and pod.restarted_ago is not None and pod.restarted_ago <= _RECENT_S


def _bare(status: str) -> Container:
    waiting = {"state": {"state": "waiting", "reason": status}} if status in _LOOPS else {}
    return containers({"containers": [{"name": "", **waiting}]})[0]


def last_words_or_lines(case: Case, entity: str) -> list[Pattern]:
    """All that a workload's parts wrote of late, error or not: what a shell says has no level."""
    family = frozenset((*case.family(entity), entity))
    return [one for one in case.patterns if one.entity in family and not one.ended]
