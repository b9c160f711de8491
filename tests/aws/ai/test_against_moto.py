"""Adapters against moto, where it has the service: what boto3's own model of the service sends and understands."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws

from commander.aws import clients
from commander.aws.ai import attempts
from commander.aws.ai.comprehend import ComprehendLanguage
from commander.aws.ai.textract import TextractReader
from commander.aws.bundles import S3Evidence
from commander.aws.knowledge_documents import S3Documents
from commander.contract.problems import NotFound
from commander.ports.services import ClosedIncident


@pytest.fixture(autouse=True)
def account() -> Iterator[None]:
    with mock_aws():
        attempts.forget()
        clients.forget()
        boto3.client("s3").create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        yield
    attempts.forget()
    clients.forget()


def test_comprehend_tells_the_tone_of_a_text_and_is_priced_by_its_length() -> None:
    reply = ComprehendLanguage("en").tone("All is well again. " * 30, 5)
    assert reply.value.sentiment in ("POSITIVE", "NEGATIVE", "NEUTRAL", "MIXED")
    assert (reply.usage.provenance, reply.usage.units) == ("aws", {"comprehend_unit": 6})


def test_comprehend_says_where_personal_data_is() -> None:
    text = "Hello Zhang Wei, your statement of account 1111-0000-1111-0008 is due on July 31st. " * 6
    spans = ComprehendLanguage("en").personal_data(text, 5).value
    assert spans
    assert all(0 <= one.start < one.end <= len(text) for one in spans)


def test_textract_reads_an_object_and_pages_are_counted() -> None:
    boto3.client("s3").put_object(Bucket="kept", Key="shot.png", Body=b"a picture")
    reply = TextractReader().read("s3://kept/shot.png", 5)
    assert reply.usage.provenance == "aws"
    assert reply.value == []  # moto's answer has no lines unless it is told of some


def test_a_closed_incidents_document_and_its_metadata_are_kept_in_s3() -> None:
    S3Documents("kept").keep(ClosedIncident("inc-1", "# What happened"))
    names = [one["Key"] for one in boto3.client("s3").list_objects_v2(Bucket="kept")["Contents"]]
    assert sorted(names) == ["incidents/inc-1.md", "incidents/inc-1.md.metadata.json"]


def test_evidence_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        S3Evidence("kept").get("evidence/inc-1/none.json.gz")
