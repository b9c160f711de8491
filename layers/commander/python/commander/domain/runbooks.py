"""A runbook: Markdown for people with the machine-readable action inside, and how its templates are filled."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from commander.contract.actions import ApiCall, DiffLine

_BLOCK = re.compile(r"^```json runbook\n(.*?)^```", re.MULTILINE | re.DOTALL)
_REFERENCE = re.compile(r"\$\{([a-z_]+(?:\.[A-Za-z0-9_]+)*)\}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Precondition(_Part):
    """A reading call whose `field` must equal a value for the action to be allowed."""

    statement: str
    service: str
    operation: str
    parameters: dict[str, Any]
    field: str
    equals: str

    @property
    def call(self) -> ApiCall:
        """The reading call, unfilled."""
        return ApiCall(service=self.service, operation=self.operation, parameters=self.parameters)


class StateToKeep(_Part):
    """The reading call whose `keep` fields are recorded before anything is changed.

    `keep` gives each field the value that stands for its absence: services leave out what is at its default.
    """

    service: str
    operation: str
    parameters: dict[str, Any]
    keep: dict[str, Any] = Field(min_length=1)

    @property
    def call(self) -> ApiCall:
        """The reading call, unfilled."""
        return ApiCall(service=self.service, operation=self.operation, parameters=self.parameters)


class Runbook(_Part):
    """What may be done, how it is checked and how it is undone. `${...}` refers to arguments, state or the account."""

    name: str = Field(pattern=r"^[a-z0-9-]+$")
    version: str
    title: str
    causes: list[str] = Field(min_length=1)
    target_kind: str
    risk: Literal["low", "medium", "high"]
    destructive: bool
    parameters: dict[str, str]
    arguments: dict[str, str]
    state: StateToKeep
    preconditions: list[Precondition] = Field(min_length=1)
    steps: list[ApiCall] = Field(min_length=1)
    undo: list[ApiCall] = Field(min_length=1)
    undo_restores: list[str] = Field(min_length=1)
    diff: list[DiffLine]
    touches: str
    undo_statement: str
    actions: list[str] = Field(min_length=1)
    resource: str


def parse(markdown: str, name: str) -> Runbook:
    """The runbook in a Markdown page. Raises ValueError naming the page and what is wrong with it."""
    found = _BLOCK.search(markdown)
    if found is None:
        raise ValueError(f"{name}: no ```json runbook block")
    try:
        return Runbook.model_validate_json(found.group(1))
    except ValidationError as error:
        first = error.errors()[0]
        raise ValueError(f"{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"{name}: {error}") from error


def fill(template: Any, values: Mapping[str, Any]) -> Any:
    """A template with its references replaced.

    A string that is one reference becomes the value itself, whatever its type; references inside a longer string
    become text. Raises ValueError for a reference to nothing.
    """
    if isinstance(template, dict):
        return {key: fill(value, values) for key, value in template.items()}
    if isinstance(template, list):
        return [fill(value, values) for value in template]
    if not isinstance(template, str):
        return template
    whole = _REFERENCE.fullmatch(template)
    if whole:
        return _look_up(whole.group(1), values)
    return _REFERENCE.sub(lambda match: str(_look_up(match.group(1), values)), template)


def fill_call(call: ApiCall, values: Mapping[str, Any]) -> ApiCall:
    """A call with its parameters filled."""
    return call.model_copy(update={"parameters": fill(call.parameters, values)})


def _look_up(path: str, values: Mapping[str, Any]) -> Any:
    value: Any = values
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            raise ValueError(f"${{{path}}} refers to nothing")
        value = value[name]
    return value


def kept(runbook: Runbook, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the state call's answer that the runbook keeps, absent ones with the runbook's own value."""
    return {name: answer.get(name) or absent for name, absent in runbook.state.keep.items()}


def restored(runbook: Runbook, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether every field that undo must restore is as it was."""
    return all(before.get(name) == after.get(name) for name in runbook.undo_restores)
