"""Step by step progress: one live line on a terminal, plain lines anywhere else.

Steps may overlap (the dashboards build while the stacks deploy), so the live line shows every step that is under way.
"""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
FRAME_SECONDS = 0.12


@dataclass
class Step:
    """One thing being done; `detail` is what it is busy with right now, `note` what is worth keeping at its end."""

    name: str
    started: float = field(default_factory=time.monotonic)
    detail: str = ""
    note: str = ""

    def seconds(self) -> float:
        """How long the step has been under way."""
        return time.monotonic() - self.started

    def line(self) -> str:
        """The step as its part of the live line."""
        return f"{self.name} {self.seconds():.0f} s" + (f" ({self.detail})" if self.detail else "")


class Progress:
    """Prints steps as they begin and end, and anything else without tearing the live line."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out if out is not None else sys.stdout
        self._live = self._out.isatty()
        self._lock = threading.RLock()
        self._active: list[Step] = []
        self._painter: threading.Thread | None = None
        self._frame = 0

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Announce a step, time it, and say how it ended; exceptions pass through after the mark."""
        step = Step(name)
        self._begin(step)
        try:
            yield step
        except BaseException:
            self._end(step, "✗")
            raise
        self._end(step, "✓")

    def say(self, text: str = "") -> None:
        """Print a line (or several) above the live line."""
        with self._lock:
            self._erase()
            self._out.write(f"{text}\n")
            self._out.flush()
            self._paint()

    def _begin(self, step: Step) -> None:
        with self._lock:
            self._active.append(step)
            if not self._live:
                self._write(f"… {step.name}")
                return
            if self._painter is None:
                self._painter = threading.Thread(target=self._repaint, name="progress", daemon=True)
                self._painter.start()

    def _end(self, step: Step, mark: str) -> None:
        with self._lock:
            self._active.remove(step)
            self._erase()
            note = f"  {step.note}" if step.note else ""
            self._write(f"{mark} {step.name}  {step.seconds():.1f} s{note}")
            self._paint()

    def _write(self, line: str) -> None:
        self._out.write(f"{line}\n")
        self._out.flush()

    def _repaint(self) -> None:
        while True:
            time.sleep(FRAME_SECONDS)
            with self._lock:
                if not self._active:
                    self._painter = None
                    return
                self._frame += 1
                self._paint()

    def _paint(self) -> None:
        if not self._live or not self._active:
            return
        parts = [step.line() for step in self._active]
        line = f"{SPINNER[self._frame % len(SPINNER)]} " + " · ".join(parts)
        self._out.write(f"\r\x1b[2K{line[: shutil.get_terminal_size().columns - 1]}")
        self._out.flush()

    def _erase(self) -> None:
        if self._live:
            self._out.write("\r\x1b[2K")
