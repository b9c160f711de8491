"""Log lines grouped into patterns: what was written by whom, how often, from when to when, by which version."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import nsmallest
from typing import NamedTuple

from commander.contract.evidence import Log
from commander.evidence import moments
from commander.evidence.signatures import Signature, exception_of, signature_of

_VARIABLE = re.compile(
    r"(?<!status=)(?<!status )(?<!status: )(?<!code=)(?<!code )(?<!code: )(?<!HTTP )(?<!\" )"
    r"\b[A-Za-z_]*\d\w*(?:[.:,+-]\w*\d\w*)*"
)
"""Words with digits, and chains of them, differ from line to line; a status code tells lines apart."""
_REQUEST = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
_START = re.compile(r"^START RequestId: (\S+) Version: (\d+)")
_PLATFORM = re.compile(r"^(?:START|END|REPORT|INIT_START|EXTENSION)\b")
"""Lines that Lambda itself writes around each invocation."""
_STREAM_VERSION = re.compile(r"\[(\d+)\]")
"""Lambda names a log stream 2026/05/12/[42]0a1b…: 42 is the version that wrote to it."""
_TEXT_VERSION = re.compile(r"\bversion[\"']?\s*[=: ]\s*[\"']?(\d+)\b", re.IGNORECASE)
_ERROR = re.compile(
    r"Traceback \(most recent|Task timed out|\b[Uu]nhandled|\b[Uu]ncaught|^panic: |panicked at|[Ss]egmentation fault|"
    r"[a-z](?:Error|Exception)\b(?=[\s:(),]|$)|PHP Fatal error|\bOOMKilled\b"
)
_LEVEL = re.compile(
    r"^(?:[IWEF](?=\d{4} ))|\b(?:level|lvl|severity|loglevel)[\"']?\s*[=:]\s*[\"']?(\w+)|"
    r"\b(TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|CRIT|PANIC|SEVERE|ALERT|EMERG|LOG)\b|"
    r"\[(trace|debug|info|notice|warn|warning|error|crit|alert|emerg|fatal)\]|^(error|fatal|warning|warn|info|debug)[:\]]"
)
"""A level within the text: klog's first letter, key and value, a word in capitals, nginx's brackets."""
_KLOG = {"I": "info", "W": "warning", "E": "error", "F": "fatal"}
_STATUS = re.compile(r'(?:" |\bstatus(?:[_ ]?code)?[\"\']?\s*+(?:[=:]\s*+)?[\"\']?|\bHTTP(?:/[\d.]++)?\s++)(5\d\d)\b')
"""A request that was answered with a server error, in an access log or a request line."""
_LEVEL_WITHIN = 120
_STAMP = re.compile(r"^[\[(]?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d[^\s\])]*[\])]?(?:\s+(?:UTC|[+-]\d{4}))?\s*")
"""The moment at the beginning of a line, which is kept apart."""
_CONTINUATION = re.compile(r"^(?:\s+|Traceback \(most recent call last\):\s*$|\}|\))")
"""A line that only makes sense under the one before or after it: part of a stack trace that was split."""
_BAD_LEVELS = frozenset({"error", "fatal", "critical", "crit", "panic", "severe", "alert", "emergency", "emerg", "err"})
_QUIET_LEVELS = frozenset({"info", "debug", "trace", "notice", "information", "log", "verbose", "fine"})
_NUMERIC_LEVELS = {"10": "trace", "20": "debug", "30": "info", "40": "warning", "50": "error", "60": "fatal"}
"""Bunyan and pino write levels as numbers."""
_LONGEST = 240
_CITED = 40
_LEAST_SILENCE_S, _LONG_SILENCE = 20.0, 10.0
"""An episode of log lines is over after a silence of ten times their usual distance."""


class Line(NamedTuple):
    """What is kept of one log item: its moment, how many lines it stands for, and the version that wrote it.

    A plain tuple: a large bundle has a hundred thousand, which the garbage collector need not visit.
    """

    id: str
    moment: float | None
    times: int
    version: str | None
    level: str | None
    message: str


@dataclass(eq=False)
class Pattern:
    """Lines of one entity that differ only in numbers and ids. `text` is what the earliest of them tells.

    `ended`: all of them belong to an earlier episode that was over before the trouble began.
    """

    entity: str | None
    text: str
    error: bool
    signature: Signature | None
    exception: bool
    lines: list[Line] = field(default_factory=list)
    ended: bool = False
    read_from: tuple[str | None, str] | None = None
    """Level and message of the line that `text` was read from."""

    # What follows from the lines is told once: nothing asks before all of them are there.

    def total(self, start: float | None = None, end: float | None = None) -> int:
        """How many lines were written in [start, end); lines without a moment are not among them."""
        return sum(
            line.times
            for line in self.lines
            if line.moment is not None
            and (start is None or line.moment >= start)
            and (end is None or line.moment < end)
        )

    @cached_property
    def count(self) -> int:
        """How many lines there are."""
        return sum(line.times for line in self.lines)

    @cached_property
    def moments(self) -> list[float]:
        """The moments of the lines that have one, in order."""
        return sorted(line.moment for line in self.lines if line.moment is not None)

    @cached_property
    def versions(self) -> set[str]:
        """The versions that wrote them, as far as that can be told."""
        return {line.version for line in self.lines if line.version is not None}

    @cached_property
    def first(self) -> float | None:
        """The moment of the first line."""
        return min((line.moment for line in self.lines if line.moment is not None), default=None)

    @cached_property
    def last(self) -> float | None:
        """The moment of the last line."""
        return max((line.moment for line in self.lines if line.moment is not None), default=None)

    @cached_property
    def shown(self) -> list[Line]:
        """The lines that stand for it, the earliest first; all of them where there are not many."""
        return nsmallest(_CITED, self.lines, key=_place)

    @cached_property
    def cited(self) -> tuple[str, ...]:
        """Ids of the lines that stand for it."""
        return tuple(line.id for line in self.shown)

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
        return [
            replace(self, lines=present).retold(),
            replace(self, lines=earlier, ended=True).retold(),
        ]

    def retold(self) -> "Pattern":
        """Itself with the text of its earliest line."""
        first = self.shown[0] if len(self.lines) > 1 else self.lines[0]
        if (first.level, first.message) != self.read_from:
            self.text = _read(first.level, first.message.strip("\r\n"))[0][:_LONGEST]
            self.read_from = (first.level, first.message)
        return self


def _place(line: Line) -> tuple[bool, float, str, str]:
    return (line.moment is None, line.moment or 0.0, line.message, line.id)


def patterns(logs: Iterable[Log]) -> list[Pattern]:
    """The patterns of all lines, error patterns first, then by frequency; the order of the lines does not matter."""
    lines = list(logs)
    version_of_request = {
        found.group(1): found.group(2) for line in lines if (found := _START.match(line.message)) is not None
    }
    known: dict[tuple[str | None, str, bool], Pattern] = {}
    alike: dict[tuple[str | None, str | None, str], Pattern | None] = {}
    for line in lines:
        message = line.message.strip("\r\n")
        # Lines that look alike are read once; what a longer or broken line says may lie further on.
        whole = len(message) <= _LONGEST and "\n" not in message
        look = (line.entity, line.level, _VARIABLE.sub("*", message) if whole else line.id)
        if look not in alike:
            alike[look] = _pattern_of(line, message, known)
        pattern = alike[look]
        if pattern is not None:
            version = _version(line, version_of_request) if pattern.error else None
            moment = moments.parse_maybe(line.t)
            pattern.lines.append(Line(line.id, moment, max(1, line.count or 1), version, line.level, line.message))
    told = [pattern.retold() for pattern in known.values()]
    return sorted(told, key=lambda one: (not one.error, -one.count, one.entity or "", one.text))


def _pattern_of(line: Log, message: str, known: dict[tuple[str | None, str, bool], Pattern]) -> Pattern | None:
    """The pattern that a line belongs to, made where it is the first; None for a line that says nothing by itself."""
    if not message.strip() or _PLATFORM.match(message):
        return None
    if "\n" not in message and "\r" not in message and not line.level and _CONTINUATION.match(message):
        return None
    text, error, signature = _read(line.level, message)
    key = (line.entity, _VARIABLE.sub("*", text[:_LONGEST]), error)
    if key not in known:
        exception = error and exception_of(text) is not None
        read_from = (line.level, line.message)
        known[key] = Pattern(line.entity, text[:_LONGEST], error, signature, exception, read_from=read_from)
    return known[key]


def _read(given: str | None, message: str) -> tuple[str, bool, Signature | None]:
    """The telling part of a line, whether it reports an error, and the mechanism it names.

    A line without a level, or with that of a warning, is an error where its wording names a mechanism.
    """
    said, level = _structured(message)
    level = (given or "").lower() or level or _level_of(said)
    level = _NUMERIC_LEVELS.get(level, level)
    if level in _QUIET_LEVELS and not said.startswith(("Traceback (most", "panic: ")):
        return _first_line(said), False, None
    bad = level in _BAD_LEVELS or _ERROR.search(said) is not None or _STATUS.search(said) is not None
    exception = exception_of(said) if bad else None
    text = exception or _first_line(said)
    signature = signature_of(text, said)
    return text, bad or signature is not None, signature


def _first_line(said: str) -> str:
    first = next((part for part in said.splitlines() if part.strip()), said).strip()
    return _STAMP.sub("", first) or first


def _level_of(said: str) -> str:
    found = _LEVEL.search(said[:_LEVEL_WITHIN])
    if found is None:
        return ""
    return _KLOG.get(found.group(0), next((part for part in found.groups() if part), "").lower())


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
    level = str(document.get("level") or document.get("severity") or document.get("levelname") or "").lower()
    kind = document.get("errorType") or document.get("exception_name") or document.get("exceptionType")
    text = document.get("errorMessage") or document.get("message") or document.get("msg") or document.get("exception")
    detail = document.get("error") or document.get("err")
    if isinstance(detail, dict):
        detail = detail.get("message") or detail.get("msg")
    if isinstance(detail, str) and isinstance(text, str) and detail not in text:
        text = f"{text}: {detail}"
    said = f"{kind}: {text}" if isinstance(kind, str) else str(text or "")
    return (said if said.strip() else message), level or ("error" if isinstance(kind, str) else "")


def _version(line: Log, version_of_request: dict[str, str]) -> str | None:
    """The version that wrote a line: the log stream's, what the line says, or that of the request it belongs to."""
    found = _STREAM_VERSION.search(line.source or "") or _TEXT_VERSION.search(line.message[:_LONGEST])
    if found is not None:
        return found.group(1)
    request = _REQUEST.search(line.message[:_LONGEST])
    return version_of_request.get(request.group(0)) if request else None
