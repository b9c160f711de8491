"""The AI services of a reckoned incident: all that can be configured, over real adapters, against the stand-ins."""

from itertools import count

from commander.aws.ai.agentcore_memory import AgentCoreMemory
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.converse import BedrockModels, Guardrail
from commander.aws.ai.guardrail import BedrockGuard
from commander.aws.ai.knowledge_base import BedrockKnowledge
from commander.aws.ai.q_business import QBusiness
from commander.aws.ai.textract import TextractReader
from commander.aws.knowledge_documents import S3Documents
from commander.aws.lessons import DynamoLessons
from commander.aws.listing import DynamoIncidentList
from commander.aws.runbooks import pages
from commander.contract.catalogue import catalogue
from commander.contract.problems import CommanderError
from commander.contract.services import ServiceCall
from commander.ports.metering import Metering
from commander.runtime.services.calling import Calling, Timer
from commander.runtime.services.consultations import Adapters, ServiceConsultations
from commander.runtime.services.own_means import own_means
from scripts.costs.account import INCIDENTS, KNOWLEDGE

_GUARDRAIL = Guardrail("standinguard", "1")
_APPLICATION = "00000000-0000-4000-8000-000000000000"
_memories = count(1)
"""Each incident has a memory of its own, in which nothing is: what one costs does not depend on the ones before it."""


def services(url: str, metering: Metering, timer: Timer) -> ServiceConsultations:
    """The services at the stand-ins' address. A call that cannot be counted ends the run."""
    adapters = Adapters(
        models=BedrockModels(_GUARDRAIL, url),
        guard=BedrockGuard(_GUARDRAIL, url),
        language=ComprehendLanguage(endpoint_url=url),
        reader=TextractReader(url),
        knowledge=BedrockKnowledge("STANDINKB0", "STANDINDS0", url),
        similar=QBusiness(_APPLICATION, endpoint_url=url),
        memory=AgentCoreMemory(f"reckoned-{next(_memories):010d}", endpoint_url=url),
        documents=S3Documents(KNOWLEDGE),
    )
    own = own_means(pages(), DynamoLessons(INCIDENTS), DynamoIncidentList(INCIDENTS), timer.seconds)
    calling = Calling(catalogue(), metering, timer, _unmetered, "local stand-in")
    return ServiceConsultations(catalogue(), calling, timer, adapters, own)


def _unmetered(call: ServiceCall, error: CommanderError) -> None:
    raise error
