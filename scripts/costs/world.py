"""The product as its functions know it, over the emulated account and the stand-ins."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from commander.aws.actuator import SessionActuator
from commander.aws.approvals import DynamoApprovals
from commander.aws.bundles import S3Evidence
from commander.aws.claims import DynamoClaims
from commander.aws.connections import DynamoConnections
from commander.aws.feed import DynamoFeed
from commander.aws.listing import DynamoIncidentList
from commander.aws.metering import DynamoMetering
from commander.aws.notifier import SnsNotifier
from commander.aws.runbooks import PackagedRunbooks
from commander.aws.telemetry import AwsTelemetry
from commander.aws.timelines import DynamoTimelines
from commander.aws.uploads import S3Uploads
from commander.aws.workflow import StepFunctionsWorkflow
from commander.contract import events as ev
from commander.ports import Intake, Ports, Timelines
from commander.ports.metering import Metering
from commander.runtime.gateway import broadcast_handler
from commander.runtime.live import Live, join
from commander.runtime.settings import Settings
from scripts.costs.account import CONNECTIONS, EVIDENCE, INCIDENTS, METRICS, Account
from scripts.costs.cases import Course, Evidence
from scripts.costs.consulting import services
from scripts.costs.outside import CasesActuator, CasesTelemetry
from scripts.costs.standing import StandingClock
from scripts.transparency.keeping import KeptMetering, KeptTimelines
from stacks.environment import Environment

_WATCHER = "watching"
"""The one dashboard that is connected and sees everything."""


class ToldTimelines(DynamoTimelines):
    """Timelines whose every new event is told of at once, as the table's stream does."""

    def __init__(self, table: str, told: Callable[[ev.TimelineEvent], None]) -> None:
        super().__init__(table)
        self._told = told

    def _write(self, event: ev.Envelope, seq: int, prev_hash: str) -> ev.TimelineEvent:
        stored = super()._write(event, seq, prev_hash)
        self._told(stored)
        return stored


@dataclass
class Waiting:
    """`ports.Workflow`: started as ever; the answer to a waiting task is kept, for the walk goes on with it."""

    started: StepFunctionsWorkflow
    answered: dict[str, Any] | None = None

    def start(self, incident_id: str) -> None:
        """See ports.Workflow."""
        self.started.start(incident_id)

    def ended(self, incident_id: str) -> str | None:
        """See ports.Workflow."""
        return self.started.ended(incident_id)

    def answer(self, token: str, output: dict[str, Any]) -> None:
        """See ports.Workflow."""
        self.answered = output


@dataclass
class World:
    """Everything that one incident's functions reach. Where they are `counted`, the stores are the account's, and each
    new event is pushed to one dashboard. `invoked` counts the functions that ran, `posted` the messages that left."""

    course: Course
    evidence: Evidence
    account: Account
    settings: Settings
    url: str
    counted: bool
    invoked: Counter[str] = field(default_factory=Counter)
    posted: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.clock = StandingClock(self.evidence.moment)
        # What is not counted is kept in memory, by the same rules: the emulated tables take most of a run's time.
        self.timelines: Timelines = ToldTimelines(INCIDENTS, self._push) if self.counted else KeptTimelines()
        self.metering: Metering = DynamoMetering(METRICS) if self.counted else KeptMetering()
        self.approvals = DynamoApprovals(INCIDENTS)
        self.workflow = Waiting(StepFunctionsWorkflow(self.account.workflow_arn))
        self.intake = Intake(
            clock=self.clock,
            timelines=self.timelines,
            claims=DynamoClaims(INCIDENTS, self.timelines),
            incidents=DynamoIncidentList(INCIDENTS),
            evidence=S3Evidence(EVIDENCE),
            workflow=self.workflow,
            uploads=S3Uploads(EVIDENCE),
        )
        self.ports = Ports(
            clock=self.clock,
            timelines=self.timelines,
            evidence=self.intake.evidence,
            telemetry=CasesTelemetry(self.course, self.evidence, AwsTelemetry()),
            actuator=CasesActuator(SessionActuator(self.account.role_arn), self.clock),
            notifier=SnsNotifier(self.account.topic_arn),
            runbooks=PackagedRunbooks(),
            services=services(self.url, self.metering, self.clock),
            verification_window_s=self.settings.verification_window_s,
        )
        self._live = Live(DynamoConnections(CONNECTIONS), DynamoFeed(CONNECTIONS), self.timelines, self._post)
        self._broadcast = broadcast_handler(lambda: self._live)

    def watch(self) -> None:
        """A dashboard connects, before anything happens."""
        join(self._live, _WATCHER, None, None, lambda tip: b"{}")

    def _post(self, connection_id: str, message: bytes) -> bool:
        self.posted["websocket_message"] += 1
        return True

    def _push(self, event: ev.TimelineEvent) -> None:
        """What the stream makes the broadcaster do, one event at a time: batches only make it less."""
        self.invoked["broadcast"] += 1
        keys = {"pk": {"S": f"INC#{event.incident_id}"}, "sk": {"S": f"EVT#{event.seq:09d}"}}
        record = {"dynamodb": {"Keys": keys}}
        self._broadcast({"Records": [record]}, SimpleNamespace(aws_request_id=f"push-{event.seq}"))


def settings_of(environment: Environment) -> Settings:
    """What of an environment's settings an incident's course depends on."""
    return Settings(
        environment=environment.name,
        approval_timeout_s=environment.approval_timeout_s,
        verification_window_s=environment.verification_window_s,
    )
