"""The one exception the launcher raises on purpose: what failed, and what the person at the keyboard can do."""

from pathlib import Path


class LaunchFailure(Exception):
    """A step could not be done; carries a remedy and, where there is one, the log that says more."""

    def __init__(self, what: str, remedy: str, log: "Path | None" = None) -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.log = log

    def lines(self, tail: int = 15) -> "list[str]":
        """What to print: the failure, the end of the log, and the remedy last, where the eye stops."""
        report = [f"What failed: {self.what}"]
        if self.log is not None and self.log.exists():
            ending = self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-tail:]
            report += [f"The end of {self.log}:", *(f"  | {line}" for line in ending)]
        return [*report, f"What to do:  {self.remedy}"]
