"""Life that goes on beside a fault: healthy functions, services, chatty logs, daemon noise."""

from .build import Case
from .shapes import Shape

CHATTER = {
    "python": [
        ("info", "INFO Found credentials in environment variables."),
        (
            "warning",
            "urllib3.connectionpool WARNING Connection pool is full, discarding connection: s3.amazonaws.com. Connection pool size: 10",
        ),
        ("info", "INFO processed batch size={i} elapsed={ms}ms"),
        (
            "warning",
            "DeprecationWarning: datetime.utcnow() is deprecated and scheduled for removal in a future version",
        ),
    ],
    "node": [
        ("info", '{{"level":30,"msg":"request completed","res":{{"statusCode":200}},"responseTime":{ms}}}'),
        (
            "warning",
            "(node:18) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 drain listeners added to [TLSSocket].",
        ),
        ("info", '{{"level":30,"msg":"cache refreshed","keys":{i}}}'),
    ],
    "go": [
        ("info", 'level=info ts={i} caller=server.go:118 msg="served" status=200 took={ms}ms'),
        (
            "warning",
            'level=warn caller=client.go:77 msg="retrying" attempt=1 err="http2: server sent GOAWAY and closed the connection"',
        ),
        ("debug", 'level=debug caller=pool.go:41 msg="idle connection closed" n={i}'),
    ],
    "jvm": [
        (
            "info",
            "INFO  [main] o.s.b.a.e.web.EndpointLinksResolver - Exposing 3 endpoint(s) beneath base path '/actuator'",
        ),
        ("info", "[gc] GC({i}) Pause Young (Normal) (G1 Evacuation Pause) 412M->188M(768M) {ms}.112ms"),
        (
            "warning",
            "WARN  [http-nio-8080-exec-{i}] o.h.e.jdbc.spi.SqlExceptionHelper - SQL Warning Code: 0, SQLState: 00000",
        ),
        (
            "error",
            "ERROR [scheduling-1] c.metrics.PushExporter - failed to push to legacy gateway http://pushgw-old:9091 (ignored)",
        ),
    ],
    "dotnet": [
        (
            "info",
            "info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 GET - 200 - application/json {ms}.2ms",
        ),
        (
            "warning",
            "warn: Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository[60] Storing keys in a directory that may not be persisted outside of the container.",
        ),
    ],
    "nginx": [
        ("info", '10.31.4.{i} - - "GET /assets/app.css HTTP/2.0" 200 18231 "-" "Mozilla/5.0" 0.00{i}'),
        (
            "warning",
            "[warn] 31#31: *{i}12 an upstream response is buffered to a temporary file /tmp/nginx/proxy-temp/4/72",
        ),
        (
            "error",
            '[error] 31#31: *{i}88 open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory)',
        ),
    ],
    "rails": [
        ("info", "I, [2026] INFO -- : Completed 200 OK in {ms}ms (Views: 12.1ms | ActiveRecord: 9.8ms)"),
        (
            "warning",
            "W, [2026] WARN -- : [Sidekiq] redis is running without persistence, maxmemory-policy=noeviction ok",
        ),
    ],
}


def chatter(case: Case, entity: str, runtime: str, n: int = 5, source: str | None = None) -> None:
    """Usual lines of a healthy component, all through the recording."""
    for _ in range(n):
        level, text = case.rng.choice(CHATTER[runtime])
        minute = case.rng.uniform(-case.before, case.after)
        line = text.format(i=case.rng.randint(2, 99), ms=case.rng.randint(8, 90))
        case.log(minute, entity, level, line, case.rng.choice([None, 1, case.rng.randint(2, 60)]), source)


def function(case: Case, name: str, rate: float, ms: float, errors: float = 0.05, **over: Shape | float) -> str:
    """A function's usual series (calls a minute, p95 in ms); keyword arguments replace single ones."""
    entity = f"lambda/{name}"
    series: dict[str, Shape | float] = {
        "Invocations": rate,
        "Errors": errors,
        "Duration": ms,
        "Throttles": 0.0,
        "ConcurrentExecutions": max(1.0, rate / 60 * ms / 1000 * 1.6),
    }
    case.series(entity, **{**series, **over})
    return entity


def api(case: Case, entity: str, rate: float, seconds: float, errors: float = 0.001, **over: Shape | float) -> None:
    """A Kubernetes service's usual series (requests a second, p95 in seconds, share of errors)."""
    series: dict[str, Shape | float] = {
        "request_rate": rate,
        "latency_p95": seconds,
        "error_rate": errors,
        "cpu_utilization": 30 + 3 * (len(entity) % 7),
        "memory_utilization": 48 + 2 * (len(entity) % 9),
    }
    case.series(entity, **{**series, **over})


def daemon_noise(case: Case, node: str) -> None:
    """What every EKS node's kubelet and daemons say on a good day."""
    case.log(
        -case.before * case.rng.random(),
        node,
        "warning",
        'kubelet: "Failed to get system container stats" err="failed to get cgroup stats for \\"/runtime.slice/kubelet.service\\""',
        14,
        "/aws/containerinsights/host",
    )
    case.log(
        -case.before * case.rng.random(),
        node,
        "info",
        "aws-node: Successfully reconciled ENI/IP pool, total IPs 28, assigned 19",
        3,
    )


def cluster_events(case: Case, pod: str, node: str) -> None:
    """Usual events of a cluster that works."""
    case.event(-case.before - 31, pod, "Pulled", "Container image already present on machine", source="kubelet")
    case.event(
        -case.before * 0.4,
        node,
        "NodeUpdated",
        "Updated Node cached allocation",
        source="vpc-resource-controller",
        count=4,
    )
    case.event(
        -case.before * 0.7,
        pod,
        "Unhealthy",
        'Readiness probe failed: Get "http://10.31.8.44:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        "warning",
        source="kubelet",
        count=1,
    )
