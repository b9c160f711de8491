"""What a line says itself stays, in every format in which real errors are written; what it repeats from others goes."""

import json
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from commander.contract.evidence import Bundle, Log
from commander.evidence import logs
from commander.evidence.engine import investigate
from commander.evidence.reading import read
from commander.evidence.signatures import signature_of
from commander.evidence.testimony.platform import may_testify, writes_for_platform
from commander.evidence.testimony.quotations import LEFT_OUT, own_words
from commander.evidence.testimony.reports import reports_failure
from commander.evidence.wordings import WORDINGS
from tests.evidence.test_hostile_text import SYSTEMS, assert_nothing_is_asserted, document

REAL: tuple[tuple[str, str], ...] = (
    (
        'psycopg2.OperationalError: connection to server at "db" (10.0.0.4), port 5432 failed: FATAL:  password '
        'authentication failed for user "app"',
        "db.credentials_invalid",
    ),
    (
        "pq: remaining connection slots are reserved for non-replication superuser connections",
        "db.connections_exhausted",
    ),
    ('{"level":"error","msg":"load cart","err":"pq: sorry, too many clients already"}', "db.connections_exhausted"),
    ('level=error msg="load cart" err="dial tcp 10.0.0.9:6379: connect: connection refused"', "dependency.unreachable"),
    (
        'level=error msg="sign" err="Post \\"https://signer.int/sign\\": x509: certificate has expired"',
        "app.certificate_expired",
    ),
    ('time="2026-11-02T10:00:00Z" level=fatal error="open /data/db: no space left on device"', "storage.full"),
    ('{"severity":"ERROR","message":"read ECONNRESET","error":{"code":"ECONNRESET"}}', "dependency.unreachable"),
    ('{"level":50,"msg":"boom","err":{"type":"Error","message":"getaddrinfo ENOTFOUND db"}}', "dns.resolution_failure"),
    (
        'ERROR Invoke Error {"errorType":"Error","errorMessage":"Too many connections","errno":1040}',
        "db.connections_exhausted",
    ),
    (
        "java.lang.IllegalStateException: no\n\tat a.B.c(D.java:1)\nCaused by: org.postgresql.util.PSQLException: "
        "FATAL: sorry, too many clients already\n\tat x.Y.z(Y.java:2)",
        "db.connections_exhausted",
    ),
    ("Caused by: java.net.UnknownHostException: payments.internal", "dns.resolution_failure"),
    ('Exception in thread "main" java.lang.OutOfMemoryError: Java heap space', "compute.memory_saturation"),
    (
        'Traceback (most recent call last):\n  File "/app/w.py", line 9, in <module>\n    os.environ["DB_URL"]\n'
        "KeyError: 'DB_URL'",
        "app.config.env_missing",
    ),
    (
        "pymysql.err.OperationalError: (1205, 'Lock wait timeout exceeded; try restarting transaction')",
        "db.lock_contention",
    ),
    ("pymysql.err.OperationalError: (1045, \"Access denied for user 'app'@'10.0.0.3'\")", "db.credentials_invalid"),
    (
        "requests.exceptions.ConnectionError: HTTPConnectionPool(host='tax', port=80): Max retries exceeded with url: "
        "/v1 (Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f>: Failed to establish a "
        "new connection: [Errno 111] Connection refused'))",
        "dependency.unreachable",
    ),
    ("PermissionError: [Errno 13] Permission denied: '/frames/tmp'", "k8s.volume.permission_denied"),
    (
        "pymongo.errors.OperationFailure: Authentication failed., full error: {'ok': 0.0, 'errmsg': 'Authentication "
        "failed.', 'code': 18, 'codeName': 'AuthenticationFailed'}",
        "db.credentials_invalid",
    ),
    (
        "Unhandled exception. System.Net.Sockets.SocketException (111): Connection refused\n   at Shop.Tax.Get() in "
        "/src/Tax.cs:line 41",
        "dependency.unreachable",
    ),
    (
        "fail: Shop.Db[0]\n      Npgsql.PostgresException (0x80004005): 53300: sorry, too many clients",
        "db.connections_exhausted",
    ),
    (
        "Error: connect ECONNREFUSED 10.0.0.5:6379\n    at TCPConnectWrap.afterConnect {\n  code: 'ECONNREFUSED'\n}",
        "dependency.cache_failure",
    ),
    ("Error: getaddrinfo ENOTFOUND db { errno: -3008, code: 'ENOTFOUND', hostname: 'db' }", "dns.resolution_failure"),
    (
        'PG::ConnectionBad: connection to server at "db" (10.0.0.4), port 5432 failed: FATAL:  sorry, too many clients',
        "db.connections_exhausted",
    ),
    (
        'in `initialize\': Address already in use - bind(2) for "0.0.0.0" port 3000 (Errno::EADDRINUSE)',
        "k8s.container.port_conflict",
    ),
    ('FATAL:  password authentication failed for user "app"', "db.credentials_invalid"),
    (
        'ERROR:  relation "orders" does not exist at character 15\nSTATEMENT:  SELECT * FROM orders',
        "deployment.schema_migration",
    ),
    (
        "ERROR 1 --- [exec-4] SqlExceptionHelper : Unknown column 'c1_0.segment' in 'field list'",
        "deployment.schema_migration",
    ),
    (
        "[Warning] [MY-010055] IP address '10.2.7.22' could not be resolved: Name or service not known",
        "dns.resolution_failure",
    ),
    ("WRONGPASS invalid username-password pair or user is disabled.", "db.credentials_invalid"),
    (
        "ReplyError: OOM command not allowed when used memory > 'maxmemory'.\n    at parseError (parser.js:179:12)",
        "dependency.cache_failure",
    ),
    (
        "2026/11/02 10:00:00 [error] 31#31: *7 connect() failed (111: Connection refused) while connecting to "
        'upstream, client: 10.0.0.1, request: "GET /cart?x=1 HTTP/1.1", upstream: "http://10.0.0.2:8080/cart?x=1"',
        "dependency.unreachable",
    ),
    (
        '[2026-11-02T10:00:00Z] "GET /cart HTTP/1.1" 503 UH no_healthy_upstream - 0 19 "-" "curl/8"',
        "lb.no_healthy_targets",
    ),
    (
        '"POST /seats HTTP/2" 503 UF upstream_reset_before_response_started{connection_failure} - 0 91',
        "dependency.unreachable",
    ),
    ("backend be_cart has no server available!", "lb.no_healthy_targets"),
    (
        "grpc._channel._InactiveRpcError: <_InactiveRpcError of RPC that terminated with:\n\tstatus = "
        'StatusCode.UNAVAILABLE\n\tdetails = "failed to connect to all addresses"\n\tdebug_error_string = "UNKNOWN: '
        'connection refused"\n>',
        "dependency.unreachable",
    ),
    (
        'configmaps is forbidden: User "system:serviceaccount:fleet:sync" cannot list resource "configmaps"',
        "k8s.rbac.forbidden",
    ),
    (
        "An error occurred (AccessDenied) when calling the GetObject operation: User: arn:aws:sts::1:assumed-role/x is "
        'not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::c/1.pdf"',
        "access.permission_denied",
    ),
    (
        'ERROR labels: carrier said {"error":"invalid_token","error_description":"The access token expired"}',
        "access.credentials_expired",
    ),
    (
        "httpx.HTTPStatusError: Server error '500 Internal Server Error' for url 'http://vehicles:9100/v/228'",
        "dependency.errors",
    ),
    ('KafkaError{code=_MSG_TIMED_OUT,val=-192,str="Local: Message timed out"}', "dependency.slow"),
    ("error: could not save comment: pq: sorry, too many clients already", "db.connections_exhausted"),
    ("search: context deadline exceeded", "dependency.slow"),
    ("could not send mail: dial tcp 10.0.0.3:25: connect: connection refused", "dependency.unreachable"),
    ("failed to read request body: connection reset by peer", "dependency.unreachable"),
    (
        "[2026-10-16 01:20:55] app.ERROR: SQLSTATE[HY000]: General error: 1205 Lock wait timeout exceeded (SQL: update "
        "`customers` set `balance` = 14.20 where `id` = 18611)",
        "db.lock_contention",
    ),
)


@pytest.mark.parametrize(("message", "cause"), REAL, ids=[str(place) for place in range(len(REAL))])
def test_real_errors_keep_their_meaning(message: str, cause: str) -> None:
    bundle = Bundle.model_validate(
        document(logs=[{"id": "l1", "entity": "service/cart", "level": "error", "message": message}])
    )
    found = read(bundle).patterns[0]
    assert found.signature is not None, (found.text, own_words(message))
    assert found.signature.cause == cause, (found.text, own_words(message))


@pytest.mark.parametrize(
    ("message", "left"),
    [
        ('{"level":"error","msg":"no","body":"some words"}', '{"level": "error", "msg": "no", "body": "…"}'),
        ('level=error comment="two words" order=7', 'level=error comment="…" order=7'),
        ('"GET /a?q=x HTTP/1.1" 200 1 "-" "Mozilla/5.0 (X11)"', '"GET /a?… HTTP/1.1" 200 1 "-" "…"'),
        ("order rejected, customer note: a: b", "order rejected, customer note: …"),
        ('secret "db-login" not found', 'secret "db-login" not found'),
        ("it's not that the pod's name isn't known", "it's not that the pod's name isn't known"),
        ("said 'one two' and 'three'", "said '…'"),
    ],
)
def test_what_is_left_out(message: str, left: str) -> None:
    assert own_words(message) == left


def test_the_platform_is_read_as_it_writes() -> None:
    said = 'E1102 kubelet.go:1] "Probe failed" output="connection refused here"'
    bundle = document(logs=[{"id": "l1", "entity": "node/n1", "message": said}])
    assert read(Bundle.model_validate(bundle)).bundle.logs[0].message == said


def test_who_may_testify() -> None:
    assert writes_for_platform("node/n1")
    assert writes_for_platform("service/x", "kubelet")
    assert writes_for_platform("pod/kube-scheduler-n1")
    assert not writes_for_platform("pod/scheduler-6d5f")
    assert may_testify("node/n1", "k8s.container.oom_killed")
    assert not may_testify("service/cart", "k8s.container.oom_killed")
    assert may_testify("lambda/x", "lambda.timeout")
    assert not may_testify("service/cart", "lambda.timeout")


def test_what_an_application_sends_as_an_event_is_a_line_of_its_log() -> None:
    event = {
        "id": "e1",
        "kind": "application",
        "entity": "service/cart",
        "type": "warning",
        "reason": "OOMKilled",
        "message": "",
    }
    case = read(Bundle.model_validate(document(events=[event])))
    assert not case.events()
    assert [pattern.quiet for pattern in case.patterns] == [True]


SENTENCES = (
    "order {n} rejected, customer note: {said}",
    'order {n} rejected, customer note: "{said}"',
    "review {n} of a customer rejected: user wrote {said}",
    "help page about {said} opened by visitor {n}",
    'form {n} invalid: field "comment" does not fit: "{said}"',
    "unknown coupon '{said}' for cart {n}",
    "ticket {n} rejected, subject: Re: {said}",
    "webhook payload invalid: {{'id': {n}, 'text': '{said}'}}",
    'request {n} refused headers={{"user-agent": "{said}"}}',
    "nothing found for user {n}, search term: {said}",
    "mail {n} is spam, body:\n\n> {said}\n",
)
PHRASES = [phrase.replace(" … ", " it ") for *_, phrases in WORDINGS for phrase in phrases]


@settings(max_examples=300, deadline=None)
@given(
    sentence=st.sampled_from(SENTENCES),
    said=st.sampled_from(PHRASES),
    level=st.sampled_from(["error", "warn", "info", None]),
    number=st.integers(min_value=1, max_value=10**6),
    around=st.text(alphabet="abcdefgh ,.!?", max_size=20),
    system=st.sampled_from(sorted(SYSTEMS)),
)
@example(SENTENCES[0], "too many clients", "error", 7, "", "blind")
def test_deciding_words_in_a_benign_line_decide_nothing(
    sentence: str, said: str, level: str | None, number: int, around: str, system: str
) -> None:
    message = sentence.format(n=number, said=f"{around} {said} {around}".strip())
    assert signature_of(own_words(message)) == signature_of(own_words(sentence.format(n=number, said="nothing much")))
    found = SYSTEMS[system]()
    told: dict[str, Any] = {"entity": found["incident"]["resource"], "message": message}
    if level is not None:
        told["level"] = level
    found["logs"] += [{"id": f"x{at}", "t": f"2026-11-02T10:0{at}:30Z", **told} for at in range(3, 6)]
    assert_nothing_is_asserted(found)


@given(st.text(alphabet="ab\"'`\\{}[]:=?/> \n,()…", max_size=60))
def test_reading_never_fails_and_is_done_after_once(text: str) -> None:
    once = own_words(text)
    assert isinstance(once, str)
    assert len(once) <= max(len(text) + 2 * text.count('"') + 40, 3 * len(text))


def test_one_writer_that_repeats_itself_confirms_nothing() -> None:
    said = [
        'pods is forbidden: User "system:serviceaccount:shop:cart" cannot list resource "pods"',
        "permission denied",
    ]
    found = SYSTEMS["blind"]()
    found["logs"] += [
        {
            "id": f"x{at}",
            "t": f"2026-11-02T10:0{3 + at % 3}:{at:02}Z",
            "entity": "service/cart",
            "level": "error",
            "message": said[at % 2],
        }
        for at in range(40)
    ]
    assert investigate(Bundle.model_validate(found)).verdict != "confirmed"


@pytest.mark.parametrize(
    "mark",
    [
        '"',
        "'",
        "`",
        "note: ",
        "{",
        ">\n",
        "?a=",
        "ab wrote ",
        '\\"',
        "(1, '",
        "GET  ",
        "=< ",
        "<a> ",
        "\n ",
        "a.b::",
        "{a|",
    ],
)
def test_hostile_shapes_cost_little(mark: str) -> None:
    begin = time.process_time()
    own_words(mark * (10_000 // len(mark)))
    shape = f"x {mark * (10_000 // len(mark))} y"
    own_words(shape)
    reports_failure("service/cart", None, shape, shape)
    assert time.process_time() - begin < 0.5


def test_a_line_of_json_stays_one() -> None:
    message = json.dumps({"level": "error", "msg": "no", "user": {"bio": "dial tcp refused"}, "n": 1})
    assert json.loads(own_words(message)) == {"level": "error", "msg": "no", "user": {"bio": LEFT_OUT}, "n": 1}


def test_patterns_know_their_writer() -> None:
    lines = [Log.model_validate({"id": "l1", "entity": "node/n1", "level": "info", "message": "OOMKilled"})]
    assert [(one.platform, one.quiet) for one in logs.patterns(lines)] == [(True, True)]
