"""Ports whose calls are made and counted, and whose answers are the case's own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from commander.aws.actuator import SessionActuator
from commander.aws.telemetry import AwsTelemetry
from commander.contract.actions import ApiCall, Expectation, MadeCall
from commander.contract.readings import Collector
from commander.domain.incident import Incident
from commander.domain.runbooks import Runbook
from commander.ports import Clock
from scripts.costs.cases import Course, Evidence

Series = list[tuple[datetime, float]]


@dataclass(frozen=True)
class CasesTelemetry:
    """`ports.Telemetry`: the account is asked as ever, and has nothing; the case's bundle is what was found."""

    course: Course
    evidence: Evidence
    asked: AwsTelemetry

    def collect(self, incident: Incident, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry."""
        self.asked.collect(incident, now)
        return self.evidence.document

    def look(self, incident: Incident, collector: Collector, entity: str, now: datetime) -> dict[str, Any]:
        """See ports.Telemetry."""
        return self.asked.look(incident, collector, entity, now)

    def watch(self, expectation: Expectation, since: datetime, until: datetime) -> dict[str, Series]:
        """See ports.Telemetry. The signal is quiet or loud, with traffic as before."""
        self.asked.watch(expectation, since, until)
        period = timedelta(seconds=expectation.period_s)
        moments = [since + step * period for step in range(1, int((until - since) / period))]
        value = 0.0 if self.course.recovers else (expectation.threshold or 1.0) * 10
        return {
            "signal": [(at, value) for at in moments],
            "traffic": [(at, expectation.traffic_before or 1.0) for at in moments],
        }


@dataclass(frozen=True)
class CasesActuator:
    """`ports.Actuator` on the emulated function; what it did is as old as the case's clock says."""

    asked: SessionActuator
    clock: Clock

    def read(self, runbook: Runbook, call: ApiCall) -> dict[str, Any]:
        """See ports.Actuator."""
        return self.asked.read(runbook, call)

    def act(self, runbook: Runbook, target: str, call: ApiCall) -> MadeCall:
        """See ports.Actuator."""
        return self.asked.act(runbook, target, call).model_copy(update={"at": self.clock.now()})
