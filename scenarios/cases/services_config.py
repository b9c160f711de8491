"""Settings, routes, names, certificates and rights: what was set wrongly, ran out or was taken away."""

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import counts, edges, flat, state, story


def a_variable_nobody_set() -> Scenario:
    """Receipts cannot start: a variable its code has asked for since the last release is not in the environment."""
    clock = story(2026, 3, 11, 9)
    panic = [
        "panic: required environment variable RECEIPT_SIGNING_KEY is not set",
        "goroutine 1 [running]:\nmain.mustEnv(...)\n\t/src/cmd/receipts/main.go:41\n"
        "main.main()\n\t/src/cmd/receipts/main.go:66",
        "receipts exited with status 2, restarting in 15s",
    ]
    caller = [
        "<clock> ERR checkout: POST http://receipts:7000/print: dial tcp 10.20.8.14:7000: connect: connection refused",
        "<clock> INF checkout: order <n> paid, receipt deferred",
    ]
    return bundle(
        "svc-receipts-do-not-start",
        incident=clock.incident("receipts: no instance up", started=660, collected=1180, resource="service/receipts"),
        alerts=[
            clock.alert("ReceiptsDown", 660, entity="service/receipts", query='up{job="receipts"} == 0'),
            clock.alert("CheckoutDeferredReceipts", 720, entity="service/checkout"),
        ],
        metrics=[
            clock.metric("service/receipts", "up", [*[1] * 20, *[0] * 19], 30),
            clock.metric("service/checkout", "receipts_deferred", [*[0] * 20, *counts(14, 19, 1)], 30),
            clock.metric("service/checkout", "error_rate", flat(0.001, 39, 2), 30),
        ],
        logs=[
            *clock.lines("service/receipts", 0, 590, 60, ["listening on :7000", "printed receipt <n> in <ms>ms"], 1),
            *clock.lines("service/receipts", 612, 1170, 9, panic, 2),
            *clock.lines("service/checkout", 613, 1175, 30, caller, 3),
        ],
        changes=[
            clock.change(601, "deployment", "roll out", "service/receipts", "ci", version="0.44", previous="0.43")
        ],
        state=[
            state(
                "service/receipts", "service_config", environment={"PORT": "7000", "PRINTER_URL": "http://prn-3:631"}
            ),
            state("service/checkout", "service_status", replicas="6/6"),
        ],
        topology=edges("service/checkout service/receipts"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "app.config.env_missing",
        "entity": "service/receipts",
        "kind": "fault",
        "near": ["deployment.bad_release", "code.unhandled_error", "dependency.unreachable", "compute.instance_lost"],
        "written": "before",
    }


def fifty_is_not_a_number() -> Scenario:
    """Someone wrote a word for a pool size: the application context does not come up after the settings were pushed."""
    clock = story(2026, 1, 21, 14)
    fails = [
        "<clock> ERROR 1 --- [main] o.s.b.d.LoggingFailureAnalysisReporter"
        " :\n***************************\nAPPLICATION FAILED"
        " TO START\n***************************\nDescription:\nFailed to bind properties under"
        " 'policy.pool.max-size' to int:\n"
        '    Property: policy.pool.max-size\n    Value: "fifty"\n    Origin: URL'
        " [file:/config/application-prod.yaml] - 14:15\n"
        "    Reason: failed to convert java.lang.String to int (caused by java.lang.NumberFormatException: For"
        " input string:"
        ' "fifty")',
        "<clock>  INFO 1 --- [main] c.v.policy.PolicyApplication : Starting PolicyApplication v6.1.0 using Java 21.0.4",
    ]
    caller = ["<clock> WARN quote-web: policy unavailable: 503 Service Unavailable from lb, showing cached premium"]
    return bundle(
        "svc-policy-pool-size",
        incident=clock.incident("policy instances restarting", severity="high", started=1260, collected=1795),
        alerts=[clock.alert("PolicyRestarts", 1260, entity="service/policy", count=6)],
        metrics=[
            clock.metric("service/policy", "instances_ready", [*[3] * 20, 2, 1, *[0] * 8]),
            clock.metric("service/quote-web", "cached_premiums", [*[0] * 21, *counts(37, 9, 1)]),
        ],
        logs=[
            *clock.lines(
                "service/policy", 0, 1190, 90, ["<clock>  INFO 1 --- [exec-3] c.v.policy.Quotes : quote <n> <ms> ms"], 1
            ),
            *clock.lines("service/policy", 1215, 1790, 25, fails, 2),
            *clock.lines("service/quote-web", 1290, 1790, 30, caller, 3, level="WARN"),
        ],
        changes=[
            clock.change(
                1200, "config", "push application-prod.yaml", "service/policy", "h.lindqvist", commit="a91f0c2"
            ),
            clock.change(300, "deployment", "release", "service/quote-web", "ci", version="19.2"),
        ],
        topology=edges("service/quote-web service/policy"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "app.config.value_invalid",
        "entity": "service/policy",
        "kind": "fault",
        "near": ["app.config.env_missing", "deployment.bad_release", "lb.health_check_wrong"],
        "written": "before",
    }


def one_digit_beside_the_port() -> Scenario:
    """Wishlist now asks Redis at port 6380; the store listens on 6379, where four other services use it happily."""
    clock = story(2026, 9, 15, 12)
    refused = [
        "[ioredis] Unhandled error event: Error: connect ECONNREFUSED 10.44.1.20:6380",
        "MaxRetriesPerRequestError: Reached the max retries per request limit (which is 20). Refer to"
        ' "maxRetriesPerRequest" option for details.',
    ]
    return bundle(
        "svc-wishlist-six-three-eight-oh",
        incident=clock.incident("wishlist 5xx ratio", source="datadog", severity="high", started=1080, collected=1790),
        alerts=[clock.alert("wishlist 5xx", 1080, entity="service/wishlist", threshold=0.05)],
        metrics=[
            clock.metric("service/wishlist", "error_rate", [*flat(0.001, 34, 1), *flat(0.99, 25, 2, 0.004)], 30),
            clock.metric(
                "service/wishlist", "latency_p50", [*flat(6, 34, 3), *flat(420, 25, 4)], 30, unit="Milliseconds"
            ),
            clock.metric("service/cart", "error_rate", flat(0.0008, 59, 5), 30),
            clock.metric(
                "redis/shared", "connected_clients", [*counts(122, 34, 6, 0.02), *counts(98, 25, 7, 0.02)], 30
            ),
            clock.metric("redis/shared", "commands_per_second", [*flat(5100, 34, 8), *flat(4550, 25, 9)], 30),
        ],
        logs=[
            *clock.lines("service/wishlist", 1012, 1785, 22, refused, 1, level="error"),
            *clock.lines("service/cart", 0, 1785, 90, ["cart <n> saved to redis 10.44.1.20:6379 in <ms>ms"], 2),
        ],
        changes=[
            clock.change(
                1004,
                "config",
                "env update",
                "service/wishlist",
                "pipeline",
                key="REDIS_URL",
                old="redis://10.44.1.20:6379/3",
                new="redis://10.44.1.20:6380/3",
            ),
        ],
        state=[
            state("redis/shared", "redis_info", port=6379, role="master", uptime_days=61),
            state("service/wishlist", "service_config", environment={"REDIS_URL": "redis://10.44.1.20:6380/3"}),
        ],
        topology=edges("service/wishlist redis/shared", "service/cart redis/shared"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "app.config.dependency_address_wrong",
        "entity": "service/wishlist",
        "kind": "fault",
        "near": ["dependency.unreachable", "network.policy_blocked", "dependency.cache_failure"],
        "herring": {"cause": "dependency.unreachable", "entity": "redis/shared"},
        "written": "before",
    }


def the_certificate_of_the_third_of_may() -> Scenario:
    """The signing service's certificate ran out at midnight; every client language says so in its own words."""
    clock = story(2026, 5, 3, 23, 30)
    go = [
        'level=error msg="sign failed" err="Post \\"https://signer.int:8443/sign\\": tls: failed to verify'
        " certificate: x509:"
        ' certificate has expired or is not yet valid: current time <iso> is after 2026-05-03T23:59:59Z"'
    ]
    java = [
        "<clock> ERROR archive - PKIX path validation failed: java.security.cert.CertPathValidatorException:"
        " validity check"
        " failed; Caused by: java.security.cert.CertificateExpiredException: NotAfter: Sun May 03 23:59:59 UTC 2026"
    ]
    server = ["http: TLS handshake error from 10.9.3.<ms>:51<ms>: remote error: tls: bad certificate"]
    return bundle(
        "svc-signer-after-midnight",
        incident=clock.incident("contracts cannot be signed", started=1980, collected=3580, source="synthetic-monitor"),
        alerts=[
            clock.alert("sign-contract-check", 1980, count=26, reason="expected 200 got 502"),
            clock.alert("archive-errors", 2010, entity="service/archive"),
        ],
        metrics=[
            clock.metric("service/contracts", "error_rate", [*flat(0.002, 30, 1), *flat(1, 29, 2, 0)]),
            clock.metric("service/signer", "request_rate", [*flat(7.1, 30, 3), *[0] * 29]),
            clock.metric("service/signer", "cpu_usage", [*flat(0.2, 30, 4), *flat(0.06, 29, 5)], unit="Cores"),
        ],
        logs=[
            *clock.lines("service/contracts", 1802, 3570, 70, go, 1, level="error"),
            *clock.lines("service/archive", 1830, 3570, 120, java, 2, level="ERROR"),
            *clock.lines("service/signer", 1802, 3570, 90, server, 3),
            *clock.lines("service/signer", 0, 1790, 150, ["signed document <n> in <ms>ms"], 4),
        ],
        changes=[clock.change(-40000, "deployment", "release", "service/contracts", "ci", version="27.0")],
        topology=edges("service/contracts service/signer", "service/archive service/signer"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "app.certificate_expired",
        "entity": "service/signer",
        "kind": "fault",
        "near": ["access.credentials_expired", "dependency.unreachable", "traffic.drop"],
        "written": "before",
    }


def the_token_had_a_year() -> Scenario:
    """The carrier's API token of the shipping service reached its end; the carrier itself is up."""
    clock = story(2026, 2, 1, 0)
    bad = [
        "requests.exceptions.HTTPError: 401 Client Error: Unauthorized for url: https://api.carrier.example/v3/labels",
        '<clock> ERROR labels: carrier said {"error":"invalid_token","error_description":"The access token expired at'
        ' 2026-02-01T00:00:00Z"}',
    ]
    return bundle(
        "svc-labels-at-new-month",
        incident=clock.incident("label creation failing", severity="critical", started=120, collected=1490),
        alerts=[clock.alert("LabelFailures", 120, entity="service/shipping", metric="label_errors")],
        metrics=[
            clock.metric("service/shipping", "label_errors", [*[0] * 20, *counts(18, 25, 1, 0.2)], first=-1200),
            clock.metric(
                "service/shipping", "http_client_status_401", [*[0] * 20, *counts(18, 25, 2, 0.2)], first=-1200
            ),
            clock.metric("service/shipping", "latency_p50", [*flat(0.35, 20, 3), *flat(0.11, 25, 4)], first=-1200),
        ],
        logs=[
            *clock.lines("service/shipping", -1200, -5, 90, ["<clock> INFO labels: label <n> created in 3<ms>ms"], 1),
            *clock.lines("service/shipping", 3, 1485, 40, bad, 2, level="ERROR"),
            *clock.lines(
                "service/shipping", -1100, 1480, 200, ["<clock> INFO pickup: 12 parcels announced via ftp"], 3
            ),
        ],
        state=[state("external/carrier-api", "status_page", status="All systems operational", checked="5 minutes ago")],
        topology=edges("service/shipping external/carrier-api"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "access.credentials_expired",
        "entity": "service/shipping",
        "kind": "fault",
        "near": [
            "dependency.third_party_outage",
            "access.permission_denied",
            "app.certificate_expired",
            "dependency.errors",
        ],
        "herring": {"cause": "dependency.third_party_outage", "entity": "external/carrier-api"},
        "written": "before",
    }


def a_right_revoked_in_good_order() -> Scenario:
    """A tidy-up took the insert right of the audit role away; only audit's writes fail, by name of the table."""
    clock = story(2026, 10, 14, 17)
    denied = [
        "<clock> [error] audit: Npgsql.PostgresException (0x80004005): 42501: permission denied for table"
        " audit_entries",
        "<clock> [warn] audit: entry <n> parked in memory, 42501",
    ]
    pg = [
        "<clock> UTC [8831] audit_rw@core ERROR:  permission denied for table audit_entries",
        "<clock> UTC [8831] audit_rw@core STATEMENT:  INSERT INTO audit_entries (actor, verb, at) VALUES ($1,$2,$3)",
    ]
    return bundle(
        "svc-audit-entries",
        incident=clock.incident("audit backlog in memory", severity="high", started=1500, collected=2390),
        alerts=[clock.alert("AuditParked", 1500, entity="service/audit", threshold=200)],
        metrics=[
            clock.metric("service/audit", "entries_parked", [*[0] * 22, *[37 * n for n in range(1, 18)]]),
            clock.metric("service/audit", "entries_written", [*counts(38, 22, 1), *[0] * 17]),
            clock.metric("postgres/core", "connections", counts(74, 39, 2, 0.03)),
            clock.metric("service/admin", "error_rate", flat(0.002, 39, 3)),
        ],
        logs=[
            *clock.lines("service/audit", 1325, 2385, 40, denied, 1, level="error"),
            *clock.lines("postgres/core", 1325, 2385, 60, pg, 2),
            *clock.lines("service/admin", 0, 2385, 200, ["<clock> [info] admin: page users 200 <ms> ms"], 3),
        ],
        changes=[
            clock.change(
                1312, "access", "REVOKE INSERT ON ALL TABLES IN SCHEMA audit FROM audit_rw", "postgres/core", "dba.kim"
            ),
            clock.change(900, "deployment", "release", "service/admin", "ci", version="4.4"),
        ],
        topology=edges("service/audit postgres/core writes", "service/admin postgres/core reads"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "access.permission_denied",
        "entity": "service/audit",
        "also": [{"cause": "access.permission_denied", "entity": "postgres/core"}],
        "kind": "fault",
        "near": ["access.credentials_expired", "deployment.schema_migration", "dependency.queue_backlog"],
        "written": "before",
    }


def carts_end_up_at_the_catalogue() -> Scenario:
    """After a routing change the gateway hands /api/cart to the catalogue, which knows no such path; cart sits idle."""
    clock = story(2026, 7, 2, 10)
    access = [
        '[<iso>] "POST /api/cart/items HTTP/2" 404 - 0 19 2 1 "-" "shop-ios/9.1" "<id>" "shop.example"'
        ' "catalogue_8080"',
        '[<iso>] "GET /api/cart HTTP/2" 404 - 0 19 1 1 "-" "Mozilla/5.0" "<id>" "shop.example" "catalogue_8080"',
        '[<iso>] "GET /api/products/<n> HTTP/2" 200 - 0 2841 14 13 "-" "Mozilla/5.0" "<id>" "shop.example"'
        ' "catalogue_8080"',
    ]
    before = [
        '[<iso>] "GET /api/cart HTTP/2" 200 - 0 611 9 8 "-" "Mozilla/5.0" "<id>" "shop.example" "cart_8080"',
        '[<iso>] "GET /api/products/<n> HTTP/2" 200 - 0 2841 14 13 "-" "Mozilla/5.0" "<id>" "shop.example"'
        ' "catalogue_8080"',
    ]
    return bundle(
        "svc-carts-not-found",
        incident=clock.incident(
            "add-to-cart check failing", severity="critical", source="synthetic-monitor", collected=1790
        ),
        alerts=[
            clock.alert("add-to-cart", 960, count=9, reason="POST /api/cart/items: expected 201, got 404"),
            clock.alert("CatalogueNotFoundRatio", 1020, entity="service/catalogue"),
        ],
        metrics=[
            clock.metric("service/cart", "request_rate", [*flat(41, 30, 1), *[0] * 29], 30),
            clock.metric("service/cart", "error_rate", [0.0] * 59, 30),
            clock.metric("service/catalogue", "request_rate", [*flat(180, 30, 2), *flat(219, 29, 3)], 30),
            clock.metric("service/catalogue", "http_404", [*counts(2, 30, 4, 0.4), *counts(1180, 29, 5)], 30),
        ],
        logs=[
            *clock.lines("gateway/edge", 0, 895, 60, before, 1, source="envoy/access"),
            *clock.lines("gateway/edge", 905, 1785, 25, access, 2, source="envoy/access"),
            *clock.lines("service/catalogue", 905, 1785, 60, ["WARN no route for /api/cart/items"], 3),
        ],
        changes=[
            clock.change(898, "config", "apply routes.yaml", "gateway/edge", "i.novak", summary="merge /api prefixes"),
            clock.change(500, "deployment", "release", "service/catalogue", "ci", version="88"),
        ],
        state=[
            state(
                "gateway/edge",
                "gateway_routes",
                routes=[{"prefix": "/api/", "cluster": "catalogue_8080"}, {"prefix": "/", "cluster": "web_3000"}],
            ),
            state("service/cart", "service_status", replicas="4/4", ready=True),
        ],
        topology=edges("gateway/edge service/cart", "gateway/edge service/catalogue"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "gateway.route_wrong",
        "entity": "service/cart",
        "also": [{"cause": "gateway.route_wrong", "entity": "gateway/edge"}],
        "kind": "fault",
        "near": ["deployment.bad_release", "traffic.drop", "code.unhandled_error"],
        "herring": {"cause": "deployment.bad_release", "entity": "service/catalogue"},
        "written": "before",
    }


def six_hundred_became_sixty() -> Scenario:
    """The gateway's limit for partner clients was lowered tenfold: most usual calls get 429, services idle."""
    clock = story(2026, 8, 6, 8)
    nginx = [
        '<clock> [error] 31#31: *<n> limiting requests, excess: 20.880 by zone "partner", client: 198.51.100.14,'
        " server:"
        ' api.flug.example, request: "GET /v2/fares?from=HAM HTTP/1.1"',
        '198.51.100.14 - hopline [<iso>] "GET /v2/fares?from=HAM HTTP/1.1" 429 162 "-" "hopline-sync/3"',
        '198.51.100.77 - triptop [<iso>] "GET /v2/fares?from=MUC HTTP/1.1" 429 162 "-" "triptop/1.9"',
        '203.0.113.5 - - [<iso>] "GET /v2/fares?from=BRE HTTP/1.1" 200 4410 "-" "Mozilla/5.0"',
    ]
    return bundle(
        "svc-partners-limited",
        incident=clock.incident("partner API: 429 ratio above 5%", severity="high", started=780, collected=1490),
        alerts=[clock.alert("PartnerApi429", 780, entity="gateway/partner-api", threshold=0.05)],
        metrics=[
            clock.metric("gateway/partner-api", "request_rate", flat(310, 50, 1), 30),
            clock.metric("gateway/partner-api", "http_429_rate", [*flat(0.1, 24, 2), *flat(251, 26, 3)], 30),
            clock.metric("service/fares", "request_rate", [*flat(309, 24, 4), *flat(59, 26, 5, 0.02)], 30),
            clock.metric("service/fares", "latency_p90", [*flat(0.12, 24, 6), *flat(0.09, 26, 7)], 30),
            clock.metric("service/fares", "cpu_utilization", [*flat(48, 24, 8), *flat(13, 26, 9)], 30, unit="Percent"),
        ],
        logs=clock.lines("gateway/partner-api", 725, 1485, 14, nginx, 1, source="nginx"),
        changes=[
            clock.change(
                719, "config", "reload nginx", "gateway/partner-api", "ops-bot", limit_req_zone=["600r/s", "60r/s"]
            ),
        ],
        topology=edges("gateway/partner-api service/fares"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "gateway.rate_limited",
        "entity": "gateway/partner-api",
        "kind": "fault",
        "near": ["traffic.surge", "traffic.abuse", "traffic.drop", "dependency.errors"],
        "written": "before",
    }


def the_check_asks_for_a_page_that_moved() -> Scenario:
    """The balancer's check still asks /status; both backends moved it to /healthz, serve well, and get nothing."""
    clock = story(2026, 11, 3, 15)
    proxy = [
        '<iso> lb1 haproxy[811]: Server api_back/api1 is DOWN, reason: Layer7 wrong status, code: 404, info: "Not'
        ' Found",'
        " check duration: 2ms. 1 active and 0 backup servers left.",
        '<iso> lb1 haproxy[811]: Server api_back/api2 is DOWN, reason: Layer7 wrong status, code: 404, info: "Not'
        ' Found",'
        " check duration: 2ms. 0 active and 0 backup servers left.",
        "<iso> lb1 haproxy[811]: backend api_back has no server available!",
    ]
    requests = [
        '<iso> lb1 haproxy[811]: 10.0.3.<ms>:4<n> [03/Nov/2026] fe api_back/<NOSRV> 0/-1/-1/-1/0 503 217 - - SC-- "GET'
        ' /api/orders/<n> HTTP/1.1"'
    ]
    app = [
        '"GET /status HTTP/1.0" 404 9 "-" "haproxy-check" 1ms',
        '"GET /api/orders/<n> HTTP/1.1" 200 812 "direct-probe" <ms>ms',
        '"GET /healthz HTTP/1.1" 200 2 "node-agent" 1ms',
    ]
    return bundle(
        "svc-api-back-empty",
        incident=clock.incident("503 for all API calls", started=910, collected=1490, resource="lb/api-front"),
        alerts=[clock.alert("Api503", 910, entity="lb/api-front")],
        metrics=[
            clock.metric("lb/api-front", "http_503", [*[0] * 30, *counts(480, 19, 1)], 30),
            clock.metric("service/api", "request_rate", [*flat(16, 30, 2), *flat(0.2, 19, 3)], 30),
            clock.metric("service/api", "error_rate", flat(0.001, 49, 4), 30),
            clock.metric("service/api", "up", [1] * 49, 30),
        ],
        logs=[
            *(clock.line("lb/api-front", 893 + place, text, source="haproxy") for place, text in enumerate(proxy)),
            *clock.lines("lb/api-front", 900, 1485, 25, requests, 1, source="haproxy"),
            *clock.lines("service/api", 885, 1485, 25, app, 2),
        ],
        changes=[
            clock.change(
                884, "deployment", "release", "service/api", "ci", version="31", notes="health endpoint renamed"
            ),
        ],
        state=[
            state(
                "lb/api-front",
                "haproxy_backend",
                backend="api_back",
                option="httpchk GET /status",
                servers={"api1": "DOWN L7STS/404", "api2": "DOWN L7STS/404"},
            ),
            state(
                "service/api",
                "connectivity_check",
                port=8080,
                ok=True,
                detail="GET /healthz 200, GET /api/orders/1 200",
            ),
        ],
        topology=edges("lb/api-front service/api"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "lb.health_check_wrong",
        "entity": "lb/api-front",
        "also": [{"cause": "lb.health_check_wrong", "entity": "service/api"}],
        "kind": "fault",
        "near": ["lb.no_healthy_targets", "compute.instance_lost", "deployment.bad_release", "gateway.route_wrong"],
        "written": "before",
    }


def a_name_that_is_no_more() -> Scenario:
    """stock.int.grocer is gone from the zone: order-router cannot find it, while all its other names resolve."""
    clock = story(2026, 4, 7, 16)
    texts = [
        "Error: getaddrinfo ENOTFOUND stock.int.grocer\n    at GetAddrInfoReqWrap.onlookup [as oncomplete]"
        " (node:dns:109:26) { errno: -3008, code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'stock.int.grocer' }",
        "order <n> held: stock unknown",
    ]
    return bundle(
        "svc-stock-not-found",
        incident=clock.incident("orders on hold", severity="high", source="datadog", started=1200, collected=1790),
        alerts=[clock.alert("orders held", 1200, entity="service/order-router")],
        metrics=[
            clock.metric("service/order-router", "orders_held", [*[0] * 35, *counts(12, 24, 1)], 30),
            clock.metric("service/stock", "request_rate", [*flat(33, 35, 2), *flat(9, 24, 3)], 30),
            clock.metric("service/stock", "error_rate", [0] * 59, 30),
        ],
        logs=[
            *clock.lines("service/order-router", 0, 1040, 90, ["order <n> routed to store 14 in <ms>ms"], 1),
            *clock.lines("service/order-router", 1052, 1785, 20, texts, 2, level="error"),
            *clock.lines(
                "dns/int.grocer",
                1052,
                1785,
                60,
                [
                    '[INFO] 10.7.2.4:41<ms> - <n> "A IN stock.int.grocer. udp 34 false'
                    ' 512" NXDOMAIN qr,aa,rd 98 0.0001s',
                    '[INFO] 10.7.2.4:51<ms> - <n> "A IN price.int.grocer. udp 34'
                    ' false 512" NOERROR qr,aa,rd 66 0.0001s',
                ],
                3,
            ),
        ],
        changes=[
            clock.change(
                1031,
                "infrastructure",
                "delete records not seen in inventory",
                "dns/int.grocer",
                "cleanup-job",
                removed=3,
            ),
            clock.change(1010, "deployment", "release", "service/price", "ci", version="7"),
        ],
        topology=edges("service/order-router service/stock", "service/order-router service/price"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dns.resolution_failure",
        "entity": "service/order-router",
        "also": [
            {"cause": "dns.resolution_failure", "entity": "dns/int.grocer"},
            {"cause": "dns.resolution_failure", "entity": "service/stock"},
        ],
        "kind": "fault",
        "near": [
            "dependency.unreachable",
            "app.config.dependency_address_wrong",
            "dns.record_wrong",
            "network.partition",
        ],
        "written": "before",
    }


def a_name_for_the_wrong_machine() -> Scenario:
    """The name of the search service was pointed at the old staging host: it resolves, another answers."""
    clock = story(2026, 6, 24, 13)
    php = [
        "[<clock>] production.ERROR: cURL error 60: SSL: no alternative certificate subject name matches target"
        " host name"
        " 'search.int.verlag' (see https://curl.haxx.se/libcurl/c/libcurl-errors.html) for https://search.int.verlag/q",
        "[<clock>] production.INFO: lookup search.int.verlag -> 10.99.0.12",
    ]
    before = [
        "[<clock>] production.INFO: lookup search.int.verlag -> 10.30.4.9",
        "[<clock>] production.INFO: search q=<n> 41 hits <ms> ms",
    ]
    return bundle(
        "svc-search-points-away",
        incident=clock.incident(
            "site search empty", severity="high", source="prometheus", started=1100, collected=1780
        ),
        alerts=[clock.alert("SiteSearchErrors", 1100, entity="service/website")],
        metrics=[
            clock.metric("service/website", "search_errors", [*[0] * 34, *counts(25, 25, 1)], 30),
            clock.metric("service/search", "request_rate", [*flat(17, 34, 2), *[0] * 25], 30),
            clock.metric("service/search", "up", [1] * 59, 30),
        ],
        logs=[
            *clock.lines("service/website", 0, 1015, 70, before, 1),
            *clock.lines("service/website", 1025, 1775, 18, php, 2),
        ],
        changes=[
            clock.change(
                1019,
                "config",
                "UPSERT A search.int.verlag",
                "dns/search.int.verlag",
                "t.wirth",
                old="10.30.4.9",
                new="10.99.0.12",
                ttl=30,
            ),
            clock.change(-7000, "deployment", "release", "service/website", "ci", version="2026.25"),
        ],
        state=[
            state("service/search", "service_status", address="10.30.4.9:443", replicas="2/2"),
            state("dns/search.int.verlag", "dns_record", type="A", value="10.99.0.12"),
            state("host/staging-old-2", "host", address="10.99.0.12", role="staging, to be retired"),
        ],
        topology=edges("service/website service/search"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "dns.record_wrong",
        "entity": "dns/search.int.verlag",
        "also": [
            {"cause": "dns.record_wrong", "entity": "service/search"},
            {"cause": "dns.record_wrong", "entity": "service/website"},
        ],
        "kind": "fault",
        "near": [
            "app.certificate_expired",
            "dns.resolution_failure",
            "app.config.dependency_address_wrong",
            "traffic.drop",
        ],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    a_variable_nobody_set,
    fifty_is_not_a_number,
    one_digit_beside_the_port,
    the_certificate_of_the_third_of_may,
    the_token_had_a_year,
    a_right_revoked_in_good_order,
    carts_end_up_at_the_catalogue,
    six_hundred_became_sixty,
    the_check_asks_for_a_page_that_moved,
    a_name_that_is_no_more,
    a_name_for_the_wrong_machine,
)
