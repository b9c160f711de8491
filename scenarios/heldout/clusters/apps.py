"""Six invented applications, as they are on a normal day."""

from __future__ import annotations

from .world import App, Workload

_SPRING = (
    "<ts>  INFO 1 --- [nio-8080-exec-<n>] c.p.t.web.RequestLog : GET /v2/shipments/<id> 200 <ms>ms",
    "<ts>  WARN 1 --- [nio-8080-exec-<n>] o.s.w.s.m.m.a.ExceptionHandlerExceptionResolver : Resolved "
    "[org.springframework.web.HttpRequestMethodNotSupportedException: Request method 'HEAD' is not supported]",
    "<ts>  INFO 1 --- [scheduling-1] c.p.common.CacheWarmer : refreshed 214 depot entries in <ms> ms",
    "<ts>  WARN 1 --- [   HikariPool-1 housekeeper] com.zaxxer.hikari.pool.HikariPool : HikariPool-1 - Thread starvation "
    "or clock leap detected (housekeeper delta=47s<ms>ms).",
)
_GO = (
    'level=info ts=<ts> caller=http.go:88 msg="request" method=GET path=/v1/lookup status=200 dur=<ms>ms trace=<hex>',
    'level=warn ts=<ts> caller=retry.go:41 msg="retrying after transient error" attempt=1 err="EOF"',
    'level=info ts=<ts> caller=pool.go:19 msg="idle conns trimmed" closed=<n>',
)
_NODE = (
    '{"level":30,"time":"<ts>","reqId":"<hex>","method":"GET","url":"/p/<id>","statusCode":200,"responseTime":<ms>}',
    '{"level":40,"time":"<ts>","msg":"(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated."}',
    '{"level":30,"time":"<ts>","msg":"session cache hit ratio 0.9<n>"}',
)
_RAILS = (
    "I, [<ts> #1]  INFO -- : [<uuid>] Completed 200 OK in <ms>ms (Views: 3.1ms | ActiveRecord: 6.4ms | Allocations: <id>)",
    "W, [<ts> #1]  WARN -- : [<uuid>] DEPRECATION WARNING: ActiveSupport::ProxyObject is deprecated",
    "I, [<ts> #1]  INFO -- : [<uuid>] Completed 422 Unprocessable Entity in <ms>ms (slot already taken)",
    "W, [<ts> #1]  WARN -- : [<uuid>] Can't verify CSRF token authenticity.",
)
_SIDEKIQ = (
    "<ts> pid=1 tid=<hex> class=AppointmentReminderJob jid=<hex> elapsed=0.<n> INFO: done",
    "<ts> pid=1 tid=<hex> class=RecallJob jid=<hex> WARN: retry 1/25: Net::ReadTimeout",
)
_DJANGO = (
    '<ip> - - [<ts>] "GET /api/courses/<id>/units HTTP/1.1" 200 8<n>1 "-" "okhttp/4.12.0" <ms>ms',
    'WARNING <ts> django.request log 241 Not Found: /apple-touch-icon.png',
    'INFO <ts> api.middleware tenant=kite request_id=<hex> took <ms>ms',
)
_CELERY = (
    "[<ts>: INFO/MainProcess] Task grading.tasks.score_attempt[<uuid>] succeeded in 0.<n>s: None",
    "[<ts>: INFO/MainProcess] sync with celery@quiz-worker-<hex>",
    "[<ts>: WARNING/ForkPoolWorker-3] /app/grading/rubric.py:77: DeprecationWarning: datetime.utcnow() is deprecated",
)
_DOTNET = (
    "info: Microsoft.AspNetCore.Hosting.Diagnostics[2] Request finished HTTP/1.1 POST http://pay/v1/intents - 200 <ms>ms",
    "warn: Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository[60] Storing keys in a directory "
    "'/root/.aspnet/DataProtection-Keys' that may not be persisted outside of the container.",
    "info: Polly[0] Resilience event occurred. EventName: 'OnRetry', Source: 'fx/(null)/Retry', Attempt: '0'",
)
_ELIXIR = (
    "<ts> request_id=F<hex> [info] GET /rooms/<id> - Sent 200 in <ms>ms",
    "<ts> [notice] SIGTERM-safe shutdown hook registered",
    "<ts> request_id=F<hex> [warning] presence: late heartbeat from <ip>, ignored",
)
_RUST = (
    "<ts>  INFO worker::run: batch committed rows=<id> took=<ms>ms",
    "<ts>  WARN codec::frame: unknown tag 0x7f, skipped meter=<hex>",
)
_CADDY = ('<ip> - - [<ts>] "GET /assets/app.<hex>.js HTTP/2.0" 304 0 "-" "Mozilla/5.0" 0.00<n>',)

PARCELS = App(
    "parcels",
    "registry.parcelwing.example",
    ("ip-10-31-4-12", "ip-10-31-4-77", "ip-10-31-9-140", "ip-10-31-9-201"),
    (
        Workload("portal-web", "portal-web:24.18.0", 3000, 3, rps=140, p95_ms=210, chatter=_NODE,
                 calls=("service/tracking-api", "service/pricing", "service/route-planner")),
        Workload("tracking-api", "tracking-api:7.42.1", 8080, 3, "500m", 1024, 95, 85, chatter=_SPRING,
                 probe="/actuator/health/readiness", calls=("rds/parcel-db", "elasticache/parcel-redis"),
                 env={"SPRING_DATASOURCE_URL": "jdbc:postgresql://parcel-db.internal:5432/parcels",
                      "SPRING_DATASOURCE_HIKARI_MAXIMUM_POOL_SIZE": "20"}),
        Workload("pricing", "pricing:3.9.4", 8080, 2, "400m", 768, 60, 48, chatter=_SPRING,
                 probe="/actuator/health/readiness", calls=("rds/parcel-db",)),
        Workload("route-planner", "route-planner:5.2.0", 8080, 2, "900m", 1536, 22, 340, chatter=_SPRING,
                 probe="/actuator/health/readiness", calls=("service/geocoder", "rds/parcel-db"),
                 env={"GEOCODER_URL": "http://geocoder.parcels.svc.cluster.local"}),
        Workload("geocoder", "geocoder:1.31.7", 9100, 2, "300m", 2048, 44, 22, chatter=_GO),
        Workload("label-renderer", "label-renderer:2.6.3", 8080, 2, "500m", 768, 9, 720, chatter=_SPRING,
                 probe="/actuator/health/readiness", calls=("s3/parcel-labels",)),
        Workload("notify-gateway", "notify-gateway:0.88.2", 9300, 2, "150m", 256, 31, 60, chatter=_GO,
                 calls=("external/push-hub",)),
        Workload("depot-sync", "depot-sync:1.4.0", None, 1, "200m", 384, chatter=_GO, calls=("rds/parcel-db",)),
    ),
)

CLINIC = App(
    "clinic",
    "harbor.medoria.example/clinic",
    ("aks-pool1-31840022-vmss000003", "aks-pool1-31840022-vmss000005", "aks-pool1-31840022-vmss000009"),
    (
        Workload("front-desk", "front-desk:2026.19.2", 3000, 2, rps=55, p95_ms=260, chatter=_NODE,
                 calls=("service/booking", "service/patient-records", "service/auth")),
        Workload("booking", "booking:11.7.0", 3000, 3, "600m", 900, 40, 130, chatter=_RAILS, probe="/up",
                 calls=("rds/clinic-aurora", "service/insurance-gateway"),
                 env={"RAILS_ENV": "production", "RAILS_MAX_THREADS": "5", "DB_HOST": "clinic-aurora.cluster.internal"}),
        Workload("patient-records", "patient-records:6.30.1", 3000, 2, "500m", 900, 33, 95, chatter=_RAILS, probe="/up",
                 calls=("rds/clinic-aurora",), env={"RAILS_ENV": "production"}),
        Workload("insurance-gateway", "insurance-gateway:1.12.4", 8443, 2, "200m", 384, 12, 180, chatter=_RAILS,
                 probe="/ping", calls=("external/coverage-hub",)),
        Workload("reminder-worker", "booking:11.7.0", None, 2, "400m", 800, chatter=_SIDEKIQ,
                 calls=("rds/clinic-aurora", "elasticache/clinic-redis", "external/sendwell-api"),
                 env={"RAILS_ENV": "production", "SMS_PROVIDER": "sendwell", "SIDEKIQ_CONCURRENCY": "10"}),
        Workload("documents", "documents:4.4.9", 3000, 2, "300m", 700, 8, 310, chatter=_RAILS, probe="/up",
                 calls=("s3/clinic-documents",)),
        Workload("auth", "keycloak:25.0.6", 8080, 2, "500m", 1536, 20, 70, probe="/health/ready",
                 chatter=("<ts> WARN  [org.keycloak.events] (executor-thread-<n>) type=\"LOGIN_ERROR\", "
                          "error=\"invalid_user_credentials\", ipAddress=\"<ip>\"",)),
    ),
    subnet="10.244",
)

METERING = App(
    "metering",
    "ghcr.io/gridlumen",
    ("worker-a1", "worker-a2", "worker-b1", "worker-b2", "worker-c1"),
    (
        Workload("ingest-gw", "ingest-gw:v3.14.0", 8090, 3, "700m", 512, 820, 18, chatter=_GO, calls=("service/nats",)),
        Workload("decoder", "decoder:v2.0.9", 8091, 3, "900m", 384, chatter=_RUST, calls=("service/nats",)),
        Workload("aggregator", "aggregator:v5.6.2", 8092, 3, "800m", 1024, chatter=_RUST,
                 calls=("service/nats", "service/tsdb"), env={"NATS_URL": "nats://nats.metering.svc:4222"}),
        Workload("tariff-api", "tariff-api:v1.40.3", 8080, 2, "250m", 384, 64, 26, chatter=_GO,
                 calls=("service/tsdb",), env={"TSDB_DSN": "host=tsdb.metering.svc port=5432 dbname=meter"}),
        Workload("usage-ui", "usage-ui:v0.77.1", 3000, 2, "150m", 256, 48, 190, chatter=_NODE,
                 calls=("service/tariff-api", "service/tsdb")),
        Workload("bill-export", "bill-export:v1.9.0", 8093, 1, "300m", 512, 2, 900, chatter=_GO,
                 calls=("service/tsdb", "s3/bill-exports")),
        Workload("tsdb", "timescaledb:2.16.1-pg16", 5432, 2, "1500m", 8192, kind="statefulset",
                 chatter=("<ts> UTC [<n>] LOG:  checkpoint complete: wrote <id> buffers; write=29.<n> s",)),
        Workload("nats", "nats:2.10.20-alpine", 4222, 3, "300m", 1024, kind="statefulset",
                 chatter=("[7] <ts> [INF] JetStream cluster: new consumer leader for 'METERING > READINGS > agg'",)),
    ),
    subnet="10.60",
)

LEARN = App(
    "learn",
    "eu.gcr.io/tutorly-prod",
    ("gke-main-e2s8-4fd1-1xq7", "gke-main-e2s8-4fd1-b0pl", "gke-main-e2s8-4fd1-zz3k"),
    (
        Workload("lms-web", "lms-web:r2291", 3000, 3, rps=120, p95_ms=240, chatter=_NODE,
                 calls=("service/course-api", "service/search-api", "service/progress-api")),
        Workload("course-api", "course-api:r1877", 8000, 3, "500m", 768, 80, 110, chatter=_DJANGO, probe="/-/ready",
                 calls=("rds/learn-pg", "service/media-signer"), env={"DJANGO_SETTINGS_MODULE": "core.settings.prod"}),
        Workload("progress-api", "progress-api:r940", 8000, 2, "400m", 640, 52, 70, chatter=_DJANGO, probe="/-/ready",
                 calls=("rds/learn-pg", "service/rabbitmq")),
        Workload("search-api", "search-api:r412", 8000, 2, "600m", 1024, 26, 150, chatter=_DJANGO, probe="/-/ready",
                 calls=("opensearch/learn-catalog",)),
        Workload("quiz-worker", "grading:r655", None, 3, "500m", 768, chatter=_CELERY,
                 calls=("service/rabbitmq", "rds/learn-pg"),
                 env={"CELERY_BROKER_URL": "amqp://rabbitmq.learn.svc:5672/grading", "C_FORCE_ROOT": "1"}),
        Workload("media-signer", "media-signer:r88", 8000, 2, "100m", 192, 70, 9, chatter=_GO),
        Workload("rabbitmq", "rabbitmq:3.13.7-management", 5672, 3, "400m", 1024, kind="statefulset",
                 chatter=("<ts> [info] <0.<id>.0> accepting AMQP connection (<ip>:<port> -> <ip>:5672)",
                          "<ts> [warning] <0.<id>.0> closing AMQP connection (client unexpectedly closed TCP connection)")),
    ),
    subnet="10.92",
)

PAY = App(
    "pay",
    "acrmintpay.azurecr.example",
    ("node-p1-0", "node-p1-1", "node-p1-2", "node-p1-3"),
    (
        Workload("edge-gateway", "envoy:v1.31.2", 8080, 2, "600m", 512, 210, 120,
                 calls=("service/checkout", "service/fx-rates", "service/ledger"),
                 chatter=('[<ts>] "POST /v1/intents HTTP/2" 200 - via_upstream - "-" 412 1<n>3 <ms> <ms> "<ip>"',
                          '[<ts>] "GET /v1/rates HTTP/2" 304 - via_upstream - "-" 0 0 3 2 "<ip>"')),
        Workload("checkout", "checkout:2026.5.3", 8080, 4, "700m", 1024, 90, 160, chatter=_DOTNET,
                 calls=("service/risk-engine", "service/ledger", "external/cardrail")),
        Workload("risk-engine", "risk-engine:2026.5.1", 8080, 3, "900m", 1536, 90, 55, chatter=_DOTNET,
                 calls=("elasticache/pay-redis", "service/fx-rates"), env={"FLAGS__SDKKEY": "<set to the key 'sdk' in secret 'flags'>"}),
        Workload("ledger", "ledger:2026.4.22", 8080, 3, "600m", 1024, 105, 40, chatter=_DOTNET, calls=("rds/ledger-pg",),
                 env={"ConnectionStrings__Ledger": "Host=ledger-pg.internal;Maximum Pool Size=40;Timeout=15"}),
        Workload("settlement", "settlement:2026.5.0", 8080, 1, "400m", 768, 3, 400, chatter=_DOTNET,
                 calls=("service/ledger", "sftp/acquirer-files")),
        Workload("fx-rates", "fx-rates:1.17.0", 4000, 2, "150m", 384, 130, 12, chatter=_ELIXIR),
        Workload("receipts", "receipts:3.3.1", 8080, 2, "200m", 512, 25, 90, chatter=_DOTNET, calls=("service/ledger",)),
    ),
    container_runtime="cri-o://1.30.4",
    subnet="10.128",
)

ARENA = App(
    "arena",
    "quay.io/loftgames",
    ("bm-fra-01", "bm-fra-02", "bm-fra-03", "bm-fra-04"),
    (
        Workload("lobby-api", "lobby-api:0.52.3", 4000, 3, "500m", 768, 310, 28, chatter=_ELIXIR,
                 calls=("service/matchmaker", "service/profile", "service/chat-relay")),
        Workload("matchmaker", "matchmaker:1.8.8", 7000, 2, "1500m", 1024, 120, 45, chatter=_RUST,
                 calls=("service/profile", "service/session-store")),
        Workload("profile", "profile:4.20.0", 3000, 3, "300m", 512, 260, 14, chatter=_NODE, calls=("service/profile-db",)),
        Workload("leaderboard", "leaderboard:2.2.5", 3000, 2, "300m", 512, 75, 33, chatter=_NODE,
                 calls=("service/session-store",)),
        Workload("chat-relay", "chat-relay:0.9.31", 4000, 3, "250m", 512, 190, 8, chatter=_ELIXIR),
        Workload("replay-encoder", "replay-encoder:6.1.0", 7100, 2, "2000m", 4096, 4, 5200, chatter=_RUST,
                 calls=("s3/replays",)),
        Workload("session-store", "valkey:8.0.1", 6379, 1, "300m", 2048, kind="statefulset",
                 chatter=("1:M <ts> * 10000 changes in 60 seconds. Saving...",)),
        Workload("profile-db", "postgres:16.4", 5432, 1, "1000m", 4096, kind="statefulset",
                 chatter=("<ts> UTC [61] LOG:  checkpoint starting: time",)),
        Workload("landing", "caddy:2.8.4", 8080, 2, "50m", 128, 20, 4, chatter=_CADDY),
    ),
    container_runtime="containerd://2.0.2",
    subnet="10.7",
)
