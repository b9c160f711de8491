"""The outside of a run that has no account behind it: what can be read is read from the bundle, nothing is done."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from commander.contract.actions import ApiCall, Expectation, MadeCall
from commander.contract.evidence import Bundle
from commander.contract.incidents import IncidentPage
from commander.contract.memory import LearnedLesson
from commander.contract.problems import Missing, ServiceUnavailable
from commander.contract.readings import Collector
from commander.contract.values import IncidentStatus, Severity
from commander.domain.incident import Incident
from commander.domain.runbooks import Runbook
from commander.ports import Clock
from commander.ports.services import Lesson, Memory, Reply
from commander.runtime.services.calling import Skipped

CONDITIONS = (
    "The evidence is an invented bundle from scenarios/transparency; no account was looked at.",
    "The incident opens when the run begins; its evidence is of the scenario's own day.",
    "Preconditions of a plan are checked against the state in the bundle.",
    "Nothing can be executed: every changing call is refused.",
    "Nobody is there to approve: a plan is proposed, waits for some seconds, and expires.",
    "Messages are written and kept; none is sent.",
    "Memory and knowledge base are asked and never written to: nobody learns from an invented incident.",
)


class NoTelemetry:
    """`ports.Telemetry` where there is nothing besides the bundle that came with the incident."""

    def collect(self, incident: Incident, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry. Raises ServiceUnavailable."""
        raise ServiceUnavailable("a recording has no account to collect from")

    def look(self, incident: Incident, collector: Collector, entity: str, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry."""
        return {"gaps": [{"section": collector, "entity": entity, "reason": "a recording has no account to look at"}]}

    def watch(
        self, expectation: Expectation, since: datetime, until: datetime
    ) -> dict[str, list[tuple[datetime, float]]]:
        """See ports.Telemetry. Raises ServiceUnavailable."""
        raise ServiceUnavailable("a recording has no account to watch")


@dataclass(frozen=True)
class ReadingActuator:
    """`ports.Actuator` that answers reading calls from the states of a bundle and refuses every changing call."""

    bundle: Bundle
    clock: Clock

    def read(self, runbook: Runbook, call: ApiCall) -> dict[str, Any]:
        """See ports.Actuator. Raises ServiceUnavailable for a call that the bundle's states do not answer."""
        name = str(call.parameters.get("FunctionName", ""))
        found = next((one for one in self.bundle.state if one.entity == f"lambda/{name}"), None)
        if call.service != "lambda" or found is None:
            raise ServiceUnavailable(f"the bundle does not answer {call.service}:{call.operation}")
        attributes = found.attributes
        if call.operation == "get_alias" and (alias := f"alias_{call.parameters['Name']}") in attributes:
            return {"Name": call.parameters["Name"], "FunctionVersion": str(attributes[alias])}
        if call.operation == "get_function_configuration" and "versions" in attributes:
            if call.parameters.get("Qualifier") not in attributes["versions"]:
                raise Missing(f"{name} has no version {call.parameters.get('Qualifier')}")
            return {"Version": call.parameters["Qualifier"]}
        raise ServiceUnavailable(f"the bundle does not answer {call.service}:{call.operation}")

    def act(self, runbook: Runbook, target: str, call: ApiCall) -> MadeCall:
        """See ports.Actuator."""
        return MadeCall(
            call=call, request_id=None, at=self.clock.now(), outcome="refused", detail="a recording does nothing"
        )


@dataclass
class KeepingNotifier:
    """`ports.Notifier` that keeps what it is given. It says of each message that it was not sent: it was not."""

    kept: list[tuple[str, str, str]] = field(default_factory=list)

    def send(self, audience: str, subject: str, text: str, incident_id: str) -> str | None:
        """See ports.Notifier. Raises ServiceUnavailable."""
        self.kept.append((audience, subject, text))
        raise ServiceUnavailable("kept with the recording: it goes to nobody")


class RecallingMemory:
    """`ports.services.Memory` that is asked and not written to."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self.recalls_by, self.remembers_by = memory.recalls_by, memory.remembers_by

    def recall(self, query: str, most: int, timeout_s: float) -> Reply[list[Lesson]]:
        """See ports.services.Memory."""
        return self._memory.recall(query, most, timeout_s)

    def remember(self, lesson: Lesson, timeout_s: float) -> Reply[None]:
        """See ports.services.Memory. Raises Skipped: the service is not called, so there is nothing to meter."""
        raise Skipped("switched_off", "a recording teaches nobody")


class NoLessons:
    """`ports.Lessons` of a store in which no incident has closed."""

    def newest(self, limit: int, cursor: str | None) -> tuple[list[LearnedLesson], str | None]:
        """See ports.Lessons."""
        return [], None

    def of(self, incident_id: str) -> LearnedLesson | None:
        """See ports.Lessons."""
        return None

    def cited_by(self, incident_id: str, limit: int) -> list[str]:
        """See ports.Lessons."""
        return []


class NoIncidents:
    """`ports.IncidentList` of a store without earlier incidents."""

    def page(
        self,
        status: IncidentStatus | None,
        severity: Severity | None,
        service: str | None,
        limit: int,
        cursor: str | None,
    ) -> IncidentPage:
        """See ports.IncidentList."""
        return IncidentPage(incidents=[], next_cursor=None)


class NobodyWaits:
    """`ports.Workflow` of a run that takes its steps itself."""

    def start(self, incident_id: str) -> None:
        """See ports.Workflow. Raises Missing."""
        raise Missing("a recording starts no workflow")

    def ended(self, incident_id: str) -> str | None:
        """See ports.Workflow."""
        return None

    def answer(self, token: str, output: dict[str, Any]) -> None:
        """See ports.Workflow. Raises Missing."""
        raise Missing("nobody waits for an answer in a recording")
