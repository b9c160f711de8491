"""What a model adds to the engine or breaks: a rule-based stand-in argues over verdicts, in each of its tempers.

The questions, the adapter, the protocol and what code makes of the answers are the product's own; only the model
behind the wire is a stand-in. `contrarian` argues for what the engine thinks least of, `garbage` answers what no schema
allows, `hostile` does what it finds written in the data.
"""

import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from commander.agents.critic import read
from commander.aws.ai.converse import BedrockModels
from commander.contract import events as ev
from commander.contract.catalogue import catalogue
from commander.contract.evidence import Bundle, Verdict
from commander.contract.services import ServiceCall, ServiceKey
from commander.domain.circuit import Circuit
from commander.domain.incident import Incident, fold
from commander.ports.consultation import Consultation
from commander.ports.metering import Spent
from commander.ports.services import Checked
from commander.runtime.services.calling import Calling
from commander.runtime.services.consultations import Adapters, OwnMeans, ServiceConsultations
from local.ai.faults import EVERY_SERVICE, Setting
from local.ai.server import Standin, serve
from scripts.scorecard.expectations import Expected
from scripts.scorecard.judging import judge

TEMPERS = ("agree", "contrarian", "garbage", "hostile")
SETTLED = frozenset({"confirmed", "healthy"})


@dataclass(frozen=True)
class Heard:
    """One case after one temper's reading: whether an answer could be used at all, what of it was refused, and whether
    the first hypothesis is right before and after (None where no cause is expected)."""

    temper: str
    settled: bool
    read: bool
    changed: bool
    word_changed: bool
    refused: int
    first_before: bool | None
    first_after: bool | None


def heard(case_id: str, bundle: Bundle, verdict: Verdict, expected: Expected) -> list[Heard]:
    """One case under each temper."""
    return [_heard(temper, case_id, bundle, verdict, expected) for temper in TEMPERS]


def _heard(temper: str, case_id: str, bundle: Bundle, verdict: Verdict, expected: Expected) -> Heard:
    incident = _incident(case_id, bundle)
    _standin().faults.put(EVERY_SERVICE, Setting(temper))
    reading = read(incident, bundle, verdict, [], _consultation(incident), ())
    after = reading.verdict if reading is not None else verdict
    is_fault = expected.kind == "fault"
    return Heard(
        temper=temper,
        settled=verdict.verdict in SETTLED,
        read=reading is not None,
        changed=after != verdict,
        word_changed=after.verdict != verdict.verdict,
        refused=len(reading.argued.refusals) if reading is not None else 0,
        first_before=_first(case_id, verdict, expected) if is_fault else None,
        first_after=_first(case_id, after, expected) if is_fault else None,
    )


def _first(case_id: str, verdict: Verdict, expected: Expected) -> bool:
    document: Mapping[str, Any] = verdict.model_dump(mode="json")
    return judge(case_id, "", document, expected).first


def _incident(case_id: str, bundle: Bundle) -> Incident:
    told = bundle.incident
    opened = ev.IncidentOpened(
        incident_id=case_id,
        event_id="incident.opened",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        actor=ev.Actor(kind="system", name="scorecard"),
        title=told.title,
        incident_type="incident",
        severity="high",
        description=told.description or "",
        affected_services=[],
        source="scorecard",
        signal=None,
        evidence_ref=None,
    )
    return fold([opened])


@cache
def _standin() -> Standin:
    """One for each process; it ends with the process. It looks at no credentials, and botocore signs with some."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        os.environ.setdefault(name, "stand-in")
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    return serve(0)


def _consultation(incident: Incident) -> Consultation:
    timer = _Timer()
    calling = Calling(catalogue(), _NoBooks(), timer, lambda call, error: None, "local stand-in")
    own = OwnMeans(lambda query, most: [], lambda query, most: [], lambda text: text)
    adapters = Adapters(models=BedrockModels(endpoint_url=_standin().url))
    return ServiceConsultations(catalogue(), calling, timer, adapters, own).consult(incident, "diagnosis", _NoNotes())


class _Timer:
    def seconds(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        time.sleep(seconds)

    def chance(self) -> float:
        return random.random()


class _NoBooks:
    """Counts nothing: each case has the whole budget."""

    def record(self, call: ServiceCall) -> None:
        return

    def spent(self, incident_id: str | None, day: date) -> Spent:
        return Spent(Decimal(0), Decimal(0))

    def circuit(self, service: ServiceKey) -> Circuit:
        return Circuit()

    def keep(self, service: ServiceKey, circuit: Circuit) -> None:
        return


class _NoNotes:
    def called(self, call: ServiceCall) -> None:
        return

    def fell_back(self, fallback: object) -> None:
        return

    def intervened(self, purpose: object, checked: Checked) -> None:
        return
