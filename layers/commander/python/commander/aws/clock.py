"""The real time and real randomness."""

import secrets
from datetime import UTC, datetime


class SystemClock:
    """`ports.Clock`."""

    def now(self) -> datetime:
        """See ports.Clock."""
        return datetime.now(UTC)

    def nonce(self) -> str:
        """See ports.Clock."""
        return secrets.token_hex(16)
