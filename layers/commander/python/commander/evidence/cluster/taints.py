"""Taints of nodes and the tolerations of pods, as texts of `kubectl describe` or as objects."""

import re
from dataclasses import dataclass
from typing import Any

from commander.evidence.cluster.values import mapping, objects, text, texts

_TAINT = re.compile(r"^(?P<key>[^\s=:]+)(?:=(?P<value>[^:\s]*))?(?::(?P<effect>[A-Za-z]+))?$")


@dataclass(frozen=True, slots=True)
class Taint:
    """A taint. `effect` is empty where it is not told."""

    key: str
    value: str
    effect: str

    @property
    def repels(self) -> bool:
        """Whether it keeps pods away that do not tolerate it."""
        return self.effect in ("NoSchedule", "NoExecute", "")

    def __str__(self) -> str:
        value = f"={self.value}" if self.value else ""
        return f"{self.key}{value}{f':{self.effect}' if self.effect else ''}"


def tolerates(tolerations: tuple[Any, ...], taint: Taint) -> bool:
    """Whether one of a pod's tolerations, objects or texts as `kubectl describe` prints them, covers a taint."""
    return any(_covers(one, taint) for one in tolerations)


def taints_of(value: Any) -> tuple[Taint, ...]:
    """The taints in a list of texts or objects."""
    found = [
        Taint(key, text(one.get("value")) or "", text(one.get("effect")) or "")
        for one in objects(value)
        if (key := text(one.get("key"))) is not None
    ]
    parts = [part.strip() for said in texts(value) for part in re.split(r"[,\n]", said)]
    for part in parts:
        read = _TAINT.match(part)
        if read is not None and "{" not in part:
            found.append(Taint(read["key"], read["value"] or "", read["effect"] or ""))
    return tuple(sorted(set(found), key=str))


def _covers(toleration: Any, taint: Taint) -> bool:
    if isinstance(toleration, dict):
        one = mapping(toleration)
        key, value, effect = (text(one.get(part)) or "" for part in ("key", "value", "effect"))
        operator = text(one.get("operator")) or "Equal"
    else:
        said = text(toleration) or ""
        operator = "Exists" if re.search(r"\bop(?:erator)?=exists", said, re.IGNORECASE) else "Equal"
        bare = re.sub(r"(?<!\s)\s*+\bop(?:erator)?=\w+|(?<!\s)\s++for\s++\S++$", "", said, flags=re.IGNORECASE).strip()
        if not bare and operator == "Equal":
            return False
        found = _TAINT.match(bare)
        if found is None and bare and not bare.startswith(":"):
            return False
        key, value = (found["key"], found["value"] or "") if found is not None else ("", "")
        effect = (found["effect"] or "") if found is not None else bare.removeprefix(":")
        if "=" not in bare and key:
            operator = "Exists" if not taint.value else operator
    if effect and taint.effect and effect != taint.effect:
        return False
    if not key:
        return operator.lower() == "exists"
    return key == taint.key and (operator.lower() == "exists" or value == taint.value)
