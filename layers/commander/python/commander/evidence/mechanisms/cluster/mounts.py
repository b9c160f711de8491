"""A volume does not attach or mount: it is still held by another node, or its storage does not answer.

Predicts: a pod that has a node stays in creation with the kubelet's or the controller's words about the volume.
Contradicted by: the pod running now. A missing Secret or ConfigMap is said in the same events and is another cause, and
so is the loss of the node that still holds the volume.
"""

from collections.abc import Iterator, Sequence

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.cluster.nodes import nodes
from commander.evidence.cluster.pods import Pod
from commander.evidence.cluster.values import mapping
from commander.evidence.mechanisms.cluster.reports import Report, by_workload
from commander.evidence.mechanisms.cluster.standing import weigh_standing
from commander.evidence.sentences import short

_CERTAIN = (
    r"multi-attach error|volume is already (?:exclusively attached|used by pod)|attachvolume\.attach failed|"
    r"mountvolume\.mountdevice failed|timed out waiting for external-attacher|"
    r"volume attachment .{0,80}(?:timed? ?out|fail)|"
    r"not found in the list of registered csi drivers|volumes? .{0,60}(?:failed|unable) to attach|"
    r"\bmount(?:\.nfs\d?)?: .{0,160}(?:timed out|no route to host|connection refused|unreachable|not responding)|"
    r"mounting command: .{0,400}(?:timed out|exit status)|mount failed: exit status"
)
_TIMED_OUT = (
    r"unable to (?:attach or )?mount volumes|timeout expired waiting for volumes to attach|"
    r"mountvolume\.setup failed|waitforattach failed|failed to (?:attach|mount) volume"
)
_OTHER = (
    r"secrets? \W{0,2}[\w./-]+\W{0,2} not found|configmaps? \W{0,2}[\w./-]+\W{0,2} not found|references non-existent|"
    r"not registered|failed to sync (?:configmap|secret)|failed to fetch token|serviceaccounts? |permission denied|"
    r"hostpath type check failed|volume \W{0,2}kube-api-access"
)
_MULTI = r"multi-attach|exclusively attached|already used by pod"


def argue(case: Case) -> Iterator[Argument]:
    """One argument for every workload whose volumes do not attach or mount."""
    for entity, reports in case.reading(by_workload).items():
        said = [one for one in reports if _stuck(one.pod)]
        certain = [one for one in said if one.says(_CERTAIN) and not one.says(_OTHER)]
        timed_out = [one for one in said if one.says(_TIMED_OUT) and not one.says(_OTHER) and one not in certain]
        timed_out = [one for one in timed_out if not _of_settings(one)]
        other = any(one.says(_OTHER) and one.reason.startswith("Failed") for one in said)
        if certain or (timed_out and not other):
            yield _argument(case, entity, certain, timed_out)


def _argument(case: Case, entity: str, certain: Sequence[Report], timed_out: Sequence[Report]) -> Argument:
    argument = Argument(
        "k8s.volume.mount_timeout", entity, f"A volume of {short(entity)} does not attach or mount in time."
    )
    argument.direct = bool(certain) or any(one.says("timed out|timeout") for one in timed_out)
    for place, one in enumerate([*certain, *timed_out][:3]):
        strong = 4.5 if certain else 4.0 if argument.direct else 3.0
        argument.back(one.fact(), strong if place == 0 else 1.0)
    waiting = next((one.pod for one in (*certain, *timed_out) if one.pod is not None), None)
    if waiting is not None and waiting.node is not None:
        status = waiting.status or waiting.phase or "not running"
        argument.back(case.fact_of_state(waiting.item, f"{waiting.name} on node {waiting.node} is {status}."), 0.7)
    if any(one.says(_MULTI) for one in certain):
        for node in [node for node in case.reading(nodes) if node.ready is False][:1]:
            argument.oppose(
                case.fact_of_state(node.item, f"Node {node.name} is not ready, so that it does not release volumes."),
                2.5,
            )
    weigh_standing(case, argument, [one.first for one in (*certain, *timed_out)])
    return argument


def _stuck(pod: Pod | None) -> bool:
    """Whether the pod does not run, as far as is known: a mount that was tried again and worked is over."""
    return pod is None or not (pod.completed or pod.deleting or pod.is_ready or (pod.running and not _creating(pod)))


def _creating(pod: Pod) -> bool:
    return any(one.waiting_reason in ("ContainerCreating", "PodInitializing") for one in pod.containers)


def _of_settings(report: Report) -> bool:
    """Whether the volume that is waited for is made of a Secret, a ConfigMap or a token, not of storage."""
    if report.pod is None:
        return False
    for name, volume in report.pod.volumes.items():
        raw = mapping(volume)
        said = str(raw.get("Type") or raw.get("type") or (volume if isinstance(volume, str) else "")).lower()
        kinds = {key.lower() for key in raw}
        settings = said.startswith(("secret", "configmap", "projected")) or not kinds.isdisjoint(
            {"secret", "configmap", "projected", "config_map"}
        )
        if settings and report.says(rf"unmounted volumes=\[{name}\]|volume \W{{1,2}}{name}\W"):
            return True
    return False
