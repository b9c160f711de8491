"""Log lines: the ordinary ones of each runtime, and what callers write when a service they need fails or dawdles."""

import random
from datetime import timedelta
from typing import Any

from scenarios.cases.gauges.measures import Series
from scenarios.cases.gauges.plant import App, Service
from scenarios.cases.gauges.recording import Clock
from scenarios.cases.gauges.spec import Spec

ORDINARY = {
    "go": [
        ("info", '{{"level":"info","msg":"request completed","status":200,"dur_ms":{ms}}}'),
        ("warn", '{{"level":"warn","msg":"client closed request","status":499}}'),
    ],
    "jvm": [
        ("INFO", "INFO [http-nio-8080-exec-{n}] c.e.RequestLog - 200 in {ms} ms"),
        ("WARN", "WARN [scheduling-1] o.s.c.s.ConfigClient - config server fetch took {ms} ms, using cached copy"),
    ],
    "kotlin": [("INFO", "INFO [DefaultDispatcher-worker-{n}] ktor.application - 200 OK in {ms}ms")],
    "dotnet": [
        ("Information", "Request finished HTTP/1.1 GET - 200 application/json {ms}.{n}ms"),
        ("Warning", "The cookie 'consent' has set 'SameSite=None' and must also set 'Secure'."),
    ],
    "node": [
        ("info", "GET 200 {ms} ms - {n}12"),
        ("warn", "(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated."),
    ],
    "python": [
        ("INFO", 'INFO:     10.4.{n}.18:0 - "POST HTTP/1.1" 200 OK'),
        ("WARNING", "UserWarning: pkg_resources is deprecated as an API"),
    ],
    "ruby": [("info", "I, [#{n}]  INFO -- : Completed 200 OK in {ms}ms (ActiveRecord: 2.{n}ms)")],
    "rust": [("INFO", "INFO request{{id={n}e4}}: finished processing request latency={ms} ms status=200")],
    "elixir": [("info", "[info] Sent 200 in {ms}ms")],
    "envoy": [("info", '"GET /api/v2 HTTP/2" 200 - 0 {n}840 {ms} {ms} "-"')],
    "postgres": [
        ("LOG", "LOG:  checkpoint complete: wrote {ms}4 buffers (0.9%); 0 WAL file(s) added; sync=0.0{n} s"),
        ("LOG", 'LOG:  automatic analyze of table "public.sessions" system usage: CPU: user: 0.{n} s'),
    ],
    "redis": [("notice", "1:M * Background saving terminated with success")],
    "kafka": [("INFO", "INFO [LocalLog partition=events-{n}] Rolled new log segment at offset {ms}8812 in 3 ms.")],
    "rabbitmq": [("info", "[info] <0.{n}21.0> accepting AMQP connection <0.{n}21.0>")],
}
SLOW_CALL = {
    "go": "rpc error: code = DeadlineExceeded desc = context deadline exceeded calling {to}",
    "jvm": "ERROR c.e.Client - java.net.SocketTimeoutException: Read timed out (GET http://{to}:8080)",
    "kotlin": "io.ktor.client.plugins.HttpRequestTimeoutException: Request timeout has expired [url=http://{to}/]",
    "dotnet": "System.Threading.Tasks.TaskCanceledException: The request was canceled due to the configured HttpClient.Timeout ({to})",
    "node": "AxiosError: timeout exceeded ECONNABORTED http://{to}/",
    "python": "httpx.ReadTimeout: timed out while calling {to}",
    "ruby": "Faraday::TimeoutError: Net::ReadTimeout with #<TCPSocket:(closed)> ({to})",
    "rust": "error sending request for url (http://{to}/): operation timed out",
    "elixir": "[error] Finch request to {to} failed: %Mint.TransportError{{reason: :timeout}}",
    "envoy": '"GET /api/v2 HTTP/2" 504 UT 0 24 "{to}"',
}
FAILED_CALL = {
    "go": "unexpected status 503 from {to}",
    "jvm": "ERROR c.e.Client - 500 Internal Server Error from {to}",
    "kotlin": "ServerResponseException: Server error(http://{to}/: 500 Internal Server Error)",
    "dotnet": "HttpRequestException: Response status code does not indicate success: 500 ({to})",
    "node": "AxiosError: Request failed with status code 500 http://{to}/",
    "python": "httpx.HTTPStatusError: Server error '500' for url http://{to}/",
    "ruby": "Faraday::ServerError: the server responded with status 500 ({to})",
    "rust": "upstream {to} answered 500",
    "elixir": "[error] {to} answered 500",
    "envoy": '"GET /api/v2 HTTP/2" 503 UF 0 91 "{to}"',
}
REFUSED_CALL = {
    "go": "dial tcp: connect: connection refused ({to}:8080)",
    "jvm": "java.net.ConnectException: Connection refused ({to}:8080)",
    "dotnet": "System.Net.Http.HttpRequestException: Connection refused ({to}:8080)",
    "node": "Error: connect ECONNREFUSED {to}:8080",
    "python": "httpx.ConnectError: [Errno 111] Connection refused ({to})",
    "elixir": "[error] {to} %Mint.TransportError{{reason: :econnrefused}}",
}

STORE_CALL = (
    "could not connect to {to}: connection refused",
    "{to}: command timed out",
    "{to}: command failed, giving up",
)


def _line(
    spec: Spec, at: Clock, share: float, rng: random.Random, service: Service, level: str, text: str, many: int
) -> dict[str, Any]:
    when = at(timedelta(seconds=round(share * spec.minutes * 60.0 + rng.uniform(0.0, 2.0), 1)))
    return {"t": when, "entity": service.entity, "source": service.name, "level": level, "message": text, "count": many}


def logs(spec: Spec, app: App, run: dict[str, Series], at: Clock, rng: random.Random) -> list[dict[str, Any]]:
    """The logs section in order of time; without the culprit's own lines where the spec says so."""
    if not set("ls") & set(spec.sections):
        return []
    lines: list[tuple[float, dict[str, Any]]] = []
    quiet = spec.at if "s" in spec.sections else None
    for service in app.services:
        if service.name == quiet or rng.random() < 0.25:
            continue
        for level, text in ORDINARY.get(service.runtime, []):
            share = rng.uniform(0.02, 0.97)
            up = run[service.name]["up"]
            if up[int(share * len(up))] < 0.1:
                continue
            message = text.format(
                ms=max(1, round(1000 * run[service.name]["mean"][0] * rng.uniform(0.6, 1.6))), n=rng.randint(2, 9)
            )
            lines.append(
                (
                    share,
                    _line(
                        spec,
                        at,
                        share,
                        rng,
                        service,
                        level,
                        message,
                        rng.randint(3, 900) if "200" in text else rng.randint(1, 9),
                    ),
                )
            )
    for service in app.services:
        if service.name != quiet:
            lines += _complaints(spec, app, service, run, at, rng)
    for name, level, text, many in spec.notes:
        if name != quiet:
            begin = spec.onset if spec.onset is not None else 0.3
            share = min(0.97, begin + rng.uniform(0.02, 0.12))
            lines.append((share, _line(spec, at, share, rng, app.service(name), level, text, many)))
    lines.sort(key=lambda item: item[0])
    return [{"id": f"l{number + 1}", **line} for number, (_, line) in enumerate(lines)]


def _complaints(
    spec: Spec, app: App, service: Service, run: dict[str, Series], at: Clock, rng: random.Random
) -> list[tuple[float, dict[str, Any]]]:
    found: list[tuple[float, dict[str, Any]]] = []
    length = len(run[service.name]["rate"])
    for call in service.calls:
        target = run[call.to]
        usual_fail = sum(target["fail"][: max(3, length // 8)]) / max(3, length // 8)
        for index in range(length):
            slow = target["mean"][index] + target["link_s"][index] > 0.5 * call.timeout_s
            if target["fail"][index] < usual_fail + 0.015 and not slow:
                continue
            texts = REFUSED_CALL if target["up"][index] < 0.6 else SLOW_CALL if slow else FAILED_CALL
            text = texts.get(service.runtime, FAILED_CALL.get(service.runtime, "upstream error from {to}"))
            if app.service(call.to).role in ("db", "cache", "queue"):
                text = STORE_CALL[0 if target["up"][index] < 0.6 else 1 if slow else 2]
            total = sum(
                r * f * spec.period_s for r, f in zip(target["rate"][index:], target["fail"][index:], strict=True)
            )
            many = max(1, round(total * rng.uniform(0.6, 1.0)))
            share = min(0.99, (index + 1) / length)
            found.append((share, _line(spec, at, share, rng, service, "error", text.format(to=call.to), many)))
            break
    return found
