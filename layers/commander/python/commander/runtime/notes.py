"""What happens while an agent consults the AI services, written into the incident's timeline as it happens."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from commander.contract import events as ev
from commander.contract.services import SERVICE_NAMES, FellBack, Purpose, ServiceCall, ServiceKey
from commander.contract.values import AgentName
from commander.domain.frames import SUBSTITUTES
from commander.ports import Clock, Timelines
from commander.ports.services import Checked

_AgentEvent = ev.ServiceCalled | ev.ServiceFellBack | ev.GuardrailIntervened | ev.AgentReasoned

_ABSENT = frozenset({"not_configured", "switched_off"})
"""Reasons that are no trouble: an environment that does without a service is told so once, not once for each use."""


@dataclass
class TimelineNotes:
    """`ports.consultation.ConsultationLog`."""

    incident_id: str
    agent: AgentName
    clock: Clock
    timelines: Timelines
    _absent: dict[ServiceKey, list[FellBack]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def called(self, call: ServiceCall) -> None:
        """See ports.consultation.ConsultationLog."""
        self._append(ev.ServiceCalled, f"service.called/{call.call_id}", call=call)

    def fell_back(self, fallback: FellBack) -> None:
        """See ports.consultation.ConsultationLog. A service that an environment does without waits for `close`."""
        if fallback.reason in _ABSENT:
            with self._lock:
                self._absent.setdefault(fallback.service, []).append(fallback)
            return
        what = f"{fallback.service}/{fallback.purpose}/{fallback.reason}"
        self._append(ev.ServiceFellBack, f"service.fell_back/{self.agent}/{what}", fallback=fallback)

    def intervened(self, purpose: Purpose, checked: Checked) -> None:
        """See ports.consultation.ConsultationLog."""
        self._append(
            ev.GuardrailIntervened,
            f"guardrail.intervened/{self.agent}/{purpose}/{self.clock.nonce()}",
            purpose=purpose,
            interventions=list(checked.interventions),
            blocked=checked.blocked,
        )

    def close(self) -> None:
        """Says once which services the agent did without, where there were any, and what took over from each."""
        if not self._absent:
            return
        absent = sorted(self._absent.items())
        names = ", ".join(_without(service, fallbacks) for service, fallbacks in absent)
        self._append(
            ev.AgentReasoned,
            f"agent.reasoned/{self.agent}/services",
            step="services",
            statement=f"worked without {names}",
            data={service: fallbacks[-1].reason for service, fallbacks in absent},
        )

    def _append(self, event: type[_AgentEvent], event_id: str, **fields: Any) -> None:
        """Appends under one lock: calls of several threads would otherwise race for the same place in the timeline."""
        with self._lock:
            envelope = {
                "incident_id": self.incident_id,
                "event_id": event_id,
                "at": self.clock.now(),
                "actor": ev.Actor(kind="agent", name=self.agent),
                "agent": self.agent,
            }
            self.timelines.append(event.model_validate(envelope | fields))


def _without(service: ServiceKey, fallbacks: Sequence[FellBack]) -> str:
    took_over = ", ".join(dict.fromkeys(SUBSTITUTES[one.substitute] for one in fallbacks))
    return f"{SERVICE_NAMES[service]} ({fallbacks[-1].reason.replace('_', ' ')}: {took_over})"
