"""What a service needs fails it: neighbours, providers, queues, caches, databases, and the data itself."""

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import counts, edges, flat, ramp, state, story


def nobody_answers_at_the_vault() -> Scenario:
    """The card vault refuses connections from three different services at once; nothing of the three was changed."""
    clock = story(2026, 3, 5, 12)
    java = [
        '<clock> ERROR [pay-7] c.g.pay.VaultClient - I/O error on GET request for "http://card-vault:8300/t":'
        " Connection"
        " refused; nested exception is java.net.ConnectException: Connection refused"
    ]
    go = ['level=error ts=<iso> component=vault err="dial tcp 10.14.0.33:8300: connect: connection refused" card=<n>']
    python = [
        "<clock> ERROR refunds.vault urllib3.exceptions.NewConnectionError: <urllib3.connection.HTTPConnection object>:"
        " Failed to establish a new connection: [Errno 111] Connection refused (card-vault:8300)"
    ]
    fine = ["<clock> INFO  [pay-7] c.g.pay.Payments - payment <n> captured in <ms> ms"]
    return bundle(
        "svc-card-vault-refuses",
        incident=clock.incident("payment success ratio", started=1110, collected=1795, resource="service/payments"),
        alerts=[
            clock.alert("PaymentSuccessRatio", 1110, entity="service/payments", threshold=0.97),
            clock.alert("RefundFailures", 1150, entity="service/refunds"),
            clock.alert("WalletErrors", 1130, entity="service/wallet"),
        ],
        metrics=[
            clock.metric("service/payments", "error_rate", [*flat(0.002, 35, 1), *flat(0.88, 24, 2, 0.03)], 30),
            clock.metric("service/refunds", "error_rate", [*flat(0.001, 35, 3), *flat(0.99, 24, 4, 0.01)], 30),
            clock.metric("service/wallet", "error_rate", [*flat(0.001, 35, 5), *flat(0.97, 24, 6, 0.01)], 30),
            clock.metric("service/payments", "cpu_usage", [*flat(0.7, 35, 7), *flat(0.4, 24, 8)], 30, unit="Cores"),
            clock.metric("service/card-vault", "request_rate", [*flat(96, 34, 9), 21], 30),
        ],
        logs=[
            *clock.lines("service/payments", 0, 1045, 90, fine, 1),
            *clock.lines("service/payments", 1052, 1790, 28, java, 2, level="ERROR"),
            *clock.lines("service/wallet", 1053, 1790, 45, go, 3, level="error"),
            *clock.lines("service/refunds", 1058, 1790, 60, python, 4, level="ERROR"),
        ],
        changes=[clock.change(-86400, "deployment", "release", "service/wallet", "ci", version="3.3")],
        state=[
            state(
                "service/card-vault",
                "connectivity_check",
                port=8300,
                ok=False,
                detail="connection refused",
                probes=[{"from": "payments", "ok": False}, {"from": "wallet", "ok": False}],
            ),
        ],
        topology=edges(
            "service/payments service/card-vault",
            "service/wallet service/card-vault",
            "service/refunds service/card-vault",
            "service/payments service/wallet",
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dependency.unreachable",
        "entity": "service/card-vault",
        "kind": "fault",
        "near": ["app.config.dependency_address_wrong", "network.policy_blocked", "deployment.bad_release"],
        "written": "before",
    }


def the_index_takes_its_time() -> Scenario:
    """The bought-in search cluster answers ten times slower; timed spans say that all of the wait is there."""
    clock = story(2026, 8, 31, 18)
    spans = [
        "<clock> slow request trace=<id> total=2.<ms>s spans: auth=4ms opensearch.query=2.1s render=11ms",
        "<clock> slow request trace=<id> total=2.<ms>s spans: auth=3ms opensearch.query=2.0s render=12ms",
        "<clock> timeout talking to opensearch after 3000ms, attempt 1 of 2",
    ]
    return bundle(
        "svc-finder-waits",
        incident=clock.incident("finder p90 above 1s", source="datadog", severity="high", started=1310, collected=2390),
        alerts=[clock.alert("finder p90", 1310, entity="service/finder", threshold=1)],
        metrics=[
            clock.metric("service/finder", "latency_p90", [*flat(0.21, 21, 1), *flat(2.2, 18, 2)], unit="Seconds"),
            clock.metric("service/finder", "cpu_usage", [*flat(0.5, 21, 3), *flat(0.42, 18, 4)], unit="Cores"),
            clock.metric("service/finder", "error_rate", [*flat(0.001, 21, 5), *flat(0.03, 18, 6)]),
            clock.metric("service/finder", "request_rate", [*flat(47, 21, 7), *flat(41, 18, 8)]),
            clock.metric(
                "opensearch/listings", "query_latency_avg", [*flat(0.15, 21, 9), *flat(1.9, 18, 10)], unit="Seconds"
            ),
            clock.metric("service/booking", "latency_p90", flat(0.12, 39, 11), unit="Seconds"),
        ],
        logs=[
            *clock.lines("service/finder", 0, 2380, 90, ["<clock> search done total=0.1<ms>s hits=<n>"], 1),
            *clock.lines("service/finder", 1262, 2385, 30, spans, 2),
        ],
        changes=[clock.change(-5000, "config", "rotate log level", "service/booking", "jo")],
        topology=edges("service/finder opensearch/listings reads", "service/finder service/booking"),
        gaps=[
            {"section": "metrics", "entity": "opensearch/listings", "reason": "hosted: only query latency is exported"}
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dependency.slow",
        "entity": "opensearch/listings",
        "kind": "fault",
        "near": ["code.slow_path", "code.timeout_too_short", "network.latency", "traffic.surge"],
        "written": "before",
    }


def the_tax_engine_says_503() -> Scenario:
    """Every caller of the tax engine gets the same 503; nothing else is seen of the engine."""
    clock = story(2026, 5, 12, 8)
    said = '{"type":"about:blank","title":"Service Unavailable","detail":"rate tables reloading","instance":"/rates"}'
    node = [f"<iso> error: tax-engine answered 503 {said}", "<iso> error: checkout <n> rejected: cannot compute tax"]
    dotnet = [
        "fail: Invoices.TaxClient[0]\n      Response status code does not indicate success: 503 (Service Unavailable)."
        f" Body: {said}"
    ]
    return bundle(
        "svc-rate-tables",
        incident=clock.incident("checkout rejections", severity="critical", started=1090, collected=2085),
        alerts=[
            clock.alert("CheckoutRejections", 1090, entity="service/checkout"),
            clock.alert("InvoiceRetries", 1200, entity="service/invoices"),
        ],
        metrics=[
            clock.metric("service/checkout", "error_rate", [*flat(0.004, 20, 1), *flat(0.71, 29, 2, 0.03)], 42),
            clock.metric("service/invoices", "retries", [*[0] * 20, *counts(16, 29, 3)], 42),
            clock.metric("service/tax-engine", "http_503", [*[0] * 20, *counts(390, 29, 4)], 42),
            clock.metric("service/tax-engine", "latency_p50", [*flat(0.05, 20, 5), *flat(0.004, 29, 6)], 42),
            clock.metric("service/checkout", "cpu_utilization", flat(33, 49, 7), 42, unit="Percent"),
        ],
        logs=[
            *clock.lines("service/checkout", 0, 830, 80, ["<iso> info: checkout <n> accepted total=<ms>ms"], 1),
            *clock.lines("service/checkout", 845, 2080, 28, node, 2, level="error"),
            *clock.lines("service/invoices", 850, 2080, 75, dotnet, 3),
        ],
        topology=edges("service/checkout service/tax-engine", "service/invoices service/tax-engine"),
        gaps=[{"section": "logs", "entity": "service/tax-engine", "reason": "run by another team, not shared"}],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dependency.errors",
        "entity": "service/tax-engine",
        "kind": "fault",
        "near": ["code.unhandled_error", "dependency.unreachable", "gateway.rate_limited", "lb.no_healthy_targets"],
        "written": "before",
    }


def the_text_messages_do_not_go_out() -> Scenario:
    """The SMS provider answers 5xx to both regions and owns up on its status page; email through another one works."""
    clock = story(2026, 1, 9, 19)
    ruby = [
        "E, [<clock> #22] ERROR -- : Messaging::Sms: HTTP 503 from https://api.sms-provider.example/2010/Messages:"
        " upstream"
        " carrier timeout",
        "E, [<clock> #22] ERROR -- : OTP <n> not delivered (Faraday::ServerError 503)",
    ]
    return bundle(
        "svc-one-time-codes",
        incident=clock.incident("OTP delivery below 80%", started=1380, collected=2370, resource="service/otp-eu"),
        alerts=[
            clock.alert("OtpDelivery", 1380, entity="service/otp-eu"),
            clock.alert("OtpDelivery", 1390, entity="service/otp-us"),
        ],
        metrics=[
            clock.metric("service/otp-eu", "delivered_ratio", [*flat(0.985, 22, 1, 0.003), *flat(0.31, 17, 2)]),
            clock.metric("service/otp-us", "delivered_ratio", [*flat(0.991, 22, 3, 0.003), *flat(0.28, 17, 4)]),
            clock.metric("service/email", "delivered_ratio", flat(0.997, 39, 5, 0.001)),
            clock.metric("service/otp-eu", "cpu_utilization", flat(12, 39, 6), unit="Percent"),
        ],
        logs=[
            *clock.lines("service/otp-eu", 1325, 2365, 30, ruby, 1),
            *clock.lines("service/otp-us", 1330, 2365, 45, ruby, 2),
            *clock.lines(
                "service/email", 0, 2365, 160, ["I, [<clock> #9] INFO -- : mail <n> accepted 250 2.0.0 Ok"], 3
            ),
        ],
        changes=[clock.change(1000, "deployment", "release", "service/otp-us", "ci", version="2.20")],
        state=[
            state(
                "external/sms-provider",
                "status_page",
                status="Major outage",
                message="We are investigating failed sends in all regions",
                since=clock.at(1420),
            )
        ],
        topology=edges("service/otp-eu external/sms-provider", "service/otp-us external/sms-provider"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dependency.third_party_outage",
        "entity": "external/sms-provider",
        "kind": "fault",
        "near": ["access.credentials_expired", "deployment.bad_release", "dependency.errors"],
        "herring": {"cause": "deployment.bad_release", "entity": "service/otp-us"},
        "written": "before",
    }


def pictures_wait_in_line() -> Scenario:
    """The thumbnail worker's two consumers hang up; publishers are as busy as ever, the queue grows."""
    clock = story(2026, 9, 29, 11)
    rabbit = [
        "<clock>.118 [warning] <0.9<ms>.0> closing AMQP connection (10.2.1.<ms>:38<ms> -> 10.2.0.4:5672): missed"
        " heartbeats from client, timeout: 60s"
    ]
    worker = [
        "[<clock>: INFO/MainProcess] Connected to amqp://thumb@mq:5672//",
        "[<clock>: INFO/ForkPoolWorker-2] thumbs.render[<id>] succeeded in 0.<ms>s",
    ]
    waiting = [3 + place % 4 for place in range(22)] + [290 * place for place in range(1, 24)]
    return bundle(
        "svc-pictures-wait",
        incident=clock.incident("queue thumbs.render deep", severity="warning", started=1620, collected=2690),
        alerts=[clock.alert("QueueDepth", 1620, entity="queue/thumbs.render", threshold=1000, metric="messages_ready")],
        metrics=[
            clock.metric("queue/thumbs.render", "messages_ready", waiting),
            clock.metric("queue/thumbs.render", "publish_rate", flat(4.8, 45, 1)),
            clock.metric("queue/thumbs.render", "deliver_rate", [*flat(4.8, 21, 2), 2.1, *[0] * 23]),
            clock.metric("queue/thumbs.render", "consumers", [*[2] * 21, 1, *[0] * 23]),
            clock.metric("service/uploads", "error_rate", flat(0.001, 45, 3)),
            clock.metric("service/thumb-worker", "cpu_usage", [*flat(0.9, 21, 4), *flat(0.003, 24, 5)], unit="Cores"),
        ],
        logs=[
            *clock.lines("service/thumb-worker", 0, 1290, 70, worker[1:], 1),
            *clock.lines("rabbitmq/mq", 1290, 1400, 50, rabbit, 2),
            *clock.lines("service/uploads", 0, 2680, 110, ["picture <n> stored, thumbs.render published"], 3),
        ],
        topology=edges("service/uploads queue/thumbs.render writes", "service/thumb-worker queue/thumbs.render reads"),
        gaps=[{"section": "logs", "entity": "service/thumb-worker", "reason": "nothing written after 11:21"}],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dependency.queue_backlog",
        "entity": "queue/thumbs.render",
        "also": [{"cause": "dependency.queue_backlog", "entity": "service/thumb-worker"}],
        "kind": "fault",
        "near": ["traffic.surge", "code.deadlock", "data.corrupt_input", "compute.autoscaling_at_max"],
        "written": "before",
    }


def the_cache_came_back_empty() -> Scenario:
    """Redis restarted without its file: hits fall from 96 to 8 percent and the database gets twelve times the reads."""
    clock = story(2026, 11, 10, 20)
    redis = [
        "1:M 10 Nov 2026 20:24:51.020 * Ready to accept connections tcp",
        "1:M 10 Nov 2026 20:24:51.019 # Warning: Could not create server TCP listening socket ::1:6379",
        "1:C 10 Nov 2026 20:24:50.761 * oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo",
    ]
    return bundle(
        "svc-front-page-after-eight",
        incident=clock.incident("front page p90 latency", started=1560, collected=2370, resource="service/frontpage"),
        alerts=[
            clock.alert("FrontpageLatency", 1560, entity="service/frontpage"),
            clock.alert("ArticlesDbCpu", 1640, entity="postgres/articles", threshold=85),
        ],
        metrics=[
            clock.metric("service/frontpage", "latency_p90", [*flat(0.08, 25, 1), *flat(1.1, 14, 2)], unit="Seconds"),
            clock.metric("service/frontpage", "request_rate", flat(220, 39, 3)),
            clock.metric("redis/articles", "hit_ratio", [*flat(0.96, 25, 4, 0.004), *ramp(0.01, 0.15, 14, 5)]),
            clock.metric("redis/articles", "used_memory", [*flat(3.1e9, 25, 6, 0.003), *ramp(2e6, 3e8, 14, 7, 0.01)]),
            clock.metric(
                "redis/articles",
                "uptime_in_seconds",
                [*[86400 * 40 + 60 * n for n in range(25)], *[9 + 60 * n for n in range(14)]],
            ),
            clock.metric("postgres/articles", "reads_per_second", [*flat(410, 25, 8), *flat(4900, 14, 9)]),
            clock.metric(
                "postgres/articles", "cpu_utilization", [*flat(22, 25, 10), *flat(97, 14, 11, 0.01)], unit="Percent"
            ),
        ],
        logs=[
            *(clock.line("redis/articles", 1490.7 - place / 3, text) for place, text in enumerate(redis)),
            *clock.lines(
                "service/frontpage",
                1500,
                2365,
                50,
                ["<clock> warn cache miss article:<n>, loaded from db in 8<ms>ms"],
                1,
            ),
            *clock.lines("service/frontpage", 0, 1480, 130, ["<clock> info rendered front page in <ms>ms"], 2),
        ],
        topology=edges("service/frontpage redis/articles reads", "service/frontpage postgres/articles reads"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dependency.cache_failure",
        "entity": "redis/articles",
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.surge", "dependency.slow", "db.expensive_query"],
        "herring": {"cause": "compute.cpu_saturation", "entity": "postgres/articles"},
        "written": "before",
    }


def one_record_stops_the_partition() -> Scenario:
    """A partner sent a half record; the consumer fails on the same offset again and again and moves no further."""
    clock = story(2026, 2, 19, 4)
    kafka = [
        "<clock> ERROR o.a.k.s.e.LogAndFailExceptionHandler - Exception caught during Deserialization, taskId: 0_4,"
        " topic:"
        " meter-readings, partition: 4, offset: 8812077\norg.apache.kafka.common.errors.SerializationException: Can't"
        " deserialize data from topic [meter-readings]\nCaused by: com.fasterxml.jackson.core.io.JsonEOFException:"
        " Unexpected"
        " end-of-input: expected close marker for Object (start marker at [Source: line: 1, column: 1])",
        "<clock> INFO  o.a.k.clients.consumer.KafkaConsumer - Seeking to offset 8812077 for partition meter-readings-4",
    ]
    return bundle(
        "svc-meter-readings",
        incident=clock.incident("meter-billing lag partition 4", severity="high", started=1500, collected=2690),
        alerts=[
            clock.alert("ConsumerLag", 1500, entity="service/meter-billing", metric="consumer_lag", threshold=5000)
        ],
        metrics=[
            clock.metric(
                "service/meter-billing",
                "consumer_lag",
                [*counts(40, 20, 1), *[420 * n for n in range(1, 26)]],
                dimensions={"partition": "4"},
            ),
            clock.metric("service/meter-billing", "consumer_lag", counts(41, 45, 2), dimensions={"partition": "3"}),
            clock.metric("service/meter-billing", "consumer_lag", counts(38, 45, 3), dimensions={"partition": "5"}),
            clock.metric("topic/meter-readings", "messages_in_rate", flat(41, 45, 4)),
        ],
        logs=[
            *clock.lines(
                "service/meter-billing",
                0,
                1195,
                90,
                ["<clock> INFO  b.MeterBilling - billed <n> readings in <ms> ms"],
                1,
            ),
            *clock.lines("service/meter-billing", 1203, 2685, 40, kafka, 2),
            clock.line(
                "service/partner-gate",
                1201,
                "<clock> WARN  g.Upload - connection reset by peer after 1180 of 2204 bytes",
            ),
        ],
        changes=[clock.change(-50000, "deployment", "release", "service/meter-billing", "ci", version="9.9")],
        topology=edges(
            "service/meter-billing topic/meter-readings reads", "service/partner-gate topic/meter-readings writes"
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "data.corrupt_input",
        "entity": "service/meter-billing",
        "also": [{"cause": "data.corrupt_input", "entity": "topic/meter-readings"}],
        "kind": "fault",
        "near": ["dependency.queue_backlog", "code.unhandled_error", "data.skew", "sqs.poison_message"],
        "written": "before",
    }


def one_shop_has_all_the_orders() -> Scenario:
    """Keys are shops, and one shop sells tickets today: the worker with its shard is full, five others are idle."""
    clock = story(2026, 5, 22, 9)
    busy = [
        "<iso>  WARN stats: shard=2 key=shop-7731 share=0.91 of events, queue=<n>",
        "<iso>  INFO stats: shard=2 flush <ms>ms",
    ]
    idle = ["<iso>  INFO stats: shard=5 flush <ms>ms queue=0"]
    metrics = []
    for place in range(6):
        hot = place == 2
        entity = f"pod/stats-worker-{place}"
        metrics += [
            clock.metric(
                entity, "events_per_second", [*flat(150, 20, place), *flat(1480 if hot else 140, 20, 10 + place)], 30
            ),
            clock.metric(
                entity,
                "cpu_utilization",
                [*flat(30, 20, 20 + place), *flat(98 if hot else 28, 20, 30 + place, 0.01 if hot else 0.06)],
                30,
                unit="Percent",
            ),
        ]
    return bundle(
        "svc-shop-7731",
        incident=clock.incident(
            "dashboards 10 minutes late", severity="high", source="datadog", started=680, collected=1190
        ),
        alerts=[clock.alert("stats delay", 680, entity="service/stats", metric="processing_delay", threshold=120)],
        metrics=[
            *metrics,
            clock.metric("service/stats", "processing_delay", [*flat(2, 20, 61), *[25 * n for n in range(1, 21)]], 30),
        ],
        logs=[
            *clock.lines("pod/stats-worker-2", 605, 1185, 30, busy, 1),
            *clock.lines("pod/stats-worker-5", 0, 1185, 120, idle, 2),
        ],
        topology=edges(*(f"service/stats pod/stats-worker-{place}" for place in range(6)), kind="owns"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "data.skew",
        "entity": "pod/stats-worker-2",
        "also": [{"cause": "data.skew", "entity": "service/stats"}],
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.surge", "compute.autoscaling_at_max", "data.corrupt_input"],
        "herring": {"cause": "compute.cpu_saturation", "entity": "pod/stats-worker-2"},
        "written": "before",
    }


def ten_of_ten_in_use() -> Scenario:
    """A pool of ten is handed out and not given back: callers wait thirty seconds; the database has room."""
    clock = story(2026, 4, 23, 10)
    hikari = [
        "<clock> ERROR 1 --- [exec-18] o.h.engine.jdbc.spi.SqlExceptionHelper : HikariPool-1 - Connection is not"
        " available,"
        " request timed out after 30001ms (total=10, active=10, idle=0, waiting=87)",
        "<clock>  WARN 1 --- [l-1 housekeeper] com.zaxxer.hikari.pool.ProxyLeakTask : Connection leak detection"
        " triggered for"
        " org.postgresql.jdbc.PgConnection@4f2a on thread exec-11, stack trace follows\njava.lang.Exception:"
        " Apparent connection"
        " leak detected\n\tat c.m.leases.ScanService.open(ScanService.java:52)",
    ]
    return bundle(
        "svc-leases-thirty-seconds",
        incident=clock.incident("leases latency p90 30s", started=1520, collected=2390, resource="service/leases"),
        alerts=[
            clock.alert("LeasesLatency", 1520, entity="service/leases"),
            clock.alert("PortalErrors", 1550, entity="service/portal"),
        ],
        metrics=[
            clock.metric("service/leases", "pool_active", [*counts(4, 18, 1, 0.2), 5, 6, 7, 8, 9, 9, *[10] * 16]),
            clock.metric("service/leases", "pool_pending", [*[0] * 24, *counts(80, 16, 2)]),
            clock.metric(
                "service/leases", "latency_p90", [*flat(0.1, 24, 3), *flat(30.1, 16, 4, 0.003)], unit="Seconds"
            ),
            clock.metric("service/portal", "error_rate", [*flat(0.002, 24, 5), *flat(0.4, 16, 6)]),
            clock.metric("postgres/estate", "connections", [*counts(41, 24, 7, 0.03), *counts(44, 16, 8, 0.02)]),
            clock.metric("postgres/estate", "cpu_utilization", [*flat(19, 24, 9), *flat(11, 16, 10)], unit="Percent"),
            clock.metric("postgres/estate", "query_time_p95", flat(0.012, 40, 11), unit="Seconds"),
        ],
        logs=[
            *clock.lines(
                "service/leases",
                0,
                1430,
                110,
                ["<clock>  INFO 1 --- [exec-3] c.m.leases.Api : lease <n> in <ms> ms"],
                1,
            ),
            *clock.lines("service/leases", 1445, 2385, 35, hikari, 2),
        ],
        state=[state("postgres/estate", "database", parameters={"max_connections": 200}, version="16.3")],
        topology=edges("service/portal service/leases", "service/leases postgres/estate"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "db.connections_exhausted",
        "entity": "service/leases",
        "also": [{"cause": "db.connections_exhausted", "entity": "postgres/estate"}],
        "kind": "fault",
        "near": ["dependency.slow", "compute.thread_pool_exhausted", "db.lock_contention", "db.unreachable"],
        "written": "before",
    }


def sorry_too_many_clients() -> Scenario:
    """Four services are turned away by the server itself; the report runner opens ever more connections."""
    clock = story(2026, 7, 28, 14)
    fatal = ["<clock> UTC [<n>] FATAL:  sorry, too many clients already"]
    ruby = [
        'PG::ConnectionBad: connection to server at "10.6.0.8", port 5432 failed: FATAL:  sorry, too many clients'
        " already"
    ]
    go = ['level=error msg="load failed" err="pq: sorry, too many clients already"']
    return bundle(
        "svc-too-many-clients",
        incident=clock.incident("several services: database errors", source="manual", started=1440, collected=2090),
        alerts=[
            clock.alert("menu 5xx", 1440, entity="service/menu"),
            clock.alert("tables 5xx", 1450, entity="service/tables"),
        ],
        metrics=[
            clock.metric(
                "postgres/resto", "numbackends", [*counts(61, 14, 1, 0.02), *ramp(62, 99, 9, 2, 0.01), *[100] * 12]
            ),
            clock.metric("service/report-runner", "db_connections_open", [*[2] * 14, *range(4, 40, 4), *[41] * 12]),
            clock.metric("service/menu", "error_rate", [*flat(0.001, 23, 3), *flat(0.5, 12, 4)]),
            clock.metric("service/tables", "error_rate", [*flat(0.001, 23, 5), *flat(0.44, 12, 6)]),
            clock.metric("postgres/resto", "cpu_utilization", flat(27, 35, 7), unit="Percent"),
        ],
        logs=[
            *clock.lines("postgres/resto", 1385, 2085, 20, fatal, 1),
            *clock.lines("service/menu", 1390, 2085, 40, ruby, 2),
            *clock.lines("service/tables", 1391, 2085, 45, go, 3),
            *clock.lines(
                "service/report-runner", 845, 1390, 60, ["rows done: <n>", "opened connection for row <n>"], 4
            ),
        ],
        state=[
            state(
                "postgres/resto", "database", parameters={"max_connections": 100, "superuser_reserved_connections": 3}
            )
        ],
        topology=edges(
            "service/menu postgres/resto", "service/tables postgres/resto", "service/report-runner postgres/resto"
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "db.connections_exhausted",
        "entity": "postgres/resto",
        "also": [{"cause": "db.connections_exhausted", "entity": "service/report-runner"}],
        "kind": "fault",
        "near": ["db.unreachable", "db.credentials_invalid", "traffic.surge"],
        "written": "before",
    }


def the_night_run_keeps_its_rows() -> Scenario:
    """The dunning run holds row locks for an hour in one transaction; orders wait fifty seconds and are undone."""
    clock = story(2026, 10, 16, 1)
    app = [
        "[<clock>] app.ERROR: SQLSTATE[HY000]: General error: 1205 Lock wait timeout exceeded; try restarting"
        " transaction (SQL:"
        " update `customers` set `balance` = 14.20 where `id` = <n>)",
    ]
    mysql = [
        "<clock> InnoDB: Transaction 88120441, ACTIVE 1<n> sec, 41122 row lock(s), undo log entries 40980, MySQL"
        " thread id"
        " 5511, query host 10.0.7.3 dunning"
    ]
    return bundle(
        "svc-dunning-at-night",
        incident=clock.incident("orders: write failures", severity="high", started=1330, collected=2390),
        alerts=[clock.alert("OrdersWriteFailures", 1330, entity="service/orders")],
        metrics=[
            clock.metric("mysql/erp", "row_lock_waits", [*counts(1, 20, 1, 0.5), *counts(44, 20, 2)]),
            clock.metric("mysql/erp", "row_lock_time_avg", [*flat(0.003, 20, 3), *flat(41, 20, 4)], unit="Seconds"),
            clock.metric("mysql/erp", "cpu_utilization", [*flat(24, 20, 5), *flat(19, 20, 6)], unit="Percent"),
            clock.metric("service/orders", "error_rate", [*flat(0.001, 20, 7), *flat(0.27, 20, 8)]),
            clock.metric(
                "service/orders", "latency_p90", [*flat(0.09, 20, 9), *flat(50.1, 20, 10, 0.004)], unit="Seconds"
            ),
        ],
        logs=[
            *clock.lines("service/orders", 1255, 2385, 30, app, 1),
            *clock.lines("mysql/erp", 1300, 2385, 180, mysql, 2),
            clock.line("job/dunning", 1200, "dunning run 2026-10 started, 51200 customers, mode=single-transaction"),
            clock.line("job/dunning", 2300, "dunning run 2026-10: 41122 of 51200"),
        ],
        changes=[clock.change(-20000, "deployment", "release", "service/orders", "ci", version="r604")],
        topology=edges("service/orders mysql/erp writes", "job/dunning mysql/erp writes"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "db.lock_contention",
        "entity": "mysql/erp",
        "also": [{"cause": "db.lock_contention", "entity": "job/dunning"}],
        "kind": "fault",
        "near": ["deployment.schema_migration", "db.connections_exhausted", "dependency.slow", "code.deadlock"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    nobody_answers_at_the_vault,
    the_index_takes_its_time,
    the_tax_engine_says_503,
    the_text_messages_do_not_go_out,
    pictures_wait_in_line,
    the_cache_came_back_empty,
    one_record_stops_the_partition,
    one_shop_has_all_the_orders,
    ten_of_ten_in_use,
    sorry_too_many_clients,
    the_night_run_keeps_its_rows,
)
