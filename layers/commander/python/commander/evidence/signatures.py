"""What error texts say about the mechanism, in the words of the runtimes and services that write them."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """A wording that names a mechanism. `elsewhere`: the fault is in something that the writer depends on."""

    cause: str
    elsewhere: bool
    wording: re.Pattern[str]


def _of(cause: str, wording: str, *, elsewhere: bool = False) -> Signature:
    return Signature(cause, elsewhere, re.compile(wording, re.IGNORECASE))


SIGNATURES: tuple[Signature, ...] = (
    _of("lambda.timeout", r"task timed out after [\d.]+ seconds"),
    _of("lambda.out_of_memory", r"runtime\.outofmemory|runtime exited with error: signal: killed"),
    _of(
        "db.connections_exhausted",
        r"too many clients|too many connections|remaining connection slots|connection pool (?:is )?exhausted",
    ),
    _of("db.read_only", r"read-only transaction|--read-only option|database is read.only"),
    _of("db.lock_contention", r"deadlock detected|lock wait timeout|could not obtain lock"),
    _of("db.credentials_invalid", r"password authentication failed|access denied for user"),
    _of("storage.full", r"no space left on device|disk quota exceeded|disk is full"),
    _of("app.certificate_expired", r"certificate (?:has )?expired|x509: certificate has expired"),
    _of(
        "dns.resolution_failure",
        r"name or service not known|getaddrinfo|nodename nor servname|name resolution|enotfound|nxdomain|no such host",
    ),
    _of(
        "access.credentials_expired", r"expiredtoken|token (?:has |is )?expired|security token included in the request"
    ),
    _of(
        "access.kms_key_unavailable", r"kms\w*(?:disabled|invalidstate|notfound)exception|ciphertext refers to a .*key"
    ),
    _of(
        "access.permission_denied",
        r"accessdenied|access denied|is not authorized to perform|unauthorizedoperation|permission denied",
    ),
    _of("lambda.throttled", r"rate exceeded.*lambda|toomanyrequestsexception|reservedfunctionconcurrent"),
    _of("dynamodb.throttled", r"provisionedthroughputexceeded", elsewhere=True),
    _of(
        "dependency.unreachable",
        r"connection ?refused|econnrefused|connection ?reset|econnreset|no route to host|could not connect|"
        r"endpointconnectionerror|failed to establish a new connection|connect(?:ion)? timed? ?out|connecttimeout|"
        r"remote end closed connection",
        elsewhere=True,
    ),
    _of("dependency.slow", r"read ?timed? ?out|readtimeout|deadline exceeded|etimedout", elsewhere=True),
    _of(
        "dependency.errors",
        r"\b50[234]\b.*(?:unavailable|bad gateway|gateway time-?out)|service ?unavailable|bad gateway|"
        r"http error 50\d|upstream (?:error|failed|returned)|status(?: code)?[ =:]+50\d",
        elsewhere=True,
    ),
    _of(
        "app.config.env_missing",
        r"environment variable .{0,60}(?:not set|missing|required|undefined)|missing (?:required )?environment",
    ),
    _of("data.corrupt_input", r"jsondecodeerror|unexpected end of json|malformed (?:json|input|message|record)"),
)
"""First match wins: the more specific wordings come first."""

_EXCEPTION = re.compile(
    r"(?:^|[\s\]:>\"'])((?:[A-Za-z_][\w$]*[.])*[A-Z][\w$]*(?:Error|Exception|Fault|Panic|Timeout))\b(?::\s*([^\r\n]*))?"
)
"""KeyError: 'x', psycopg.OperationalError: …, java.lang.NullPointerException."""


def signature_of(text: str) -> Signature | None:
    """The mechanism that an error text names, if it names one."""
    return next((signature for signature in SIGNATURES if signature.wording.search(text)), None)


def exception_of(text: str) -> str | None:
    """The exception that a text reports, with its message: of several the last, the one that was not caught."""
    found = _EXCEPTION.findall(text)
    if not found:
        return None
    name, message = found[-1]
    message = message.split(" Traceback (most recent")[0]
    return f"{name}: {message.strip()}" if message.strip() else str(name)
