"""The bucket of documents that a knowledge base reads."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from commander.aws import clients
from commander.aws.knowledge_bucket import KnowledgeBucket
from commander.contract.problems import CommanderError


@pytest.fixture
def documents() -> Iterator[KnowledgeBucket]:
    with mock_aws():
        clients.forget()
        boto3.client("s3", region_name="us-east-1").create_bucket(
            Bucket="documents", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield KnowledgeBucket("documents")
    clients.forget()


def test_documents_are_written_listed_and_removed(documents: KnowledgeBucket) -> None:
    documents.put("runbooks/größe.md", "# Größe\n連接")
    documents.put("runbooks/größe.md", "# Größe\n連接 again")
    documents.put("incidents/inc-1.md", "# Closed")
    assert documents.keys("runbooks/") == ["runbooks/größe.md"]
    stored = clients.client("s3").get_object(Bucket="documents", Key="runbooks/größe.md")
    assert stored["Body"].read().decode() == "# Größe\n連接 again"
    assert stored["ContentType"] == "text/markdown; charset=utf-8"
    documents.remove("runbooks/größe.md")
    documents.remove("runbooks/größe.md")
    assert documents.keys("runbooks/") == []


def test_more_documents_than_one_answer_holds_are_all_listed(documents: KnowledgeBucket) -> None:
    for number in range(1003):
        documents.put(f"incidents/inc-{number}.md", "x")
    assert len(documents.keys("incidents/")) == 1003


def test_what_s3_refuses_is_ours_to_tell(documents: KnowledgeBucket) -> None:
    with pytest.raises(CommanderError, match="s3:PutObject"):
        KnowledgeBucket("no-such-bucket").put("a", "b")
