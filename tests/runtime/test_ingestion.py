"""Filling the knowledge base when a deployment asks for it: whatever happens, CloudFormation is answered."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from commander.contract.problems import CommanderError, ServiceDenied, ServiceThrottled, ServiceUnavailable
from commander.ports.services import Passage, Reply, Usage
from commander.runtime.ingestion import Library, filling_task
from tests.aws.ai.answering import Answer, Answering, answering

RUNBOOK = "runbooks/lambda-alias-rollback.md"
RUNBOOKS = {"lambda-alias-rollback.md": "# Roll back a Lambda alias"}


@dataclass
class GivenDocuments:
    """Documents in memory."""

    kept: dict[str, str] = field(default_factory=dict)

    def put(self, key: str, text: str) -> None:
        self.kept[key] = text

    def keys(self, prefix: str) -> list[str]:
        return [key for key in self.kept if key.startswith(prefix)]

    def remove(self, key: str) -> None:
        del self.kept[key]


@dataclass
class GivenKnowledge:
    """Starts an ingestion, after so many problems."""

    problems: list[CommanderError] = field(default_factory=list)
    started: int = 0

    def ingest(self, timeout_s: float) -> Reply[str]:
        if self.problems:
            raise self.problems.pop(0)
        self.started += 1
        return Reply("JOB0000001", Usage("aws"))

    def retrieve(self, query: str, most: int, timeout_s: float) -> Reply[list[Passage]]:
        raise AssertionError("nobody asks here")


@dataclass
class Filling:
    """The task with its library in memory."""

    documents: GivenDocuments = field(default_factory=GivenDocuments)
    knowledge: GivenKnowledge = field(default_factory=GivenKnowledge)
    waited: list[float] = field(default_factory=list)

    def run(self, **event: Any) -> str:
        library = Library(self.documents, self.knowledge, RUNBOOKS, self.waited.append)
        return filling_task(lambda: library)(event, None)


@pytest.fixture
def cloudformation() -> Iterator[Answering]:
    with answering() as server:
        server.will(Answer())
        yield server


def asked(server: Answering, kind: str = "Create", **more: str) -> dict[str, str]:
    """What CloudFormation sends."""
    return {
        "RequestType": kind,
        "ResponseURL": f"{server.url}/answer?signature=1",
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Filled",
        **more,
    }


def test_the_runbooks_of_the_deployment_take_the_place_of_those_before(cloudformation: Answering) -> None:
    filling = Filling(GivenDocuments({"runbooks/old.md": "gone", "incidents/inc-1.md": "stays"}))
    assert filling.run(**asked(cloudformation)) == "JOB0000001"
    assert set(filling.documents.kept) == {RUNBOOK, "incidents/inc-1.md"}
    assert filling.documents.kept[RUNBOOK].startswith("# Roll back a Lambda alias")
    assert filling.knowledge.started == 1


def test_cloudformation_hears_of_success(cloudformation: Answering) -> None:
    Filling().run(**asked(cloudformation, "Update", PhysicalResourceId="runbooks-1"))
    (told,) = cloudformation.asked
    assert (told.method, told.path) == ("PUT", "/answer?signature=1")
    assert told.headers["content-type"] == ""
    assert told.document() == {
        "Status": "SUCCESS",
        "Reason": "ingestion job JOB0000001",
        "PhysicalResourceId": "runbooks-1",
        "StackId": "stack",
        "RequestId": "request",
        "LogicalResourceId": "Filled",
    }


def test_a_delete_leaves_the_documents_alone(cloudformation: Answering) -> None:
    filling = Filling(GivenDocuments({RUNBOOK: "kept"}))
    filling.run(**asked(cloudformation, "Delete", PhysicalResourceId="runbooks"))
    assert filling.documents.kept == {RUNBOOK: "kept"}
    assert filling.knowledge.started == 0
    assert cloudformation.asked[0].document()["Status"] == "SUCCESS"


def test_an_ingestion_that_is_still_under_way_is_waited_for(cloudformation: Answering) -> None:
    busy: list[CommanderError] = [ServiceUnavailable("ConflictException"), ServiceThrottled("slowly")]
    filling = Filling(knowledge=GivenKnowledge(busy))
    assert filling.run(**asked(cloudformation)) == "JOB0000001"
    assert len(filling.waited) == 2


@pytest.mark.parametrize(
    ("problems", "waits"),
    [([ServiceDenied("bedrock:StartIngestionJob was refused")], 0), ([ServiceUnavailable("busy")] * 6, 5)],
)
def test_a_failure_is_told_with_its_reason(
    cloudformation: Answering, problems: list[CommanderError], waits: int
) -> None:
    filling = Filling(knowledge=GivenKnowledge(list(problems)))
    assert filling.run(**asked(cloudformation)) == ""
    told = cloudformation.asked[0].document()
    assert told["Status"] == "FAILED"
    assert problems[0].detail in told["Reason"]
    assert len(filling.waited) == waits


def test_called_by_hand_it_answers_nobody_and_raises_what_went_wrong() -> None:
    assert Filling().run() == "JOB0000001"
    with pytest.raises(ServiceDenied):
        Filling(knowledge=GivenKnowledge([ServiceDenied("no")])).run()
