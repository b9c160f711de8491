"""Containers that end again and again: how each workload's containers end, and their last words.

Shared by the mechanisms that tell why: the command, memory, a probe, a setting, the code.
"""

from dataclasses import dataclass

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.containers import Container, containers
from commander.evidence.cluster.pods import Pod, pods, pods_of
from commander.evidence.cluster.workloads import workload
from commander.evidence.facts import Fact
from commander.evidence.logs import Pattern
from commander.evidence.mechanisms.cluster.reports import Report, lines_of
from commander.evidence.mechanisms.cluster.reports import by_workload as reports_by_workload
from commander.evidence.sentences import short

_LOOPS = frozenset({"CrashLoopBackOff", "RunContainerError", "Error", "StartError", "ContainerCannotRun"})
_BACK_OFF = r"back-?off restarting failed container|CrashLoopBackOff"
_RECENT_S = 3600.0
KILLED, TERMINATED = 137, 143
"""128 plus the signal: SIGKILL (out of memory, or a probe's patience at its end), SIGTERM."""


@dataclass(frozen=True, slots=True, eq=False)
class Crash:
    """A container that does not stay: how it ended last, and how often it was restarted.

    Where only events tell of it, `pod` is None, `report` is the newest of them, and the container is an empty one.
    """

    entity: str
    pod: Pod | None
    container: Container
    reason: str | None
    code: int | None
    restarts: int
    report: Report | None = None

    @property
    def out_of_memory(self) -> bool:
        """Whether it ended at its memory limit."""
        return "OOMKilled" in (self.reason or "", self.container.last_reason or "", self.container.waiting_reason or "")

    @property
    def looping(self) -> bool:
        """Whether it does not run now, and is expected to."""
        unready = self.pod is None or self.pod.is_ready is False
        return self.container.waiting_reason in _LOOPS or (
            (self.container.state == "terminated" or self.pod is None) and not self.container.init and unready
        )

    def fact(self, case: Case) -> Fact:
        """How it ended, as a fact."""
        if self.pod is None:
            assert self.report is not None
            return self.report.fact()
        name = self.container.name or "A container"
        parts = []
        if self.code is not None or self.reason is not None:
            reason = f" ({self.reason})" if self.reason else ""
            parts.append(f"ended with exit code {self.code}{reason}" if self.code is not None else f"ended{reason}")
        if self.restarts:
            parts.append(f"was restarted {self.restarts} times" if self.restarts > 1 else "was restarted once")
        if self.container.waiting_reason and self.container.waiting_reason != self.reason:
            parts.append(f"waits now with {self.container.waiting_reason}")
        told = " and ".join(parts) if parts else "is not running"
        return case.fact_of_state(self.pod.item, f"{name} of {self.pod.name} {told}.")


def crashes(case: Case) -> tuple[Crash, ...]:
    """Every container that ended badly or keeps being restarted, and not only long ago. Use as `case.reading`."""
    found: list[Crash] = []
    for pod in case.reading(pods):
        if pod.completed or pod.deleting or pod.entity in case.superseded or _ended_long_ago(case, pod):
            continue
        status = pod.status or ""
        alone, known = len([one for one in pod.containers if not one.init]) == 1, len(found)
        for one in pod.containers:
            reason, code = one.ended_with
            restarts = one.restart_count
            if restarts is None:
                restarts = pod.restarts or 0 if alone and not one.init else 0
            looping = one.waiting_reason in _LOOPS or (one.state == "terminated" and code not in (None, 0))
            if looping or (restarts > 0 and not _long_ago(case, pod, one)):
                found.append(Crash(pod.workload, pod, one, reason, code, restarts))
        if pod.containers and status == "OOMKilled" and len(found) == known:
            found.append(Crash(pod.workload, pod, pod.containers[-1], status, None, pod.restarts or 0))
        if not pod.containers and (_ends_badly(status) or _lately_restarted(pod)):
            found.append(Crash(pod.workload, pod, _bare(status), status or None, None, pod.restarts or 0))
    return tuple(found)


def by_workload(case: Case) -> dict[str, list[Crash]]:
    """The crashes of each workload, those that do not run now first."""
    found: dict[str, list[Crash]] = {}
    for one in case.reading(crashes):
        found.setdefault(one.entity, []).append(one)
    for entity, told in case.reading(reports_by_workload).items():
        said = [one for one in told if one.source == "event" and one.says(_BACK_OFF)]
        if said and entity not in found and not pods_of(case, entity):
            found[entity] = [Crash(entity, None, _bare(""), None, None, 0, said[-1])]
    for several in found.values():
        several.sort(
            key=lambda one: (not one.looping, -one.restarts, one.pod.entity if one.pod else "", one.container.name)
        )
    return dict(sorted(found.items()))


def last_words(case: Case, entity: str) -> list[Pattern]:
    """The error patterns in the logs of a workload's parts that are not of an earlier episode, exceptions first."""
    found = [one for one in lines_of(case, entity) if one.error]
    return sorted(found, key=lambda one: (one.signature is None and not one.exception, -one.count, one.text))


def declared(case: Case, crash: Crash) -> tuple[Container, State | None]:
    """The container as it is declared, with the item that tells it: the workload's where it has one, else the pod's."""
    told = workload(case, crash.entity)
    own = crash.pod.item if crash.pod is not None else None
    if told is None:
        return crash.container, own
    plain = [one for one in told.containers if not one.init]
    named = [one for one in plain if one.name == crash.container.name]
    if crash.pod is None or not crash.pod.containers:
        named = plain if len(plain) == 1 else []
    if not named or (crash.container.env and not named[0].env):
        return crash.container, own
    telling = next(
        (item for item in told.items if item.kind == "manifest" or "containers" in item.attributes), told.item
    )
    return named[0], telling


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


def _ended_long_ago(case: Case, pod: Pod) -> bool:
    """Whether it failed for good, and that was over before the trouble: the pod of an earlier run of a job."""
    ends = [one.last_finished for one in pod.containers if one.last_finished is not None]
    return (pod.phase or "").lower() == "failed" and bool(ends) and case.is_over(max(ends))


def _ends_badly(status: str) -> bool:
    return status in _LOOPS or status == "OOMKilled"


def _lately_restarted(pod: Pod) -> bool:
    return (pod.restarts or 0) > 0 and pod.restarted_ago is not None and pod.restarted_ago <= _RECENT_S


def _bare(status: str) -> Container:
    waiting = {"state": {"state": "waiting", "reason": status}} if status in _LOOPS else {}
    return containers({"containers": [{"name": "", **waiting}]})[0]
