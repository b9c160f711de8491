"""The one way in which an AI service is called.

Before each attempt it is asked whether there is time, whether the service's circuit lets calls through and whether the
budget allows it. An attempt that fails in a way that may pass is made again after a wait with full jitter (Brooker,
"Exponential Backoff and Jitter", AWS Architecture Blog, 2015) as long as the deadline allows. Every attempt leaves one
metering record, whatever came of it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Generic, Protocol, TypeVar
from uuid import uuid4

from commander.contract.catalogue import Catalogue
from commander.contract.problems import (
    CommanderError,
    MalformedAnswer,
    Missing,
    ServiceDenied,
    ServiceRejected,
    ServiceThrottled,
    ServiceTimedOut,
    ServiceUnavailable,
)
from commander.contract.services import CallOutcome, Provenance, Purpose, ServiceCall, ServiceKey, SkipReason
from commander.contract.values import AgentName, Severity
from commander.domain.circuit import after
from commander.domain.costs import cost_of_tokens, cost_of_units, rounded
from commander.ports.metering import Metering
from commander.ports.services import Reply, Usage

Value = TypeVar("Value")

_OUTCOMES: tuple[tuple[type[CommanderError], CallOutcome], ...] = (
    (ServiceThrottled, "throttled"),
    (ServiceTimedOut, "timed_out"),
    (ServiceDenied, "denied"),
    (ServiceRejected, "rejected"),
    (MalformedAnswer, "malformed"),
    (Missing, "missing"),
    (ServiceUnavailable, "unavailable"),
)
"""The outcome by the problem that was raised; the most particular ones first."""
_MAY_PASS: frozenset[CallOutcome] = frozenset({"throttled", "timed_out", "unavailable"})


@dataclass(frozen=True)
class Request(Generic[Value]):
    """What is asked of which service, and for whom. `attempt` makes one attempt within so many seconds; `model` is the
    model's name in the catalogue where the service is one."""

    service: ServiceKey
    operation: str
    purpose: Purpose
    attempt: Callable[[float], Reply[Value]]
    model: str | None = None


@dataclass(frozen=True)
class Caller:
    """On whose behalf: an agent at work on an incident, with the moment (seconds of the timer) by which it has to be
    done."""

    agent: AgentName | None
    incident_id: str | None
    severity: Severity
    deadline: float


class Skipped(Exception):
    """The service was not called, or not once more, and why."""

    def __init__(self, reason: SkipReason, detail: str) -> None:
        super().__init__(detail)
        self.reason, self.detail = reason, detail


class Failed(Exception):
    """The last attempt failed, in this way."""

    def __init__(self, outcome: CallOutcome, detail: str) -> None:
        super().__init__(detail)
        self.outcome, self.detail = outcome, detail


class Timer(Protocol):
    """What passes and what is waited for, in seconds; and chance, from 0 to 1."""

    def seconds(self) -> float:
        """A clock that only goes forward."""

    def now(self) -> datetime:
        """The present moment, in UTC."""

    def wait(self, seconds: float) -> None:
        """Waits."""

    def chance(self) -> float:
        """A number from 0 to 1."""


class Calling:
    """Makes calls. One for all threads of a process."""

    def __init__(
        self,
        catalogue: Catalogue,
        metering: Metering,
        timer: Timer,
        unmetered: Callable[[ServiceCall, CommanderError], None],
        endpoints: Provenance,
    ) -> None:
        """`unmetered` is told of a record that could not be counted: the call's result is not lost with it. `endpoints`
        says who is called: an attempt that nobody answered cannot tell it itself."""
        self._catalogue, self._metering, self._timer, self._unmetered = catalogue, metering, timer, unmetered
        self._unanswered = Usage(provenance=endpoints)

    def call(self, request: Request[Value], caller: Caller, told: Callable[[ServiceCall], None]) -> Value:
        """The service's answer. `told` hears of every attempt.

        Raises Skipped where the service was not called or there is no time left, Failed where it did not answer.
        """
        limits = self._catalogue.limits
        number = 0
        while True:
            number += 1
            timeout_s = self._time_for(request, caller)
            self._admit(request, caller)
            reply, record, problem = self._attempt(request, caller, number, timeout_s)
            told(record)
            self._count(record)
            if reply is not None:
                return reply.value
            if record.outcome not in _MAY_PASS or number >= limits.attempts:
                raise Failed(record.outcome, str(problem))
            wait = self._timer.chance() * min(limits.longest_wait_s, limits.first_wait_s * 2 ** (number - 1))
            if self._timer.seconds() + wait + limits.reserve_s >= caller.deadline:
                raise Failed(record.outcome, str(problem))
            self._timer.wait(wait)

    def _time_for(self, request: Request[Value], caller: Caller) -> float:
        limits = self._catalogue.limits
        left = caller.deadline - self._timer.seconds() - limits.reserve_s
        if left <= 0:
            raise Skipped("out_of_time", f"{request.service} was not called: the time of this phase is used up")
        return min(left, limits.call_timeout_s[request.service])

    def _admit(self, request: Request[Value], caller: Caller) -> None:
        """Whether the circuit and the budgets let the call through. What cannot be read lets it: a store that is down
        must not take the agents' services away too, and the attempts of one phase are few."""
        now = self._timer.now()
        try:
            circuit = self._metering.circuit(request.service)
            spent = self._metering.spent(caller.incident_id, now.astimezone(UTC).date())
        except CommanderError:
            return
        if not circuit.lets_through(now.timestamp()):
            raise Skipped("circuit_open", f"{request.service} kept failing and is left alone for a while")
        limits = self._catalogue.limits
        allowed = Decimal(str(limits.incident_budget_usd[caller.severity]))
        if caller.incident_id is not None and spent.incident >= allowed:
            raise Skipped("budget_spent", f"the incident's budget of {allowed} US dollars is spent")
        if spent.day >= Decimal(str(limits.day_budget_usd)):
            raise Skipped("budget_spent", f"the day's budget of {limits.day_budget_usd} US dollars is spent")

    def _attempt(
        self, request: Request[Value], caller: Caller, number: int, timeout_s: float
    ) -> tuple[Reply[Value] | None, ServiceCall, CommanderError | None]:
        at, began = self._timer.now(), self._timer.seconds()
        reply: Reply[Value] | None = None
        problem: CommanderError | None = None
        try:
            reply = request.attempt(timeout_s)
        except (ServiceUnavailable, Missing) as error:
            problem = error
        usage: Usage = reply.usage if reply is not None else getattr(problem, "usage", None) or self._unanswered
        record = ServiceCall(
            call_id=uuid4().hex,
            service=request.service,
            operation=request.operation,
            purpose=request.purpose,
            agent=caller.agent,
            incident_id=caller.incident_id,
            at=at,
            latency_ms=round((self._timer.seconds() - began) * 1000, 1),
            outcome="succeeded" if problem is None else outcome_of(problem),
            provenance=usage.provenance,
            attempt=number,
            model=request.model,
            model_id=None if request.model is None else self._catalogue.models[request.model].model_id,
            request_id=usage.request_id,
            input_tokens=usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens,
            output_tokens=usage.output_tokens,
            units=usage.units,
            cost_usd=float(self._cost(request, usage)),
            detail=None if problem is None else problem.detail[:300],
        )
        return reply, record, problem

    def _cost(self, request: Request[Value], usage: Usage) -> Decimal:
        cost = cost_of_units(self._catalogue, usage.units)
        if request.model is not None:
            model = self._catalogue.models[request.model]
            cost += cost_of_tokens(
                model, usage.input_tokens, usage.output_tokens, usage.cache_read_tokens, usage.cache_write_tokens
            )
        return rounded(cost)

    def _count(self, record: ServiceCall) -> None:
        """Counts the attempt and moves the circuit. What cannot be counted is told of, and the call goes on."""
        try:
            self._metering.record(record)
            before = self._metering.circuit(record.service)
            now = after(before, record.outcome, self._timer.now().timestamp(), self._catalogue.limits)
            if now != before:
                self._metering.keep(record.service, now)
        except CommanderError as error:
            self._unmetered(record, error)


def outcome_of(problem: CommanderError) -> CallOutcome:
    """How an attempt ended that a problem ended."""
    return next((outcome for kind, outcome in _OUTCOMES if isinstance(problem, kind)), "unavailable")
