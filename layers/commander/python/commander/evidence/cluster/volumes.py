"""Volume claims, volumes and storage classes: what a claim asks for and what each volume offers of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.pods import Pod, pods, workload_of
from commander.evidence.cluster.values import first, labels, mapping, objects, size, text, texts
from commander.evidence.cluster.workloads import workloads

SELECTOR, CLASS, ACCESS, CAPACITY, BOUND, NAME = "selector", "class", "access", "capacity", "bound", "name"
_MODES = {
    "readwriteonce": "RWO",
    "readonlymany": "ROX",
    "readwritemany": "RWX",
    "readwriteoncepod": "RWOP",
    "rwo": "RWO",
    "rox": "ROX",
    "rwx": "RWX",
    "rwop": "RWOP",
}
_UNTOLD = ("<none>", "<unset>", "none", "<unknown>")


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim. `storage_class` is None where not told and empty where it asks for none; `requested` is in bytes.

    `selector` holds the labels it selects, `wanted` the volume it names, `items` where all this was read."""

    item: State
    items: tuple[State, ...]
    entity: str
    name: str
    namespace: str | None
    status: str
    wanted: str | None
    requested: float | None
    spelt: str
    modes: frozenset[str]
    storage_class: str | None
    selector: Mapping[str, str]
    used_by: tuple[str, ...]

    @property
    def pending(self) -> bool:
        """Whether it has no volume yet."""
        return self.status.lower() == "pending"

    @property
    def lost(self) -> bool:
        """Whether its volume is gone."""
        return self.status.lower() == "lost"


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume; `claim` is namespace/name of the claim that it is bound to or kept for."""

    item: State
    items: tuple[State, ...]
    entity: str
    name: str
    status: str
    claim: str | None
    capacity: float | None
    spelt: str
    modes: frozenset[str]
    storage_class: str | None
    labels: Mapping[str, str] | None

    @property
    def bindable(self) -> bool:
        """Whether it is free by its own status."""
        return self.status.lower() in ("available", "")


@dataclass(frozen=True, slots=True)
class StorageClass:
    """A storage class."""

    item: State
    entity: str
    name: str
    provisioner: str
    binding_mode: str
    default: bool

    @property
    def dynamic(self) -> bool:
        """Whether volumes are made on demand."""
        return bool(self.provisioner) and "no-provisioner" not in self.provisioner

    @property
    def waits(self) -> bool:
        """Whether a claim is left pending until a pod uses it."""
        return "wait" in self.binding_mode.lower()


def claims(case: Case) -> tuple[Claim, ...]:
    """All claims that state items or manifests tell of, by name."""
    return tuple(
        _claim(items) for items in _grouped(case, ("pvc", "persistentvolumeclaim"), "persistentvolumeclaim").values()
    )


def volumes(case: Case) -> tuple[Volume, ...]:
    """All volumes that state items or manifests tell of, by name."""
    return tuple(_volume(items) for items in _grouped(case, ("pv", "persistentvolume"), "persistentvolume").values())


def classes(case: Case) -> Mapping[str, StorageClass]:
    """All storage classes, by name."""
    found = {}
    for items in _grouped(case, ("storageclass", "storage_class"), "storageclass").values():
        item, raw = items[0], _attributes(items)
        name = item.entity.rpartition("/")[2]
        mode = text(first(raw, "binding_mode", "volume_binding_mode", "volumeBindingMode")) or ""
        default = str(first(raw, "default", "is_default")).lower() in ("true", "yes")
        found[name] = StorageClass(item, item.entity, name, text(raw.get("provisioner")) or "", mode, default)
    return found


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


def mismatches(claim: Claim, volume: Volume, default: str | None = None) -> tuple[str, ...]:
    """What keeps the claim from the volume, as far as both tell; a volume of another claim is `bound`."""
    found = []
    wanted = claim.storage_class if claim.storage_class is not None else default
    if wanted is not None and volume.storage_class is not None and wanted != volume.storage_class:
        found.append(CLASS)
    if claim.modes and volume.modes and not claim.modes <= volume.modes:
        found.append(ACCESS)
    if claim.requested is not None and volume.capacity is not None and volume.capacity < claim.requested:
        found.append(CAPACITY)
    if claim.selector and any((volume.labels or {}).get(key) != one for key, one in claim.selector.items()):
        found.append(SELECTOR)
    if claim.wanted is not None and claim.wanted != volume.name:
        found.append(NAME)
    if not volume.bindable or not _kept_for(claim, volume):
        found.append(BOUND)
    return tuple(found)


def _kept_for(claim: Claim, volume: Volume) -> bool:
    if volume.claim is None:
        return True
    namespace, _, name = volume.claim.rpartition("/")
    return name == claim.name and (not namespace or claim.namespace in (None, namespace))


def _grouped(case: Case, kinds: tuple[str, ...], manifest: str) -> dict[str, list[State]]:
    """Items and manifests of one object, by entity; an object known by its manifest alone counts too."""
    found: dict[str, list[State]] = {}
    for item in case.items(*kinds):
        found.setdefault(item.entity, []).append(item)
    for item in case.items("manifest"):
        named = (text(item.attributes.get("kind")) or "").lower()
        if named in (manifest, *kinds) or item.entity.partition("/")[0] in kinds:
            found.setdefault(item.entity, []).append(item)
    return {entity: found[entity] for entity in sorted(found)}


def _attributes(items: Iterable[State]) -> dict[str, Any]:
    """Everything told about one object: plain attributes before those of a manifest's metadata and spec."""
    merged: dict[str, Any] = {}
    for item in items:
        raw = mapping(item.attributes)
        inner = {**mapping(raw.get("status")), **mapping(raw.get("metadata")), **mapping(raw.get("spec"))}
        for key, value in {**inner, **raw}.items():
            if isinstance(merged.get(key), dict) or merged.get(key) is None:
                merged[key] = value if merged.get(key) is None else merged[key]
    if isinstance(merged.get("status"), dict):
        merged["status"] = mapping(merged["status"]).get("phase")
    return merged


def _claim(items: list[State]) -> Claim:
    item, raw = items[0], _attributes(items)
    path = item.entity.partition("/")[2]
    within, _, name = path.rpartition("/")
    asked = first(raw, "requested", "request", "requested_storage", "requests", "resources", "storage", "size")
    while isinstance(asked, dict):
        asked = first(mapping(asked), "requests", "storage")
    if size(asked) is None:
        asked = raw.get("capacity")
        asked = mapping(asked).get("storage") if isinstance(asked, dict) else asked
    status = text(first(raw, "status", "phase")) or ""
    return Claim(
        item,
        tuple(items),
        item.entity,
        name,
        text(raw.get("namespace")) or within or None,
        status,
        _told(first(raw, "volume", "volume_name", "volumeName")),
        size(asked) or None,
        str(asked),
        _modes(first(raw, "access_modes", "accessModes", "access_mode")),
        _class(raw),
        _selected(raw.get("selector")),
        tuple(
            part.strip() for said in texts(first(raw, "used_by", "usedBy", "mounted_by")) for part in said.split(",")
        ),
    )


def _volume(items: list[State]) -> Volume:
    item, raw = items[0], _attributes(items)
    capacity = raw.get("capacity")
    capacity = mapping(capacity).get("storage") if isinstance(capacity, dict) else capacity
    claim: Any = first(raw, "claim", "claim_ref", "claimRef")
    if isinstance(claim, dict):
        parts = (text(claim.get("namespace")), text(claim.get("name")))
        claim = "/".join(part for part in parts if part)
    return Volume(
        item,
        tuple(items),
        item.entity,
        item.entity.rpartition("/")[2],
        text(first(raw, "status", "phase")) or "",
        _told(claim),
        size(capacity),
        str(capacity),
        _modes(first(raw, "access_modes", "accessModes", "access_mode")),
        _class(raw),
        labels(raw["labels"]) if "labels" in raw else None,
    )


def _class(raw: Mapping[str, Any]) -> str | None:
    keys = ("storage_class", "storageClassName", "storage_class_name", "class", "storageclass")
    present = [raw[key] for key in keys if key in raw]
    if not present or present[0] is None:
        return None
    said = str(present[0]).strip() if isinstance(present[0], str) else None
    return "" if said is not None and said.lower() in _UNTOLD else said


def _modes(value: Any) -> frozenset[str]:
    parts = [part.strip().lower() for said in texts(value) for part in re.split(r"[,\s]+", said)]
    return frozenset(_MODES[part] for part in parts if part in _MODES)


def _selected(value: Any) -> dict[str, str]:
    """The labels that a claim selects; of expressions those with one value."""
    raw = mapping(value)
    inner = first(raw, "matchLabels", "match_labels")
    wanted = (
        labels(inner)
        if inner is not None
        else labels(
            value if not isinstance(value, dict) else {key: one for key, one in raw.items() if isinstance(one, str)}
        )
    )
    for one in objects(first(raw, "matchExpressions", "match_expressions")):
        key, values = text(one.get("key")), texts(one.get("values"))
        if key is not None and len(values) == 1 and text(one.get("operator")) in (None, "In"):
            wanted[key] = values[0]
    return wanted


def _users(value: Any) -> tuple[str, ...]:
    return tuple(part.strip() for said in texts(value) for part in said.split(","))


def _told(value: Any) -> str | None:
    said = text(value)
    return None if said is None or said.lower() in _UNTOLD else said
