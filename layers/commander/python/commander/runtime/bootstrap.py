"""Settings become ports here, and nowhere else. Every part can be replaced in a test."""

from functools import cache

from commander.aws.actuator import SessionActuator
from commander.aws.ai.agentcore_memory import AgentCoreMemory
from commander.aws.ai.classic_agent import ClassicAgentMemory
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.aws.ai.knowledge_base import BedrockKnowledge
from commander.aws.ai.q_business import QBusiness
from commander.aws.ai.textract import TextractReader
from commander.aws.approvals import DynamoApprovals
from commander.aws.bundles import S3Evidence
from commander.aws.claims import DynamoClaims
from commander.aws.clock import SystemClock, SystemTimer
from commander.aws.connections import DynamoConnections
from commander.aws.feed import DynamoFeed
from commander.aws.knowledge_bucket import KnowledgeBucket
from commander.aws.knowledge_documents import S3Documents
from commander.aws.lessons import DynamoLessons
from commander.aws.listing import DynamoIncidentList
from commander.aws.metering import DynamoMetering
from commander.aws.notifier import SnsNotifier
from commander.aws.runbooks import PackagedRunbooks, pages
from commander.aws.secrets import WebhookSecret
from commander.aws.sockets import Sockets
from commander.aws.store import Tables
from commander.aws.telemetry import AwsTelemetry
from commander.aws.tickets import DynamoTickets
from commander.aws.timelines import DynamoTimelines
from commander.aws.workflow import StepFunctionsWorkflow
from commander.contract.catalogue import catalogue
from commander.ports import Intake, Ports
from commander.ports.services import Memory
from commander.runtime.api import Api
from commander.runtime.ingestion import Library
from commander.runtime.live import Live
from commander.runtime.logging import logger
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, ServiceConsultations
from commander.runtime.services.own_means import own_lesson, own_means
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
    offered = catalogue().with_model_ids(given.model_ids)
    if given.day_budget_usd is not None:
        offered = offered.with_day_budget(given.day_budget_usd)
    calling = Calling(
        offered,
        DynamoMetering(given.metrics_table),
        timer,
        lambda call, error: logger.error("call not metered", call=call.model_dump(mode="json"), detail=error.detail),
        given.provenance,
    )
    table = given.incidents_table
    own = own_means(pages(), DynamoLessons(table), DynamoIncidentList(table), timer.seconds)
    return ServiceConsultations(offered, calling, timer, adapters(given), own, frozenset(given.switched_off))


def adapters(given: Settings) -> Adapters:
    """The adapters of the AI services that are configured. None of them makes a client before its first call."""
    guardrail = Guardrail(given.guardrail_id, given.guardrail_version) if given.guardrail_id else None
    # A guardrail that is switched off is not called through the models either.
    through = None if "guardrails" in given.switched_off else guardrail
    return Adapters(
        models=BedrockModels(through) if given.models else None,
        guard=BedrockGuard(guardrail) if guardrail else None,
        language=ComprehendLanguage() if given.comprehend else None,
        reader=TextractReader() if given.textract else None,
        knowledge=(
            BedrockKnowledge(given.knowledge_base_id, given.data_source_id or None) if given.knowledge_base_id else None
        ),
        similar=QBusiness(given.q_business_application_id) if given.q_business_application_id else None,
        memory=_memory(given),
        documents=S3Documents(given.knowledge_bucket) if given.knowledge_bucket else None,
    )


def _memory(given: Settings) -> Memory | None:
    if given.classic_agent_id:
        lesson_of = own_lesson(DynamoLessons(given.incidents_table))
        return ClassicAgentMemory(given.classic_agent_id, given.classic_agent_alias_id, lesson_of)
    return AgentCoreMemory(given.memory_id, given.memory_namespace) if given.memory_id else None


@cache
def library() -> Library:
    """The knowledge base and its documents, for what a deployment puts there."""
    given = settings()
    knowledge = BedrockKnowledge(given.knowledge_base_id, given.data_source_id)
    return Library(KnowledgeBucket(given.knowledge_bucket), knowledge, pages(), SystemTimer().wait)


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
        lessons=DynamoLessons(given.incidents_table),
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
