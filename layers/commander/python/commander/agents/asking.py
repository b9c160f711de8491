"""Questions to models: the prompt beside the agent, the facts as data, and an answer of one shape.

A prompt is a file in `prompts/`: front matter with its version and the room for the answer, then what a model is told.
What comes from outside stands in the data only.
"""

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel

from commander.agents.suspecting import withheld
from commander.contract.catalogue import TaskKind
from commander.contract.readings import Author, Refusal, RefusedPart
from commander.contract.values import Severity
from commander.domain.injection import defused
from commander.domain.prose import Objection
from commander.domain.routing import Task
from commander.ports.consultation import Consultation, Prompt

Answer = TypeVar("Answer", bound=BaseModel)


class Instructions(NamedTuple):
    """A prompt file: its version, how many tokens an answer may have, and the text."""

    version: str
    max_tokens: int
    text: str


class Question(NamedTuple):
    """What is asked: the prompt's name, the kind of task, the facts, and what makes the task hard."""

    prompt: str
    kind: TaskKind
    facts: dict[str, Any]
    evidence: int
    hypotheses: int
    severity: Severity


def ask(services: Consultation, question: Question, answer: type[Answer]) -> tuple[Answer, Author] | None:
    """A model's answer with its author; None where no model could be asked or none answered usably.

    What gives orders is not handed on, nor what cannot be seen. That spares a model the temptation; what it answers is
    checked all the same, because not every order is recognised.
    """
    told = instructions(question.prompt)
    data = defused(written(withheld(question.facts)))
    prompt = Prompt(
        name=question.prompt,
        version=told.version,
        system=told.text,
        data=data,
        schema=schema_of(answer),
        max_tokens=told.max_tokens,
        read=answer.model_validate,
    )
    task = Task(question.kind, question.evidence, len(data), question.hypotheses, question.severity)
    found = services.ask(task, prompt)
    if found is None:
        return None
    call = next((one for one in reversed(services.calls) if one.model is not None and one.outcome == "succeeded"), None)
    if call is None or call.model is None:
        return None  # an answer that no call stands for has no author, and is worth nothing
    return found, Author(model=call.model, provenance=call.provenance, prompt=f"{question.prompt}@{told.version}")


def refused(what: RefusedPart, named: str, found: Sequence[Objection]) -> Refusal:
    """The refusal of a text that something was found against."""
    return Refusal(
        what=what,
        reason=f"{named} was not used: {found[0].reason}",
        suspicious=any(one.suspicious for one in found),
    )


def written(facts: dict[str, Any]) -> str:
    """The facts as a model gets them."""
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":"))


@cache
def instructions(name: str) -> Instructions:
    """A prompt by its name. Raises FileNotFoundError, and ValueError for one without its front matter."""
    text = (files("commander.agents") / "prompts" / f"{name}.md").read_text("utf-8")
    _, head, body = text.split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in head.strip().splitlines())
    return Instructions(fields["version"], int(fields["max_tokens"]), body.strip())


@cache
def schema_of(answer: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of an answer without references and titles: not every model follows them."""
    schema = answer.model_json_schema()
    found = _inlined(schema, schema.get("$defs", {}))
    if not isinstance(found, dict):
        raise TypeError(f"{answer.__name__} has no object for a schema")
    return found


def _inlined(node: Any, parts: dict[str, Any]) -> Any:
    if isinstance(node, list):
        return [_inlined(one, parts) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        whole = {**parts[node["$ref"].rpartition("/")[2]], **{key: one for key, one in node.items() if key != "$ref"}}
        return _inlined(whole, parts)
    return {
        key: {name: _inlined(one, parts) for name, one in value.items()}
        if key == "properties"
        else _inlined(value, parts)
        for key, value in node.items()
        if key not in ("$defs", "title")
    }
