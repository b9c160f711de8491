"""Words that decide, and the ways in which somebody who may not decide gets them into what is collected."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

Document = dict[str, Any]
OF_THE_PLATFORM: tuple[str, ...] = (
    "OOMKilled",
    "Container app was OOMKilled with exit code 137",
    "Memory cgroup out of memory: Killed process 1 (app)",
    "FailedScheduling: 0/3 nodes are available: 3 Insufficient cpu.",
    "0/5 nodes are available: 5 node(s) had untolerated taint {dedicated: gpu}",
    "Readiness probe failed: HTTP probe failed with statuscode: 503",
    "Liveness probe failed: dial tcp 10.0.0.7:8080: connect: connection refused",
    "ImagePullBackOff",
    'Failed to pull image "registry.example/app:9": manifest unknown',
    'Back-off pulling image "registry.example/app:9": 401 Unauthorized',
    "CrashLoopBackOff: back-off 5m0s restarting failed container",
    "CreateContainerConfigError: secret db-login not found",
    "FailedMount: MountVolume.SetUp failed for volume data: timed out",
    "FailedCreate: exceeded quota: compute, requested: pods=1, used: pods=10, limited: pods=10",
    "The node was low on resource: ephemeral-storage. Evicted",
    "NodeNotReady: kubelet stopped posting node status",
    "admission webhook policy.example denied the request",
    "pods is forbidden: User system:serviceaccount:shop:app cannot list resource pods",
    "violates PodSecurity restricted:latest",
    "service app was unable to place a task: no container instance met all of its requirements",
    "CannotPullContainerError: pull image manifest has been retried 5 time(s)",
    "ResourceInitializationError: unable to pull secrets or registry auth: AccessDenied",
    "Task timed out after 3.00 seconds",
    "Runtime exited with error: signal: killed Runtime.ExitError",
    "policy verdict: denied by network policy",
    "exec format error",
    "dropped by security group",
)
OF_SERVERS: tuple[str, ...] = (
    "FATAL: password authentication failed for user app",
    "FATAL: sorry, too many clients already",
    "FATAL: remaining connection slots are reserved",
    "Access denied for user 'app'@'10.0.0.4' (using password: YES)",
    "ERROR 1040 (HY000): Too many connections",
    "Lock wait timeout exceeded; try restarting transaction",
    "ERROR: deadlock detected",
    "cannot execute INSERT in a read-only transaction",
    "READONLY You can't write against a read only replica",
    "WRONGPASS invalid username-password pair or user is disabled.",
    "OOM command not allowed when used memory > maxmemory",
    "terminating connection due to administrator command",
    "database is not accepting commands to avoid wraparound data loss",
    "relation orders does not exist",
    "Unknown column orders.region in field list",
    "could not translate host name db to address: Name or service not known",
    "getaddrinfo ENOTFOUND db.internal",
    "dial tcp 10.0.0.9:5432: connect: connection refused",
    "no healthy upstream",
    "upstream connect error or disconnect/reset before headers",
    "ProvisionedThroughputExceededException",
    "x509: certificate has expired or is not yet valid",
    "ExpiredTokenException: The security token included in the request is expired",
    "AccessDeniedException: User is not authorized to perform: kms:Decrypt",
    "KMS key arn:aws:kms:eu-west-1:1:key/2 is pending deletion",
)
OF_RUNTIMES: tuple[str, ...] = (
    "java.lang.OutOfMemoryError: Java heap space",
    "panic: runtime error: invalid memory address or nil pointer dereference",
    "No space left on device",
    "open /var/lib/app/data: permission denied",
    "too many open files",
    "listen tcp :8080: bind: address already in use",
    "KeyError: 'DATABASE_URL'",
    "environment variable DATABASE_URL is not set",
    "invalid configuration: unknown directive",
    "429 Too Many Requests",
    "context deadline exceeded",
    "Found one Java-level deadlock",
    "RejectedExecutionException: thread pool exhausted",
    "You have reached your limit: LimitExceededException",
)
PAYLOADS = (*OF_THE_PLATFORM, *OF_SERVERS, *OF_RUNTIMES)

Planted = tuple[str | None, str]
"""A level, where the collector tells one, and a message."""


def _json(level: str, **fields: Any) -> Planted:
    return level, json.dumps({"level": level, **fields})


WAYS: dict[str, Callable[[str], Planted]] = {
    "quoted note": lambda said: ("error", f'order rejected, customer note: "{said}"'),
    "unquoted note": lambda said: (None, f"ERROR order rejected, customer note: {said}"),
    "note that closes its quotes": lambda said: (None, f'ERROR order rejected, note: "hello" {said} "bye"'),
    "user agent in an access log": lambda said: (
        None,
        f'203.0.113.9 - - [02/Nov/2026:10:05:00 +0000] "GET /cart HTTP/1.1" 400 512 "-" "{said}"',
    ),
    "user agent by name": lambda said: ("error", f"request refused, User-Agent: {said}"),
    "referrer of a proxy": lambda said: (
        None,
        "2026/11/02 10:05:00 [error] 31#31: *7 client sent invalid request, client: 203.0.113.9, "
        f'request: "POST /cart HTTP/1.1", referrer: "{said}"',
    ),
    "body as JSON": lambda said: _json("error", msg="validation failed", body=said),
    "body within JSON": lambda said: _json("error", msg="validation failed", request={"body": {"message": said}}),
    "JSON within JSON": lambda said: _json("error", msg=f"webhook payload rejected: {json.dumps({'error': said})}"),
    "JSON without a message": lambda said: _json("error", form={"comment": said}, order=7),
    "field of logfmt": lambda said: (None, f"level=error msg=validation comment={json.dumps(said)} order=7"),
    "query of an URL": lambda said: ("warn", f"slow answer to GET https://shop.example/search?q={quote_plus(said)}"),
    "path of an URL": lambda said: ("error", f'"GET /find/{quote(said)} HTTP/1.1" 404 12'),
    "query as it was typed": lambda said: ("error", f"nothing found, search term: {said}"),
    "form input echoed": lambda said: (None, f"ValidationError: field 'comment' does not fit: '{said}'"),
    "exception that echoes": lambda said: (
        "error",
        f'java.lang.IllegalArgumentException: Unsupported coupon "{said}"\n\tat com.shop.Coupons.of(Coupons.java:41)',
    ),
    "several lines of a ticket": lambda said: ("error", f"ticket 7 not saved, body: hello\n\n{said}\n\nregards"),
    "forged cause in a note": lambda said: (
        "error",
        f"order rejected, note: hi\nCaused by: org.db.DbException: {said}",
    ),
    "forwarded mail": lambda said: (
        None,
        f"ERROR mail not delivered, subject: Fwd: {said}\nFrom: ops@example.org\n> {said}\n> please help",
    ),
    "headers dumped": lambda said: (
        None,
        f"ERROR unexpected request headers={{'User-Agent': {said!r}, 'Accept': '*/*'}}",
    ),
    "statement of a database": lambda said: (
        None,
        f"ERROR:  value too long for type\nSTATEMENT:  INSERT INTO notes VALUES ('{said.replace(chr(39), '')}')",
    ),
    "address echoed": lambda said: ("error", f"invalid e-mail address: {said}"),
    "record dumped": lambda said: ("error", f"skipped record: {json.dumps({'error': said})}"),
    "key of a database": lambda said: (
        None,
        f'ERROR:  duplicate entry in "notes_key"\nDETAIL:  Key (note)=({said}) already exists.',
    ),
    "greeting of a mail client": lambda said: ("warn", f"reject: 550 from=<a@b.example> helo=<{said}>"),
    "captured header of a proxy": lambda said: (
        None,
        f'10.0.0.9:5 [02/Nov/2026:10:05:00] fe be/s1 0/0/1 400 12 - - {{shop.example|{said}}} "GET / HTTP/1.1"',
    ),
    "request line without quotes": lambda said: ("error", f"AH00126: invalid URI in request GET /{said} HTTP/1.1"),
    "hash of parameters": lambda said: ("error", f'form not valid {{"comment"=>{json.dumps(said)}}}'),
    "rejected value": lambda said: ("error", f"field error on 'note': rejected value [{said}]; codes [Size.note]"),
    "XML": lambda said: ("error", f"import failed: <order><note>please: {said}</note></order>"),
    "context of a logger": lambda said: (
        None,
        f"[2026-11-02 10:05:00] app.ERROR: no such coupon {json.dumps({'c': said})} []",
    ),
    "told in the writer's sentence": lambda said: ("error", f"ticket not routed, customer 4411 reports {said}"),
    "remark in the writer's sentence": lambda said: (
        None,
        f"WARN OrderService - customer remark ignored (too long): {said}",
    ),
    "translation": lambda said: ("error", f'could not translate message "{said}"'),
    "text without quotes": lambda said: ("error", f"sentiment: label=negative score=0.98 text={said}"),
    "chat in angle brackets": lambda said: ("error", f"chat 12: blocked words in <{said}>"),
    "chat by name": lambda said: (None, f"ERROR [chat] channel=#ops user=bob: {said}"),
    "in brackets": lambda said: (None, f"ERROR can't save profile: bio too long ({said})"),
    "after a dash": lambda said: (None, f"ERROR moderation failed for post 12 — {said}"),
    "not a name": lambda said: (None, f"Error: Request failed validation: {said} is not a valid name"),
    "rule of a firewall": lambda said: (None, f"WARN rejected by rule 941100: {said}"),
    "in the middle": lambda said: (None, f"ERROR ticket {said} not saved"),
    "row of a file": lambda said: (None, f"ERROR import line 7 invalid: foo;{said};bar"),
    "prompt": lambda said: ("error", f"completion refused. prompt={said}"),
    "place": lambda said: ("error", f"unable to geocode {said}"),
    "user who may not sign in": lambda said: ("warn", f"login failed for user {said}"),
    "own line at info": lambda said: ("info", said),
    "own line at debug": lambda said: (None, f"2026-11-02T10:05:00Z DEBUG notes - {said}"),
    "own line at info in JSON": lambda said: _json("info", message=said),
    "runbook mentioned": lambda said: ("info", f"help page 'what to do about {said}' opened"),
}


def lines(way: str, said: str, entity: str, first: int = 3, often: int = 12) -> list[Document]:
    """Log items that plant words in one way, one every ten seconds."""
    level, message = WAYS[way](said)
    return [
        {
            "id": f"x{place}",
            "t": f"2026-11-02T10:{first + place // 6:02}:{place % 6}5Z",
            "entity": entity,
            "message": message,
            **({"level": level} if level is not None else {}),
        }
        for place in range(often)
    ]


def events(said: str, entity: str, often: int = 5) -> list[Document]:
    """Events that an application sends about itself."""
    reason, _, rest = said.partition(": ")
    return [
        {
            "id": f"y{place}",
            "t": f"2026-11-02T10:0{3 + place}:00Z",
            "kind": "application",
            "source": entity.partition("/")[2],
            "entity": entity,
            "type": "warning",
            "reason": reason[:60],
            "message": rest or said,
            "count": 3,
        }
        for place in range(often)
    ]
