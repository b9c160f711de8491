"""A clock and a timer that only move when they are told to: what is counted is the same each time."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class StandingClock:
    """`ports.Clock` and `calling.Timer` in one. Nothing waits for real."""

    moment: datetime
    count: int = 0

    def now(self) -> datetime:
        """See ports.Clock and calling.Timer."""
        return self.moment

    def nonce(self) -> str:
        """See ports.Clock. No two are the same, and all are as long as random ones."""
        self.count += 1
        return f"{self.count:032x}"[::-1]

    def seconds(self) -> float:
        """See calling.Timer."""
        return self.moment.timestamp()

    def wait(self, seconds: float) -> None:
        """Moves on by so much."""
        self.moment += timedelta(seconds=seconds)

    def chance(self) -> float:
        """See calling.Timer."""
        return 0.5
