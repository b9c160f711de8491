"""Log lines grouped into patterns: what was written by whom, how often, from when to when, by which version."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from heapq import nsmallest
from typing import Any, NamedTuple

from commander.contract.evidence import Log
from commander.evidence import moments
from commander.evidence.outcomes import is_no_failure
from commander.evidence.signatures import Signature, exception_of, is_flagged, signature_of
from commander.evidence.testimony.platform import may_testify, writes_for_platform
from commander.evidence.testimony.reports import reports_failure

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
_DUMP = re.compile(r"Traceback \(most recent call last\):\s*(?:$|\n)|panic: [^\n]*\n(?:.*\n)*?\s*goroutine \d+ \[")
"""What a runtime writes as it dies; whoever collects that may give it any level."""
_BAD_LEVELS = frozenset({"error", "fatal", "critical", "crit", "panic", "severe", "alert", "emergency", "emerg", "err"})
_QUIET_LEVELS = frozenset({"info", "debug", "trace", "notice", "information", "log", "verbose", "fine"})
_NUMERIC_LEVELS = {"10": "trace", "20": "debug", "30": "info", "40": "warning", "50": "error", "60": "fatal"}
"""Bunyan and pino write levels as numbers."""
_LEVEL_KEYS = ("level", "severity", "levelname", "log.level", "@l", "Level", "lvl", "severity_text", "severityText")
_TEXT_KEYS = (
    "errorMessage",
    "message",
    "msg",
    "exception",
    "@m",
    "@mt",
    "RenderedMessage",
    "Message",
    "@message",
    "short_message",
    "textPayload",
)
_DETAIL_KEYS = ("error", "err", "@x", "Exception", "error.message", "exception.message")
"""What loggers call the level, the text and the exception: of Python, Go, Node, the JVM, .NET (Serilog's two forms),
GELF, ECS, OpenTelemetry's levels and the clouds."""
_LONGEST = 240
_CITED = 40
_MANY_IN_ONE, _FEW_GROUPS = 5, 2
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

    `ended`: all of them belong to an earlier episode that was over before the trouble began. `quiet`: their level says
    that nothing is wrong. `platform`: a part of the platform wrote them. `formal`: they have
    the form in which failures are reported, and are not free text.
    """

    entity: str | None
    text: str
    error: bool
    signature: Signature | None
    exception: bool
    lines: list[Line] = field(default_factory=list)
    ended: bool = False
    quiet: bool = False
    platform: bool = False
    formal: bool = False
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
    def shape(self) -> str:
        """What its lines have in common: the text without numbers and ids."""
        return _shape(self.text)

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

    def items(self, start: float | None = None, end: float | None = None) -> int:
        """How many log items with a moment in [start, end) tell of them."""
        return sum(
            line.moment is not None and (start is None or line.moment >= start) and (end is None or line.moment < end)
            for line in self.lines
        )

    @cached_property
    def grouped(self) -> bool:
        """Whether every item stands for several lines."""
        return all(line.times > 1 for line in self.lines)

    @cached_property
    def open_ended(self) -> bool:
        """Whether its last items stand for many lines, so that their moments do not tell when the last one came."""
        moments = self.moments
        groups = len(set(moments))
        if groups < 2:
            return groups == 1 and self.count > len(self.lines)
        last = [line for line in self.lines if line.moment == moments[-1]]
        return groups <= _FEW_GROUPS and any(line.times >= _MANY_IN_ONE for line in last)

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
        if len(before) == 1 and self.grouped:
            return [self]  # when the lines that one item stands for ended is not known
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
        first = self.shown[0]
        self.text = _read(first, first.message.strip("\r\n"))[0][:_LONGEST]
        return self


@lru_cache(maxsize=2048)
def _shape(text: str) -> str:
    return _VARIABLE.sub("*", text)


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
    text, error, signature, quiet = _read(line, message)
    key = (line.entity, _VARIABLE.sub("*", text[:_LONGEST]), error)
    if key not in known:
        exception, platform = error and exception_of(text) is not None, writes_for_platform(line.entity, line.source)
        formal = reports_failure(line.entity, line.source, _structured(message)[0], message)
        known[key] = Pattern(
            line.entity, "", error, signature, exception, quiet=quiet, platform=platform, formal=formal
        )
    return known[key]


def _read(line: Log | Line, message: str) -> tuple[str, bool, Signature | None, bool]:
    """The telling part of a line, whether it reports an error, the mechanism it names, and whether its level is quiet.

    A line without a level, or with that of a warning, is an error where its wording names a mechanism.
    """
    said, level = _structured(message)
    level = (line.level or "").lower() or level or _level_of(said)
    level = _NUMERIC_LEVELS.get(level, level)
    if level in _QUIET_LEVELS and _DUMP.match(said) is None and not is_flagged(said):
        return _first_line(said), False, None, True
    if is_no_failure(said[:_LONGEST]):
        return _first_line(said), False, None, False
    bad = level in _BAD_LEVELS or _ERROR.search(said) is not None or _STATUS.search(said) is not None
    exception = exception_of(said) if bad else None
    text = exception or _first_line(said)
    signature = signature_of(text, said)
    if signature is not None and isinstance(line, Log) and not may_testify(line.entity, signature.cause, line.source):
        signature = None
    return text, bad or signature is not None, signature, False


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
    level = str(_first(document, _LEVEL_KEYS) or "").lower()
    kind = document.get("errorType") or document.get("exception_name") or document.get("exceptionType")
    text = _first(document, _TEXT_KEYS)
    detail = _first(document, _DETAIL_KEYS)
    if isinstance(detail, dict):
        detail = detail.get("message") or detail.get("msg")
    if isinstance(detail, str) and isinstance(text, str) and detail.strip() and detail not in text:
        text = f"{text}: {_first_line(detail)}"
    said = f"{kind}: {text}" if isinstance(kind, str) else str(text or "")
    return (said if said.strip() else message), level or ("error" if isinstance(kind, str) else "")


def _first(document: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((found for key in keys if (found := document.get(key))), None)


def _version(line: Log, version_of_request: dict[str, str]) -> str | None:
    """The version that wrote a line: the log stream's, what the line says, or that of the request it belongs to."""
    found = _STREAM_VERSION.search(line.source or "") or _TEXT_VERSION.search(line.message[:_LONGEST])
    if found is not None:
        return found.group(1)
    request = _REQUEST.search(line.message[:_LONGEST])
    return version_of_request.get(request.group(0)) if request else None
