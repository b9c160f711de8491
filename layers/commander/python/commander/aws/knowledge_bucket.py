"""The bucket of documents that a knowledge base reads."""

from commander.aws.clients import client
from commander.aws.errors import calling


class KnowledgeBucket:
    """Markdown documents by their keys, such as `runbooks/lambda-alias-rollback.md`."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def put(self, key: str, text: str) -> None:
        """Writes a document, over an earlier one of the key."""
        with calling("s3:PutObject"):
            client("s3").put_object(
                Bucket=self._bucket, Key=key, Body=text.encode(), ContentType="text/markdown; charset=utf-8"
            )

    def keys(self, prefix: str) -> list[str]:
        """The keys of the documents that begin so."""
        with calling("s3:ListBucket"):
            pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix)
            return [found["Key"] for page in pages for found in page.get("Contents", [])]

    def remove(self, key: str) -> None:
        """Removes a document; one that is not there is removed already."""
        with calling("s3:DeleteObject"):
            client("s3").delete_object(Bucket=self._bucket, Key=key)
