"""Pages about the world outside: crawlers, old clients, calendars, other people's networks; and what heals by itself."""

from scenarios.cases.watches.building import Case, Watch, bump, ramp, step, wave
from scenarios.cases.watches.companies import calyx, farrow, halden, nordlys, tarnwell
from scenarios.cases.watches.parts import alb, deployment, host, service


def wordpress_scanner() -> Case:
    """A scanner asks a Go shop for PHP pages; the 404s are the right answer and cost nothing."""
    w = Watch(
        "wa-tarnwell-0704",
        "2026-07-04T01:16:00Z",
        "ingress 4xx ratio 31 % (limit 10 %)",
        source="prometheus",
        service="ingress-nginx",
        resource="service/ingress-nginx",
        started=-19,
        span=90,
        period=60,
    )
    tarnwell(w)
    place = "service/ingress-nginx"
    w.metric(
        place,
        "Prometheus:nginx_ingress_controller_requests:4xx",
        step(1.1, 24, -24),
        noise=0.14,
        stat=None,
        unit="req/s",
    )
    w.metric(
        place, "Prometheus:nginx_ingress_controller_requests:2xx", 52, noise=0.05, stat=None, unit="req/s", usual=51
    )
    w.metric(place, "Prometheus:nginx_ingress_controller_requests:5xx", 0.02, noise=0.5, stat=None, unit="req/s")
    w.metric("service/storefront", "Prometheus:latency_p95", 171, stat=None, unit="ms", usual=174)
    w.metric("service/storefront", "Prometheus:orders_per_min", 38, count=True, usual=38, stat=None)
    for path, number in (
        ("/wp-login.php", 9120),
        ("/.env", 4411),
        ("/vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php", 3902),
        ("/.git/config", 3377),
    ):
        w.log(
            -w.random.uniform(2, 22),
            place,
            "info",
            f'198.51.100.23 - "GET {path} HTTP/1.1" 404 153 "-" "Mozilla/5.0 zgrab/0.x" [upstream-default-backend]',
            number,
        )
    w.log(
        -14,
        place,
        "warn",
        'limiting requests, excess: 20.400 by zone "scan", client: 198.51.100.23, request: "GET /admin/.env"',
        820,
    )
    w.alert(-19, "IngressClientErrors", place, "alarm", threshold=0.1, reason="0.31; top code 404, one client address")
    w.alert(-3000, "IngressServerErrors", place, "ok")
    w.change(-610, "deployment", "argocd", "sync", "deployment/catalog", image=["catalog:5.18.1", "catalog:5.18.2"])
    return w.healthy(
        None, herring=("gateway.route_wrong", place), near="gateway.route_wrong deployment.bad_release traffic.abuse"
    )


def lonely_probe_region() -> Case:
    """One probe location of seven flaps, also against two other companies' pages; users there buy tickets."""
    w = Watch(
        "wa-nordlys-0713",
        "2026-07-13T20:48:00Z",
        "Synthetic check 'buy-flow' failing from sa-east-1",
        source="synthetic-monitor",
        service="tickets",
        resource="alb/tickets",
        severity="high",
        started=-33,
        region="eu-north-1",
        span=120,
    )
    nordlys(w)
    alb(w, "tickets", wave(2600, 200), 0.18, 0.4, 44)
    for place, shape in (
        ("sa-east-1", lambda m: 100.0 if int(m) % 9 in (0, 1, 5) and m > -35 else 0.0),
        ("eu-north-1", 0.0),
        ("us-east-1", 0.0),
        ("ap-south-1", 0.0),
    ):
        w.metric(
            "check/buy-flow", "Synthetics:FailedPercent", shape, noise=0, stat=None, unit="percent", location=place
        )
    w.metric(
        "check/status-page-reference",
        "Synthetics:FailedPercent",
        lambda m: 100.0 if int(m) % 9 in (0, 5) and m > -35 else 0.0,
        noise=0,
        stat=None,
        location="sa-east-1",
    )
    w.metric("alb/tickets", "CloudFront:requests_by_country:BR", 31, count=True, usual=30)
    w.metric("alb/tickets", "CloudFront:error_rate_by_country:BR", 0.11, noise=0.3, usual=0.12, unit="percent")
    w.log(
        -30,
        "check/buy-flow",
        "error",
        "location=sa-east-1 step=1 dial tcp: i/o timeout after 10000 ms (runner spr-04)",
        11,
    )
    w.log(
        -29,
        "check/status-page-reference",
        "error",
        "location=sa-east-1 dial tcp: i/o timeout after 10000 ms (runner spr-04)",
        8,
    )
    w.event(
        -12,
        "synthetics",
        "check/buy-flow",
        "VendorNotice",
        "Probe location sa-east-1: degraded egress on some runners, investigating",
        "info",
    )
    w.alert(
        -33,
        "buy-flow from sa-east-1",
        "check/buy-flow",
        "alarm",
        count=12,
        reason="flapping: 12 changes in 33 min; 6 other locations OK",
    )
    w.state("asg/tickets-web", "asg", desired=9, min=6, max=40, in_service=9)
    return w.healthy(
        None,
        herring=("network.partition", "alb/tickets"),
        near="network.packet_loss network.latency dns.resolution_failure",
    )


def retired_app_version() -> Case:
    """App 3.2 has been told to update since May; its 426 answers rise when people wake up, as every day."""
    w = Watch(
        "wa-farrow-0721",
        "2026-07-21T07:40:00+03:00",
        "app-v2 4XXError above 900 for 5 min",
        service="app",
        resource="apigateway/app-v2",
        started=-8,
        region="eu-central-1",
        span=180,
        period=300,
        zone=3,
    )
    morning = ramp(900, 4700, -180)
    farrow(w, lambda m: 3.1 * morning(m))
    w.metric(
        "apigateway/app-v2",
        "AWS/ApiGateway:Count",
        lambda m: 5 * morning(m),
        count=True,
        unit="Count",
        usual=lambda m: 4.9 * morning(m),
    )
    w.metric(
        "apigateway/app-v2",
        "AWS/ApiGateway:4XXError",
        lambda m: 0.198 * morning(m),
        count=True,
        unit="Count",
        usual=lambda m: 0.186 * morning(m),
    )
    w.metric("apigateway/app-v2", "AWS/ApiGateway:5XXError", 0.7, count=True, unit="Count", usual=0.6)
    w.metric(
        "apigateway/app-v2",
        "app:426_by_version:3.2",
        lambda m: 0.17 * morning(m),
        count=True,
        usual=lambda m: 0.16 * morning(m),
    )
    w.log(
        -5,
        "apigateway/app-v2",
        "info",
        '426 Upgrade Required ua="Farrow/3.2.1 (Android 9)" policy=min-version-4.0 since=2026-05-04',
        31804,
    )
    w.log(
        -5,
        "apigateway/app-v2",
        "info",
        '401 Unauthorized ua="Farrow/4.6" token expired, client refreshed and retried ok',
        690,
    )
    w.alert(
        -8,
        "app-v2-4xx",
        "apigateway/app-v2",
        "alarm",
        metric="4XXError",
        threshold=900,
        count=9,
        reason="9th weekday in a row between 07:30 and 09:30",
    )
    w.alert(-8, "app-v2-login-success", "apigateway/app-v2", "ok", reason="99.2 %")
    w.change(-9200, "deployment", "role/app-ci", "lambda:PublishVersion", "lambda/accounts", version=212)
    return w.healthy(
        None,
        herring=("deployment.bad_release", "apigateway/app-v2"),
        near="deployment.bad_release access.credentials_expired",
    )


def archive_disk() -> Case:
    """The archive's disk is kept at 84 % by the job that prunes it; the limit is 85 and the noise reaches it."""
    w = Watch(
        "wa-halden-0802",
        "2026-08-02T11:10:00Z",
        "DISK WARNING - /srv/archive 85% used on hal-nas-02",
        source="manual",
        resource="host/hal-nas-02",
        started=-25,
        region=None,
        span=360,
        period=300,
    )
    halden(w)
    host(w, "hal-db-01", 25, 83, 66, "/var/lib/mysql", 2.1)
    saw = lambda m: 83.6 + 1.35 * (((m + 385) / 360) % 1.0)  # noqa: E731
    w.metric(
        "host/hal-nas-02",
        "node:filesystem_used_percent",
        saw,
        noise=0.0006,
        stat=None,
        unit="percent",
        usual=saw,
        mountpoint="/srv/archive",
    )
    w.metric(
        "host/hal-nas-02", "node:filesystem_files_free_percent", 71, noise=0.0002, stat=None, mountpoint="/srv/archive"
    )
    w.metric("host/hal-nas-02", "node:disk_io_time_percent", 12, noise=0.3, stat=None)
    w.log(
        -25.2,
        "host/hal-nas-02",
        "info",
        "archive-prune[40112]: target 84%, now 85.0%, removed 412 GiB of scans older than 730 days, now 83.6%",
    )
    w.state(
        "host/hal-nas-02",
        "systemd_unit",
        unit="archive-prune.timer",
        active="active (waiting)",
        log_tail=["archive-prune: ok, next run in 6h"],
    )
    w.state(
        "host/hal-nas-02",
        "filesystem",
        mount="/srv/archive",
        size_gib=29800,
        used_percent=83.7,
        quarter_ago_percent=84.1,
    )
    w.alert(
        -25,
        "disk /srv/archive",
        "host/hal-nas-02",
        "ok",
        threshold=85,
        count=121,
        reason="121 notifications since April, each cleared by the next check",
    )
    return w.healthy("healthy.threshold_noise", herring=("storage.full", "host/hal-nas-02"), near="storage.full")


def short_dip() -> Case:
    """For four minutes the router timed out on live traffic; nobody did anything and it has been well for 26 minutes."""
    w = Watch(
        "wa-calyx-0815",
        "2026-08-15T16:31:00Z",
        "maps-gateway success rate 97.1 % (SLO 99.5 %)",
        source="prometheus",
        severity="critical",
        service="maps-gateway",
        resource="service/maps-gateway",
        started=-29,
        region="us-east-2",
        span=90,
        period=30,
    )
    calyx(w)
    service(w, "maps-gateway", 610, bump(27, 240, -30, -26), bump(0.0006, 0.029, -30, -26), 2.1, 450)
    service(w, "router", 91, bump(93, 910, -30, -26), bump(0.0006, 0.17, -30, -26), 3.0, 1420)
    w.metric("node/ip-10-40-2-9", "node:tcp_retransmits", bump(3, 420, -30, -26), noise=0.3, stat=None)
    deployment(w, "router", "maps", 5, "calyx/router:7.5.1")
    w.log(
        -28,
        "service/router",
        "error",
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded, target=traffic-live:9090",
        388,
    )
    w.log(-25.8, "service/router", "info", "circuit traffic-live: half-open -> closed")
    w.event(
        -29.5,
        "kubernetes",
        "node/ip-10-40-2-9",
        "NodeNetworkFlap",
        "eth0: carrier changed twice",
        "warning",
        source="node-problem-detector",
    )
    w.alert(
        -29,
        "GatewaySuccessRate",
        "service/maps-gateway",
        "ok",
        reason="resolved at 16:06; 99.94 % over the last 20 min",
    )
    w.alert(
        -24,
        "ErrorBudgetBurn30d",
        "service/maps-gateway",
        "warning",
        reason="used 61 % of the month's budget, was 58 % yesterday",
    )
    return w.healthy(
        "healthy.recovered",
        herring=("dependency.slow", "service/traffic-live"),
        near="node.packet_loss dependency.slow network.packet_loss",
    )


CASES = (
    wordpress_scanner,
    lonely_probe_region,
    retired_app_version,
    archive_disk,
    short_dip,
)
