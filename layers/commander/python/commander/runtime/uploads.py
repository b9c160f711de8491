"""Uploads from the offer to the incident that takes them over."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from commander.contract import uploads as up
from commander.contract.incidents import NewIncident
from commander.contract.problems import (
    CommanderError,
    FieldError,
    InvalidRequest,
    PayloadTooLarge,
    UnknownUpload,
    UnsuitableUpload,
)
from commander.domain.redaction import redact
from commander.ports import Clock
from commander.ports.uploads import Announced, Uploaded, Uploads
from commander.runtime.logging import logger

_LIMITS = {"evidence": up.MAX_BUNDLE_BYTES, "attachment": up.MAX_ATTACHMENT_BYTES}


def offer(request: up.NewUpload, uploads: Uploads, clock: Clock) -> up.Upload:
    """A place for what was announced. Raises InvalidRequest and PayloadTooLarge."""
    _check(request)
    upload_id = f"upl-{clock.nonce()}"
    name = redact(request.name) if request.name is not None and request.purpose == "attachment" else None
    url, headers = uploads.offer(
        upload_id, Announced(request.media_type, request.size_bytes, name), valid_s=up.UPLOAD_S
    )
    logger.info("upload offered", upload_id=upload_id, purpose=request.purpose, size_bytes=request.size_bytes)
    return up.Upload(
        upload_id=upload_id,
        url=url,
        headers=dict(headers),
        expires_at=clock.now() + timedelta(seconds=up.UPLOAD_S),
    )


def _check(request: up.NewUpload) -> None:
    if (request.purpose == "evidence") != (request.media_type == up.BUNDLE_TYPE):
        takes = up.BUNDLE_TYPE if request.purpose == "evidence" else ", ".join(up.ATTACHMENT_TYPES)
        raise InvalidRequest(
            f"{request.purpose} is not sent as {request.media_type}",
            [FieldError(field="media_type", reason=f"for {request.purpose}: {takes}")],
        )
    if request.purpose == "attachment" and request.name is None:
        raise InvalidRequest("an attachment needs a name", [FieldError(field="name", reason="the file's name")])
    most = _LIMITS[request.purpose]
    if request.size_bytes > most:
        raise PayloadTooLarge(
            f"{request.size_bytes} bytes; {request.purpose} may have {most} bytes at most",
            [FieldError(field="size_bytes", reason=f"at most {most}")],
        )


@dataclass(frozen=True)
class Taken:
    """The uploads that a request names, looked at and found good: the bundle's document, and the attachments with the
    names that they have in this incident."""

    document: dict[str, Any] | None = None
    bundle: Uploaded | None = None
    attachments: list[tuple[Uploaded, str]] = field(default_factory=list)

    def all(self) -> Iterable[Uploaded]:
        """Everything that was uploaded."""
        return [*([self.bundle] if self.bundle else []), *(uploaded for uploaded, _ in self.attachments)]


def names_uploads(request: NewIncident) -> bool:
    """Whether the request needs anything that was uploaded."""
    return bool(request.attachments) or _bundle_id(request) is not None


def take(request: NewIncident, uploads: Uploads) -> Taken:
    """Looks at every upload that the request names, before anything is written.

    Raises UnknownUpload, UnsuitableUpload and InvalidRequest.
    """
    attachments = _attachments(request, uploads)
    upload_id = _bundle_id(request)
    if upload_id is None:
        return Taken(attachments=attachments)
    where = "evidence.upload_id"
    bundle = _found(upload_id, where, uploads)
    if bundle.media_type != up.BUNDLE_TYPE:
        raise _unsuitable(where, f"{bundle.media_type} was uploaded; evidence is {up.BUNDLE_TYPE}")
    if bundle.size_bytes > up.MAX_BUNDLE_BYTES:
        raise _unsuitable(where, f"{bundle.size_bytes} bytes; at most {up.MAX_BUNDLE_BYTES} are taken")
    return Taken(_document(bundle, where, uploads), bundle, attachments)


def keep(taken: Taken, incident_id: str, uploads: Uploads) -> list[up.Attachment]:
    """Copies the attachments to the incident. Raises UnknownUpload where one has gone meanwhile."""
    kept: list[up.Attachment] = []
    for place, (uploaded, name) in enumerate(taken.attachments):
        reference = uploads.keep(uploaded, incident_id)
        if reference is None:
            raise _unknown(f"attachments.{place}.upload_id")
        kept.append(
            up.Attachment.model_validate(
                {
                    "upload_id": uploaded.upload_id,
                    "name": name,
                    "media_type": uploaded.media_type,
                    "size_bytes": uploaded.size_bytes,
                    "reference": reference,
                }
            )
        )
    return kept


def forget(taken: Taken, uploads: Uploads) -> None:
    """Removes what an incident has taken over: a bundle may hold personal data as it was sent. What cannot be removed
    now goes with the bucket's lifecycle."""
    for uploaded in taken.all():
        try:
            uploads.forget(uploaded)
        except CommanderError as error:
            logger.warning("upload not removed", upload_id=uploaded.upload_id, detail=error.detail)


def _bundle_id(request: NewIncident) -> str | None:
    """The id under which the evidence was uploaded. Raises InvalidRequest for one that cannot be an id."""
    if request.evidence is None or set(request.evidence) != {"upload_id"}:
        return None
    given = request.evidence["upload_id"]
    if not isinstance(given, str):
        raise InvalidRequest("the upload's id is a text", [FieldError(field="evidence.upload_id", reason="a text")])
    return given


def _attachments(request: NewIncident, uploads: Uploads) -> list[tuple[Uploaded, str]]:
    found: list[tuple[Uploaded, str]] = []
    for place, given in enumerate(request.attachments):
        where = f"attachments.{place}"
        uploaded = _found(given.upload_id, f"{where}.upload_id", uploads)
        if uploaded.media_type not in up.ATTACHMENT_TYPES:
            takes = ", ".join(up.ATTACHMENT_TYPES)
            raise _unsuitable(f"{where}.upload_id", f"{uploaded.media_type} was uploaded; attachments are {takes}")
        if uploaded.size_bytes > up.MAX_ATTACHMENT_BYTES:
            limit = f"{uploaded.size_bytes} bytes; at most {up.MAX_ATTACHMENT_BYTES} are taken"
            raise _unsuitable(f"{where}.upload_id", limit)
        if uploaded.upload_id in {known.upload_id for known, _ in found}:
            raise _unsuitable(f"{where}.upload_id", "the same upload is attached twice")
        name = redact(given.name) if given.name is not None else uploaded.name or uploaded.upload_id
        if name in {known for _, known in found}:
            reason = "another attachment of this incident has this name"
            raise InvalidRequest("two attachments have one name", [FieldError(field=f"{where}.name", reason=reason)])
        found.append((uploaded, name))
    return found


def _found(upload_id: str, where: str, uploads: Uploads) -> Uploaded:
    uploaded = uploads.look(upload_id)
    if uploaded is None:
        raise _unknown(where)
    return uploaded


def _document(bundle: Uploaded, where: str, uploads: Uploads) -> dict[str, Any]:
    raw = uploads.read(bundle)
    if raw is None:
        raise _unknown(where)
    try:
        document = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise _unsuitable(where, f"what was uploaded is not JSON: {error}"[:300]) from error
    if not isinstance(document, dict):
        raise _unsuitable(where, "what was uploaded is not a JSON object")
    return document


def _unknown(where: str) -> UnknownUpload:
    reason = "nothing was uploaded under this id, it was used already, or it was not used for a day"
    return UnknownUpload(f"{where}: {reason}", [FieldError(field=where, reason=reason)])


def _unsuitable(where: str, reason: str) -> UnsuitableUpload:
    return UnsuitableUpload(f"{where}: {reason}", [FieldError(field=where, reason=reason)])
