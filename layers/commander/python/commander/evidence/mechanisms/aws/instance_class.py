"""What an instance class has: virtual CPUs and memory, as its name tells."""

import re
from dataclasses import dataclass

_NAME = re.compile(
    r"^(?:db\.|cache\.)?(?P<family>[a-z]+)(?P<rest>[0-9]\w*)\.(?P<size>\d*x?(?:nano|micro|small|medium|large))"
)
_MEMORY_PER_CPU = {"c": 2.0, "m": 4.0, "r": 8.0, "z": 8.0, "x": 16.0}
"""GiB for each virtual CPU of a family."""
_BURSTABLE_MEMORY = {"nano": 0.5, "micro": 1.0, "small": 2.0, "medium": 4.0, "large": 8.0}
_GIB = 2.0**30
_BASELINE = {"nano": 5.0, "micro": 10.0, "small": 20.0, "medium": 20.0, "large": 30.0, "xlarge": 40.0, "2xlarge": 40.0}
"""Percent of CPU that a burstable instance may use without credits."""


@dataclass(frozen=True, slots=True)
class InstanceClass:
    """`memory` is in bytes; `baseline` in percent of CPU, for burstable classes only."""

    name: str
    cpus: float
    memory: float
    baseline: float | None

    @property
    def burstable(self) -> bool:
        """Whether CPU above a baseline costs credits."""
        return self.baseline is not None


def instance_class(name: str | None) -> InstanceClass | None:
    """The class of a name such as db.r6g.2xlarge; None for one that does not tell (db.serverless)."""
    found = _NAME.match((name or "").strip().lower())
    if found is None or name is None:
        return None
    family, size = found["family"], found["size"]
    cpus = 4.0 * float(size.removesuffix("xlarge") or 1) if size.endswith("xlarge") else 2.0
    if family.startswith("t"):
        memory = _BURSTABLE_MEMORY.get(size, 4.0 * cpus)
        cpus = 1.0 if found["rest"].startswith("2") and size in ("nano", "micro", "small") else cpus
        return InstanceClass(name, cpus, memory * _GIB, _BASELINE.get(size, 40.0))
    if size == "medium":
        cpus = 1.0
    return InstanceClass(name, cpus, cpus * _MEMORY_PER_CPU.get(family[0], 4.0) * _GIB, None)


def usual_connections(engine: str | None, of: InstanceClass) -> float | None:
    """About how many connections RDS allows by default for a class; None for an engine without a known rule."""
    said = (engine or "").lower()
    if "aurora-mysql" in said:
        return None  # Aurora MySQL has a table of its own
    if "postgres" in said:
        return min(of.memory / 9531392, 5000.0)
    if "mysql" in said or "mariadb" in said:
        return min(of.memory / 12582880, 16000.0)
    return None
