"""What components log, what is changed and what alarms say: the words beside the numbers."""

import random
from collections.abc import Iterator

from scenarios.cases.building import Item
from scenarios.simulator.dialects import Dialect
from scenarios.simulator.faults import Fault
from scenarios.simulator.graph import Graph
from scenarios.simulator.telemetry import Clock

_USUAL = (
    ("INFO", "GET /v2/items/{n} 200 {ms}ms"),
    ("INFO", "POST /v2/orders 201 {ms}ms request_id={id}"),
    ("INFO", "request completed status=200 duration_ms={ms} trace={id}"),
    ("DEBUG", "cache hit key=item:{n}"),
    ("INFO", '{{"level":"info","msg":"handled","status":200,"took_ms":{ms}}}'),
)
_OLD_TROUBLE = (
    ("WARN", "deprecated header X-Client-Version sent by client {n}"),
    ("WARN", "slow consumer heartbeat, will retry"),
    ("ERROR", "could not send usage statistics: 429 Too Many Requests"),
)
_CRASHES = (
    'java.lang.NullPointerException: Cannot invoke "Tariff.zone()" because "tariff" is null\n'
    "\tat app.Pricing.of(Pricing.java:88)",
    "panic: runtime error: index out of range [3] with length 3\n\n"
    "goroutine {n} [running]:\nmain.(*Server).handle(0xc0001)",
    "TypeError: Cannot read properties of undefined (reading 'zone')\n    at handle (/app/dist/routes.js:41:19)",
    "Traceback (most recent call last):\n  File \"/app/views.py\", line 71, in show\nKeyError: 'zone'",
    "Unhandled exception. System.InvalidOperationException: Sequence contains no elements\n   at App.Tariffs.First()",
)
_FULL_POOLS = (
    "java.util.concurrent.RejectedExecutionException: Task rejected from ThreadPoolExecutor[Running, "
    "pool size = {pool}, active threads = {pool}, queued tasks = {queue}]",
    "HikariPool-1 - worker queue is full, active={pool}, waiting={queue}",
    "WARNING: maximum number of worker threads ({pool}) reached, request rejected",
)
_FULL_SOCKETS = (
    "accept4(): too many open files",
    "java.net.SocketException: Too many open files",
    "Error: EMFILE: too many open files, accept",
    "dial tcp 10.0.3.{ms}:8080: socket: too many open files",
)
_SLOW_QUERY = (
    "duration: {slow}.318 ms  statement: SELECT * FROM movements WHERE account_ref = $1 ORDER BY booked_at",
    "# Query_time: {slow}  Lock_time: 0.000  Rows_sent: 12  Rows_examined: 4811203 "
    "SELECT * FROM movements WHERE ref = 'x'",
)


def lines(
    chance: random.Random, graph: Graph, fault: Fault | None, dialect: Dialect, clock: Clock, steps: int
) -> list[Item]:
    """Log lines of some components; those of a component at fault, and of its callers, tell of it."""
    upstream = graph.upstream(fault.place) if fault else set()
    logging = [place for place in range(len(graph.nodes)) if chance.random() < 0.6 or (fault and place == fault.place)]
    noisy = chance.choice(logging) if logging and chance.random() < 0.4 else None
    items: list[Item] = []
    for place in logging:
        entity, name = dialect.entity(graph.nodes[place]), graph.nodes[place].name
        told = list(_usual(chance, steps, clock.period, _USUAL))
        if place == noisy:
            told += _usual(chance, steps, clock.period, _OLD_TROUBLE)
        if fault and place == fault.place:
            told += _of_fault(chance, fault, graph, clock.period)
        elif fault and place in upstream:
            told += _of_caller(chance, fault, graph, place, clock.period)
        items += [
            {"t": clock.at(at), "entity": entity, "source": name, "level": level, "message": text}
            for at, level, text in told
        ]
    return sorted(items, key=lambda item: (item["t"], item["entity"], item["message"]))


Told = tuple[float, str, str]


def _usual(
    chance: random.Random, steps: int, period: float, texts: tuple[tuple[str, str], ...], count: int = 12
) -> Iterator[Told]:
    level, text = chance.choice(texts)
    for _ in range(count):
        yield chance.uniform(0, steps * period), level, _filled(chance, text)


def _filled(chance: random.Random, text: str, **more: int) -> str:
    return text.format(
        n=chance.randint(1000, 99999), ms=chance.randint(4, 90), id=f"{chance.getrandbits(48):012x}", **more
    )


def _moments(chance: random.Random, fault: Fault, period: float, count: int) -> list[float]:
    first, last = (fault.onset + 0.5) * period, fault.end * period - 1
    return sorted(chance.uniform(first, max(first + 1, last)) for _ in range(count))


def _of_fault(chance: random.Random, fault: Fault, graph: Graph, period: float) -> Iterator[Told]:
    node = graph.nodes[fault.place]
    texts = {
        "workers_used_up": _FULL_POOLS,
        "sockets_used_up": _FULL_SOCKETS,
        "code_error": _CRASHES,
        "bad_release": _CRASHES,
        "recovered": _CRASHES,
        "database_slow": _SLOW_QUERY,
    }.get(fault.name)
    if texts is None:
        return
    text = chance.choice(texts)
    level = "WARN" if fault.name == "database_slow" else "ERROR"
    slow = chance.randint(1800, 9000) if text.startswith("duration") else chance.randint(2, 9)
    for at in _moments(chance, fault, period, chance.randint(6, 16)):
        filled = (
            text.replace("{pool}", str(node.pool)).replace("{queue}", str(node.pool * 3)).replace("{slow}", str(slow))
        )
        yield (
            at,
            level,
            filled.replace("{n}", str(chance.randint(10, 900))).replace("{ms}", str(chance.randint(2, 250))),
        )


def _of_caller(chance: random.Random, fault: Fault, graph: Graph, place: int, period: float) -> Iterator[Told]:
    node = graph.nodes[place]
    towards = graph.upstream(fault.place) | {fault.place}
    called = next(graph.nodes[call.callee] for call in node.calls if call.callee in towards)
    fails = fault.name in ("code_error", "bad_release", "recovered")
    text = f"upstream {called.name} answered 503 after {node.timeout:.0f} ms"
    if fault.name == "dependency_down" and called is graph.nodes[fault.place]:
        text = chance.choice(
            [
                f"connect ECONNREFUSED {called.name}:8080",
                f"dial tcp: connect: connection refused ({called.name}:8080)",
                f"java.net.ConnectException: Connection refused: {called.name}:5432",
            ]
        )
    elif fails or fault.name == "dependency_down":
        text = f"call to {called.name} failed: 500 Internal Server Error"
    elif chance.random() < 0.5:
        return
    else:
        text = f"call to {called.name} timed out, retrying"
    for at in _moments(chance, fault, period, chance.randint(5, 14)):
        yield at, "ERROR" if "timed out" not in text else "WARN", text


def releases(
    chance: random.Random, graph: Graph, fault: Fault | None, dialect: Dialect, clock: Clock, steps: int
) -> list[Item]:
    """What was changed: the release at fault, and others that did no harm."""
    items: list[Item] = []
    released = fault is not None and fault.name in ("bad_release", "slow_release")
    if fault and released:
        at = (fault.onset + 0.5) * clock.period - chance.uniform(5, 45) - 0.5 * clock.period
        items.append(_release(chance, dialect.entity(graph.nodes[fault.place]), clock.at(at)))
    others = [place for place in range(len(graph.nodes)) if not fault or place != fault.place]
    harmless = fault is not None and fault.name == "harmless_release"
    for _ in range(chance.choice([0, 1, 2]) + harmless):
        at = chance.uniform(-7200, 0.25 * steps * clock.period)
        items.append(_release(chance, dialect.entity(graph.nodes[chance.choice(others)]), clock.at(at)))
    if harmless and fault:
        items.append(_release(chance, dialect.entity(graph.nodes[fault.place]), clock.step(fault.onset)))
    return sorted(items, key=lambda item: (item["t"], item["entity"]))


def _release(chance: random.Random, entity: str, at: str) -> Item:
    new = chance.randint(11, 190)
    action = {"ecs-service": "UpdateService", "deployment": "rollout"}.get(entity.partition("/")[0], "deploy")
    details = {"version": f"1.{new}.0", "previous_version": f"1.{new - 1}.0"}
    actor = chance.choice(["ci", "argo", "user/dana", None])
    return {"t": at, "kind": "deployment", "actor": actor, "action": action, "entity": entity, "details": details}
