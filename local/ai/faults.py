"""Faults on demand: a service of the stand-in can be told to fail, or its model to argue, while it runs.

A service has at most one way to fail and at most one temper of its model at a time, each with an optional count of
answers after which it is over. `*` stands for every service that has no setting of its own.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from local.ai.wire import Answer, Fault

SERVICES = frozenset(
    {
        "nova_micro",
        "nova_lite",
        "nova_pro",
        "bedrock_claude",
        "q_business",
        "bedrock_agents",
        "guardrails",
        "knowledge_base",
        "comprehend",
        "textract",
    }
)
EVERY_SERVICE = "*"

FAILURES = frozenset({"throttle", "timeout", "error", "malformed", "slow", "denied"})
TEMPERS = frozenset({"agree", "contrarian", "garbage", "hostile"})
CALM = "agree"

LONGEST_HOLD_MS = 600_000


@dataclass(frozen=True, slots=True)
class Setting:
    """What a service was told: the mode, how many answers it still holds for (None: until it is taken back)."""

    mode: str
    remaining: int | None = None
    milliseconds: int = 0
    status: int = 503

    def document(self) -> dict[str, Any]:
        """As the control path shows it."""
        shown: dict[str, Any] = {"mode": self.mode, "remaining": self.remaining}
        if self.mode in {"slow", "timeout"}:
            shown["milliseconds"] = self.milliseconds
        if self.mode == "error":
            shown["status"] = self.status
        return shown


def read_setting(document: Mapping[str, Any]) -> Setting:
    """A setting from the body of a control request. Raises Fault 400 for what no setting can be."""
    mode = document.get("mode")
    if mode not in FAILURES | TEMPERS:
        raise Fault(400, "ValidationException", f"mode must be one of {sorted(FAILURES | TEMPERS)}.")
    remaining = document.get("remaining")
    if remaining is not None and not _whole(remaining, 1, 1_000_000):
        raise Fault(400, "ValidationException", "remaining must be a whole number of at least 1, or absent.")
    milliseconds = document.get("milliseconds", 60_000 if mode == "timeout" else 1_000)
    if not _whole(milliseconds, 0, LONGEST_HOLD_MS):
        raise Fault(400, "ValidationException", f"milliseconds must be a whole number up to {LONGEST_HOLD_MS}.")
    status = document.get("status", 503)
    if status not in {500, 503}:
        raise Fault(400, "ValidationException", "status must be 500 or 503.")
    return Setting(mode, remaining, milliseconds, status)


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


class Faults:
    """The settings of all services; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures: dict[str, Setting] = {}
        self._tempers: dict[str, Setting] = {}

    def put(self, service: str, setting: Setting) -> None:
        """Sets a failure or a temper; the other of the two stays as it is."""
        with self._lock:
            self._slot(setting.mode)[service] = setting

    def clear(self, service: str) -> None:
        """Takes back all that a service was told; `*` takes back everything."""
        with self._lock:
            for slot in (self._failures, self._tempers):
                if service == EVERY_SERVICE:
                    slot.clear()
                else:
                    slot.pop(service, None)

    def shown(self, service: str) -> list[dict[str, Any]]:
        """What holds for exactly this name."""
        with self._lock:
            return [slot[service].document() for slot in (self._failures, self._tempers) if service in slot]

    def next_failure(self, service: str) -> Setting | None:
        """How the next answer of a service fails; counts it."""
        return self._next(self._failures, service)

    def next_temper(self, service: str) -> str:
        """How the model of the next answer behaves; counts it."""
        setting = self._next(self._tempers, service)
        return setting.mode if setting else CALM

    def _slot(self, mode: str) -> dict[str, Setting]:
        return self._failures if mode in FAILURES else self._tempers

    def _next(self, slot: dict[str, Setting], service: str) -> Setting | None:
        with self._lock:
            name = service if service in slot else EVERY_SERVICE
            setting = slot.get(name)
            if setting is None or setting.remaining is None:
                return setting
            if setting.remaining > 1:
                slot[name] = replace(setting, remaining=setting.remaining - 1)
            else:
                del slot[name]
            return setting


def before(setting: Setting, hold: Callable[[float], None]) -> None:
    """What happens before a service may answer: raises the fault, or holds the answer for the given seconds."""
    match setting.mode:
        case "throttle":
            raise Fault(429, "ThrottlingException", "Too many requests, please wait before trying again.")
        case "denied":
            raise Fault(403, "AccessDeniedException", "You don't have access to the requested resource.")
        case "error" if setting.status == 500:
            raise Fault(500, "InternalServerException", "The service failed by an error of its own.")
        case "error":
            raise Fault(503, "ServiceUnavailableException", "The service is not able to answer right now.")
        case "slow" | "timeout":
            hold(setting.milliseconds / 1000)


def after(setting: Setting, answer: Answer) -> Answer:
    """What becomes of an answer: half of a good one is left by `malformed`, with all its headers."""
    if setting.mode != "malformed" or not 200 <= answer.status < 300:
        return answer
    # At least one byte stays away, so that no short answer is whole by chance.
    return replace(answer, body=answer.body[: max(1, len(answer.body) // 2)])
