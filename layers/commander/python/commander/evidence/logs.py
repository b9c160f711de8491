"""Log lines grouped into patterns: what was written by whom, how often, from when to when, by which version."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from commander.contract.evidence import Log
from commander.evidence import moments
from commander.evidence.signatures import Signature, exception_of, signature_of

_VARIABLE = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b0x[0-9a-f]+\b|\b[0-9a-f]{12,}\b|"
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S*|\d+(?:[.:,]\d+)*",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
_START = re.compile(r"^START RequestId: (\S+) Version: (\d+)")
_PLATFORM = re.compile(r"^(?:START|END|REPORT|INIT_START|EXTENSION)\b")
"""Lines that Lambda itself writes around each invocation."""
_STREAM_VERSION = re.compile(r"\[(\d+)\]")
"""Lambda names a log stream 2026/05/12/[42]0a1b…: 42 is the version that wrote to it."""
_TEXT_VERSION = re.compile(r"\bversion[\"']?\s*[=: ]\s*[\"']?(\d+)\b", re.IGNORECASE)
_ERROR = re.compile(
    r"\[?\b(?:ERROR|FATAL|CRITICAL|PANIC|SEVERE)\b|Traceback \(most recent|Task timed out|Unhandled|Uncaught|"
    r"\b[\w.]*[a-z](?:Error|Exception)\b(?=[:\s(]|$)"
)
_CONTINUATION = re.compile(r"^(?:\s+|Traceback \(most recent call last\):\s*$|\}|\))")
"""A line that only makes sense under the one before or after it: part of a stack trace that was split."""
_BAD_LEVELS = frozenset({"error", "fatal", "critical", "panic", "severe", "alert", "emergency", "err"})
_QUIET_LEVELS = frozenset({"info", "debug", "trace", "notice", "information"})
_LONGEST = 240
_CITED = 5
_LEAST_SILENCE_S, _LONG_SILENCE = 20.0, 10.0
"""An episode of log lines is over after a silence of ten times their usual distance."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is kept of one log item: its moment, how many lines it stands for, and the version that wrote it."""

    id: str
    moment: float | None
    count: int
    version: str | None


@dataclass(eq=False)
class Pattern:
    """Lines of one entity that differ only in numbers and ids.

    `ended`: all of them belong to an earlier episode that was over before the trouble began.
    """

    entity: str | None
    text: str
    error: bool
    signature: Signature | None
    exception: bool
    lines: list[Line] = field(default_factory=list)
    ended: bool = False

    def total(self, start: float | None = None, end: float | None = None) -> int:
        """How many lines were written in [start, end); lines without a moment are not among them."""
        return sum(
            line.count
            for line in self.lines
            if line.moment is not None
            and (start is None or line.moment >= start)
            and (end is None or line.moment < end)
        )

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(line.count for line in self.lines)

    @property
    def moments(self) -> list[float]:
        """The moments of the lines that have one, in order."""
        return sorted(line.moment for line in self.lines if line.moment is not None)

    @property
    def versions(self) -> set[str]:
        """The versions that wrote them, as far as that can be told."""
        return {line.version for line in self.lines if line.version is not None}

    @property
    def first(self) -> float | None:
        """The moment of the first line."""
        return min((line.moment for line in self.lines if line.moment is not None), default=None)

    @property
    def last(self) -> float | None:
        """The moment of the last line."""
        return max((line.moment for line in self.lines if line.moment is not None), default=None)

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids of a few of the lines."""
        return tuple(sorted(line.id for line in self.lines)[:_CITED])

    def episodes(self, onset: float) -> list["Pattern"]:
        """Itself; or, where it fell silent long enough before the onset, the earlier episode and the present one."""
        moments = self.moments
        before = [moment for moment in moments if moment < onset]
        if not before or len(before) == len(moments):
            return [self]
        silence = moments[len(before)] - before[-1]
        spacing = (before[-1] - before[0]) / len(before)
        if silence < max(_LEAST_SILENCE_S, _LONG_SILENCE * spacing):
            return [self]
        earlier = [line for line in self.lines if line.moment is not None and line.moment < onset]
        present = [line for line in self.lines if line.moment is None or line.moment >= onset]
        return [replace(self, lines=present), replace(self, lines=earlier, ended=True)]


def patterns(logs: Iterable[Log]) -> list[Pattern]:
    """The patterns of all lines, error patterns first, then by frequency; the order of the lines does not matter."""
    lines = list(logs)
    version_of_request = {
        found.group(1): found.group(2) for line in lines if (found := _START.match(line.message)) is not None
    }
    known: dict[tuple[str | None, str, bool], Pattern] = {}
    for line, text, error in _readable(lines):
        template = _VARIABLE.sub("*", text[:_LONGEST])
        key = (line.entity, template, error)
        pattern = known.get(key)
        if pattern is None:
            signature = signature_of(f"{text} {line.message}" if error else "") if error else None
            pattern = Pattern(line.entity, text[:_LONGEST], error, signature, exception_of(text) is not None)
            known[key] = pattern
        pattern.text = min(pattern.text, text[:_LONGEST])
        version = _version(line, version_of_request) if error else None
        pattern.lines.append(Line(line.id, moments.parse_maybe(line.t), max(1, line.count or 1), version))
    return sorted(known.values(), key=lambda one: (not one.error, -one.count, one.entity or "", one.text))


def _readable(lines: Iterable[Log]) -> Iterator[tuple[Log, str, bool]]:
    """Each line that says something by itself, its telling part, and whether it reports an error."""
    for line in lines:
        message = line.message.strip("\r\n")
        if not message.strip() or _PLATFORM.match(message):
            continue
        level = (line.level or "").lower()
        if "\n" not in message and "\r" not in message and not level and _CONTINUATION.match(message):
            continue
        said, said_level = _structured(message)
        level = level or said_level
        error = level in _BAD_LEVELS or (level not in _QUIET_LEVELS and _ERROR.search(said) is not None)
        exception = exception_of(said) if error else None
        yield line, exception or next(part for part in said.splitlines() if part.strip()).strip(), error


def _structured(message: str) -> tuple[str, str]:
    """Message and level of a line that is JSON, as loggers and the Lambda runtime write it; else the line itself."""
    if not message.startswith("{"):
        return message, ""
    try:
        document = json.loads(message)
    except (ValueError, RecursionError):
        return message, ""
    if not isinstance(document, dict):
        return message, ""
    level = str(document.get("level") or document.get("severity") or "").lower()
    kind = document.get("errorType") or document.get("exception_name") or document.get("exceptionType")
    text = document.get("errorMessage") or document.get("message") or document.get("msg") or document.get("exception")
    said = f"{kind}: {text}" if isinstance(kind, str) else str(text or "")
    return (said if said.strip() else message), level or ("error" if isinstance(kind, str) else "")


def _version(line: Log, version_of_request: dict[str, str]) -> str | None:
    """The version that wrote a line: the log stream's, what the line says, or that of the request it belongs to."""
    found = _STREAM_VERSION.search(line.source or "") or _TEXT_VERSION.search(line.message[:_LONGEST])
    if found is not None:
        return found.group(1)
    request = _REQUEST.search(line.message[:_LONGEST])
    return version_of_request.get(request.group(0)) if request else None
