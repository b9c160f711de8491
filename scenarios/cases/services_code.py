"""What code itself does wrong, with and without a change in view: errors, leaks, waits, releases, flags, migrations."""

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import counts, edges, flat, ramp, state, story


def a_null_nobody_expected() -> Scenario:
    """Loyalty dereferences null for members without a tier, who came with a partner; nothing of it was released."""
    clock = story(2026, 3, 30, 10)
    fine = [
        "<clock>.310  INFO 1 --- [nio-8080-exec-<ms>] c.k.loyalty.PointsController : member <n> balance read in"
        " <ms> ms",
        "<clock>.822  INFO 1 --- [nio-8080-exec-<ms>] c.k.loyalty.PointsController : member <n> earned 14 points",
        "<clock>.402  WARN 1 --- [   scheduling-1] o.s.c.n.e.s.EurekaClient : heartbeat took <ms> ms",
    ]
    broken = [
        "<clock>.544 ERROR 1 --- [nio-8080-exec-7] o.a.c.c.C.[.[.[/].[dispatcherServlet] : Servlet.service() for"
        " servlet"
        ' [dispatcherServlet] threw exception\njava.lang.NullPointerException: Cannot invoke "com.kuehl.loyalty.Tier'
        '.multiplier()" because the return value of "com.kuehl.loyalty.Member.tier()" is null\n'
        "\tat com.kuehl.loyalty.PointsService.earn(PointsService.java:91)\n"
        "\tat com.kuehl.loyalty.PointsController.earn(PointsController.java:44)",
    ]
    caller = [
        "<clock> [checkout-77c] ERROR upstream loyalty responded 500 for POST /earn, order <n> continues without"
        " points",
        "<clock> [checkout-77c] ERROR HttpServerErrorException$InternalServerError: 500 from http://loyalty:8080/earn",
    ]
    return bundle(
        "svc-points-without-tier",
        incident=clock.incident(
            "checkout-errors",
            source="datadog",
            severity="high",
            started=1560,
            collected=2400,
            resource="service/checkout",
        ),
        alerts=[
            clock.alert("checkout-errors", 1560, entity="service/checkout", threshold=10, metric="errors"),
            clock.alert("loyalty-cpu", -4000, state="ok", entity="service/loyalty"),
        ],
        metrics=[
            clock.metric("service/checkout", "errors", [*counts(0.3, 25, 1), *counts(44, 15, 2, 0.1)]),
            clock.metric("service/loyalty", "http_5xx", [*[0] * 25, *counts(22, 15, 3, 0.1)]),
            clock.metric("service/loyalty", "request_rate", flat(3.1, 40, 4)),
            clock.metric("service/loyalty", "cpu_utilization", flat(21, 40, 5), unit="Percent"),
            clock.metric("service/members", "latency_p90", flat(0.03, 40, 6), unit="Seconds"),
            clock.metric("service/members", "error_rate", [0] * 40),
        ],
        logs=[
            *clock.lines("service/loyalty", 0, 2390, 80, fine, 1, source="loyalty"),
            *clock.lines("service/loyalty", 1505, 2395, 35, broken, 2, source="loyalty", level="ERROR"),
            *clock.lines("service/checkout", 1506, 2395, 18, caller, 3, source="checkout", level="ERROR"),
        ],
        changes=[
            clock.change(-259200, "deployment", "release", "service/loyalty", "ci", version="1.31.0"),
            clock.change(-5400, "deployment", "release", "service/checkout", "ci", version="8.4.2"),
        ],
        topology=edges("service/checkout service/loyalty", "service/loyalty service/members"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "code.unhandled_error",
        "entity": "service/loyalty",
        "kind": "fault",
        "near": ["deployment.bad_release", "dependency.errors", "data.corrupt_input"],
        "herring": {"cause": "deployment.bad_release", "entity": "service/checkout"},
        "written": "before",
    }


def a_heap_of_listeners() -> Scenario:
    """Live-ticker never removes its listeners: memory climbs for hours, the runtime aborts, and it all starts again."""
    clock = story(2026, 9, 12, 8)
    memory = [*ramp(1.6e8, 1.02e9, 19, 1, 0.01), *ramp(1.6e8, 1.03e9, 19, 2, 0.01), *ramp(1.6e8, 7.4e8, 14, 3, 0.01)]
    fine = [
        '{"level":30,"time":"<iso>","msg":"match <n> pushed to 2041 sockets in <ms>ms"}',
        '{"level":30,"time":"<iso>","msg":"heartbeat ok"}',
    ]
    warn = (
        "(node:1) MaxListenersExceededWarning: Possible EventEmitter memory leak detected. 11 goal listeners added to"
        " [ScoreFeed]. Use emitter.setMaxListeners() to increase limit"
    )
    fatal = (
        "<--- Last few GCs --->\n[1:0x5f] 11520412 ms: Mark-sweep 1009.8 (1031.2) -> 1008.9 (1031.4) MB, 1204.1 /"
        " 0.0 ms"
        "  (average mu = 0.11) allocation failure; scavenge might not succeed\n<--- JS stacktrace --->\n"
        "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"
    )
    return bundle(
        "svc-ticker-restarts",
        incident=clock.incident("live-ticker restarted again", severity="warning", started=11520, collected=15590),
        alerts=[clock.alert("LiveTickerRestarts", 11520, entity="service/live-ticker", count=2)],
        metrics=[
            clock.metric("service/live-ticker", "memory_usage", memory, 300, unit="Bytes"),
            clock.metric(
                "service/live-ticker",
                "event_listeners",
                ramp(40, 9100, 19, 8, 0) + ramp(40, 9200, 19, 9, 0) + ramp(40, 6500, 14, 10, 0),
                300,
            ),
            clock.metric("service/live-ticker", "request_rate", flat(88, 52, 4), 300),
            clock.metric("service/score-feed", "memory_usage", flat(2.2e8, 52, 5, 0.02), 300, unit="Bytes"),
        ],
        logs=[
            clock.line("service/live-ticker", 61, warn, level="warn"),
            clock.line("service/live-ticker", 5610, fatal, level="fatal"),
            clock.line("service/live-ticker", 5660, warn, level="warn"),
            clock.line("service/live-ticker", 11310, fatal, level="fatal"),
            clock.line("service/live-ticker", 11372, warn, level="warn"),
            *clock.lines("service/live-ticker", 20, 15500, 500, fine, 6),
        ],
        state=[state("service/live-ticker", "service_status", replicas="1/1", restarts=2, version="3.0.7", age="19d")],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "code.memory_leak",
        "entity": "service/live-ticker",
        "also": [{"cause": "compute.memory_leak", "entity": "service/live-ticker"}],
        "kind": "fault",
        "near": ["compute.memory_saturation", "compute.instance_lost"],
        "written": "before",
    }


def one_report_takes_eighteen_seconds() -> Scenario:
    """The ledger export renders in quadratic time for big tenants; the database answers in milliseconds throughout."""
    clock = story(2026, 6, 18, 15)
    fine = [
        "<clock> INFO reports.views tenant=<n> path=/reports/summary total=0.<ms>s db=0.02s render=0.03s",
        "<clock> INFO reports.views tenant=<n> path=/reports/cashflow total=0.<ms>s db=0.03s render=0.04s",
    ]
    slow = [
        "<clock> WARNING reports.slow tenant=4410 path=/reports/ledger.csv total=18.<ms>s db=0.04s render=18.1s"
        " rows=21140",
        "<clock> WARNING reports.slow tenant=4410 path=/reports/ledger.csv total=17.<ms>s db=0.05s render=17.5s"
        " rows=20902",
    ]
    profile = (
        "<clock> INFO reports.profiler sampled 30s: 91% in reports/export.py:merge_rows (list.index), 4% in"
        " json.encoder, 1% in psycopg"
    )
    return bundle(
        "svc-ledger-export",
        incident=clock.incident(
            "reports p95 latency > 5s", severity="high", source="datadog", started=1320, collected=2395
        ),
        alerts=[clock.alert("reports p95", 1320, entity="service/reports", threshold=5, metric="latency_p95")],
        metrics=[
            clock.metric("service/reports", "latency_p95", [*flat(0.4, 20, 1), *flat(13, 20, 2, 0.2)], unit="Seconds"),
            clock.metric("service/reports", "latency_p50", flat(0.08, 40, 3), unit="Seconds"),
            clock.metric("service/reports", "cpu_usage", [*flat(0.4, 20, 4), *flat(1.3, 20, 5)], unit="Cores"),
            clock.metric("service/reports", "request_rate", flat(11, 40, 6)),
            clock.metric("service/reports", "error_rate", [0] * 40),
            clock.metric("postgres/books", "query_time_p95", flat(0.031, 40, 7), unit="Seconds"),
            clock.metric("postgres/books", "cpu_utilization", flat(18, 40, 8), unit="Percent"),
        ],
        logs=[
            *clock.lines("service/reports", 0, 2390, 70, fine, 1),
            *clock.lines("service/reports", 1215, 2390, 60, slow, 2, level="WARNING"),
            clock.line("service/reports", 1900, profile),
        ],
        topology=edges("service/reports postgres/books reads"),
        changes=[clock.change(-600000, "deployment", "deploy", "service/reports", "ci", version="2026.6.1")],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "code.slow_path",
        "entity": "service/reports",
        "kind": "fault",
        "near": ["dependency.slow", "db.lock_contention", "compute.cpu_saturation", "data.skew"],
        "written": "before",
    }


def two_threads_hold_what_the_other_wants() -> Scenario:
    """Seat allocation stops in a lock cycle that the runtime's own dump names; callers time out, CPU falls away."""
    clock = story(2026, 2, 14, 18)
    dump = (
        "<clock> WARN  c.a.alloc.Watchdog - no allocation finished for 60000 ms, dumping threads\n"
        "Found one Java-level deadlock:\n=============================\n"
        '"alloc-worker-3":\n  waiting to lock monitor 0x00007f1c (object 0x00000000e0a1, a com.arena.alloc.RowLock),\n'
        '  which is held by "alloc-worker-5"\n"alloc-worker-5":\n  waiting to lock monitor 0x00007f2a (object'
        ' 0x00000000e0b7, a com.arena.alloc.BlockLock),\n  which is held by "alloc-worker-3"'
    )
    fine = ["<clock> INFO  c.a.alloc.Allocator - order <n> got 2 seats in <ms> ms"]
    caller = [
        "<clock> ERROR c.a.sales.SeatClient - POST http://seat-alloc:9000/allocate: java.net.SocketTimeoutException:"
        " Read timed out",
        "<clock> WARN  c.a.sales.SeatClient - retry 2/3 for order <n>",
    ]
    return bundle(
        "svc-seats-stand-still",
        incident=clock.incident("sales: order failures", started=1020, collected=1810, resource="service/sales"),
        alerts=[
            clock.alert("SalesOrderFailures", 1020, entity="service/sales"),
            clock.alert("SeatAllocThroughputZero", 1080, entity="service/seat-alloc", metric="allocations"),
        ],
        metrics=[
            clock.metric("service/seat-alloc", "allocations", [*flat(52, 30, 1), 11, *[0] * 29], 30),
            clock.metric("service/seat-alloc", "cpu_usage", [*flat(0.61, 30, 2), 0.2, *flat(0.012, 29, 3)], 30),
            clock.metric("service/seat-alloc", "threads_active", [*counts(9, 30, 4), 14, *[16] * 29], 30),
            clock.metric("service/sales", "error_rate", [*flat(0.002, 31, 5), *flat(0.93, 29, 6, 0.03)], 30),
            clock.metric("service/sales", "latency_p50", [*flat(0.07, 30, 7), *flat(9.9, 30, 8, 0.02)], 30),
        ],
        logs=[
            *clock.lines("service/seat-alloc", 0, 905, 60, fine, 1),
            *(clock.line("service/seat-alloc", moment, dump, level="WARN") for moment in (980, 1280, 1580)),
            *clock.lines("service/sales", 915, 1805, 22, caller, 2, level="ERROR"),
        ],
        topology=edges("service/sales service/seat-alloc"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "code.deadlock",
        "entity": "service/seat-alloc",
        "kind": "fault",
        "near": ["compute.thread_pool_exhausted", "dependency.slow", "traffic.drop", "db.lock_contention"],
        "written": "before",
    }


def three_hundred_milliseconds_are_not_enough() -> Scenario:
    """The client of the tax service now gives up after 300 ms; tax answers in 380 ms with 200, as it has for months."""
    clock = story(2026, 7, 21, 9, 30)
    client = [
        'level=error ts=<iso> msg="tax lookup failed" err="Post \\"http://tax.fin:8088/v1/rates\\": context deadline'
        ' exceeded (Client.Timeout exceeded while awaiting headers)" elapsed=300ms',
        'level=error ts=<iso> msg="invoice <n> not priced" err="context deadline exceeded"',
    ]
    server = [
        "ts=<iso> method=POST path=/v1/rates status=200 dur=372ms",
        "ts=<iso> method=POST path=/v1/rates status=200 dur=391ms",
        "ts=<iso> method=GET path=/ready status=200 dur=1ms",
    ]
    gone = ['ts=<iso> level=info msg="client closed connection before response was written" path=/v1/rates']
    return bundle(
        "svc-tax-deadline",
        incident=clock.incident(
            "invoicing: priced invoices dropped to zero", started=940, collected=1790, severity="critical"
        ),
        alerts=[clock.alert("InvoicesNotPriced", 940, entity="service/invoicing")],
        metrics=[
            clock.metric("service/invoicing", "error_rate", [*flat(0.001, 26, 1), *flat(0.97, 34, 2, 0.01)], 30),
            clock.metric("service/invoicing", "latency_p90", [*flat(0.45, 26, 3), *flat(0.303, 34, 4, 0.01)], 30),
            clock.metric("service/tax", "latency_p50", flat(0.375, 60, 5, 0.03), 30, unit="Seconds"),
            clock.metric("service/tax", "latency_p90", flat(0.41, 60, 6, 0.03), 30, unit="Seconds"),
            clock.metric("service/tax", "error_rate", [0] * 60, 30),
        ],
        logs=[
            *clock.lines("service/tax", 0, 1780, 55, server, 1),
            *clock.lines("service/invoicing", 795, 1785, 40, client, 2, level="error"),
            *clock.lines("service/tax", 800, 1785, 90, gone, 3, level="info"),
        ],
        changes=[
            clock.change(
                775,
                "config",
                "merge: stricter http defaults",
                "service/invoicing",
                "r.okafor",
                key="http.client.timeout",
                old="2s",
                new="300ms",
            )
        ],
        state=[
            state("service/invoicing", "service_config", http_client_timeout="300ms", tax_url="http://tax.fin:8088"),
            state("service/tax", "service_status", replicas="4/4", version="11.2"),
        ],
        topology=edges("service/invoicing service/tax"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "code.timeout_too_short",
        "entity": "service/invoicing",
        "kind": "fault",
        "near": ["dependency.slow", "dependency.unreachable", "app.config.value_invalid", "network.latency"],
        "herring": {"cause": "dependency.slow", "entity": "service/tax"},
        "written": "before",
    }


def the_new_image_throws() -> Scenario:
    """Catalog 4.19 throws for every product with variants; replicas still on 4.18 answer well."""
    clock = story(2026, 4, 14, 12)
    fine = [
        "info: Catalog.Api[0]\n      GET /products/<n> responded 200 in <ms> ms [catalog-4.18.3-a]",
        "info: Catalog.Api[0]\n      GET /products/<n> responded 200 in <ms> ms [catalog-4.18.3-b]",
    ]
    broken = [
        "fail: Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware[1]\n      An unhandled exception has"
        " occurred"
        " while executing the request. [catalog-4.19.0-c]\n      System.InvalidOperationException: Sequence contains no"
        " elements\n         at System.Linq.ThrowHelper.ThrowNoElementsException()\n         at"
        " Catalog.Pricing.VariantPricer.Cheapest(Product p) in /src/Pricing/VariantPricer.cs:line 57",
    ]
    caller = ["<clock> warn storefront: catalog returned 500 for /products/<n>, rendering placeholder"]
    return bundle(
        "svc-variants-gone",
        incident=clock.incident("storefront 5xx placeholder ratio", severity="high", started=960, collected=1500),
        alerts=[clock.alert("PlaceholderRatio", 960, entity="service/storefront", threshold=0.02)],
        metrics=[
            clock.metric("service/catalog", "error_rate", [*flat(0.0006, 29, 1), *flat(0.17, 21, 2)], 30),
            clock.metric("service/catalog", "latency_p90", flat(0.06, 50, 3), 30),
            clock.metric("service/catalog", "request_rate", flat(210, 50, 4), 30),
            clock.metric("service/storefront", "placeholder_ratio", [*flat(0.0008, 29, 5), *flat(0.16, 21, 6)], 30),
            clock.metric("service/search", "cpu_utilization", [*flat(40, 36, 7), *flat(71, 14, 8)], 30, unit="Percent"),
        ],
        logs=[
            *clock.lines("service/catalog", 0, 1495, 45, fine, 1),
            *clock.lines("service/catalog", 872, 1495, 22, broken, 2, level="fail"),
            *clock.lines("service/storefront", 873, 1495, 25, caller, 3),
        ],
        changes=[
            clock.change(
                861, "deployment", "canary 33%", "service/catalog", "ci/octopus", version="4.19.0", previous="4.18.3"
            ),
            clock.change(200, "config", "update feature doc", "service/search", "mia"),
        ],
        topology=edges("service/storefront service/catalog", "service/storefront service/search"),
        state=[state("service/catalog", "service_status", replicas={"4.18.3": 2, "4.19.0": 1})],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.bad_release",
        "entity": "service/catalog",
        "kind": "fault",
        "near": ["code.unhandled_error", "dependency.errors", "compute.cpu_saturation"],
        "written": "before",
    }


def the_new_version_is_slow() -> Scenario:
    """A PHP shop's release asks the cache once per row: latency doubles at the very rollout and nothing else moves."""
    clock = story(2026, 10, 1, 13)
    fine = ['[<clock>] production.INFO: listing rendered {"rows":48,"ms":<ms>,"release":"r512"}']
    slow = [
        '[<clock>] production.INFO: listing rendered {"rows":48,"ms":4<ms>,"release":"r513","cache_calls":145}',
        '[<clock>] production.INFO: listing rendered {"rows":48,"ms":5<ms>,"release":"r513","cache_calls":151}',
    ]
    return bundle(
        "svc-listing-r513",
        incident=clock.incident(
            "listing apdex below 0.8", severity="high", source="datadog", started=1500, collected=2340
        ),
        alerts=[clock.alert("apdex listing", 1500, entity="service/listing", threshold=0.8)],
        metrics=[
            clock.metric("service/listing", "latency_p50", [*flat(74, 21, 1), *flat(470, 18, 2)], unit="Milliseconds"),
            clock.metric("service/listing", "latency_p95", [*flat(150, 21, 3), *flat(810, 18, 4)], unit="Milliseconds"),
            clock.metric("service/listing", "request_rate", flat(64, 39, 5)),
            clock.metric("service/listing", "cpu_utilization", [*flat(37, 21, 6), *flat(49, 18, 7)], unit="Percent"),
            clock.metric("redis/sessions", "commands_per_second", [*flat(900, 21, 8), *flat(9800, 18, 9)]),
            clock.metric("redis/sessions", "latency_p99", flat(0.9, 39, 10), unit="Milliseconds"),
            clock.metric("redis/sessions", "cpu_utilization", [*flat(6, 21, 11), *flat(22, 18, 12)], unit="Percent"),
        ],
        logs=[
            *clock.lines("service/listing", 0, 1260, 60, fine, 1),
            *clock.lines("service/listing", 1262, 2330, 40, slow, 2),
        ],
        changes=[
            clock.change(
                1251, "deployment", "symlink switch current -> r513", "service/listing", "deployer", previous="r512"
            ),
            clock.change(-3000, "deployment", "deploy", "service/newsletter", "deployer", version="r88"),
        ],
        topology=edges("service/listing redis/sessions"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.bad_release",
        "entity": "service/listing",
        "kind": "fault",
        "near": ["code.slow_path", "traffic.surge", "dependency.cache_failure", "dependency.slow"],
        "written": "before",
    }


def a_flag_for_everybody() -> Scenario:
    """instant-payout goes to 100 percent; its path raises for accounts without IBAN. A release was an hour before."""
    clock = story(2026, 5, 19, 7)
    fine = [
        "<clock> INFO payouts.worker payout <n> queued via=batch",
        "<clock> INFO payouts.worker payout <n> settled ms=<ms>",
    ]
    broken = [
        "<clock> ERROR payouts.worker payout <n> failed via=instant flag=instant-payout\nTraceback (most recent"
        " call last):"
        '\n  File "/srv/payouts/instant.py", line 73, in send\n    rail = RAILS[account["iban"][:2]]\n'
        "TypeError: 'NoneType' object is not subscriptable",
    ]
    return bundle(
        "svc-instant-payout",
        incident=clock.incident("payout failures", severity="critical", started=4140, collected=4790),
        alerts=[clock.alert("PayoutFailures", 4140, entity="service/payouts", metric="failed")],
        metrics=[
            clock.metric("service/payouts", "failed", [*[0] * 33, *counts(31, 7, 1)], 120),
            clock.metric("service/payouts", "settled", [*counts(240, 33, 2), *counts(205, 7, 3)], 120),
            clock.metric("service/payouts", "cpu_utilization", flat(0.22, 40, 4), 120),
        ],
        logs=[
            *clock.lines("service/payouts", 0, 4780, 170, fine, 1),
            *clock.lines("service/payouts", 4002, 4785, 30, broken, 2, level="ERROR"),
        ],
        changes=[
            clock.change(420, "deployment", "release", "service/payouts", "ci", version="77", previous="76"),
            clock.change(
                3984,
                "flag",
                "update rollout",
                "service/payouts",
                "n.berger",
                flag="instant-payout",
                old="5%",
                new="100%",
            ),
            clock.change(
                3200, "flag", "update rollout", "service/statements", "n.berger", flag="pdf-v2", old="0%", new="10%"
            ),
        ],
        topology=edges("service/payouts service/accounts"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.feature_flag",
        "entity": "service/payouts",
        "kind": "fault",
        "near": ["deployment.bad_release", "code.unhandled_error", "data.corrupt_input"],
        "herring": {"cause": "deployment.bad_release", "entity": "service/payouts"},
        "written": "before",
    }


def a_flag_that_changed_nothing() -> Scenario:
    """A flag for 1 percent of another page was set as rooms began to fail: it is rooms' own mailer."""
    clock = story(2026, 5, 29, 20)
    broken = [
        "<iso> ERROR rooms::mailer: thread 'tokio-runtime-worker' panicked at src/invoice.rs:118:41:\ncalled"
        " `Option::unwrap()` on a `None` value\nnote: run with `RUST_BACKTRACE=1` environment variable to display a"
        " backtrace",
    ]
    fine = ["<iso>  INFO rooms::api: GET /rooms/<n> 200 <ms>ms", "<iso>  INFO rooms::api: POST /hold 201 <ms>ms"]
    return bundle(
        "svc-rooms-panic",
        incident=clock.incident("rooms: confirmation failures", severity="high", started=1300, collected=2100),
        alerts=[clock.alert("RoomsConfirmFailures", 1300, entity="service/rooms")],
        metrics=[
            clock.metric("service/rooms", "http_500", [*[0] * 20, *counts(17, 15, 1)]),
            clock.metric("service/rooms", "request_rate", flat(40, 35, 2)),
            clock.metric("service/rooms", "memory_usage", flat(6.1e7, 35, 3, 0.02), unit="Bytes"),
        ],
        logs=[
            *clock.lines("service/rooms", 0, 2095, 60, fine, 1),
            *clock.lines("service/rooms", 1205, 2095, 28, broken, 2, level="ERROR"),
        ],
        changes=[
            clock.change(1190, "flag", "set", "service/landing", "seo-team", flag="hero-video", old="off", new="1%"),
            clock.change(-90000, "data", "migrate: add index rooms_city_idx", "database/rooms", "ci"),
        ],
        topology=edges("service/landing service/rooms", "service/rooms database/rooms"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "code.unhandled_error",
        "entity": "service/rooms",
        "kind": "fault",
        "near": ["deployment.feature_flag", "deployment.schema_migration", "compute.memory_leak"],
        "herring": {"cause": "deployment.feature_flag", "entity": "service/landing"},
        "written": "before",
    }


def a_column_for_every_row() -> Scenario:
    """A migration rewrites the shipments table under an exclusive lock; readers of four services wait and give up."""
    clock = story(2026, 6, 9, 22)
    waits = [
        "<clock> UTC [4411] LOG:  process 4411 still waiting for AccessShareLock on relation 18421 of database"
        " 16401 after"
        " 1000.118 ms\n<clock> UTC [4411] DETAIL:  Process holding the lock: 3977. Wait queue: 4411, 4432, 4460, 4471.",
        "<clock> UTC [4432] ERROR:  canceling statement due to lock timeout\n<clock> UTC [4432] STATEMENT:  SELECT"
        " * FROM"
        " shipments WHERE tracking_no = $1",
    ]
    apps = [
        "ActiveRecord::LockWaitTimeout: PG::LockNotAvailable: ERROR:  canceling statement due to lock timeout"
        " (shipments)",
        "Rack::Timeout::RequestTimeoutException: Request ran for longer than 15000ms",
    ]
    return bundle(
        "svc-shipments-frozen",
        incident=clock.incident("tracking-web 5xx", started=1290, collected=1795, resource="service/tracking-web"),
        alerts=[
            clock.alert("tracking-web-5xx", 1290, entity="service/tracking-web"),
            clock.alert("driver-app-5xx", 1310, entity="service/driver-api"),
        ],
        metrics=[
            clock.metric("service/tracking-web", "http_5xx", [*counts(0.4, 40, 1), *counts(88, 20, 2)], 30),
            clock.metric("service/driver-api", "http_5xx", [*[0] * 40, *counts(61, 20, 3)], 30),
            clock.metric(
                "postgres/shipping",
                "active_sessions",
                [*counts(12, 40, 4), *[31, 58, 77], *counts(90, 17, 5, 0.02)],
                30,
            ),
            clock.metric(
                "postgres/shipping", "cpu_utilization", [*flat(31, 40, 6), *flat(14, 20, 7)], 30, unit="Percent"
            ),
            clock.metric("postgres/shipping", "write_iops", [*flat(210, 40, 8), *flat(2900, 20, 9)], 30),
        ],
        logs=[
            clock.line("job/shipping-migrate", 1193, "== 20260609_add_customs_code: migrating =="),
            clock.line(
                "job/shipping-migrate",
                1193.4,
                '-- change_column(:shipments, :weight_g, :bigint)  ALTER TABLE "shipments" ALTER COLUMN "weight_g"'
                " TYPE bigint",
            ),
            *clock.lines("postgres/shipping", 1200, 1790, 30, waits, 2),
            *clock.lines("service/tracking-web", 1210, 1790, 25, apps, 3, level="ERROR"),
            *clock.lines("service/driver-api", 1212, 1790, 40, apps[:1], 4, level="ERROR"),
        ],
        changes=[
            clock.change(
                1190,
                "data",
                "rake db:migrate",
                "postgres/shipping",
                "ci/release-train",
                migration="20260609_add_customs_code",
            ),
            clock.change(-1800, "deployment", "release", "service/driver-api", "ci", version="5.88"),
        ],
        topology=edges("service/tracking-web postgres/shipping reads", "service/driver-api postgres/shipping reads"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.schema_migration",
        "entity": "postgres/shipping",
        "also": [
            {"cause": "deployment.schema_migration", "entity": "job/shipping-migrate"},
        ],
        "kind": "fault",
        "near": ["db.lock_contention", "db.connections_exhausted", "deployment.bad_release"],
        "written": "before",
    }


def a_column_taken_away_too_early() -> Scenario:
    """The old column was dropped while the running version still reads it: it is unknown from the migration on."""
    clock = story(2026, 8, 25, 6)
    broken = [
        "<clock> ERROR 1 --- [exec-4] o.h.e.jdbc.spi.SqlExceptionHelper : Unknown column 'c1_0.legacy_segment' in"
        " 'field list'",
        "<clock> ERROR 1 --- [exec-4] c.f.crm.CustomerApi : could not prepare statement [Unknown column"
        " 'c1_0.legacy_segment' in 'field list']; SQL [select c1_0.id,c1_0.legacy_segment from customers c1_0 where"
        " c1_0.id=?]; nested exception is org.hibernate.exception.SQLGrammarException",
    ]
    fine = ["<clock>  INFO 1 --- [exec-2] c.f.crm.CustomerApi : customer <n> loaded in <ms> ms"]
    return bundle(
        "svc-crm-unknown-column",
        incident=clock.incident(
            "crm-api error ratio", severity="high", source="prometheus", started=1520, collected=2090
        ),
        alerts=[clock.alert("CrmApiErrors", 1520, entity="service/crm-api", threshold=0.05)],
        metrics=[
            clock.metric("service/crm-api", "error_rate", [*flat(0.001, 24, 1), *flat(0.62, 11, 2)]),
            clock.metric("service/crm-api", "request_rate", flat(25, 35, 3)),
            clock.metric("mysql/crm", "connections", counts(31, 35, 4)),
        ],
        logs=[
            *clock.lines("service/crm-api", 0, 1410, 60, fine, 1),
            *clock.lines("service/crm-api", 1422, 2085, 20, broken, 2, level="ERROR"),
            clock.line("job/crm-flyway", 1409, 'INFO: Migrating schema `crm` to version "214 - drop legacy segment"'),
            clock.line(
                "job/crm-flyway", 1411, "INFO: Successfully applied 1 migration to schema `crm`, now at version v214"
            ),
        ],
        changes=[
            clock.change(
                1405, "data", "flyway migrate", "mysql/crm", "ci", version="214", description="drop legacy segment"
            ),
            clock.change(-430000, "deployment", "release", "service/crm-api", "ci", version="3.9.1"),
        ],
        topology=edges("service/crm-api mysql/crm reads"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "deployment.schema_migration",
        "entity": "mysql/crm",
        "also": [
            {"cause": "deployment.schema_migration", "entity": "service/crm-api"},
            {"cause": "deployment.schema_migration", "entity": "job/crm-flyway"},
        ],
        "kind": "fault",
        "near": ["code.unhandled_error", "deployment.bad_release", "access.permission_denied"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    a_null_nobody_expected,
    a_heap_of_listeners,
    one_report_takes_eighteen_seconds,
    two_threads_hold_what_the_other_wants,
    three_hundred_milliseconds_are_not_enough,
    the_new_image_throws,
    the_new_version_is_slow,
    a_flag_for_everybody,
    a_flag_that_changed_nothing,
    a_column_for_every_row,
    a_column_taken_away_too_early,
)
