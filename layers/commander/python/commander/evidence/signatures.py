"""What error texts say about the mechanism, in the words of the runtimes and services that write them."""

import errno
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache

from commander.evidence.outcomes import is_presented
from commander.evidence.wordings import DATABASE, HERE, NEEDED, PATH, WORDINGS

_ORDERED = " … "
_HEAD = 160
_PIECE = 4
"""So many characters of a wording are looked for first."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A wording that names a mechanism, and where its fault is: see `wordings`."""

    cause: str
    place: str

    @property
    def elsewhere(self) -> bool:
        """Whether the fault is, or may be, in something that the writer needs."""
        return self.place in (NEEDED, DATABASE, PATH)


_PERMISSION_ON_PATH = re.compile(
    r"(?:permission denied|eacces|eperm|operation not permitted|access is denied|permissionerror)"
    r"[^\n]{0,80}?[\s'\"(:]/(?!/)[\w.-]+|(?:open|mkdir|create|write|chown|chmod|touch|unlink|rename)"
    r"\w{0,20}[\s:('\"]{1,4}/[^\s:'\"]{1,400}[^\n]{0,40}?(?:permission denied|eacces|operation not permitted)"
)
_SETTING = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"
_UPPER_SETTING = re.compile(
    rf"(?:KeyError|(?i:key not found|undefined (?:array key|index|key|constant)|no such (?:key|variable)|"
    rf"missing (?:required )?(?:key|setting|variable|option|parameter|value for)|environment variable not found))"
    rf":? ['\"`]?{_SETTING}\b|\b{_SETTING}['\"`]?:? "
    rf"(?i:(?:environment variable |env var |because it )?(?:is |was |must be |has )?"
    rf"(?:not (?:set|defined|present|provided|configured)|undefined|missing|required|set|unset|unbound variable|"
    rf"parameter not set|parameter null or not set|no value))\b"
)
"""A name written as settings are, that somebody looked for: Python, Ruby, PHP, Elixir, shells, and own checks."""
_EXCEPTION = re.compile(
    r"(?:^|[\s\]:>\"'(])((?:[A-Za-z_][\w$]*+(?:[.]|::|\\)){0,20}[A-Z][\w$]*(?:Error|Exception|Fault|Panic|Timeout|Failure|Exit))\b"
    r"(?:\)?:\s*([^\r\n]*))?"
)
"""KeyError: 'x', psycopg.OperationalError: …, java.lang.NullPointerException, (NoMethodError)."""
_WHERE = re.compile(r"^\S{1,400}:\d{1,9}:in [`'][^`'\n]{1,200}'\s*:?\s*")
"""Where Ruby says that it happened: `/app/a.rb:7:in 'fetch': …`."""
_CAUSED_BY = re.compile(r"^[^\S\n]*Caused by: ([^\r\n]+)", re.MULTILINE)
_CRASH = re.compile(
    r"(panic: [^\r\n]+|thread '[^'\r\n]{0,200}' panicked at [^\r\n]+(?:\n[^\r\n]+)?|fatal error: [^\r\n]+|"
    r"PHP Fatal error:\s+[^\r\n]+|"
    r"(?:^|(?<=\r))[^\r\n]*\b(?:segmentation fault|SIGSEGV|SIGABRT|core dumped|stack overflow|"
    r"assertion [^\r\n]{0,60}failed)\b[^\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
"""How Go, Rust, PHP and compiled programs report that they die."""
_FLAG = re.compile(r'" (?:40[34]|429|50[0234]) (UF|UH|URX|NR|RL|UT|UC|LH|DC)\b')
_FLAGS = {
    "UF": Signature("dependency.unreachable", NEEDED),
    "UC": Signature("dependency.unreachable", NEEDED),
    "URX": Signature("dependency.unreachable", NEEDED),
    "UH": Signature("lb.no_healthy_targets", PATH),
    "LH": Signature("lb.no_healthy_targets", PATH),
    "NR": Signature("gateway.route_wrong", HERE),
    "RL": Signature("gateway.rate_limited", HERE),
    "UT": Signature("dependency.slow", NEEDED),
}
"""Envoy's response flags in its access log say what happened to a request."""
_REFUSED = re.compile(r'" (?:429|50[0234]) (?:UF|UH|URX|NR|RL|UT|UC|LH)\b')
"""The same where the request was not at fault: paths that nobody serves are asked for everywhere."""
_ANSWERED = re.compile(
    r"https?://[^\s\"'<>]{1,300}[\"']?,?(?: ?(?:->|=>|→|-|:|=|\(|\[|returned|responded|answered|replied|failed|got|"
    r"gave|with|status|code|error|http(?:/[\d.]+)?)){1,6} ?5\d\d\b|"
    r"\b(?:answer(?:ed|s)|respond(?:ed|s)|repli(?:ed|es)|return(?:ed|s)|gave|got)(?: back)?(?: with)?(?: an?)?"
    r"(?: http)?(?: status)?(?: code)?:? 5\d\d\b"
)
"""What a client logs of a call that was answered with a server error: `POST https://pay.example/v1 -> 503`."""
_TURNED_AWAY = re.compile(
    r"https?://[^\s\"'<>]{1,300}+[\"']?,?(?: ?(?:->|=>|→|-|:|=|\(|\[|returned|responded|answered|replied|failed|got|"
    r"gave|with|status|code|error|http\b(?!/)){1,6})? ?401\b"
)
"""The same where whoever was called did not take the caller's credentials; a server's log of requests writes the
protocol's version in between."""
_LOOKED_AT = 2000
_FAILED_CALL = Signature("dependency.errors", NEEDED)
_REFUSED_CALL = Signature("access.credentials_expired", HERE)
_OF_CREDENTIALS = frozenset({"access.credentials_expired", "app.certificate_expired"})
"""What a thing says of its own credentials in words that it also has for those of whoever calls it."""
_OF_SETTINGS = re.compile(
    r"\bconfig|\bsettings?\b|\bpropert(?:y|ies)\b|\.ya?ml\b|\.toml\b|\.ini\b|\benv(?:ironment)?\b|applicationcontext|"
    r"application context|beancreation|unsatisfieddependency|failed to bind|\bflag --|startup failed|failed to start",
    re.IGNORECASE,
)
_CODES = frozenset(code.lower() for code in errno.errorcode.values()) | {"enotfound", "esockettimedout"}
"""Codes of the operating system are words of their own."""


def signature_of(text: str, around: str = "") -> Signature | None:
    """The mechanism that an error text names, if it names one: the first row of the table that fits.

    `around` is the message that holds the text: what cannot be read is a setting where the message speaks of settings.
    """
    found = _named_in(text) or (_named_in(around) if around and around != text else None)
    if found is not None and found.cause == "data.corrupt_input" and _OF_SETTINGS.search(around or text):
        return Signature("app.config.value_invalid", HERE)
    if found is not None and found.cause in _OF_CREDENTIALS and is_presented(text):
        return None
    return found


def is_flagged(text: str) -> bool:
    """Whether an access log says that the proxy itself answered a request, and why; such lines are written as plain."""
    return _REFUSED.search(text) is not None


def names_a_mechanism(word: str) -> bool:
    """Whether a word says by itself what otherwise only errors say, such as `ECONNREFUSED`."""
    return _named_by(" ".join(word.lower().split())) is not None


def begins_with_a_mechanism(text: str) -> bool:
    """Whether a text begins with what only errors say: it is then a report as a whole, and does not hold one."""
    lowered = " ".join(text[:_HEAD].lower().split())
    return any(
        lowered.startswith(parts[0]) and _in_order(lowered, parts)
        for piece in _index().keys() & {lowered[at : at + _PIECE] for at in range(len(lowered) - _PIECE + 1)}
        for _, parts in _index()[piece]
    )


def _named_in(text: str) -> Signature | None:
    flag = _FLAG.search(text)
    if flag is not None and flag.group(1) in _FLAGS:
        return _FLAGS[flag.group(1)]
    if _UPPER_SETTING.search(text):
        return Signature("app.config.env_missing", HERE)
    lowered = " ".join(text.lower().split())
    if (named := _named_by(lowered)) is not None:
        return named
    if _ANSWERED.search(lowered, 0, _LOOKED_AT):
        return _FAILED_CALL
    return _REFUSED_CALL if _TURNED_AWAY.search(lowered, 0, _LOOKED_AT) else None


@lru_cache(maxsize=2048)
def _named_by(lowered: str) -> Signature | None:
    row = min(
        (
            row
            for piece in _index().keys() & {lowered[at : at + _PIECE] for at in range(len(lowered) - _PIECE + 1)}
            for row, parts in _index()[piece]
            if _in_order(lowered, parts)
        ),
        default=None,
    )
    if row is None:
        return None
    cause, place, _ = WORDINGS[row]
    if cause == "access.permission_denied" and _PERMISSION_ON_PATH.search(lowered):
        return Signature("k8s.volume.permission_denied", HERE)
    return Signature(cause, place)


@cache
def _index() -> dict[str, tuple[tuple[int, tuple[str, ...]], ...]]:
    """Every wording, in its parts, with its row in the table, under one piece of it that few others have: only where
    a text holds that piece can it hold the wording."""
    wordings = [
        (row, tuple(phrase.split(_ORDERED))) for row, (*_, phrases) in enumerate(WORDINGS) for phrase in phrases
    ]
    common = Counter(piece for _, parts in wordings for piece in _pieces(parts))
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for row, parts in wordings:
        piece = min(_pieces(parts), key=lambda one: (common[one], one))
        found.setdefault(piece, []).append((row, parts))
    return {piece: tuple(rows) for piece, rows in found.items()}


def _pieces(parts: tuple[str, ...]) -> set[str]:
    return {part[at : at + _PIECE] for part in parts for at in range(len(part) - _PIECE + 1)}


def _in_order(text: str, parts: tuple[str, ...]) -> bool:
    place = 0
    for part in parts:
        place = _find(text, part, place)
        if place < 0:
            return False
        place += len(part)
    return True


def _find(text: str, part: str, start: int) -> int:
    """Where a part is in a text from a place on, -1 where it is not; an error's code only where a word begins: OpenFile
    is no ENFILE, PageNotFound no ENOTFOUND."""
    place = text.find(part, start)
    while place > 0 and part in _CODES and text[place - 1].isalnum():
        place = text.find(part, place + 1)
    return place


def exception_of(text: str) -> str | None:
    """The exception or crash that a text reports, with its message.

    Of several the one that was not caught: Java names it last after `Caused by`, Python in the last line.
    """
    causes = _CAUSED_BY.findall(text)
    if causes:
        return str(causes[-1]).strip()
    crash = _CRASH.search(text)
    if crash is not None:
        return " ".join(crash.group(1).split())
    found = list(_EXCEPTION.finditer(text))
    if not found:
        return None
    name, message = found[-1].groups()
    if message is None:
        message = _beside(text, found[-1])
    message = message.split(" Traceback (most recent")[0]
    return f"{name}: {message.strip()}" if message.strip() else str(name)


def _beside(text: str, found: re.Match[str]) -> str:
    """The message of an exception that no colon leads to: Ruby writes `Name (message)` and `message (Name)`."""
    start, end = found.span(1)
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    after = text[end : line_end if line_end >= 0 else len(text)]
    if text[start - 1 : start] == "(" and after.startswith(")"):
        if not text[line_start : start - 1].strip(" *"):
            return after.removeprefix(")")  # Elixir's `** (Name) message`
        return _WHERE.sub("", text[line_start : start - 1])
    return after.strip().removeprefix("(").removesuffix(")") if after.startswith(" ") else ""
