"""Uploads in S3, as far as moto is one: what a signature covers, what is found, kept and removed."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from commander.aws import clients
from commander.aws.uploads import S3Uploads
from commander.contract.problems import ServiceDenied
from commander.ports.uploads import Announced

ID = "upl-" + "a" * 32
KEY = f"uploads/{ID}"


@pytest.fixture
def uploads(_no_real_account: None) -> Iterator[S3Uploads]:
    with mock_aws():
        clients.forget()
        where = {"LocationConstraint": "eu-west-1"}
        boto3.client("s3").create_bucket(Bucket="evidence", CreateBucketConfiguration=where)
        yield S3Uploads("evidence")
    clients.forget()


def bring(content: bytes = b"picture", upload_id: str = ID, **more: object) -> None:
    given = {"ContentType": "image/png", "Metadata": {"name": "St%C3%B6rung%20%E2%98%83.png"}} | more
    boto3.client("s3").put_object(Bucket="evidence", Key=f"uploads/{upload_id}", Body=content, **given)


def test_type_size_name_and_being_the_first_are_in_the_signature(uploads: S3Uploads) -> None:
    url, headers = uploads.offer(ID, Announced("image/png", 7, "Störung ☃.png"), 900)
    asked = parse_qs(urlsplit(url).query)
    (signed,) = asked["X-Amz-SignedHeaders"]
    assert set(signed.split(";")) == set(headers) | {"host"}
    assert headers == {
        "content-type": "image/png",
        "content-length": "7",
        "if-none-match": "*",
        "x-amz-meta-name": "St%C3%B6rung%20%E2%98%83.png",
    }
    assert (asked["X-Amz-Algorithm"], asked["X-Amz-Expires"]) == (["AWS4-HMAC-SHA256"], ["900"])
    assert urlsplit(url).path == f"/{KEY}"
    assert "checksum" not in url.lower()  # a client that is no botocore would not send one


def test_what_was_uploaded_is_found_with_its_name_and_read(uploads: S3Uploads) -> None:
    assert uploads.look(ID) is None
    bring()
    found = uploads.look(ID)
    assert found is not None
    assert (found.media_type, found.size_bytes, found.name) == ("image/png", 7, "Störung ☃.png")
    assert uploads.read(found) == b"picture"
    bring(Metadata={})
    unnamed = uploads.look(ID)
    assert unnamed is not None
    assert unnamed.name is None


@pytest.mark.parametrize(
    "upload_id", ["", "upl-", "upl-" + "A" * 32, f"{ID}/..", f"../uploads/{ID}", f"{ID}\n", "upl-ü"]
)
def test_what_is_no_id_of_ours_is_not_even_looked_for(uploads: S3Uploads, upload_id: str) -> None:
    bring()
    boto3.client("s3").put_object(Bucket="evidence", Key=f"uploads/{upload_id}".strip() or "x", Body=b"x")
    assert uploads.look(upload_id) is None


def test_an_attachment_is_copied_to_its_incident_and_the_same_again_is_the_same(uploads: S3Uploads) -> None:
    bring()
    found = uploads.look(ID)
    assert found is not None
    assert {uploads.keep(found, "inc-1") for _ in range(2)} == {f"s3://evidence/evidence/inc-1/attachments/{ID}"}
    uploads.forget(found)
    uploads.forget(found)
    assert uploads.look(ID) is None
    kept = boto3.client("s3").get_object(Bucket="evidence", Key=f"evidence/inc-1/attachments/{ID}")
    assert (kept["Body"].read(), kept["ContentType"]) == (b"picture", "image/png")


def test_what_went_or_was_replaced_since_it_was_looked_at_is_gone(uploads: S3Uploads) -> None:
    bring()
    found = uploads.look(ID)
    assert found is not None
    bring(b"another")
    assert uploads.read(found) is None  # moto copies whatever it is; tests/local/test_uploads.py has the copy
    uploads.forget(found)
    assert (uploads.read(found), uploads.keep(found, "inc-1")) == (None, None)
    assert uploads.read(replace(found, upload_id="upl-" + "b" * 32)) is None


def test_a_bucket_that_refuses_us_is_no_unknown_id(uploads: S3Uploads, monkeypatch: pytest.MonkeyPatch) -> None:
    refusal: Any = {"Error": {"Code": "403", "Message": "Forbidden"}, "ResponseMetadata": {"HTTPStatusCode": 403}}

    def refuse(**given: object) -> None:
        raise ClientError(refusal, "HeadObject")

    monkeypatch.setattr(clients.client("s3"), "head_object", refuse)
    with pytest.raises(ServiceDenied):
        uploads.look(ID)
