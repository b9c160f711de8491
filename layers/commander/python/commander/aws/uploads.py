"""Uploads in the evidence bucket, under `uploads/`.

An upload is one signed PUT. Its signature covers the content type, the exact length, the name and `If-None-Match: *`,
so that S3 itself refuses another type, another size and a second object under the same id.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from botocore.exceptions import ClientError

from commander.aws.clients import client, signing
from commander.aws.errors import calling, error_code
from commander.contract.problems import Missing
from commander.ports.uploads import Announced, Uploaded

_FOLDER = "uploads"
_ID = re.compile(r"upl-[0-9a-f]{32}")
_CHANGED = {"PreconditionFailed", "412"}


class S3Uploads:
    """`ports.uploads.Uploads`. What an incident takes over is copied to `evidence/<incident>/attachments/`."""

    def __init__(self, bucket: str) -> None:
        self._bucket = bucket

    def offer(self, upload_id: str, announced: Announced, valid_s: int) -> tuple[str, Mapping[str, str]]:
        """See ports.uploads.Uploads. The URL also ends with the credentials of the role that signed it."""
        metadata = {} if announced.name is None else {"name": quote(announced.name, safe="")}
        arguments = {
            "Bucket": self._bucket,
            "Key": _key(upload_id),
            "ContentType": announced.media_type,
            "ContentLength": announced.size_bytes,
            "IfNoneMatch": "*",
            "Metadata": metadata,
        }
        with calling("s3:PutObject"):
            url: str = signing().generate_presigned_url("put_object", Params=arguments, ExpiresIn=valid_s)
        headers = {"content-type": announced.media_type, "content-length": str(announced.size_bytes)}
        headers |= {"if-none-match": "*", **{f"x-amz-meta-{name}": value for name, value in metadata.items()}}
        return url, headers

    def look(self, upload_id: str) -> Uploaded | None:
        """See ports.uploads.Uploads."""
        if not _ID.fullmatch(upload_id):
            return None
        try:
            with calling("s3:GetObject"):
                found = client("s3").head_object(Bucket=self._bucket, Key=_key(upload_id))
        except Missing:
            return None
        name = found.get("Metadata", {}).get("name")
        return Uploaded(
            upload_id=upload_id,
            media_type=found.get("ContentType", ""),
            size_bytes=int(found["ContentLength"]),
            name=None if name is None else unquote(name),
            mark=str(found["ETag"]),
        )

    def read(self, uploaded: Uploaded) -> bytes | None:
        """See ports.uploads.Uploads."""
        arguments = {"Bucket": self._bucket, "Key": _key(uploaded.upload_id), "IfMatch": uploaded.mark}
        found = _unless_gone("s3:GetObject", lambda: client("s3").get_object(**arguments)["Body"].read())
        return found if isinstance(found, bytes) else None

    def keep(self, uploaded: Uploaded, incident_id: str) -> str | None:
        """See ports.uploads.Uploads. The same upload again is the same copy."""
        key = f"evidence/{incident_id}/attachments/{uploaded.upload_id}"
        source = {"Bucket": self._bucket, "Key": _key(uploaded.upload_id)}
        arguments = {"Bucket": self._bucket, "Key": key, "CopySource": source, "CopySourceIfMatch": uploaded.mark}
        copied = _unless_gone("s3:PutObject", lambda: client("s3").copy_object(**arguments))
        return None if copied is None else f"s3://{self._bucket}/{key}"

    def forget(self, uploaded: Uploaded) -> None:
        """See ports.uploads.Uploads. The bucket's lifecycle removes what a version keeps."""
        with calling("s3:DeleteObject"):
            client("s3").delete_object(Bucket=self._bucket, Key=_key(uploaded.upload_id))


def _key(upload_id: str) -> str:
    return f"{_FOLDER}/{upload_id}"


def _unless_gone(permission: str, call: Any) -> Any:
    """What the call gives; None where the object went or was replaced since it was looked at."""
    try:
        with calling(permission):
            try:
                return call()
            except ClientError as error:
                if error_code(error) in _CHANGED:
                    return None
                raise
    except Missing:
        return None
