"""Asking in tests: a budget that does not run out, moments that tests share."""

from datetime import UTC, datetime, timedelta

from commander.aws.collecting.asking import Ask
from commander.aws.collecting.budget import Budget, Share
from commander.aws.collecting.findings import Findings, Window

NOW = datetime.now(UTC).replace(microsecond=0)
WINDOW = Window(NOW - timedelta(hours=3), NOW + timedelta(seconds=5))


class HandTime:
    """Seconds that pass only when somebody waits, or when told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def budget(seconds: float = 60, calls: int = 1000, clock: HandTime | None = None) -> Budget:
    """A budget whose time passes by hand."""
    clock = clock or HandTime()
    return Budget(seconds, calls, clock, clock.pause)


def ask(clock: HandTime | None = None, seconds: float = 60, calls: int = 1000) -> Ask:
    """Asks within a share of such a budget."""
    return Ask(Share(budget(clock=clock), seconds, calls))


def items(found: Findings, section: str) -> list[dict[str, object]]:
    """What was found of a section."""
    return [item for name, item in found.items if name == section]


def state(found: Findings, kind: str) -> dict[str, object]:
    """The attributes of the one state of a kind."""
    (attributes,) = [item["attributes"] for item in items(found, "state") if item["kind"] == kind]
    assert isinstance(attributes, dict)
    return attributes


def edges(found: Findings) -> set[tuple[object, object, object]]:
    """The edges found."""
    return {(item["from"], item["kind"], item["to"]) for item in items(found, "topology")}


def gaps(found: Findings) -> list[str]:
    """The reasons of the gaps found."""
    return [str(item["reason"]) for item in items(found, "gaps")]
