"""Nothing is wrong now: planned work, schedules, drills and alarms set too tight."""

from __future__ import annotations

from scenarios.cases.meshes.everyday import everyday
from scenarios.cases.meshes.fleet import Fleet
from scenarios.cases.meshes.scene import Case, Scene
from scenarios.cases.meshes.shapes import level, times
from scenarios.cases.meshes.systems import HALL, LENDING, LESSONS, METERS, PARCELS, eks, numbered


def leftovers() -> Case:
    s = Scene("me-leftovers", 506, "2026-04-02T08:00:00Z", before=60, after=15, step=120)
    f = Fleet(
        s,
        METERS,
        "meters",
        numbered("ocp-worker-", 4),
        metrics=("request_rate", "error_rate", "memory_usage", "cpu_usage"),
    )
    for n in range(5):
        app = ("dash", "alerting", "query", "dash", "query")[n]
        pod = f.add_pod(app, started=-4100 - n * 7)
        f.attributes[pod]["node"] = "ocp-worker-2"
        f.attributes[pod].update(
            phase="Failed",
            status="Evicted" if n < 3 else "ContainerStatusUnknown",
            ready="0/1",
            conditions={"Ready": "False"},
            message="The node was low on resource: memory. Threshold quantity: 100Mi, available: 61Mi. ",
        )
        f.attributes[pod].update(reason="Evicted", started_at=s.at(-4100 - n * 7, False))
    everyday(f, 46, 9)
    s.incident(
        "Pods in Failed phase: 5",
        "namespace/meters",
        "warning",
        "datadog",
        "sum:kubernetes_state.pod.status_phase{phase:failed} by {namespace} > 4",
        at=-4090,
        renotify="every 24h",
    )
    s.alert("Pods in Failed phase: 5", "namespace/meters", at=-4090, threshold=4, comparison=">", reason="value 5")
    s.event(
        -4098,
        "node/ocp-worker-2",
        "NodeHasSufficientMemory",
        "Node ocp-worker-2 status is now: NodeHasSufficientMemory",
        "normal",
    )
    s.event(-4102, "node/ocp-worker-2", "EvictionThresholdMet", "Attempting to reclaim memory", count=3)
    s.change(-3900, "infrastructure", "platform-team", "add node", "node/ocp-worker-4", reason="memory headroom")
    s.log(5, f.pods["query"][0], "error", 'level=error msg="http: TLS handshake error from 10.4.0.1:40112: EOF"', 12)
    f.settle()
    return s.healthy(None, near=("k8s.workload.evicted", "node.memory_pressure"))


def renewal() -> Case:
    s = Scene("me-renewal", 507, "2026-06-28T06:15:00Z", before=45, after=30)
    f = Fleet(s, LENDING, "lending", numbered("kube-", 5), mesh="istio")
    everyday(f, 47, 8)
    s.incident(
        "TLS certificate expires in less than 20 days",
        "ingress/lending-public",
        "high",
        "prometheus",
        "probe_ssl_earliest_cert_expiry - time() < 20d",
        at=-20,
    )
    s.alert("TLS certificate expires in less than 20 days", "ingress/lending-public", "ok", at=7, reason="89.9 days")
    s.series("ssl_cert_not_after_days", "ingress/lending-public", 19.9, level(89.9, 6, noise=0), noise=0.0, unit="days")
    s.event(
        -18,
        "certificate/lending-public",
        "Issuing",
        "Renewing certificate as renewal was scheduled at 2026-06-28 05:57:00 +0000 UTC",
        "normal",
        source="cert-manager-certificates-trigger",
    )
    s.event(
        -12,
        "challenge/lending-public-1-2291-88",
        "PresentError",
        "Error presenting challenge: Put route53 ChangeResourceRecordSets: Throttling: Rate exceeded",
        count=3,
        first=-16,
        source="cert-manager-challenges",
    )
    s.event(
        5,
        "certificate/lending-public",
        "Issuing",
        "The certificate has been successfully issued",
        "normal",
        source="cert-manager-certificates-issuing",
    )
    s.event(5.2, "ingress/lending-public", "Sync", "Scheduled for sync", "normal", source="nginx-ingress-controller")
    s.state(
        "certificate/lending-public",
        "manifest",
        kind="Certificate",
        status={
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True",
                    "reason": "Ready",
                    "message": "Certificate is up to date and has not expired",
                }
            ],
            "notAfter": "2026-09-26T05:20:00Z",
            "renewalTime": "2026-08-27T05:20:00Z",
        },
    )
    s.log(
        -16,
        "deployment/cert-manager",
        "error",
        'E0628 05:59:12.1 controller.go:167] "re-queuing item due to error processing" err="Throttling: Rate exceeded" key="lending/lending-public-1-2291-88"',
        3,
    )
    s.log(
        9,
        f.pods["gateway"][0],
        "WARN",
        "io.netty.handler.ssl.NotSslRecordException: not an SSL/TLS record: 474554202f",
        6,
    )
    s.edge("ingress/lending-public", "service/gateway")
    f.settle()
    return s.healthy(None, near=("app.certificate_expired",))


def month_end_job() -> Case:
    s = Scene("me-month-end-job", 508, "2026-04-30T23:30:00Z", before=80, after=70, step=300)
    f = Fleet(
        s,
        LENDING,
        "lending",
        eks(92, "eu-central-1", 4),
        shapes={"pg-accounts.cpu_usage": times(1.5, -40, 12), "statements.cpu_usage": times(2.2, -40, 12)},
    )
    everyday(f, 48, 7)
    s.incident(
        "KubeJobFailed",
        "job/interest-accrual-29611230",
        "warning",
        "prometheus",
        "Job lending/interest-accrual-29611230 failed to complete",
        at=2,
    )
    s.alert("KubeJobFailed", "job/interest-accrual-29611230", at=2, reason="failed job not removed")
    s.state(
        "job/interest-accrual-29611230",
        "job",
        namespace="lending",
        pods="0 Active / 0 Succeeded / 1 Failed",
        backoff_limit=0,
    )
    s.state(
        "job/interest-accrual-29611230-retry",
        "job",
        namespace="lending",
        pods="0 Active / 1 Succeeded / 0 Failed",
        backoff_limit=0,
    )
    s.event(
        0,
        "job/interest-accrual-29611230",
        "BackoffLimitExceeded",
        "Job has reached the specified backoff limit",
        source="job-controller",
    )
    s.change(
        9,
        "other",
        "m.castellanos",
        "kubectl create job --from=cronjob/interest-accrual",
        "job/interest-accrual-29611230-retry",
        note="first run hit the reindex lock",
    )
    s.event(31, "job/interest-accrual-29611230-retry", "Completed", "Job completed", "normal", source="job-controller")
    s.log(
        -1,
        "job/interest-accrual-29611230",
        "ERROR",
        'psycopg.errors.LockNotAvailable: canceling statement due to lock timeout CONTEXT: while locking tuple (881,4) in relation "accrual_day"',
    )
    s.log(30, "job/interest-accrual-29611230-retry", "INFO", "accrual done day=2026-04-30 accounts=418822 rejected=0")
    f.settle()
    return s.healthy("healthy.recovered", near=("db.lock_contention", "code.unhandled_error"))


def sunday_drill() -> Case:
    s = Scene("me-sunday-drill", 509, "2026-08-09T10:00:00Z", before=30, after=6)
    f = Fleet(s, HALL, "hall", depth="none", metrics=("request_rate", "latency_p95", "error_rate"))
    everyday(f, 49, 8)
    s.incident(
        "[TEST] Production is down - quarterly paging drill",
        "service/lobby",
        "critical",
        "manual",
        "This is a drill to verify escalation. Acknowledge within 5 minutes.",
        at=0,
        drill="true",
    )
    s.alert(
        "[TEST] Production is down - quarterly paging drill",
        "service/lobby",
        at=0,
        reason="triggered by hand from incident console",
    )
    s.change(-4000, "deployment", "deploy-bot", "release", "service/wallet", build=["b287", "b288"])
    s.log(
        -20,
        "service/wallet",
        "ERROR",
        "o.a.c.loader.WebappClassLoaderBase The web application appears to have started a thread named [idle-reaper] but has failed to stop it",
        2,
    )
    return s.healthy("healthy.expected_signal")


def rehearsal() -> Case:
    s = Scene("me-rehearsal", 510, "2026-10-28T13:00:00Z", before=60, after=35)
    shapes = (
        {
            f"{a}.request_rate": times(k, 0, over=5)
            for a, k in (
                ("track-web", 3.0),
                ("track-api", 2.9),
                ("routes", 2.8),
                ("geo", 2.8),
                ("depots", 2.6),
                ("parcel-store", 2.4),
            )
        }
        | {
            f"{a}.cpu_usage": times(k, 0, over=5)
            for a, k in (("track-web", 2.6), ("track-api", 2.5), ("routes", 2.5), ("geo", 2.4), ("parcel-store", 2.0))
        }
        | {"track-web.latency_p95": times(1.18, 0, over=5)}
    )
    f = Fleet(s, PARCELS, "parcels-perf", numbered("gke-perf-", 5), mesh="istio", shapes=shapes)
    everyday(f, 50)
    s.incident(
        "Anomalous request rate on track-web",
        "service/track-web",
        "warning",
        "datadog",
        "avg(last_10m):anomalies(sum:http.requests{service:track-web}, 'agile', 3) >= 1",
        at=4,
        env="perf",
    )
    s.change(
        -1,
        "other",
        "perf-guild",
        "k6 run peak-2026.js --vus 900",
        "service/track-web",
        ticket="PEAK-311 rehearsal 13:00-14:00, announced in #ops",
        target="3x",
    )
    s.log(
        3,
        f.pods["track-web"][0],
        "info",
        '"GET /t/PX88120031 HTTP/1.1" 200 "k6/0.54.0 (https://k6.io/)" x-load-test=peak-2026',
        40210,
    )
    s.log(10, f.pods["routes"][0], "WARN", "o.a.t.u.threads.ThreadPoolExecutor - 171 of 200 busy", 4)
    s.event(
        6,
        "horizontalpodautoscaler/geo",
        "SuccessfulRescale",
        "New size: 6; reason: cpu resource utilization (percentage of request) above target",
        "normal",
        source="horizontal-pod-autoscaler",
    )
    f.settle()
    return s.healthy(None, near=("traffic.surge", "traffic.abuse"))


def loud_mailer() -> Case:
    s = Scene("me-loud-mailer", 512, "2026-01-27T16:40:00Z", before=180, after=20, step=120)
    f = Fleet(s, LESSONS, "campus", numbered("k3s-", 3))
    f.rolled("forum", -400)
    everyday(f, 52, 8)
    s.incident(
        "Error log volume: campus > 500 / 15 min",
        "namespace/campus",
        "warning",
        "datadog",
        'logs("status:error kube_namespace:campus").rollup("count").last("15m") > 500',
        at=0,
    )
    s.alert(
        "Error log volume: campus > 500 / 15 min",
        "namespace/campus",
        at=0,
        threshold=500,
        comparison=">",
        count=31,
        reason="value 507; triggered 31 times this month",
    )
    s.series("log_errors", "namespace/campus", 470, noise=0.05, whole=True, unit="count")
    for minute in range(-170, 20, 19):
        s.log(
            minute + 0.3,
            f.pods["mailer"][abs(minute) % 2],
            "ERROR",
            "Net::SMTPFatalError: 550 5.1.1 <parent@oldschool.example>: Recipient address rejected: User unknown",
            s.rng.randint(150, 240),
        )
        s.log(
            minute + 4,
            f.pods["forum"][0],
            "error",
            "JsonWebTokenError: invalid signature (bot user agent)",
            s.rng.randint(60, 110),
        )
    s.change(
        -400,
        "deployment",
        "ci-campus",
        "helm upgrade",
        "deployment/forum",
        image=["forum:5.9.8", "forum:5.9.9"],
        result="deployed",
    )
    f.settle()
    return s.healthy("healthy.threshold_noise", near=("code.unhandled_error", "access.credentials_expired"))


def small_hours() -> Case:
    s = Scene("me-small-hours", 513, "2026-12-11T02:00:00Z", before=110, after=45)
    shapes = {"store.cpu_usage": times(1.7, 0), "store.latency_p95": times(1.3, 0)}
    f = Fleet(s, METERS, "meters", numbered("ovh-", 5), shapes=shapes)
    everyday(f, 53, 8)
    s.incident("Volume write IOPS above 80% of limit", "pvc/data-store-0", "high", at=6)
    s.alert(
        "Volume write IOPS above 80% of limit",
        "pvc/data-store-0",
        at=6,
        metric="disk_io",
        threshold=2400,
        comparison=">",
        count=30,
        reason="fires nightly 02:05-03:00",
    )
    s.series("disk_io", "pvc/data-store-0", 700, level(2580, 1, noise=0.03), noise=0.1, unit="1/s")
    s.sections["metrics"][-1]["baseline"] = {
        "points": [
            [s.at(minute - 1440, False), round((700 if minute < 1 else 2570) + s.rng.gauss(0, 60))]
            for minute in range(-40, 45, 1)
        ]
    }
    s.event(
        0,
        "cronjob/store-backup",
        "SuccessfulCreate",
        "Created job store-backup-29680440",
        "normal",
        source="cronjob-controller",
    )
    s.state(
        "job/store-backup-29680440",
        "job",
        namespace="meters",
        pods="1 Active / 0 Succeeded / 0 Failed",
        backoff_limit=2,
    )
    s.state(
        "cronjob/store-backup",
        "manifest",
        kind="CronJob",
        spec={"schedule": "0 2 * * *", "suspend": False, "concurrencyPolicy": "Forbid"},
        status={"lastSuccessfulTime": s.at(-1380, False)},
    )
    s.log(1, "job/store-backup-29680440", "INFO", "clickhouse-backup create_remote --tables=readings.* started")
    s.log(39, "job/store-backup-29680440", "INFO", "uploaded 71 of 96 parts, 118 MiB/s")
    s.log(
        8,
        "job/store-backup-29680440",
        "WARN",
        "retrying part 20261210_4_8_1: RequestTimeout: Your socket connection to the server was not read from or written to",
        2,
    )
    f.settle()
    return s.healthy(None, near=("storage.io_saturation", "db.maintenance_io_storm"))


WRITTEN = (leftovers, loud_mailer, month_end_job, rehearsal, renewal, small_hours, sunday_drill)
