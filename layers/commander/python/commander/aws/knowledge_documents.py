"""The bucket that the knowledge base takes in: closed incidents as Markdown, each with its metadata beside it."""

import json

from commander.aws.clients import client
from commander.aws.errors import calling
from commander.ports.services import ClosedIncident

FOLDER = "incidents/"
"""Runbooks lie beside it; the deployment puts them there."""


class S3Documents:
    """`ports.services.Documents`: `incidents/<id>.md` and `incidents/<id>.md.metadata.json`."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def keep(self, document: ClosedIncident) -> None:
        """See ports.services.Documents. The metadata come first: no document is ever found without its incident."""
        key = f"{FOLDER}{document.incident_id}.md"
        attributes = {"incident_ids": [document.incident_id], "title": f"Incident {document.incident_id}"}
        metadata = json.dumps({"metadataAttributes": attributes}, ensure_ascii=False)
        self._put(f"{key}.metadata.json", metadata, "application/json")
        self._put(key, document.markdown, "text/markdown; charset=utf-8")

    def _put(self, key: str, text: str, media_type: str) -> None:
        body = text.encode("utf-8", "replace")
        with calling("s3:PutObject"):
            client("s3").put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=media_type)
