"""What a launcher leaves behind about the cloud it started, so that the next one can tell a live run from a dead one.

A process id alone may have been given to somebody else since; together with the process's start time it names one
process. Standard library only.
"""

import json
import os
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    """A process, told from a later one of the same id by when it started."""

    pid: int
    started: str

    @classmethod
    def of(cls, pid: int) -> "Process":
        """The process of that id as it is now."""
        return cls(pid, _start_time(pid))

    def alive(self) -> bool:
        """Whether this very process still runs."""
        return self.started != "" and _start_time(self.pid) == self.started


@dataclass(frozen=True)
class CloudRecord:
    """A running cloud: who started it, where it listens, where its files are."""

    launcher: Process
    cloud: Process
    port: int
    folder: str

    def write(self, path: Path) -> None:
        """Leave the record for others to find."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "CloudRecord | None":
        """The record left at `path`, or None where there is none that can be read."""
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls(Process(**found["launcher"]), Process(**found["cloud"]), found["port"], found["folder"])
        except (OSError, ValueError, KeyError, TypeError):
            return None


def _start_time(pid: int) -> str:
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        try:
            # The command may hold spaces and parentheses; after its last ")" the fields are fixed (proc(5), field 22).
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] == "Z" else fields[19]
    if os.path.isdir("/proc/self"):
        return ""
    found = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return found.stdout.strip()
