"""The dozen companies on watch: what always surrounds an incident there, with its own warnings and old news."""

from scenarios.cases.watches.building import Shape, Watch
from scenarios.cases.watches.parts import alb, deployment, ecs, function, host, queue, rds, service


def tarnwell(w: Watch) -> None:
    """Groceries online: Kubernetes behind ingress-nginx, Go and Java."""
    w.edges("calls", "service/ingress-nginx > service/storefront", "service/storefront > service/catalog")
    w.edges("calls", "service/storefront > service/basket")
    w.edges("reads", "service/catalog > rds/catalog-db")
    deployment(w, "catalog", "shop", 4, "registry.tarnwell.example/catalog:5.18.2")
    deployment(w, "basket", "shop", 3, "registry.tarnwell.example/basket:2.44.0")
    service(w, "catalog", 96, 71, 0.0006, 1.9, 780)
    service(w, "basket", 41, 38, 0.0009, 0.7, 300)
    rds(w, "catalog-db", 27, 96, 388)
    w.chatter(
        "service/basket", [("info", "basket saved id=#X items=#N dur=11ms"), ("warn", "coupon #X not applicable")]
    )
    w.chatter(
        "deployment/catalog", [("warn", "HikariPool-1 - Thread starvation or clock leap detected (delta=46s#Nms).")], 1
    )
    w.event(
        -w.span + 4, "kubernetes", "pod/basket-6c9d7f5b8-hx2lq", "Pulled", "Container image already present on machine"
    )


def penrose(w: Watch) -> None:
    """Card payments: ECS on Fargate, PostgreSQL on RDS."""
    w.edges("calls", "alb/pay-api > ecs-service/pay-api", "ecs-service/pay-api > ecs-service/risk-score")
    w.edges("writes", "ecs-service/pay-api > rds/payments", "ecs-service/settler > rds/payments")
    ecs(w, "risk-score", 44, 63, 4, 212)
    ecs(w, "settler", 12, 41, 2, 87)
    rds(w, "payments", 36, 142, 640, extra=True)
    queue(w, "settlement", 7, 4, "settlement-dlq")
    w.chatter(
        "ecs-service/risk-score", [("info", "scored txn=#X score=#N model=gbm-7"), ("warn", "feature store read 48 ms")]
    )
    w.alert(-31000, "payments-snapshot-age", "rds/payments", "alarm", reason="cross-account copy, accepted until Q3")


def quillfish(w: Watch) -> None:
    """A mobile game: API Gateway, Lambda, DynamoDB."""
    w.edges("calls", "apigateway/game > lambda/match-start", "apigateway/game > lambda/inventory")
    w.edges("reads", "lambda/inventory > dynamodb/player-items", "lambda/match-start > dynamodb/matches")
    function(w, "match-start", 640, 92, 0.4)
    w.metric("dynamodb/matches", "AWS/DynamoDB:ConsumedWriteCapacityUnits", 5200, count=True, unit="Count")
    w.metric("dynamodb/matches", "AWS/DynamoDB:SuccessfulRequestLatency", 4.1, unit="Milliseconds")
    w.state("dynamodb/matches", "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    w.chatter("lambda/match-start", [("info", "REPORT RequestId: #X Duration: 81.2 ms Max Memory Used: 143 MB")], 5)
    w.change(-1630, "deployment", "role/game-ci", "lambda:PublishVersion", "lambda/leaderboard", version=61)


def bramble(w: Watch, incoming: Shape = 42800) -> None:
    """Thermostats: MQTT into Kinesis, Lambda, a time-series store."""
    w.edges("writes", "iot/device-gateway > kinesis/telemetry", "lambda/telemetry-writer > timestream/readings")
    w.edges("reads", "lambda/telemetry-writer > kinesis/telemetry")
    w.metric("kinesis/telemetry", "AWS/Kinesis:IncomingRecords", incoming, count=True, unit="Count")
    w.metric("iot/device-gateway", "AWS/IoT:Connect.Success", 310, count=True, unit="Count")
    w.metric("iot/device-gateway", "AWS/IoT:Connect.ClientError", 9, count=True, unit="Count")
    w.chatter(
        "iot/device-gateway", [("warn", "clientId=th-#X DUPLICATE_CLIENTID disconnect"), ("info", "shadow update #X")]
    )
    w.alert(
        -18800, "device-clock-skew", "iot/device-gateway", "alarm", reason="1.1 % of devices off by > 60 s", count=1
    )


def halden(w: Watch) -> None:
    """Freight in its own racks: nginx, Java on hosts, MySQL."""
    w.edges("calls", "host/hal-lb-01 > host/hal-app-03", "host/hal-lb-01 > host/hal-app-04")
    w.edges("reads", "host/hal-app-03 > host/hal-db-01", "host/hal-app-04 > host/hal-db-01")
    host(w, "hal-app-03", 34, 71, 52)
    host(w, "hal-app-04", 33, 70, 55)
    w.state("host/hal-app-03", "systemd_unit", unit="tracking.service", active="active (running)", log_tail=[])
    w.chatter(
        "host/hal-lb-01",
        [("warn", "upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/#N")],
        3,
    )
    w.chatter(
        "host/hal-app-04", [("info", "c.h.tracking.Scan - parcel #X scanned depot=#N"), ("warn", "EDI line #N skipped")]
    )
    w.alert(
        -52000,
        "hal-pdu-b-redundancy",
        "host/hal-rack-b",
        "warning",
        reason="PSU 2 of switch B unplugged, ticket FAC-118",
    )


def osprey(w: Watch) -> None:
    """Video: Kubernetes with Envoy, sessions and manifests at the edge of a CDN."""
    w.edges("calls", "service/edge-envoy > service/manifest", "service/edge-envoy > service/session")
    w.edges("calls", "service/manifest > service/drm-license")
    service(w, "session", 310, 24, 0.0004, 2.2, 640)
    service(w, "drm-license", 58, 61, 0.0011, 0.9, 350)
    deployment(w, "session", "play", 6, "osprey/session:2026.9.1")
    w.chatter(
        "service/session", [("info", "session #X resumed device=tv"), ("warn", "heartbeat late by #N ms session=#X")], 7
    )
    w.event(
        -w.span + 9,
        "kubernetes",
        "pod/ad-stitch-7b44c-kk8wd",
        "Unhealthy",
        "Readiness probe failed: HTTP 503",
        "warning",
        2,
    )
    w.change(-2900, "deployment", "argocd", "sync", "deployment/ad-stitch", image="osprey/ad-stitch:118")


def lumenbank(w: Watch) -> None:
    """A bank's file processing: .NET on EC2 behind a balancer, SQL Server on RDS, nightly batches."""
    w.edges("calls", "alb/portal > host/lb-web-a1", "alb/portal > host/lb-web-b1")
    w.edges("reads", "host/lb-web-a1 > rds/core-ledger", "host/lb-web-b1 > rds/core-ledger")
    w.edges("writes", "host/lb-batch-1 > rds/core-ledger")
    alb(w, "portal", 620, 0.21, 0.2, 14)
    host(w, "lb-web-a1", 29, 66, 58)
    host(w, "lb-web-b1", 28, 67, 57)
    w.chatter(
        "host/lb-web-a1",
        [("warn", "Microsoft.AspNetCore.Antiforgery[7] decryption failed trace=#X"), ("info", "login ok #X")],
    )
    w.change(-4020, "config", "user/m.adeyemi", "ssm:PutParameter", "host/lb-batch-1", name="/batch/holiday-calendar")


def vireo(w: Watch) -> None:
    """A clinics' booking system: Rails on ECS, Sidekiq, Aurora."""
    w.edges("calls", "alb/clinic > ecs-service/clinic-web", "ecs-service/clinic-web > ecs-service/pdf-render")
    w.edges("reads", "ecs-service/clinic-web > rds/clinic-aurora")
    w.edges("depends_on", "ecs-service/clinic-sidekiq > rds/clinic-aurora")
    ecs(w, "clinic-sidekiq", 41, 72, 3, 455)
    ecs(w, "pdf-render", 18, 52, 2, 38)
    rds(w, "clinic-aurora", 33, 71, 300)
    w.chatter(
        "ecs-service/clinic-sidekiq",
        [("info", "class=ReminderJob jid=#X elapsed=0.#N INFO: done"), ("warn", "retry=1 SmsJob jid=#X")],
    )
    w.event(-w.span + 2, "rds", "rds/clinic-aurora", "backup", "Automated snapshot completed", "info")


def calyx(w: Watch) -> None:
    """Maps and routes: Go and C++ on Kubernetes."""
    w.edges("calls", "service/maps-gateway > service/tiles", "service/maps-gateway > service/router")
    w.edges("calls", "service/router > service/traffic-live")
    service(w, "tiles", 520, 18, 0.0003, 4.1, 2100)
    service(w, "traffic-live", 44, 29, 0.0005, 0.5, 520)
    deployment(w, "tiles", "maps", 8, "calyx/tiles:3.9.0")
    w.chatter("service/tiles", [("info", "tile z=14 #N/#N hit=disk"), ("warn", "stale-while-revalidate region=#X")], 7)
    w.chatter("service/traffic-live", [("error", "feed provider=#N: EOF, using previous snapshot (age 40s)")], 2)


def nordlys(w: Watch) -> None:
    """Concert tickets: EC2 in an Auto Scaling group over three zones."""
    w.edges("calls", "alb/tickets > asg/tickets-web", "asg/tickets-web > rds/seats")
    w.edges("reads", "asg/tickets-web > elasticache/seatmap")
    rds(w, "seats", 39, 188, 150, extra=True)
    w.metric("elasticache/seatmap", "AWS/ElastiCache:CacheHitRate", 94, noise=0.01, unit="Percent")
    w.metric("elasticache/seatmap", "AWS/ElastiCache:EngineCPUUtilization", 17, unit="Percent")
    w.chatter(
        "asg/tickets-web",
        [("info", "hold seat=#X event=#N ttl=480"), ("warn", "hold expired seat=#X"), ("info", "GET /e/#N 200")],
        8,
    )
    w.change(-5700, "infrastructure", "terraform", "ec2:ModifyLaunchTemplate", "asg/tickets-web", version=[41, 42])


def sable(w: Watch, incoming: Shape = 18400) -> None:
    """Advertising data: Kafka and Kinesis consumers, Spark at night, a warehouse."""
    w.edges("reads", "service/bid-enricher > kafka/bids", "batch/daily-rollup > rds/reporting")
    w.edges("writes", "service/bid-enricher > kafka/bids-enriched", "batch/daily-rollup > s3/rollups")
    w.metric("kafka/bids", "Prometheus:messages_in_per_sec", incoming, noise=0.05, stat=None)
    w.metric("kafka/bids", "Prometheus:under_replicated_partitions", 0, stat=None)
    w.chatter(
        "service/bid-enricher",
        [("warn", "geo lookup miss ip_hash=#X"), ("info", "committed offsets partition=#N lag=#N")],
        6,
    )
    w.chatter("kafka/bids", [("info", "[GroupCoordinator 2]: Stabilized group enricher generation #N")], 1)
    w.alert(
        -9100, "s3-rollups-lifecycle", "s3/rollups", "warning", reason="incomplete multipart uploads older than 7 days"
    )


def farrow(w: Watch, accounts: Shape = 880) -> None:
    """A bank-in-an-app: API Gateway, Lambda, Cognito, push."""
    w.edges("calls", "apigateway/app-v2 > lambda/accounts", "apigateway/app-v2 > lambda/push-register")
    w.edges("reads", "lambda/accounts > dynamodb/accounts")
    function(w, "accounts", accounts, 74, 0.3, runtime="java21", memory=1024)
    function(w, "push-register", 66, 120, 0.8)
    w.metric("dynamodb/accounts", "AWS/DynamoDB:ConsumedReadCapacityUnits", 9100, count=True, unit="Count")
    w.metric("dynamodb/accounts", "AWS/DynamoDB:ThrottledRequests", 0, count=True, unit="Count")
    w.chatter("lambda/push-register", [("error", "APNS 410 Unregistered token=#X"), ("info", "registered token=#X")], 5)
    w.alert(
        -26000, "push-endpoint-disabled-ratio", "lambda/push-register", "alarm", reason="11 % of endpoints disabled"
    )
