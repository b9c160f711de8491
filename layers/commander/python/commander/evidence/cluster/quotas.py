"""Resource quotas of namespaces: what is used and what is allowed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commander.contract.evidence import State
from commander.evidence.case import Case
from commander.evidence.cluster.values import first, mapping, quantity, text


@dataclass(frozen=True, slots=True)
class Allowance:
    """Used and allowed amount of one resource, as numbers and as the source spells them."""

    used: float
    hard: float
    spelt_used: str
    spelt_hard: str

    @property
    def spent(self) -> bool:
        """Whether nothing is left."""
        return self.used >= self.hard


@dataclass(frozen=True, slots=True)
class Quota:
    """A quota; `namespace` is where it holds, None where that is not told."""

    item: State
    entity: str
    name: str
    namespace: str | None
    resources: Mapping[str, Allowance]


def quotas(case: Case) -> tuple[Quota, ...]:
    """The quotas that state tells of."""
    found = []
    for item in case.items("resourcequota", "quota"):
        attributes = mapping(item.attributes)
        resources = {
            key: allowance
            for key, value in _resources(attributes).items()
            if (allowance := _allowance(value)) is not None
        }
        path = item.entity.partition("/")[2]
        within = path.rpartition("/")[0] or (path if item.entity.startswith("namespace/") else None)
        namespace = text(attributes.get("namespace")) or within or None
        found.append(Quota(item, item.entity, path.rpartition("/")[2], namespace, resources))
    return tuple(found)


def _resources(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """By resource {used, hard}, or from two objects `used` and `hard` of amounts."""
    resources = mapping(attributes.get("resources"))
    if resources:
        return resources
    status = mapping(attributes.get("status"))
    used = mapping(first({**status, **attributes}, "used"))
    spec = mapping(attributes.get("spec"))
    hard = mapping(first({**spec, **status, **attributes}, "hard"))
    return {key: {"used": used.get(key, 0), "hard": value} for key, value in hard.items()}


def _allowance(value: Any) -> Allowance | None:
    if isinstance(value, str):
        # Two amounts are short.
        found = re.fullmatch(r"\s*(?:used\D{0,3})?(\S+?)\s*(?:/|of)\s*(\S+)\s*", value) if len(value) < 100 else None
        used, hard = (found[1], found[2]) if found is not None else (None, None)
    else:
        one = mapping(value)
        used, hard = first(one, "used"), first(one, "hard", "limit")
    first_amount, last_amount = quantity(used), quantity(hard)
    if first_amount is None or last_amount is None:
        return None
    return Allowance(first_amount, last_amount, str(used), str(hard))
