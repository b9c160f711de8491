"""What one recording is to be: the application, what happens to it, what is exported of it, and the right answer."""

from dataclasses import dataclass, field
from typing import Any

from scenarios.cases.gauges.apps import CLINIC, PARCEL
from scenarios.cases.gauges.apps_gig import GIG
from scenarios.cases.gauges.apps_more import FARE, IRRIGATE
from scenarios.cases.gauges.effects import Effect, Load
from scenarios.cases.gauges.plant import App

APPS: dict[str, App] = {a.name: a for a in (PARCEL, CLINIC, GIG, IRRIGATE, FARE)}


HIGHEST = -1.0
"""As a threshold: just below the highest sample the alarm's own series has."""


@dataclass(frozen=True)
class Alarm:
    """What called somebody: a quantile, errors, depth, or a family; `name` as the monitor calls it.

    `threshold` is in the alarm's own unit (seconds, ratio); None puts it between the usual and the worst level.
    """

    family: str
    service: str
    name: str
    source: str = "prometheus"
    severity: str = "critical"
    threshold: float | None = None
    text: str | None = None


STEADY = Load()


@dataclass(frozen=True)
class Spec:
    """`seed` numbers the recording; `at` and `also` name services; `sections` holds letters: t topology, a other
    alerts, l logs of everybody, s logs without the culprit's, c unrelated changes, b baseline, n no start time, f an alarm
    still on though nothing is wrong. `silent` series are not exported, `blank` spans are lost, `notes` are extra log
    lines (service, level, text, count); `extra` holds `usual` (effects of the baseline too) and `when` (of the alarm).
    """

    seed: int
    app: str
    dialect: str
    period_s: int
    minutes: float
    alarm: Alarm
    effects: tuple[Effect, ...] = ()
    cause: str | None = None
    at: str | None = None
    also: tuple[tuple[str, str], ...] = ()
    herring: tuple[str, str] | None = None
    near: tuple[str, ...] = ()
    load: Load = STEADY
    sections: str = "t"
    shows: tuple[str, ...] = ("p50", "p95")
    changes: tuple[dict[str, Any], ...] = ()
    notes: tuple[tuple[str, str, str, int], ...] = ()
    silent: tuple[tuple[str, str], ...] = ()
    blank: tuple[tuple[str, float, float], ...] = ()
    poor: bool = False
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def faulty(self) -> bool:
        """Whether something is wrong at the recording's end."""
        return self.cause is not None and not self.cause.startswith("healthy.")

    @property
    def onset(self) -> float | None:
        """Share of the recording at which the fault begins."""
        return self.effects[0].start if self.faulty and self.effects else None


def also(at: str, *causes: str) -> tuple[tuple[str, str], ...]:
    """The same place under other codes."""
    return tuple((cause, at) for cause in causes)


def release(share: float, service: str, version: str, **details: Any) -> dict[str, Any]:
    """A deployment at a share of the recording."""
    return {
        "share": share,
        "kind": "deployment",
        "actor": "ci/release",
        "action": "deploy",
        "entity": service,
        "details": {"version": version, **details},
    }
