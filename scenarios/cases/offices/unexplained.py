"""Blind: something is really wrong and what was collected cannot say what."""

from __future__ import annotations

from scenarios.cases.offices.cluster import Cluster
from scenarios.cases.offices.recording import Case, ramp, slope, step


def hostel_rooms() -> Case:
    c = Cluster("of-hostel-rooms", 601, "2026-10-19T20:25:00", 45)
    c.incident(
        "HostelApiLatencyP99",
        "prometheus",
        "critical",
        "hostel-api",
        "service/hostel-api",
        -15,
        "p99 above 4 s",
        namespace="hostel",
    )
    c.nodes("ho-1", "ho-2")
    c.workload("hostel-api", "hostel", "go", 2, "5.5.5", calls=("rooms", "rates", "external/maps.example"))
    c.workload("rooms", "hostel", "jvm", 2, "3.1.4")
    c.workload("rates", "hostel", "python", 2, "0.9", 8000, restarts=1)
    c.metric("latency_p99", "service/hostel-api", step(0.4, -17, 5.6), 0.12, "Seconds", "p99")
    c.alert(-15, "HostelApiLatencyP99", "service/hostel-api", "alarm", threshold=4, comparison=">")
    c.gap("logs", "Loki returned 429 too many outstanding requests")
    c.gap("metrics", "no series matched", "service/rooms")
    c.gap("metrics", "no series matched", "service/rates")
    c.gap("changes", "not configured")
    c.ordinary("hostel-api", "rooms", "rates", changes=False)
    return c.blind("dependency.slow", "code.slow_path", "dependency.third_party_outage")


def estate_listings() -> Case:
    c = Cluster("of-estate-listings", 602, "2026-01-22T09:41:00", 60)
    c.incident("[Synthetics] listings page: 4 of 6 locations fail", "synthetic-monitor", "critical", "listings", "service/listings", -21,
               "TIMEOUT after 15 s", monitor="syn-2291")  # fmt: skip
    c.nodes("es-1", "es-2", "es-3")
    w = c.workload("listings", "estate", "ruby", 3, "r409", 3000, calls=("photos",))
    c.workload("photos", "estate", "go", 2, "6.0.1", restarts=2)
    for place, bad in (("dublin", 1), ("paris", 0), ("milan", 0), ("warsaw", 0), ("zurich", 1), ("oslo", 0)):
        c.metric("synthetics.success", w.service, 1 if bad else step(1, -22, 0), 0, None, location=place)
    c.metric("request_rate", w.service, step(38, -22, 16), 0.09, "Count/Second")
    c.metric("latency_p95", w.service, 0.23, 0.12, "Seconds", "p95")
    c.metric("error_rate", w.service, 0.001, 0.3, "Ratio")
    c.gap("state", "AccessDenied", "alb/listings", "elasticloadbalancing:DescribeTargetHealth")
    c.gap("metrics", "AccessDenied", "alb/listings", "cloudwatch:GetMetricData")
    c.gap("logs", "CDN logs are delivered hourly", "alb/listings")
    c.gap("changes", "the DNS and CDN accounts are not connected")
    c.edge("alb/listings", w.service)
    c.alert(-21, "[Synthetics] listings page", w.service, "alarm", count=44)
    c.ordinary(changes=False)
    return c.blind("network.packet_loss", "dns.resolution_failure", "lb.no_healthy_targets", "traffic.drop")


def pension_letters() -> Case:
    c = Cluster("of-pension-letters", 603, "2026-05-27T07:19:00", 50, style="+02:00")
    c.incident("KubePodCrashLooping", "prometheus", "warning", "letter-composer", "deployment/letter-composer", -26,
               "Pod pension/letter-composer is in waiting state (reason: CrashLoopBackOff)", namespace="pension")  # fmt: skip
    c.nodes("pe-1", "pe-2")
    w = c.workload("letter-composer", "pension", "jvm", 2, "8.1.3", calls=("letters-db", "templates"))
    c.workload("templates", "pension", "go", 2, "1.1.0")
    c.workload("letters-db", "pension", "store", 1, "14.11", 5432, "statefulset")
    for number in (0, 1):
        c.set_pod(w, number, "CrashLoopBackOff", "CrashLoopBackOff", "back-off 5m0s restarting failed container=letter-composer", 9, 1,
                  "Error", 0.4)  # fmt: skip
        c.event(
            -1,
            f"pod/{w.pods[number]}",
            "BackOff",
            "Back-off restarting failed container letter-composer",
            count=97,
            first=-28,
        )
        c.event(-6, f"pod/{w.pods[number]}", "Started", "Started container letter-composer", "normal", 9)
    c.short(w, 0)
    c.metric("kube_deployment_status_replicas_available", w.entity, step(2, -29, 0), 0, whole=True)
    c.gap("logs", "pods/log is forbidden for the collector in namespace pension", permission="pods/log")
    c.gap("changes", "audit log not collected")
    c.gap("state", "configmaps and secrets are not read in namespace pension")
    c.ordinary(changes=False)
    c.drop("logs")
    return c.blind("code.unhandled_error", "app.config.env_missing", "db.unreachable", "db.credentials_invalid")


def canteen_cards() -> Case:
    c = Cluster("of-canteen-cards", 604, "2026-12-08T12:24:00", 40)
    c.incident("Top-ups are sometimes lost", "manual", "medium", "card-topup", "service/card-topup", None, "About one in ten since the morning; "
               "no error is shown to the guest", ticket="CAN-88")  # fmt: skip
    c.nodes("ca-1", "ca-2", "ca-3")
    w = c.workload("card-topup", "cards", "dotnet", 3, "6.1.0", calls=("card-ledger", "bus-rabbit"))
    led = c.workload("card-ledger", "cards", "go", 2, "4.2.2")
    c.workload("bus-rabbit", "cards", "store", 1, "3.13", 5672, "statefulset")
    c.signals(w, slope(3.1, 4.4, 40), 0.2, 0.0009, 0.2)
    c.metric("topups_accepted", w.service, 186, 0.05, "Count/Minute")
    c.metric("topups_booked", led.service, ramp(184, -400, 166, -300), 0.05, "Count/Minute")
    c.gap("logs", "index not found for card-ledger and bus-rabbit", "deployment/card-ledger")
    c.gap("metrics", "RabbitMQ exporter not installed", "statefulset/bus-rabbit")
    c.gap("metrics", "series starts 40 minutes ago (retention)", "service/card-ledger")
    c.gap("changes", "timed out after 5 s")
    c.ordinary("card-ledger", changes=False)
    return c.blind("dependency.queue_backlog", "code.unhandled_error", "sqs.poison_message")


CASES = (hostel_rooms, estate_listings, pension_letters, canteen_cards)
