"""Whether a line has the form in which a runtime, a client library or a server reports a failure of its own.

Such a form is not chosen by who is served: an exception or a known report at the head of the statement, a dump of
frames, a crash, the field for errors of a structured log, the fixed format of a server. All else is free text: it may
be the writer's statement, or somebody's words in the middle of it.
"""

import re

from commander.evidence.signatures import begins_with_a_mechanism
from commander.evidence.testimony.platform import writes_for_platform

_SERVERS = frozenset(
    {
        "alb",
        "apigateway",
        "aurora",
        "broker",
        "cache",
        "cdn",
        "database",
        "db",
        "dns",
        "documentdb",
        "elasticache",
        "elb",
        "envoy",
        "gateway",
        "haproxy",
        "ingress",
        "kafka",
        "lambda",
        "lb",
        "loadbalancer",
        "memcached",
        "mongodb",
        "mysql",
        "nginx",
        "nlb",
        "postgres",
        "proxy",
        "rabbitmq",
        "rds",
        "rds-cluster",
        "redis",
        "valkey",
    }
)
"""Kinds of things that log in a format of their own; the runtime of functions reports their exceptions in one."""
_BEFORE = re.compile(
    r"[\[(]?\d{4}[-/]\d\d[-/]\d\d[T ][\d:.,]+(?:Z|[+-]\d\d:?\d\d)?[\])]?:?(?=\s|$)|\[[^\]\n]{0,80}\]:?|"
    r"\(?(?:[\w.-]{0,40}\.)?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE|error|fatal|warning)"
    r"\)?:?(?=\s)|\d[\d:.,]*Z?(?=\s)|-{1,3}(?=\s)|UTC(?=\s)|[\w$.\[\]/:-]{1,100}?(?: ?:| -)(?=\s)"
)
"""What loggers put before a statement: moment, level, thread, process, name of the logger."""
_NAMED = re.compile(r"(?!(?:FATAL|ERROR|PANIC|error|fatal):)[\w$/-]+ ?:")
_REFUSED = re.compile(r"[\w./-]+ \"[^\"\n]{0,200}\" is forbidden: User \"")
"""How the cluster's API answers a client."""
_MOST_BEFORE, _HEAD = 12, 300
_FAILURE = re.compile(
    r"(?:[A-Za-z_][\w$]*(?:\.|::|\\|/))*"
    r"(?!\w*(?:Validation|Argument|Value|BadRequest|Invalid\w*Input|Parse|Syntax|Format|Constraint|Unprocessable))"
    r"[A-Z][\w$]*(?:Error|Exception|Fault|Panic|Timeout|Failure|Exit|Bad)\b|Error: (?:\w+ )?E[A-Z]{4,}\b|"
    r"panic: |thread '[^'\n]{0,200}' panicked|fatal error: |Traceback \(most|PHP Fatal error|Caused by: |"
    r"(?i:uncaught|unhandled) (?i:exception|error|rejection|promise|[\w.]*error)\b|Exception in thread|SQLSTATE\[|"
    r"rpc error: code = "
)
"""How failures begin that no argument can bring about: an exception that says what it was given is none of them."""
_FRAMES = re.compile(
    r"\n[ \t]+at \S|\n[ \t]+File \"[^\"\n]+\", line \d|\ngoroutine \d+ \[|\n[ \t]+from \S{1,200}:\d+:in"
)
_STRUCTURED = re.compile(r"\s*(?:\{|[\w.]+=\S)")
_FIELD = re.compile(
    r"\"(?:err|error|exception|errorMessage|error_message|errmsg)\"\s?:|"
    r"(?:^|\s)(?:err|error|exception|errmsg)=(?=\S)"
)
"""In a line that is structured as a whole, the field for the account of an error."""


def reports_failure(entity: str | None, source: str | None, said: str, message: str) -> bool:
    """Whether a line (`message`; `said` is what it tells) reports a failure in a form of its own."""
    if is_server(entity) or writes_for_platform(entity, source):
        return True
    if _begins_with_failure(said):
        return True
    structured = _STRUCTURED.match(message) is not None
    return _FRAMES.search(said) is not None or (structured and _FIELD.search(message) is not None)


def is_server(entity: str | None) -> bool:
    """Whether a thing is a server that logs in a format of its own."""
    return (entity or "").partition("/")[0] in _SERVERS


def _begins_with_failure(said: str) -> bool:
    place, named = 0, False
    for _ in range(_MOST_BEFORE):
        while place < len(said) and said[place].isspace():
            place += 1
        if _FAILURE.match(said, place) is not None or _REFUSED.match(said, place) is not None:
            return True
        # After a name and a colon may stand whatever whoever bears the name has said.
        if not named and begins_with_a_mechanism(said[place : place + _HEAD]):
            return True
        before = _BEFORE.match(said, place)
        if before is None:
            return False
        place = before.end()
        named = named or _NAMED.fullmatch(before.group()) is not None
    return False
