"""Settings become ports here, and nowhere else. Every part can be replaced in a test."""

from functools import cache

from commander.aws.actuator import SessionActuator
from commander.aws.approvals import DynamoApprovals
from commander.aws.bundles import S3Evidence
from commander.aws.claims import DynamoClaims
from commander.aws.clock import SystemClock, SystemTimer
from commander.aws.connections import DynamoConnections
from commander.aws.feed import DynamoFeed
from commander.aws.listing import DynamoIncidentList
from commander.aws.metering import DynamoMetering
from commander.aws.notifier import SnsNotifier
from commander.aws.runbooks import PackagedRunbooks
from commander.aws.secrets import WebhookSecret
from commander.aws.sockets import Sockets
from commander.aws.store import Tables
from commander.aws.telemetry import AwsTelemetry
from commander.aws.tickets import DynamoTickets
from commander.aws.timelines import DynamoTimelines
from commander.aws.workflow import StepFunctionsWorkflow
from commander.contract.catalogue import catalogue
from commander.domain.redaction import redact
from commander.ports import Intake, Ports
from commander.runtime.api import Api
from commander.runtime.live import Live
from commander.runtime.logging import logger
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from commander.runtime.settings import Settings
from commander.runtime.socket import Socket


@cache
def settings() -> Settings:
    """This process's settings."""
    return Settings.from_env()


@cache
def ports() -> Ports:
    """What the agents reach."""
    given = settings()
    return Ports(
        clock=SystemClock(),
        timelines=DynamoTimelines(given.incidents_table),
        evidence=S3Evidence(given.evidence_bucket),
        telemetry=AwsTelemetry(),
        actuator=SessionActuator(given.remediation_role_arn),
        notifier=SnsNotifier(given.updates_topic_arn),
        runbooks=PackagedRunbooks(),
        services=services(),
        verification_window_s=given.verification_window_s,
    )


@cache
def services() -> ServiceConsultations:
    """The AI services; those that the environment does not configure are left out."""
    given, timer = settings(), SystemTimer()
    calling = Calling(
        catalogue(),
        DynamoMetering(given.metrics_table),
        timer,
        lambda call, error: logger.error("call not metered", call=call.model_dump(mode="json"), detail=error.detail),
        "aws",
    )
    own = OwnMeans(passages=lambda query, most: [], history=lambda query, most: [], redact=redact)
    return ServiceConsultations(catalogue(), calling, timer, Adapters(), own)


@cache
def intake() -> Intake:
    """What opening an incident takes."""
    given = settings()
    timelines = DynamoTimelines(given.incidents_table)
    return Intake(
        clock=SystemClock(),
        timelines=timelines,
        claims=DynamoClaims(given.incidents_table, timelines),
        incidents=DynamoIncidentList(given.incidents_table),
        evidence=S3Evidence(given.evidence_bucket),
        workflow=StepFunctionsWorkflow(given.workflow_arn),
    )


@cache
def approvals() -> DynamoApprovals:
    """Where task tokens are kept."""
    return DynamoApprovals(settings().incidents_table)


@cache
def tickets() -> DynamoTickets:
    """One-time tickets for the WebSocket."""
    return DynamoTickets(settings().connections_table)


@cache
def api() -> Api:
    """The REST calls."""
    given, outside = settings(), intake()
    return Api(
        settings=given,
        intake=outside,
        approvals=approvals(),
        tickets=tickets(),
        store=Tables(given.incidents_table, given.connections_table, given.metrics_table),
        secrets=WebhookSecret(given.webhook_secret_arn),
        books=DynamoMetering(given.metrics_table),
        configured=services().configured(),
    )


@cache
def live() -> Live:
    """What pushing takes."""
    given = settings()
    return Live(
        connections=DynamoConnections(given.connections_table),
        feed=DynamoFeed(given.connections_table),
        timelines=DynamoTimelines(given.incidents_table),
        post=Sockets(given.websocket_api_id, given.websocket_stage).post,
    )


@cache
def socket() -> Socket:
    """The WebSocket calls."""
    return Socket(live=live(), intake=intake())
