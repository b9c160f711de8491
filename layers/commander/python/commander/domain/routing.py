"""Which model does a task: the cheapest that can, by how complex the task is.

Complexity is a number from 0 to 100, the sum of four parts that anybody can recompute from the task:

- facts: one point for every two facts, at most 30;
- size: one point for every 1,000 characters of facts, at most 25;
- hypotheses: five points for each beyond the first, at most 25: rivals are what makes a case hard;
- severity: low 0, medium 5, high 10, critical 20.

`routing` in the catalogue says up to which complexity a model is used for each kind of task.
"""

from dataclasses import dataclass

from commander.contract.catalogue import Catalogue, TaskKind
from commander.contract.values import Severity

_SEVERITY: dict[Severity, int] = {"low": 0, "medium": 5, "high": 10, "critical": 20}


@dataclass(frozen=True)
class Task:
    """What is asked of a model, as far as the choice of the model depends on it."""

    kind: TaskKind
    facts: int
    characters: int
    hypotheses: int
    severity: Severity


def complexity(task: Task) -> int:
    """How complex a task is, 0 to 100."""
    parts = (
        min(30, task.facts // 2),
        min(25, task.characters // 1000),
        min(25, 5 * max(0, task.hypotheses - 1)),
        _SEVERITY[task.severity],
    )
    return min(100, sum(parts))


def route(task: Task, catalogue: Catalogue) -> str:
    """The name of the model for the task. Every kind's last route takes whatever is left."""
    score = complexity(task)
    return next(one.model for one in catalogue.routing[task.kind] if score <= one.up_to)
