"""The deployed state machines, walked step by step in one process: what is entered is counted, as Step Functions bills.

Only what their definitions use is understood: anything else is an error, never a guess.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.costs.folder import ROOT

MACHINES = ROOT / "statemachines"
FIRST, REMEDIATION = "incident_response", "remediation"

_PLACE = re.compile(r"\$\{(\w+)\}")
_FUNCTION = re.compile(r"\$\{(\w+)FunctionArn\}")
_MACHINE = "${RemediationStateMachineArn}"

Document = dict[str, Any]
Invoke = Callable[[str, Document], Any]
"""Runs a function of this name on an event. What it raises has failed the task."""
Decide = Callable[[str], Document | None]
"""What became of the task that waits with this token: its output, or None where its time passed."""


class TaskFailed(Exception):
    """A task failed for good, or nobody answered it: Step Functions' name for the error, and the cause."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(f"{error}: {cause}")
        self.error, self.cause = error, cause


@dataclass
class Walk:
    """One execution: `waited` hears of waiting times in seconds; `entered` counts every state each time it is tried."""

    invoke: Invoke
    decide: Decide
    waited: Callable[[float], None]
    values: Mapping[str, int]
    entered: Counter[str] = field(default_factory=Counter)

    def run(self, machine: str, document: Document) -> Document:
        """Takes a state machine from its start to an end. Raises TaskFailed where it ends as failed."""
        definition = defined(machine, self.values)
        name = str(definition["StartAt"])
        while True:
            state = definition["States"][name]
            match state["Type"]:
                case "Succeed":
                    self._enter(name)
                    return document
                case "Fail":
                    self._enter(name)
                    raise TaskFailed(state["Error"], state["Cause"])
                case "Wait":
                    self._enter(name)
                    self.waited(state["Seconds"])
                    name = state["Next"]
                case "Choice":
                    self._enter(name)
                    name = next((one["Next"] for one in state["Choices"] if _holds(one, document)), state["Default"])
                case "Task":
                    name, document = self._task(name, state, document)
                case other:
                    raise ValueError(f"no state of type {other} is understood")

    def _enter(self, name: str) -> None:
        self.entered[name] += 1

    def _task(self, name: str, state: Document, document: Document) -> tuple[str, Document]:
        """The next state and the document after a task, which is tried as often as its definition says."""
        parameters = _filled(state["Parameters"], document)
        tries = 1 + next((one["MaxAttempts"] for one in state["Retry"] if "States.TaskFailed" in one["ErrorEquals"]), 0)
        while True:
            self._enter(name)
            tries -= 1
            try:
                answer = self._attempt(state["Resource"], parameters)
                break
            except TaskFailed as failed:
                if tries and failed.error != "States.Timeout":
                    continue
                catch = next((one for one in state.get("Catch", []) if "States.ALL" in one["ErrorEquals"]), None)
                if catch is None:
                    raise
                failure = {"Error": failed.error, "Cause": failed.cause}
                return catch["Next"], _placed(document, catch["ResultPath"], failure)
        result = _filled(state["ResultSelector"], answer) if "ResultSelector" in state else answer
        return state["Next"], _placed(document, state["ResultPath"], result)

    def _attempt(self, resource: str, parameters: Document) -> Document:
        match resource.rpartition(":::")[2]:
            case "lambda:invoke":
                return {"Payload": self._invoked(parameters)}
            case "lambda:invoke.waitForTaskToken":
                self._invoked(parameters)
                output = self.decide(parameters["Payload"]["token"])
                if output is None:
                    raise TaskFailed("States.Timeout", "")
                return output
            case "states:startExecution.sync:2" if parameters["StateMachineArn"] == _MACHINE:
                self.run(REMEDIATION, parameters["Input"])
                return {"Status": "SUCCEEDED"}
            case other:
                raise ValueError(f"no task of {other} is understood")

    def _invoked(self, parameters: Document) -> Any:
        found = _FUNCTION.fullmatch(parameters["FunctionName"])
        if found is None:
            raise ValueError(f"{parameters['FunctionName']} is no function of the product")
        return self.invoke(found[1].lower(), parameters["Payload"])


def defined(machine: str, values: Mapping[str, int]) -> Document:
    """A definition with its numbers filled in; the ARNs stay the placeholders that name what they stand for."""
    text = (MACHINES / f"{machine}.asl.json").read_text("utf-8")
    text = _PLACE.sub(lambda place: str(values.get(place[1], place[0])), text)
    definition: Document = json.loads(text)
    if definition["QueryLanguage"] != "JSONPath":
        raise ValueError(f"{machine} is not written in JSONPath")
    return definition


def _filled(template: Document, document: Document) -> Document:
    filled: Document = {}
    for key, value in template.items():
        if key.endswith(".$"):
            filled[key[:-2]] = _at(value, document)
        else:
            filled[key] = _filled(value, document) if isinstance(value, dict) else value
    return filled


def _at(path: str, document: Document) -> Any:
    if path.startswith("$$."):
        return path[3:]
    found: Any = document
    for step in path.split(".")[1:]:
        found = found[step]
    return found


def _placed(document: Document, path: str | None, value: Any) -> Document:
    return document if path is None else {**document, path.removeprefix("$."): value}


def _holds(choice: Document, document: Document) -> bool:
    if "And" in choice:
        return all(_holds(one, document) for one in choice["And"])
    found = _at(choice["Variable"], document)
    (expected,) = [value for key, value in choice.items() if key in ("StringEquals", "BooleanEquals")]
    return bool(found == expected)
