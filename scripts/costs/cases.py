"""The incidents that are reckoned: every severity, and every way in which an incident can go."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from commander.contract.evidence import Bundle
from commander.contract.incidents import MetricRef, Signal
from commander.contract.values import Severity
from scripts.costs.folder import ROOT

SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")

Decision = Literal["approve", "reject"]


@dataclass(frozen=True)
class Course:
    """How an incident goes. `bundle` is a folder of scenarios/; `recovers` says what the signal does after the fix;
    `broken` names an agent's function that raises each time; `ends` is how the incident has to end."""

    name: str
    bundle: str
    ends: Literal["resolved", "escalated", "failed"]
    decision: Decision | None = None
    recovers: bool = False
    broken: str | None = None


COURSES: tuple[Course, ...] = (
    Course("nothing is wrong (any more)", "recovered", "resolved"),
    Course("fixed: approved, carried out, verified", "bad-release", "resolved", "approve", recovers=True),
    Course("undone: carried out, did not help", "bad-release", "escalated", "approve"),
    Course("rejected by a person", "bad-release", "escalated", "reject"),
    Course("nobody decided in time", "bad-release", "escalated"),
    Course("cause found, no runbook for it", "throttled", "escalated"),
    Course("inconclusive", "blind", "escalated"),
    Course("diagnosis broke", "bad-release", "failed", broken="diagnosis"),
)


@dataclass(frozen=True)
class Evidence:
    """A recorded bundle: what is judged in place of what an emulated account, in which nothing happened, has."""

    document: dict[str, Any]
    bundle: Bundle

    @property
    def moment(self) -> datetime:
        """When it was collected."""
        return datetime.fromisoformat(str(self.bundle.incident.collected_at))

    @property
    def function(self) -> str:
        """The Lambda function that it is about. Raises ValueError where it is about something else."""
        kind, _, name = str(self.bundle.incident.resource).partition("/")
        if kind != "lambda":
            raise ValueError(f"{self.bundle.case_id} is not about a function")
        return name

    def signal(self, severity: Severity) -> Signal:
        """The alarm that opens its incident."""
        alert = next(iter(self.bundle.alerts))
        metric = next(one for one in self.bundle.metrics if one.name == alert.metric)
        return Signal(
            signal_id=f"{self.bundle.case_id}-{severity}",
            source="cloudwatch",
            name=alert.name,
            state="alarm",
            entity=alert.entity,
            service=self.function,
            metric=MetricRef(
                namespace=metric.namespace or "",
                name=metric.name,
                dimensions=dict(metric.dimensions or {}),
                statistic=metric.statistic or "Sum",
                period_s=round(metric.period_s or 60),
            ),
            threshold=alert.threshold,
            comparison=alert.comparison,
            severity=severity,
            at=self.moment,
        )


def evidence_of(course: Course) -> Evidence:
    """The course's bundle."""
    document = json.loads((ROOT / "scenarios" / course.bundle / "bundle.json").read_text("utf-8"))
    return Evidence(document, Bundle.model_validate(document))
