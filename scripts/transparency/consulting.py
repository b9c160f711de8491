"""The AI services of a run: the product's own chain over real adapters, against AWS or against the stand-ins."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from commander.agents.asking import instructions
from commander.aws.ai import attempts
from commander.aws.ai.agentcore_memory import AgentCoreMemory
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.aws.ai.knowledge_base import BedrockKnowledge
from commander.aws.ai.q_business import QBusiness
from commander.aws.ai.textract import TextractReader
from commander.aws.clock import SystemTimer
from commander.aws.runbooks import pages
from commander.contract.catalogue import catalogue
from commander.contract.problems import CommanderError
from commander.contract.services import Provenance, ServiceCall
from commander.contract.transparency import TakenOver
from commander.contract.values import AgentName
from commander.domain.incident import Incident
from commander.ports.consultation import Consultation, ConsultationLog, Services
from commander.ports.metering import Metering
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, ServiceConsultations
from commander.runtime.services.own_means import own_means
from local.ai import knowledge
from local.ai.server import serve
from scripts.transparency.outside import NoIncidents, NoLessons, RecallingMemory

PROMPTS = ("communication", "detection", "diagnosis", "prediction")


@dataclass(frozen=True)
class Ids:
    """What an environment has of the services that are resources; what is None counts as not configured."""

    guardrail: Guardrail | None = None
    knowledge_base: str | None = None
    memory: str | None = None
    q_business: str | None = None


STAND_INS = Ids(
    Guardrail("standinguard", "1"), "STANDIN001", "stand_in-0123456789", "00000000-0000-4000-8000-000000000000"
)
"""Ids of the right shape: the stand-ins know every one."""


class NoCredentials(Exception):
    """AWS cannot be asked, and why."""


@dataclass(frozen=True)
class Asked:
    """Whom a run asks: `endpoint_url` is None for AWS itself."""

    provenance: Provenance
    ids: Ids
    endpoint_url: str | None = None

    def services(self, metering: Metering) -> "Listening":
        """The services, metered by these records."""
        ids, url, timer = self.ids, self.endpoint_url, SystemTimer()
        adapters = Adapters(
            models=BedrockModels(ids.guardrail, url),
            guard=None if ids.guardrail is None else BedrockGuard(ids.guardrail, url),
            language=ComprehendLanguage(endpoint_url=url),
            reader=TextractReader(url),
            knowledge=None if ids.knowledge_base is None else BedrockKnowledge(ids.knowledge_base, endpoint_url=url),
            similar=None if ids.q_business is None else QBusiness(ids.q_business, endpoint_url=url),
            memory=None if ids.memory is None else RecallingMemory(AgentCoreMemory(ids.memory, endpoint_url=url)),
        )
        calling = Calling(catalogue(), metering, timer, _unmetered, self.provenance)
        own = own_means(pages(), NoLessons(), NoIncidents(), timer.seconds)
        return Listening(ServiceConsultations(catalogue(), calling, timer, adapters, own))


@dataclass
class Listening:
    """`ports.consultation.Services` that remembers the consultations: what took over is asked of them afterwards."""

    services: Services
    _begun: list[tuple[AgentName, Consultation]] = field(default_factory=list)

    def consult(self, incident: Incident, agent: AgentName, log: ConsultationLog) -> Consultation:
        """See ports.consultation.Services."""
        begun = self.services.consult(incident, agent, log)
        self._begun.append((agent, begun))
        return begun

    def taken_over(self) -> list[TakenOver]:
        """Everything that something else took over so far, the services that are not there included."""
        return [TakenOver(agent=agent, fallback=one) for agent, begun in self._begun for one in begun.fell_back]


@contextmanager
def stand_ins(folder: Path) -> Iterator[Asked]:
    """The stand-ins, serving from this process until the end. `folder` holds the knowledge that they retrieve from."""
    with _signed_for_nobody():
        knowledge.use(folder)
        server = serve()
        try:
            yield Asked("local stand-in", STAND_INS, server.url)
        finally:
            server.close()
            attempts.forget()


def aws(ids: Ids) -> Asked:
    """AWS itself. Raises NoCredentials where nobody can be asked in the name of an account."""
    try:
        boto3.client("sts").get_caller_identity()
    except (BotoCoreError, ClientError) as error:
        raise NoCredentials(str(error)) from error
    return Asked("aws", ids)


def prompt_versions() -> dict[str, str]:
    """The versions of the agents' prompts."""
    return {name: instructions(name).version for name in PROMPTS}


def _unmetered(call: ServiceCall, error: CommanderError) -> None:
    raise error


@contextmanager
def _signed_for_nobody() -> Iterator[None]:
    """botocore signs with some credentials; no real ones are shown to a stand-in."""
    names = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
    before = {name: os.environ.pop(name) for name in names if name in os.environ}
    os.environ.update(AWS_ACCESS_KEY_ID="stand-in", AWS_SECRET_ACCESS_KEY="stand-in", AWS_DEFAULT_REGION="us-east-1")
    try:
        yield
    finally:
        for name in names:
            os.environ.pop(name, None)
        os.environ.update(before)
