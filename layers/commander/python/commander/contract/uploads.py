"""Uploads: what is too large or not JSON for a request's body goes to S3 first and is named by its id afterwards."""

import unicodedata
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints

from commander.contract.values import Instant, Shape

Purpose = Literal["evidence", "attachment"]
MediaType = Literal["application/json", "image/png", "image/jpeg", "image/tiff", "application/pdf"]
AttachmentType = Literal["image/png", "image/jpeg", "image/tiff", "application/pdf"]

BUNDLE_TYPE: MediaType = "application/json"
ATTACHMENT_TYPES: tuple[AttachmentType, ...] = get_args(AttachmentType)
MAX_BUNDLE_BYTES = 32 * 1024 * 1024
"""An uploaded evidence bundle. It is checked and redacted while the caller waits, and API Gateway waits for 29 s."""
MAX_ATTACHMENT_BYTES = 10 * 1024 * 1024
"""An attachment: Textract's limit of a document that it reads at once."""
MAX_ATTACHMENTS = 10
UPLOAD_S = 900
"""So long the URL of an upload works, in seconds."""

_SEPARATORS = frozenset('/\\#?&"')


def _plain(name: str) -> str:
    """A name that can stand in a reference and on a screen as it is. Raises ValueError."""
    for sign in name:
        if sign in _SEPARATORS or (unicodedata.category(sign)[0] in "CZ" and sign != " "):
            raise ValueError(f"a file name without {' '.join(sorted(_SEPARATORS))} and signs that cannot be seen")
    return name


AttachmentName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=128), AfterValidator(_plain)
]


class NewUpload(Shape):
    """The body of POST /uploads: what will be uploaded. The upload is bound to this type and to exactly this size."""

    purpose: Purpose
    media_type: MediaType
    size_bytes: int = Field(ge=1, strict=True)
    name: AttachmentName | None = Field(default=None, description="the file's name; an attachment needs one")


class Upload(Shape):
    """The answer to POST /uploads: send the bytes to `url` by `method` with exactly these `headers`, once."""

    upload_id: str
    url: str
    method: Literal["PUT"] = "PUT"
    headers: dict[str, str]
    expires_at: Instant


class UploadRef(Shape):
    """Evidence that was uploaded beforehand (POST /uploads)."""

    upload_id: str = Field(min_length=1, max_length=128)


class AttachmentRef(UploadRef):
    """A file that was uploaded beforehand (POST /uploads). Without a name it keeps the one it was uploaded with."""

    name: AttachmentName | None = None


class Attachment(Shape):
    """A file that came with an incident. `reference` is where it is kept."""

    upload_id: str
    name: str
    media_type: AttachmentType
    size_bytes: int
    reference: str
