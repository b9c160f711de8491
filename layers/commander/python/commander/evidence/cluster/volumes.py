"""Volume claims, volumes and storage classes: what a claim asks for and what each volume offers of it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.values import first, labels, mapping, objects, size, text, texts

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
