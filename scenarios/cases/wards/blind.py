"""Incidents whose evidence does not decide."""

from .bystanders import bystanders, cluster_bystanders
from .cluster import node, notice, pod, workload
from .curves import burst, flat, steady, step
from .estate import balancer, database, deploy, ecs_state, rds_state, steady_service, tasks
from .ward import Case, Ward


def library_errors() -> Case:
    """Errors at the balancer, and nothing readable behind it."""
    w = Ward("wd-library-5xx", 301, "2026-03-25T15:00", 60, "eu-west-1")
    w.page(
        "library-api 5xx",
        41,
        "alb/library-api",
        "Threshold Crossed: 5 datapoints were greater than the threshold (25.0)",
        service="library",
    )
    w.alarm("library-api-5xx", "alb/library-api", "alarm", 41, "HTTPCode_Target_5XX_Count", 25)
    balancer(w, "library-api", 1450, 0.2, burst(0.2, 84, 36, spread=0.3))
    deploy(w, "library-admin", -420, 8)
    w.edges("alb/library-api", "ecs-service/library-api", "rds/library-db")
    w.edge("ecs-service/library-api", "service/search-vendor")
    w.gap(
        "logs",
        "AccessDeniedException on logs:StartQuery for /ecs/library-api",
        "ecs-service/library-api",
        "logs:StartQuery",
    )
    w.gap(
        "metrics",
        "AccessDenied on cloudwatch:GetMetricData for AWS/RDS and AWS/ECS",
        "rds/library-db",
        "cloudwatch:GetMetricData",
    )
    w.gap("state", "ecs:DescribeServices denied", "ecs-service/library-api", "ecs:DescribeServices")
    w.gap("events", "rds:DescribeEvents timed out", "rds/library-db")
    return w.blind()


def opera_checkout() -> Case:
    """Slow answers whose cause lies in none of the parts that could be seen."""
    w = Ward("wd-opera-checkout", 302, "2026-06-30T18:00", 75, "eu-south-1", stamp="+2")
    w.page("opera-checkout p95 > 3s", 52, "alb/opera-checkout", source="datadog", severity="high", service="opera")
    w.alarm("opera-checkout p95", "alb/opera-checkout", "alarm", 52, "TargetResponseTime", 3)
    balancer(w, "opera-checkout", 610, step(0.33, 4.6, 47, 3, 0.15), 0.1)
    database(w, "opera-db", 31, 77, load=1.3)
    tasks(w, "opera-checkout", step(34, 29, 48), 52, flat(4))
    w.log("ecs-service/opera-checkout", 55, "info", "POST /checkout 200 4811ms", 122, "/ecs/opera-checkout")
    w.log("ecs-service/opera-checkout", 30, "info", "GET /programme 200 41ms", 900, "/ecs/opera-checkout")
    steady_service(w, "opera-checkout", -90)
    w.edges("alb/opera-checkout", "ecs-service/opera-checkout", "rds/opera-db")
    w.edge("ecs-service/opera-checkout", "service/seat-pricing")
    w.edge("ecs-service/opera-checkout", "service/card-gateway")
    w.edge("ecs-service/opera-checkout", "elasticache/opera-sessions")
    rds_state(w, "opera-db")
    ecs_state(w, "opera-checkout", 4, 33)
    w.gap("metrics", "no datapoints; account 7731 not linked", "service/seat-pricing")
    w.gap("metrics", "no traces, X-Ray not configured", "service/card-gateway")
    w.gap("metrics", "request timed out", "elasticache/opera-sessions")
    bystanders(w, 3, 1)
    return w.blind(near=["dependency.slow", "dependency.third_party_outage"])


def kiosk_offline() -> Case:
    """Kiosks report errors without a reason; only a release of the day before is in view."""
    w = Ward("wd-kiosk-orders", 303, "2026-10-08T10:00", 50, "us-east-2")
    w.page(
        "kiosk order failures (support report, 14 stores)",
        None,
        "service/kiosk-orders",
        "Stores say the last step shows 'try again'. Not reproduced here.",
        source="manual",
        severity="high",
        service="kiosk",
    )
    w.series(
        "order_success_ratio", "service/kiosk-orders", step(0.982, 0.871, 29, 4, 0.006), space="Custom", unit="None"
    )
    w.log("service/kiosk-orders", 33, "error", "order failed code=E_GENERIC", 390, "kiosk-gateway")
    w.log("service/kiosk-orders", 12, "error", "order failed code=E_GENERIC", 51, "kiosk-gateway")
    deploy(w, "kiosk-orders", -1190, 61)
    w.edges("service/kiosk-orders", "ecs-service/kiosk-orders", "rds/kiosk-db")
    w.edge("ecs-service/kiosk-orders", "service/till-bridge")
    w.gap("metrics", "AWS/RDS and AWS/ECS: throttled (Rate exceeded), given up after 5 attempts", "rds/kiosk-db")
    w.gap("logs", "log group /ecs/kiosk-orders not found", "ecs-service/kiosk-orders")
    w.gap("state", "collector timed out", "ecs-service/kiosk-orders")
    return w.blind(herring=("deployment.bad_release", "ecs-service/kiosk-orders"))


def seeds_timeouts() -> Case:
    """A caller's deadline passes; the called namespace in another cluster could not be read."""
    w = Ward("wd-seeds-deadline", 304, "2026-01-29T05:00", 60, "ap-south-1", stamp="offset")
    w.page(
        "seeds-catalogue error rate",
        38,
        "service/seeds-catalogue",
        source="prometheus",
        severity="high",
        service="seeds",
    )
    w.alarm("SeedsCatalogueErrors", "service/seeds-catalogue", "alarm", 38, "error_rate", 0.02)
    w.series("error_rate", "service/seeds-catalogue", step(0.003, 0.11, 33, 2, 0.12), space="Prometheus", unit="None")
    w.series("request_rate", "service/seeds-catalogue", steady(73, 0.05), space="Prometheus", unit="Count/Second")
    w.series("cpu_utilization", "deployment/seeds-catalogue", steady(37, 0.06), space="Prometheus", unit="Percent")
    w.log(
        "deployment/seeds-catalogue",
        35,
        "error",
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
        811,
        "seeds-catalogue",
    )
    w.log("deployment/seeds-catalogue", 41, "info", "GET /seeds/heirloom 200 33ms", 2900, "seeds-catalogue")
    notice(
        w,
        "pod/seeds-catalogue-7d4-r0x5b",
        8,
        "Unhealthy",
        "Readiness probe failed: HTTP probe failed with statuscode: 503",
        "kubelet",
        1,
    )
    w.edges("service/seeds-catalogue", "deployment/seeds-catalogue", "service/inventory", "rds/inventory-db")
    w.edge("deployment/seeds-catalogue", "service/growers")
    w.edge("deployment/seeds-catalogue", "service/planting-calendar")
    workload(w, "seeds-catalogue", "seeds", 3)
    pod(w, "seeds-catalogue-7d4-r0x5b", "seeds-catalogue", "seeds", "ip-10-40-2-3")
    node(w, "ip-10-40-2-3")
    w.gap("state", "cluster stock-b: Unauthorized", "service/inventory", "eks:AccessKubernetesApi")
    w.gap("state", "cluster stock-b: Unauthorized", "service/growers", "eks:AccessKubernetesApi")
    w.gap("state", "cluster stock-b: Unauthorized", "service/planting-calendar", "eks:AccessKubernetesApi")
    w.gap("logs", "cluster stock-b: Unauthorized", "service/inventory")
    w.gap("metrics", "AWS/RDS in account 5510: AccessDenied", "rds/inventory-db", "cloudwatch:GetMetricData")
    w.gap("changes", "cloudtrail:LookupEvents denied in account 5510", None, "cloudtrail:LookupEvents")
    cluster_bystanders(w, 2)
    return w.blind(near=["dependency.slow", "dependency.unreachable"])


CASES = (library_errors, opera_checkout, kiosk_offline, seeds_timeouts)
