"""What the local cloud's IAM decided, written down: one JSON line for each call of a role's session.

It says which grants a run made use of, and which calls were refused; CloudTrail as recorded here knows callers by their
temporary key alone.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

FILE = "decisions.jsonl"


@dataclass(frozen=True)
class Call:
    """A call that a role's session asked for. `action` is the IAM action."""

    role: str
    action: str
    resource: str
    allowed: bool


def write_to(file: TextIO) -> None:
    """From now on, writes every decision about an assumed role's call to the file."""
    from ministack.core import iam_evaluator

    for name in ("enforce", "evaluate"):
        if not callable(getattr(iam_evaluator, name, None)):
            raise RuntimeError(f"ministack.core.iam_evaluator.{name} is gone: check local/cloud/decisions.py")
    enforce: Any = iam_evaluator.enforce
    evaluate: Any = iam_evaluator.evaluate
    judged: list[Any] = []

    def note_and_evaluate(context: Any, *policies: Any) -> Any:
        judged.append(context)
        return evaluate(context, *policies)

    def enforce_and_write(*given: Any, **named: Any) -> Any:
        # `enforce` runs to its end on the event loop's thread: nothing comes between it and what it evaluates.
        judged.clear()
        refusal = enforce(*given, **named)
        if judged and ":assumed-role/" in judged[0].principal_arn:
            context = judged[0]
            line = [context.principal_arn, context.action, context.resource_arn, refusal is None]
            file.write(json.dumps(line) + "\n")
            file.flush()
        return refusal

    iam_evaluator.evaluate = note_and_evaluate
    iam_evaluator.enforce = enforce_and_write


def read(folder: Path) -> Iterator[Call]:
    """The decisions of the cloud that keeps its state in this folder, so far."""
    with (folder / FILE).open(encoding="utf-8") as lines:
        for line in lines:
            if not line.endswith("\n"):
                return  # it is being written
            principal, action, resource, allowed = json.loads(line)
            yield Call(principal.split("/")[1], action, resource, allowed)
