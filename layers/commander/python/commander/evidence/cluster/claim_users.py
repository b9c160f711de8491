"""Which workload uses which volume claim."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods, workload_of
from commander.evidence.cluster.values import first, mapping, text
from commander.evidence.cluster.volumes import Claim
from commander.evidence.cluster.workloads import workloads


def claim_names(told: Mapping[str, Any]) -> tuple[str, ...]:
    """The claims that the volumes of a pod refer to."""
    found = []
    for volume in told.values():
        raw = mapping(volume)
        inner = mapping(first(raw, "persistentVolumeClaim", "persistent_volume_claim", "pvc"))
        name = first(inner, "claimName", "claim_name", "name") or first(raw, "ClaimName", "claim_name", "claimName")
        said = text(name)
        if said is None and isinstance(volume, str):
            read = re.search(
                r"(?:persistentvolumeclaim|\bpvc)\b\W+(?:claim[ _]?name\W+)?([a-z0-9][\w.-]*)", volume, re.IGNORECASE
            )
            said = read[1] if read is not None else None
        if said is not None:
            found.append(said)
    return tuple(sorted(set(found)))


@dataclass(frozen=True, slots=True)
class Use:
    """That something uses a claim: the workload to name, the items that say so, and the pod where there is one."""

    workload: str
    claim: str
    namespace: str | None
    items: tuple[State, ...]
    pod: Pod | None


def uses(case: Case) -> tuple[Use, ...]:
    """Which workload uses which claim, from pods and from workloads without listed pods."""
    found = [
        Use(pod.workload, name, pod.namespace, (pod.item,), pod)
        for pod in case.reading(pods)
        if not pod.completed
        for name in claim_names(pod.volumes)
    ]
    seen = {(case.kin(one.workload), one.claim) for one in found}
    for one in case.reading(workloads):
        for name in claim_names(one.volumes):
            if (case.kin(one.entity), name) not in seen:
                found.append(Use(workload_of(case, one.entity), name, one.namespace, one.items, None))
    return tuple(found)


def user_of(case: Case, claim: Claim) -> str:
    """The workload that uses a claim, told from pods, from the claim, or from the name a set gives to it."""
    for use in case.reading(uses):
        if (use.claim == claim.name and use.namespace in (None, claim.namespace)) or (
            use.claim == claim.name and claim.namespace is None
        ):
            return use.workload
    for said in claim.used_by:
        name = said.rpartition("/")[2].strip()
        for kind in ("pod", "statefulset", "deployment", "service"):
            if f"{kind}/{name}" in case.entities:
                return workload_of(case, f"{kind}/{name}")
        base = re.sub(r"-[a-z0-9]{6,10}-[a-z0-9]{5}$|-\d+$", "", name)
        for kind in ("deployment", "statefulset", "service"):
            if f"{kind}/{base}" in case.entities:
                return f"{kind}/{base}"
    base = re.sub(r"-\d+$", "", claim.name)
    sets = [one for one in case.reading(workloads) if one.kind == "statefulset" and base.endswith(f"-{one.name}")]
    return sets[0].entity if sets else claim.entity
