"""Healthy: short faults that are over and jobs that went through in the end."""

from __future__ import annotations

from scenarios.cases.offices.cluster import Cluster
from scenarios.cases.offices.recording import Case, peaks, slope, step


def garden_invoices() -> Case:
    c = Cluster("of-garden-invoices", 501, "2026-03-31T06:40:00", 60)
    c.incident("KubeJobFailed", "prometheus", "warning", "invoice-run", "job/invoice-run-29582700", -32,
               "Job garden/invoice-run-29582700 failed to complete", namespace="garden")  # fmt: skip
    c.nodes("gn-1", "gn-2", "gn-3")
    api = c.workload("invoices", "garden", "dotnet", 2, "4.4.1")
    c.workload("plant-catalog", "garden", "ruby", 2, "r77", 3000, restarts=2)
    c.state("job/invoice-run-29582700", "job", namespace="garden", pods="0 Active (0 Ready) / 0 Succeeded / 1 Failed", backoff_limit=0,
            start_time=c.t(-40), conditions={"Failed": {"status": "True", "reason": "BackoffLimitExceeded"}})  # fmt: skip
    c.state("job/invoice-run-29582715", "job", namespace="garden", pods="0 Active / 1 Succeeded / 0 Failed", backoff_limit=0,
            start_time=c.t(-25), completion_time=c.t(-18.4), conditions={"Complete": {"status": "True"}})  # fmt: skip
    c.state("cronjob/invoice-run", "cronjob", namespace="garden", schedule="*/15 5-7 * * *", suspend=False, last_schedule=c.t(-10),
            last_successful=c.t(-3.2), active=0)  # fmt: skip
    c.event(
        -33,
        "job/invoice-run-29582700",
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
        source="job-controller",
    )
    c.event(-18.4, "job/invoice-run-29582715", "Completed", "Job completed", "normal", source="job-controller")
    c.event(-3.2, "cronjob/invoice-run", "SawCompletedJob", "Saw completed job: invoice-run-29582730, condition: Complete", "normal",
            source="cronjob-controller")  # fmt: skip
    c.log(-33, "job/invoice-run-29582700", "error", "Npgsql.NpgsqlException (0x80004005): Exception while reading from stream ---> "
          "System.TimeoutException: Timeout during reading attempt", 1)  # fmt: skip
    c.log(
        -18.5,
        "job/invoice-run-29582715",
        "info",
        "run finished: 1204 invoices rendered, 0 failed (includes 611 left over from 06:00)",
        1,
    )
    c.log(-3.3, "job/invoice-run-29582730", "info", "run finished: 402 invoices rendered, 0 failed", 1)
    c.signals(api, 6, 0.12, 0.0008, 0.2, 4.1e8)
    c.ordinary()
    return c.healthy("db.unreachable", "code.unhandled_error")


def choir_blip() -> Case:
    c = Cluster("of-choir-blip", 504, "2026-05-12T12:12:00", 60)
    c.incident(
        "rehearsals 5xx ratio above 5%",
        "prometheus",
        "critical",
        "rehearsals",
        "service/rehearsals",
        -23,
        None,
        namespace="choir",
    )
    c.nodes("ch-1", "ch-2")
    web = c.workload("choir-web", "choir", "ruby", 2, "r12", 3000, calls=("rehearsals",))
    reh = c.workload("rehearsals", "choir", "jvm", 3, "1.30.0", age_days=0)
    c.released(reh, -25, "ci/woodpecker", "kubectl apply", "1.29.4", "1.30.0")
    c.signals(web, 16, peaks(0.22, (-24, 3, 0.4)), peaks(0.001, (-24, 3, 0.11)), 0.4)
    c.signals(reh, 27, peaks(0.11, (-24, 3, 0.31)), peaks(0.001, (-24, 3, 0.13)), peaks(0.8, (-25, 4, 1.9)))
    c.log(
        -23.5,
        f"pod/{web.pods[0]}",
        "error",
        "Faraday::ConnectionFailed: Failed to open TCP connection to rehearsals:8080 (Connection refused)",
        312,
    )
    c.log(
        -22,
        f"pod/{reh.pods[2]}",
        "info",
        "INFO  c.c.RehearsalsApplication - Started RehearsalsApplication in 41.2 seconds (process running for 43)",
        3,
    )
    c.log(-6, f"pod/{web.pods[1]}", "info", "Completed 200 OK in 61ms (Views: 0.3ms)", 4120)
    c.event(
        -23.8,
        f"pod/{reh.pods[0]}",
        "Unhealthy",
        'Readiness probe failed: Get "http://10.4.2.2:8080/healthz": connection refused',
        count=6,
    )
    c.alert(-20, "rehearsals 5xx ratio", reh.service, "ok", threshold=0.05, comparison=">", reason="0.09% now")
    c.ordinary()
    return c.healthy("deployment.bad_release", "k8s.probe.readiness_endpoint_failing")


def coach_probe() -> Case:
    c = Cluster("of-coach-probe", 507, "2026-09-02T10:59:00", 60)
    c.incident("[Synthetics] coach.example /search is failing from Singapore", "synthetic-monitor", "high", "coach-search", "service/coach-search",
               -13, "TIMEOUT after 10 s, 1 of 6 locations, 1 attempt", monitor="syn-811")  # fmt: skip
    c.nodes("cs-1", "cs-2", "cs-3")
    ing = c.workload("edge-nginx", "edge", "nginx", 2, "1.27.2", 443, calls=("coach-search",))
    w = c.workload("coach-search", "coach", "python", 3, "55", 8000, calls=("stops",))
    c.workload("stops", "coach", "go", 2, "1.0.44", restarts=1)
    for place in ("frankfurt", "london", "ohio", "oregon", "singapore", "sydney"):
        c.metric(
            "synthetics.success",
            w.service,
            peaks(1, (-13, 1, 0)) if place == "singapore" else 1,
            0,
            None,
            location=place,
        )
    c.metric("synthetics.response_time", w.service, 0.81, 0.15, "Seconds", location="singapore", missing=(-13, -12.5))
    c.signals(ing, slope(55, 58, 60), 0.24, 0.0008, 0.3)
    c.signals(w, slope(52, 55, 60), 0.22, 0.0007, 1.7, 6.1e8)
    c.alert(
        -11,
        "[Synthetics] coach.example /search",
        w.service,
        "ok",
        count=1,
        reason="retry from Singapore succeeded: 200 in 0.83 s",
    )
    c.log(-13, f"pod/{ing.pods[0]}", "info", '"GET /search?q=probe HTTP/2.0" 499 0 "-" "SyntheticsBot/1.0" 10.001', 1)
    c.ordinary()
    return c.healthy("network.latency", "network.packet_loss", "dependency.slow")


def harvest_lag() -> Case:
    c = Cluster("of-harvest-lag", 509, "2026-07-15T17:50:00", 80)
    c.incident("KafkaConsumerGroupLag", "prometheus", "critical", "harvest-ingest", "deployment/harvest-ingest", -38,
               "lag of group harvest-ingest above 20000", namespace="harvest")  # fmt: skip
    c.nodes("hv-1", "hv-2", "hv-3")
    w = c.workload("harvest-ingest", "harvest", "jvm", 3, "4.1.8", age_days=0, calls=("harvest-kafka",))
    k = c.workload("harvest-kafka", "harvest", "store", 3, "3.6.1", 9092, "statefulset", memory="4Gi")
    view = c.workload("harvest-view", "harvest", "node", 2, "19", 3000)
    c.released(w, -45, "ci/argo-cd", "Sync", "4.1.7", "4.1.8")
    c.metric("kafka_consumergroup_lag", w.entity, lambda m: 300 if m < -44 or m > -15 else (300 + 7600 * (m + 44) if m < -38 else
             max(300.0, 46000 - 2150 * (m + 38))), 0.06, "Count", whole=True, topic="combine-readings")  # fmt: skip
    c.metric(
        "records_consumed_rate",
        w.entity,
        lambda m: 33 if -44 <= m < -38 else (196 if -38 <= m < -15 else 160),
        0.05,
        "Count/Second",
    )
    c.metric("records_produced_rate", k.entity, 160, 0.05, "Count/Second")
    c.signals(w, None, None, 0.0004, peaks(1.1, (-38, 23, 1.3)), 1.9e9)
    c.signals(view, 7, 0.18, 0.0009, 0.2)
    c.log(-44, f"pod/{w.pods[0]}", "info", "INFO  ConsumerCoordinator - [Consumer clientId=harvest-1, groupId=harvest-ingest] Revoke previously "
          "assigned partitions combine-readings-0, combine-readings-1", 9)  # fmt: skip
    c.log(
        -40,
        f"pod/{w.pods[1]}",
        "warning",
        "WARN  ConsumerCoordinator - Offset commit failed: The coordinator is rebalancing the group",
        31,
    )
    c.log(
        -38,
        f"pod/{w.pods[2]}",
        "info",
        "INFO  ConsumerCoordinator - Successfully synced group in generation Generation{generationId=412}",
        3,
    )
    c.alert(
        -25, "KafkaConsumerGroupLag", w.entity, "ok", threshold=20000, comparison=">", reason="lag 17960 and falling"
    )
    c.ordinary()
    return c.healthy("dependency.queue_backlog", "deployment.bad_release")


def florist_payments() -> Case:
    c = Cluster("of-florist-payments", 510, "2026-02-14T11:30:00", 100)
    c.incident(
        "Card payments failing",
        "datadog",
        "critical",
        "till",
        "service/till",
        -58,
        "payment errors above 10%",
        env="prod",
        team="shop",
    )
    c.nodes("fl-1", "fl-2", "fl-3")
    till = c.workload("till", "florist", "dotnet", 3, "18.0.2", calls=("payments",))
    pay = c.workload("payments", "florist", "go", 3, "2.14.0", calls=("external/gateway.cardriver.example",))
    c.signals(till, slope(31, 44, 100), step(0.24, -60, 1.8, -27), step(0.0014, -60, 0.19, -27), 0.9)
    c.signals(pay, slope(12, 18, 100), step(0.31, -60, 8.1, -27), step(0.002, -60, 0.44, -27), 0.2)
    c.metric("outbox_pending", pay.entity, lambda m: 3 if m < -60 or m > -16 else (3 + 19 * (m + 60) if m < -27 else 630 - 57 * (m + 27)), 0.08,
             "Count", whole=True)  # fmt: skip
    c.log(-50, f"pod/{pay.pods[0]}", "error", 'level=error msg="authorise" provider=cardriver err="Post \\"https://gateway.cardriver.example/v3/auth\\"'
          ': net/http: request canceled (Client.Timeout exceeded while awaiting headers)"', 8114)  # fmt: skip
    c.log(-26, f"pod/{pay.pods[0]}", "info", 'level=info msg="circuit closed" provider=cardriver', 3)
    c.log(-15.5, f"pod/{pay.pods[1]}", "info", 'level=info msg="outbox drained" resent=628 failed=0', 1)
    c.log(-3, f"pod/{pay.pods[2]}", "info", 'level=info msg="authorised" provider=cardriver status=200 dur=301ms', 2980)
    c.event(-24, "external/gateway.cardriver.example", "Resolved", "Elevated authorisation latency: resolved, monitoring ended", "info",
            source="statuspage", kind="statuspage")  # fmt: skip
    c.alert(-22, "Card payments failing", till.service, "ok", threshold=0.1, comparison=">")
    c.ordinary()
    return c.healthy("dependency.third_party_outage")


CASES = (garden_invoices, choir_blip, coach_probe, harvest_lag, florist_payments)
