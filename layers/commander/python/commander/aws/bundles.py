"""The evidence bucket."""

import gzip

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.contract.problems import Missing, NotFound


class S3Evidence:
    """`ports.Evidence`: gzipped JSON under `evidence/<incident>/`."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def put(self, incident_id: str, name: str, document: bytes) -> str:
        """See ports.Evidence."""
        key = f"evidence/{incident_id}/{name}.json.gz"
        with calling("s3:PutObject"):
            client("s3").put_object(
                Bucket=self._bucket,
                Key=key,
                Body=gzip.compress(document, mtime=0),
                ContentType="application/json",
                ContentEncoding="gzip",
            )
        return key

    def get(self, reference: str) -> bytes:
        """See ports.Evidence."""
        try:
            with calling("s3:GetObject"):
                body: bytes = client("s3").get_object(Bucket=self._bucket, Key=reference)["Body"].read()
        except Missing as error:
            raise NotFound(f"no evidence at {reference}") from error
        return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
