"""Opening incidents: by hand, over the socket, or because an alarm spoke.

The order is: claim, first event, workflow. Each step is safe to repeat, so a delivery that died half-way is finished
by the next one, and two at once end up as one incident.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from commander.contract import events as ev
from commander.contract.evidence import Bundle
from commander.contract.incidents import NewIncident, Signal
from commander.contract.problems import FieldError, InvalidRequest, NotFound, UnknownUpload
from commander.domain.canonical import sha256_of
from commander.domain.redaction import redact, redact_bundle
from commander.domain.signals import fingerprint
from commander.ports import Intake
from commander.runtime.logging import logger
from commander.runtime.uploads import forget, keep, take

_TITLE_LENGTH = 200


def open_by_hand(request: NewIncident, user: str, idempotency_key: str | None, intake: Intake) -> str:
    """The id of the incident that a person opened. The same key with the same request gives the same incident.

    Everything that came with the request is looked at before anything is written. Raises InvalidRequest and its kinds.
    """
    key = None if idempotency_key is None else sha256_of([user, idempotency_key])
    known = _already_open(request, key, intake)
    if known is not None:
        return known
    try:
        taken = take(request, intake.uploads)
    except UnknownUpload:
        # Somebody with the same key may have used it between our two looks.
        known = _already_open(request, key, intake)
        if known is not None:
            return known
        raise
    bundle = _bundle(request.evidence if taken.document is None else taken.document)
    incident_id = _new_id(intake)
    if key is not None:
        incident_id = intake.claims.remember(key, _hash(request), incident_id)
    reference = intake.evidence.put(incident_id, "given", bundle) if bundle is not None else None
    _open(
        ev.IncidentOpened(
            incident_id=incident_id,
            event_id="incident.opened",
            at=intake.clock.now(),
            actor=ev.Actor(kind="person", name=user),
            title=redact(request.title or request.description.splitlines()[0])[:_TITLE_LENGTH],
            incident_type=request.type,
            severity=request.severity,
            description=redact(request.description),
            affected_services=list(dict.fromkeys(request.affected_services)),
            source="manual",
            signal=None,
            evidence_ref=reference,
            attachments=keep(taken, incident_id, intake.uploads),
        ),
        intake,
    )
    forget(taken, intake.uploads)
    return incident_id


def _already_open(request: NewIncident, key: str | None, intake: Intake) -> str | None:
    """The incident that the key stands for, once it is open: what it was opened with may be gone since.

    Raises IdempotencyMismatch.
    """
    incident_id = None if key is None else intake.claims.recall(key)
    if key is None or incident_id is None:
        return None
    incident_id = intake.claims.remember(key, _hash(request), incident_id)
    if not intake.timelines.read(incident_id, 0, 1):
        return None
    intake.workflow.start(incident_id)
    return incident_id


def _hash(request: NewIncident) -> str:
    return sha256_of(request.model_dump(mode="json"))


def open_by_signal(signal: Signal, intake: Intake) -> str | None:
    """The id of the incident that the signal opened or joined; None for one that says all is well with none open."""
    signal = _redacted(signal)
    if signal.state != "alarm":
        return _note_calm(signal, intake)
    incident_id = _owner(signal, intake)
    actor = ev.Actor(kind="signal", name=f"{signal.source}: {signal.name}")
    opened = _open(
        ev.IncidentOpened(
            incident_id=incident_id,
            event_id="incident.opened",
            at=intake.clock.now(),
            actor=actor,
            title=signal.name,
            incident_type=signal.metric.name if signal.metric else "alarm",
            severity=signal.severity,
            description=signal.description or signal.reason or signal.name,
            affected_services=[signal.service] if signal.service else [],
            source=signal.source,
            signal=signal,
            evidence_ref=None,
        ),
        intake,
    )
    first = opened.signal if isinstance(opened, ev.IncidentOpened) else None
    if first is None or first.signal_id != signal.signal_id:
        _join(incident_id, signal, intake)
    return incident_id


def _redacted(signal: Signal) -> Signal:
    """The signal as it is kept: what people wrote into the alarm without personal data and secrets."""
    texts = {name: redact(text) for name in ("reason", "description") if (text := getattr(signal, name))}
    return signal.model_copy(update=texts)


def _owner(signal: Signal, intake: Intake) -> str:
    """The incident that a signal belongs to.

    A signal that comes again belongs where it belonged, even if that incident has ended since; another signal of the
    same alarm belongs to the incident that is open, or to a new one.
    """
    key = sha256_of(["signal", signal.source, signal.signal_id])
    known = intake.claims.recall(key)
    if known is not None:
        return known
    return intake.claims.remember(key, "signal", intake.claims.claim(fingerprint(signal), _new_id(intake)))


def _note_calm(signal: Signal, intake: Intake) -> str | None:
    incident_id = intake.claims.holder(fingerprint(signal))
    if incident_id is None:
        return None
    try:
        _join(incident_id, signal, intake)
    except NotFound:
        return None
    return incident_id


def _join(incident_id: str, signal: Signal, intake: Intake) -> None:
    intake.timelines.append(
        ev.SignalReceived(
            incident_id=incident_id,
            event_id=f"signal.received/{signal.signal_id}",
            at=intake.clock.now(),
            actor=ev.Actor(kind="signal", name=f"{signal.source}: {signal.name}"),
            signal=signal,
        )
    )


def _open(event: ev.IncidentOpened, intake: Intake) -> ev.TimelineEvent:
    stored = intake.timelines.append(event)
    intake.workflow.start(event.incident_id)
    logger.info("incident open", incident_id=event.incident_id, source=event.source)
    return stored


def _new_id(intake: Intake) -> str:
    return f"inc-{intake.clock.now():%Y%m%d}-{intake.clock.nonce()[:12]}"


def _bundle(given: Mapping[str, Any] | None) -> bytes | None:
    """The evidence that came with the request, checked and redacted.

    Raises InvalidRequest naming the path inside it.
    """
    if given is None:
        return None
    try:
        Bundle.model_validate_json(_written(given))
    except UnicodeEncodeError as error:
        raise InvalidRequest(
            "the evidence is not a bundle", [FieldError(field="evidence", reason="a text in it is no Unicode")]
        ) from error
    except ValidationError as error:
        raise InvalidRequest("the evidence is not a bundle", field_errors(error, "evidence")) from error
    return _written(redact_bundle(given))


def _written(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode()


def field_errors(error: ValidationError, prefix: str = "") -> list[FieldError]:
    """Which field is wrong and why, for each of a validation's first twenty complaints."""
    return [
        FieldError(
            field=".".join(part for part in (prefix, *map(str, _path(one))) if part) or "body", reason=one["msg"]
        )
        for one in error.errors(include_url=False, include_context=False, include_input=False)[:20]
    ]


def _path(one: Any) -> tuple[Any, ...]:
    return tuple(one["loc"])
