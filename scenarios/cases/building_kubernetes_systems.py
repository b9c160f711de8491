"""Invented applications of several services, with the lines each of them writes every day."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One service: container port, Service port, image, and what it calls."""

    port: int
    served: int
    image: str
    calls: tuple[str, ...] = ()
    replicas: int = 2
    kind: str = "deployment"
    scheme: str = "http"
    name: str = "http"
    path: str = "/healthz"
    memory: str = "512Mi"
    lines: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()


System = dict[str, Part]

JAVA = (
    "INFO  [nio-exec-{n}] c.h.web.RequestLog : POST /v1/items 201 41ms",
    "INFO  [nio-exec-{n}] c.h.web.RequestLog : GET /v1/items/{n} 200 12ms",
    "WARN  [scheduling-1] c.h.core.Retention : 3 rows skipped, older than retention",
)
GO = (
    '{{"level":"info","msg":"served","route":"/v2/lookup","status":200,"ms":7,"id":"{n}"}}',
    '{{"level":"info","msg":"cache refreshed","entries":{n}}}',
)
NODE = (
    "GET /api/overview/{n} 200 18.331 ms - 1284",
    "POST /api/session 204 6.019 ms - -",
    "[info] i18n bundle en served",
)
PYTHON = (
    'INFO:     10.42.1.17:{n} - "GET /jobs/next HTTP/1.1" 200 OK',
    "INFO worker.loop processed batch size=40 ms={n}",
)
DOTNET = ("info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 GET /slots/{n} - 200 - 14.2ms",)
NGINX = ('10.42.0.9 - - "GET /assets/app.{n}.js HTTP/1.1" 200 18233 "-" "Mozilla/5.0"',)
RUBY = ("method=GET path=/reminders/{n} format=json controller=Reminders action=show status=200 duration=22.10",)

PARCELS: System = {
    "portal": Part(3000, 80, "portal:5.18.2", ("intake", "tracking"), lines=NODE, name="web", path="/ping"),
    "intake": Part(8080, 8080, "intake:2.40.1", ("routing", "labels", "parcels-db"), lines=JAVA, memory="1Gi"),
    "routing": Part(9090, 9090, "routing:1.12.0", ("carriers",), lines=GO),
    "labels": Part(5000, 80, "labels:0.33.4", lines=PYTHON),
    "tracking": Part(8080, 80, "tracking:3.7.9", ("tracking-cache",), lines=GO),
    "carriers": Part(8081, 8081, "carriers:1.0.27", lines=JAVA),
    "tracking-cache": Part(
        6379, 6379, "redis:7.2-alpine", replicas=1, kind="statefulset", scheme="tcp", name="redis", path="tcp"
    ),
    "parcels-db": Part(
        5432, 5432, "postgres:16.4", replicas=1, kind="statefulset", scheme="tcp", name="pg", path="tcp", memory="2Gi"
    ),
}

BANK: System = {
    "mobile-bff": Part(4000, 80, "mobile-bff:11.2.0", ("accounts", "fx-rates", "statements"), lines=NODE, path="/live"),
    "accounts": Part(8080, 80, "accounts:7.9.3", ("limits", "ledger-db"), lines=JAVA, memory="1Gi", replicas=3),
    "fx-rates": Part(7070, 7070, "fx-rates:2.2.1", ("fx-cache",), lines=GO),
    "statements": Part(8000, 8000, "statements:4.1.0", ("ledger-db",), lines=PYTHON),
    "limits": Part(8081, 80, "limits:1.18.6", lines=JAVA),
    "kyc-checks": Part(8088, 8088, "kyc-checks:0.90.2", lines=DOTNET, replicas=1),
    "fx-cache": Part(
        6379, 6379, "redis:7.0.15", replicas=1, kind="statefulset", scheme="tcp", name="redis", path="tcp"
    ),
    "ledger-db": Part(
        5432,
        5432,
        "postgres:15.8",
        replicas=1,
        kind="statefulset",
        scheme="tcp",
        name="postgres",
        path="tcp",
        memory="4Gi",
    ),
}

MEDIA: System = {
    "web-player": Part(80, 80, "web-player:211", ("playlists", "rights", "ads"), lines=NGINX, replicas=3, path="/"),
    "playlists": Part(8000, 80, "playlists:88", ("media-db",), lines=PYTHON),
    "rights": Part(8443, 443, "rights:41", ("media-db",), lines=JAVA, name="https", memory="768Mi"),
    "ads": Part(9000, 9000, "ad-decision:160", lines=GO),
    "subtitles": Part(5001, 80, "subtitle-sync:19", ("asset-store",), lines=DOTNET, replicas=1),
    "thumbnailer": Part(0, 0, "thumbnailer:57", ("asset-store",), lines=PYTHON, replicas=2, memory="1Gi"),
    "asset-store": Part(
        9001, 9000, "minio:2024-06-13", replicas=1, kind="statefulset", name="s3", path="/minio/health/live"
    ),
    "media-db": Part(
        27017, 27017, "mongo:6.0", replicas=1, kind="statefulset", scheme="tcp", name="mongo", path="tcp", memory="2Gi"
    ),
}

CLINIC: System = {
    "booking-ui": Part(8080, 80, "booking-ui:1.44", ("appointments", "patients"), lines=NGINX, path="/"),
    "appointments": Part(5080, 80, "appointments:1.44", ("records-db", "reminders"), lines=DOTNET),
    "patients": Part(8090, 8090, "patients:1.41", ("records-db",), lines=DOTNET),
    "reminders": Part(3000, 3000, "reminders:0.9.8", ("letters",), lines=RUBY, replicas=1),
    "letters": Part(8070, 80, "letters:2.0.1", lines=PYTHON, replicas=1),
    "records-db": Part(
        3306, 3306, "mysql:8.0.37", replicas=1, kind="statefulset", scheme="tcp", name="mysql", path="tcp", memory="3Gi"
    ),
}

ENERGY: System = {
    "consumer-portal": Part(3000, 80, "consumer-portal:20260301", ("readings-api", "tariffs"), lines=NODE),
    "readings-api": Part(8000, 80, "readings-api:20260228", ("readings-db",), lines=PYTHON, replicas=3),
    "forecast": Part(
        8501, 8501, "forecast:20260217", ("readings-api", "weather-proxy"), lines=PYTHON, memory="2Gi", replicas=1
    ),
    "tariffs": Part(8080, 8080, "tariffs:20260302", ("readings-db",), lines=JAVA),
    "weather-proxy": Part(8888, 80, "weather-proxy:20251112", lines=GO, replicas=1),
    "meter-ingest": Part(1884, 1884, "meter-ingest:20260302", ("meter-bus",), lines=GO, name="tcp", path="tcp"),
    "meter-bus": Part(
        5672, 5672, "rabbitmq:3.13", replicas=1, kind="statefulset", scheme="tcp", name="amqp", path="tcp"
    ),
    "readings-db": Part(
        5432,
        5432,
        "timescaledb:2.15-pg16",
        replicas=1,
        kind="statefulset",
        scheme="tcp",
        name="sql",
        path="tcp",
        memory="4Gi",
    ),
}

TICKETS: System = {
    "box-office": Part(3000, 80, "box-office:v802", ("seating", "orders", "price-rules"), lines=NODE, replicas=3),
    "seating": Part(8080, 8080, "seating:v417", ("holds",), lines=GO),
    "holds": Part(6001, 6001, "holds:v233", ("holds-cache",), lines=GO),
    "orders": Part(8080, 80, "orders:v611", ("tickets-db", "receipts"), lines=JAVA, memory="1Gi"),
    "price-rules": Part(8088, 8088, "price-rules:v97", lines=JAVA),
    "receipts": Part(8025, 80, "receipts:v54", lines=PYTHON, replicas=1),
    "holds-cache": Part(
        6379, 6379, "redis:7.2.4", replicas=1, kind="statefulset", scheme="tcp", name="redis", path="tcp"
    ),
    "tickets-db": Part(
        27017, 27017, "mongo:7.0.8", replicas=1, kind="statefulset", scheme="tcp", name="mongo", path="tcp"
    ),
}

FLEET: System = {
    "dispatch-web": Part(8080, 80, "dispatch-web:3.2.0", ("dispatch-api",), lines=NGINX, path="/"),
    "dispatch-api": Part(8000, 8000, "dispatch-api:3.2.0", ("vehicles", "geozones", "fleet-db"), lines=PYTHON),
    "vehicles": Part(9100, 9100, "vehicles:3.1.7", ("fleet-db",), lines=GO),
    "geozones": Part(7000, 80, "geozones:2.9.0", lines=GO),
    "telemetry": Part(4317, 4317, "telemetry-ingest:3.0.5", ("fleet-db",), lines=GO, name="grpc", path="tcp"),
    "alerts": Part(8060, 80, "driver-alerts:1.6.1", lines=RUBY, replicas=1),
    "fleet-db": Part(
        5432, 5432, "postgres:14.12", replicas=1, kind="statefulset", scheme="tcp", name="pg", path="tcp", memory="2Gi"
    ),
}
