"""How long a collection may take, and how many calls it may make."""

import contextlib
import threading
import time
from collections.abc import Callable

from commander.contract.problems import CommanderError, ServiceUnavailable

_TIDYING_S = 2.0


class OutOfBudget(ServiceUnavailable):
    """A part of the collection used up its time or its calls; what it had found by then counts."""

    code, title = "out_of_budget", "Not everything could be looked at in time"


def _pause(seconds: float) -> None:
    threading.Event().wait(seconds)


class Budget:
    """One collection's time and calls, shared by its parts. Safe to use from several threads.

    `seconds` from its making on, `calls` in all. `clock` only ever rises; `pause` lets so many seconds pass.
    """

    def __init__(
        self,
        seconds: float,
        calls: int,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = _pause,
    ) -> None:
        self.seconds, self.calls = seconds, calls
        self.clock, self.pause = clock, pause
        self._end = clock() + seconds
        self._made = 0
        self._lock = threading.Lock()

    @property
    def left(self) -> float:
        """Seconds until the collection ends; 0 once it has."""
        return max(0.0, self._end - self.clock())

    @property
    def made(self) -> int:
        """Calls made so far."""
        return self._made

    def spend(self) -> None:
        """Takes one call. Raises OutOfBudget where none, or no time, is left."""
        if self.left <= 0:
            raise OutOfBudget(f"the collection ran out of its {self.seconds:g} s")
        with self._lock:
            if self._made >= self.calls:
                raise OutOfBudget(f"the collection ran out of its {self.calls} calls")
            self._made += 1


class Share:
    """The part of a budget that one collector may use: `seconds` from its start on, `calls` in all."""

    def __init__(self, budget: Budget, seconds: float, calls: int) -> None:
        self._budget = budget
        self._seconds, self._calls = seconds, calls
        self._end = budget.clock() + seconds
        self._made = 0

    @property
    def left(self) -> float:
        """Seconds until this collector has to stop; 0 once it has."""
        return max(0.0, min(self._end - self._budget.clock(), self._budget.left))

    def spend(self) -> None:
        """Takes one call of the share and of the budget. Raises OutOfBudget where either has none left."""
        self._budget.spend()
        if self.left <= 0:
            raise OutOfBudget(f"ran out of its {self._seconds:g} s")
        if self._made >= self._calls:
            raise OutOfBudget(f"ran out of its {self._calls} calls")
        self._made += 1

    def wait(self, seconds: float) -> None:
        """Lets time pass, as long as a call may still be made after it. Raises OutOfBudget where it may not."""
        if seconds >= self.left:
            raise OutOfBudget(f"ran out of its {self._seconds:g} s")
        self._budget.pause(seconds)

    def abandon(self, tidy: Callable[[], object]) -> None:
        """Tidies up after a collector that ran out of its own share, where the collection as a whole may still call."""
        if self._budget.left <= 0:
            return
        self._end, self._made = self._budget.clock() + _TIDYING_S, 0
        with contextlib.suppress(CommanderError):
            tidy()
        self._end = self._budget.clock()
