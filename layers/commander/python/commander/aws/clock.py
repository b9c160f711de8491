"""The real time and real randomness."""

import random
import secrets
import time
from datetime import UTC, datetime


class SystemClock:
    """`ports.Clock`."""

    def now(self) -> datetime:
        """See ports.Clock."""
        return datetime.now(UTC)

    def nonce(self) -> str:
        """See ports.Clock."""
        return secrets.token_hex(16)


class SystemTimer:
    """`runtime.services.calling.Timer`."""

    def seconds(self) -> float:
        """See calling.Timer."""
        return time.monotonic()

    def now(self) -> datetime:
        """See calling.Timer."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """See calling.Timer."""
        time.sleep(seconds)

    def chance(self) -> float:
        """See calling.Timer. Jitter is no secret."""
        return random.random()
