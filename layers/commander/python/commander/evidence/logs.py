"""Log lines grouped into patterns: what was written by whom, how often, from when to when, by which version."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property, lru_cache
from heapq import nsmallest
from typing import Any

from commander.contract.evidence import Log
from commander.evidence import moments
from commander.evidence.outcomes import is_no_failure
from commander.evidence.signatures import Signature, exception_of, is_flagged, signature_of
from commander.evidence.testimony.platform import may_testify, writes_for_platform
from commander.evidence.testimony.reports import reports_failure

_VARIABLE = re.compile(
    r"\b(?=[A-Za-z_]*+\d)"
    r"(?<!status=)(?<!status )(?<!status: )(?<!code=)(?<!code )(?<!code: )(?<!HTTP )(?<!\" )"
    r"\w++(?:[.:,+-]\w*\d\w*)*"
)
"""Words with digits, and chains of them, differ from line to line; a status code tells lines apart. What is rare in a
text is asked first."""
_REQUEST = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", re.IGNORECASE)
_START = re.compile(r"^START RequestId: (\S+) Version: (\d+)")
_PLATFORM = re.compile(r"^(?:START|END|REPORT|INIT_START|EXTENSION)\b")
"""Lines that Lambda itself writes around each invocation."""
_STREAM_VERSION = re.compile(r"\[(\d+)\]")
"""Lambda names a log stream 2026/05/12/[42]0a1b…: 42 is the version that wrote to it."""
_TEXT_VERSION = re.compile(r"\bversion[\"']?\s*[=: ]\s*[\"']?(\d+)\b(?!\.\d)", re.IGNORECASE)
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


class _Tone(Enum):
    """What the level and the wording of a line make of it, before any mechanism is looked for in it."""

    QUIET = "quiet"
    HARMLESS = "harmless"
    OPEN = "open"
    BAD = "bad"


def moment_of(line: Log) -> float | None:
    """When a line was written, as far as it tells."""
    return moments.parse_maybe(line.t)


def times_of(line: Log) -> int:
    """How many lines a log item stands for."""
    return max(1, line.count or 1)


@dataclass(eq=False)
class Pattern:
    """Lines of one entity that differ only in numbers and ids. `text` is what the earliest of them tells.

    `ended`: all of them belong to an earlier episode that was over before the trouble began. `quiet`: their level says
    that nothing is wrong. `platform`: a part of the platform wrote them. `made_of`: the line that it was made of;
    `requests`: the version that answered each request, by its id.
    """

    entity: str | None
    text: str
    error: bool
    signature: Signature | None
    exception: bool
    made_of: Log
    lines: list[Log] = field(default_factory=list)
    ended: bool = False
    quiet: bool = False
    platform: bool = False
    requests: Mapping[str, str] = field(default_factory=dict)

    # What follows from the lines is told once: nothing asks before all of them are there.

    def total(self, start: float | None = None, end: float | None = None) -> int:
        """How many lines were written in [start, end); lines without a moment are not among them."""
        return sum(map(times_of, self._within(start, end)))

    @cached_property
    def formal(self) -> bool:
        """Whether they have the form in which failures are reported, and are not free text."""
        message = self.made_of.message.strip("\r\n")
        return reports_failure(self.entity, self.made_of.source, _structured(message)[0], message)

    @cached_property
    def count(self) -> int:
        """How many lines there are."""
        return sum(map(times_of, self.lines))

    @cached_property
    def moments(self) -> list[float]:
        """The moments of the lines that have one, in order."""
        return sorted(moment for line in self.lines if (moment := moment_of(line)) is not None)

    @cached_property
    def shape(self) -> str:
        """What its lines have in common: the text without numbers and ids."""
        return _shape(self.text)

    @cached_property
    def versions(self) -> set[str]:
        """The versions that wrote them, as far as that can be told; of what is no error nobody asks."""
        if not self.error:
            return set()
        told = {_version(line, self.requests) for line in self.lines}
        return {version for version in told if version is not None}

    @cached_property
    def first(self) -> float | None:
        """The moment of the first line."""
        return self.moments[0] if self.moments else None

    @cached_property
    def last(self) -> float | None:
        """The moment of the last line."""
        return self.moments[-1] if self.moments else None

    def items(self, start: float | None = None, end: float | None = None) -> int:
        """How many log items with a moment in [start, end) tell of them."""
        return sum(1 for _ in self._within(start, end))

    def _within(self, start: float | None, end: float | None) -> Iterator[Log]:
        for line in self.lines:
            moment = moment_of(line)
            if moment is not None and (start is None or moment >= start) and (end is None or moment < end):
                yield line

    @cached_property
    def grouped(self) -> bool:
        """Whether every item stands for several lines."""
        return all(times_of(line) > 1 for line in self.lines)

    @cached_property
    def open_ended(self) -> bool:
        """Whether its last items stand for many lines, so that their moments do not tell when the last one came."""
        moments = self.moments
        groups = len(set(moments))
        if groups < 2:
            return groups == 1 and self.count > len(self.lines)
        last = [line for line in self.lines if moment_of(line) == moments[-1]]
        return groups <= _FEW_GROUPS and any(times_of(line) >= _MANY_IN_ONE for line in last)

    @cached_property
    def shown(self) -> list[Log]:
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
        earlier = list(self._within(None, onset))
        present = [line for line in self.lines if (moment := moment_of(line)) is None or moment >= onset]
        return [
            replace(self, lines=present).retold(),
            replace(self, lines=earlier, ended=True).retold(),
        ]

    def retold(self) -> "Pattern":
        """Itself with the text of its earliest line."""
        first = min(self.lines, key=_place)
        self.text = _text(*_heard(first.level, first.message.strip("\r\n")))[:_LONGEST]
        return self


@lru_cache(maxsize=2048)
def _shape(text: str) -> str:
    return _VARIABLE.sub("*", text)


def _place(line: Log) -> tuple[bool, float, str, str]:
    moment = moment_of(line)
    return (moment is None, moment or 0.0, line.message, line.id)


def patterns(logs: Iterable[Log]) -> list[Pattern]:
    """The patterns of all lines, error patterns first, then by frequency; the order of the lines does not matter."""
    lines = list(logs)
    version_of_request = {
        found.group(1): found.group(2)
        for line in lines
        if line.message.startswith("START ") and (found := _START.match(line.message)) is not None
    }
    known: dict[tuple[str | None, str, bool], Pattern] = {}
    alike: dict[tuple[str | None, str | None, str], list[Log]] = {}
    for line in lines:
        message = line.message.strip("\r\n")
        # Lines that look alike are read once; what a longer or broken line says may lie further on.
        whole = len(message) <= _LONGEST and "\n" not in message
        look = (line.entity, line.level, _VARIABLE.sub("*", message) if whole else line.id)
        same = alike.get(look)
        if same is None:
            pattern = _pattern_of(line, message, known, version_of_request)
            same = alike[look] = [] if pattern is None else pattern.lines
        same.append(line)
    told = [pattern if len(pattern.lines) == 1 else pattern.retold() for pattern in known.values()]
    return sorted(told, key=lambda one: (not one.error, -one.count, one.entity or "", one.text))


def _pattern_of(
    line: Log, message: str, known: dict[tuple[str | None, str, bool], Pattern], requests: Mapping[str, str]
) -> Pattern | None:
    """The pattern that a line belongs to, made where it is the first; None for a line that says nothing by itself."""
    if not message.strip() or _PLATFORM.match(message):
        return None
    if "\n" not in message and "\r" not in message and not line.level and _CONTINUATION.match(message):
        return None
    said, tone = _heard(line.level, message)
    text = _text(said, tone)
    signature = None if tone in (_Tone.QUIET, _Tone.HARMLESS) else _signature(line, text, said)
    error = tone is _Tone.BAD or signature is not None
    key = (line.entity, _VARIABLE.sub("*", text[:_LONGEST]), error)
    if key not in known:
        known[key] = Pattern(
            line.entity,
            text[:_LONGEST],
            error,
            signature,
            exception=error and exception_of(text) is not None,
            quiet=tone is _Tone.QUIET,
            platform=writes_for_platform(line.entity, line.source),
            made_of=line,
            requests=requests,
        )
    return known[key]


def _heard(level: str | None, message: str) -> tuple[str, _Tone]:
    """The message within a line and how it is meant: quiet by its level, harmless or bad by its wording too."""
    said, own = _structured(message)
    level = (level or "").lower() or own or _level_of(said)
    level = _NUMERIC_LEVELS.get(level, level)
    if level in _QUIET_LEVELS and _DUMP.match(said) is None and not is_flagged(said):
        return said, _Tone.QUIET
    if is_no_failure(said[:_LONGEST]):
        return said, _Tone.HARMLESS
    bad = level in _BAD_LEVELS or _ERROR.search(said) is not None or _STATUS.search(said) is not None
    return said, _Tone.BAD if bad else _Tone.OPEN


def _text(said: str, tone: _Tone) -> str:
    """The telling part of a message."""
    exception = exception_of(said) if tone is _Tone.BAD else None
    return exception or _first_line(said)


def _signature(line: Log, text: str, said: str) -> Signature | None:
    """The mechanism that a line names, if its writer can know of it. A line without a level, or with that of a warning,
    is an error where its wording names one."""
    found = signature_of(text, said)
    known = found is not None and may_testify(line.entity, found.cause, line.source)
    return found if known else None


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


def _version(line: Log, version_of_request: Mapping[str, str]) -> str | None:
    """The version that wrote a line: the log stream's, what the line says, or that of the request it belongs to."""
    found = _STREAM_VERSION.search(line.source or "") or _TEXT_VERSION.search(line.message[:_LONGEST])
    if found is not None:
        return found.group(1)
    request = _REQUEST.search(line.message[:_LONGEST])
    return version_of_request.get(request.group(0)) if request else None
