"""Faults of an energy-metering system (Go, Rust, NATS, TimescaleDB) on bare-metal Kubernetes."""

from __future__ import annotations

from .apps_public import METERING
from .recording import Case, Recording, climb, fault, saw, step, wrong
from .world import entities, populate


def _cluster_dns(rec: Recording, *, broken: bool = False) -> None:
    for suffix in ("5dd5756b68-7xq2k", "5dd5756b68-pl9vz"):
        waiting = {
            "state": "waiting",
            "reason": "CrashLoopBackOff",
            "message": "back-off 2m40s restarting failed container=coredns",
        }
        rec.state(
            f"pod/coredns-{suffix}",
            "pod",
            namespace="kube-system",
            phase="Running",
            ready="0/1" if broken else "1/1",
            restarts="7 (1m ago)" if broken else 0,
            node="worker-b1",
            owner="ReplicaSet/coredns-5dd5756b68",
            containers=[
                {
                    "name": "coredns",
                    "image": "registry.k8s.io/coredns/coredns:v1.11.3",
                    "state": waiting if broken else {"state": "running"},
                    "ready": not broken,
                }
            ],
        )
    rec.state(
        "service/kube-dns",
        "service",
        namespace="kube-system",
        type="ClusterIP",
        selector={"k8s-app": "kube-dns"},
        cluster_ip="10.96.0.10",
        port="dns  53/UDP",
        target_port="53/UDP",
        endpoints="<none>" if broken else "10.60.1.4:53,10.60.4.2:53",
    )


def readings_gap() -> Case:
    """A broken Corefile takes the cluster's names away."""
    rec = Recording("cl-readings-gap", 4301, "2026-03-19T08:15:00", before=30, after=16)
    rec.incident(
        "MeterReadingsIngestDrop",
        "critical",
        "prometheus",
        service="aggregator",
        resource="deployment/aggregator",
        started=3,
        labels={"cluster": "edge-de1"},
    )
    populate(
        rec,
        METERING,
        hush={"aggregator": 0},
        bend={
            ("tariff-api", "error_rate"): step(1, 300, over=3),
            ("usage-ui", "error_rate"): step(1, 330, over=3),
            ("usage-ui", "latency_p95"): step(1, 26, over=3),
            ("ingest-gw", "error_rate"): step(1, 120, over=3),
            ("aggregator", "cpu_usage"): step(1, 0.4),
        },
    )
    _cluster_dns(rec, broken=True)
    rec.burst(
        entities(rec, "tariff-api") + entities(rec, "ingest-gw"),
        (
            'level=error ts=<ts> caller=db.go:60 err="dial tcp: lookup tsdb.metering.svc on 10.96.0.10:53: read udp <ip>:<port>->'
            '10.96.0.10:53: read: connection refused"',
            'level=error ts=<ts> caller=nats.go:33 err="dial tcp: lookup nats.metering.svc on 10.96.0.10:53: no such host"',
        ),
        0.5,
        16,
        16,
    )
    rec.burst(
        entities(rec, "usage-ui"),
        '{"level":50,"time":"<ts>","err":{"code":"EAI_AGAIN","hostname":"tariff-api.metering.svc"},'
        '"msg":"getaddrinfo EAI_AGAIN tariff-api.metering.svc"}',
        0.5,
        16,
        9,
    )
    rec.burst(
        ["pod/coredns-5dd5756b68-7xq2k", "pod/coredns-5dd5756b68-pl9vz"],
        "/etc/coredns/Corefile:11 - Error during parsing: Unknown directive 'forwad'",
        0.4,
        15,
        6,
    )
    rec.event(
        "pod/coredns-5dd5756b68-7xq2k",
        "BackOff",
        "Back-off restarting failed container coredns",
        15,
        first=0.6,
        count=41,
    )
    rec.change(
        -0.5,
        "config",
        "kubectl edit configmap coredns; rollout restart",
        "deployment/coredns",
        "m.ferrari",
        note="forward corp zone to new resolvers",
    )
    rec.change(-12, "deployment", "rollout usage-ui v0.77.0 -> v0.77.1", "deployment/usage-ui")
    return rec.bundle(), fault(
        "dns.resolution_failure",
        "deployment/coredns",
        ("dns.resolution_failure", "service/kube-dns"),
        ("dns.resolution_failure", "pod/coredns-5dd5756b68-7xq2k"),
        ("app.config.value_invalid", "deployment/coredns"),
        ("app.config.value_invalid", "service/kube-dns"),
        herring=wrong("deployment.bad_release", "deployment/usage-ui"),
        near=["dependency.unreachable"],
    )


def stale_dashboards() -> Case:
    """A replay of old readings fills the stream in front of the aggregators."""
    rec = Recording("cl-stale-dashboards", 4302, "2026-04-14T06:20:00", before=90, after=75, period_s=120)
    rec.incident(
        "UsageFreshness > 10m", "high", "prometheus", service="usage-ui", resource="service/usage-ui", started=21
    )
    populate(
        rec,
        METERING,
        collector=("pod", "deployment", "node"),
        bend={
            ("aggregator", "cpu_usage"): step(1, 1.55),
            ("decoder", "cpu_usage"): step(1, 1.5),
            ("bill-export", "latency_p95"): step(1, 1.2),
        },
    )
    rec.series("queue/readings-raw", "jetstream_consumer_num_pending", climb(800, 21000), sigma=0.04, whole=True)
    rec.series("queue/readings-raw", "jetstream_stream_messages_in_rate", step(820, 1740, over=2), unit="msg/s")
    rec.series("queue/readings-raw", "jetstream_consumer_ack_rate", step(820, 1390, over=2), unit="msg/s", sigma=0.03)
    rec.series(
        "service/usage-ui", "usage_data_age_seconds", lambda m: 40 if m < 0 else 40 + 42 * m, unit="seconds", sigma=0.05
    )
    rec.series("service/tsdb", "disk_io", step(0.31, 0.38), unit="ratio")
    rec.edge("service/ingest-gw", "queue/readings-raw", "writes")
    rec.edge("deployment/replayer", "queue/readings-raw", "writes")
    rec.edge("service/aggregator", "queue/readings-raw", "reads")
    for minute in (6.3, 11.8, 19.1, 24.4, 33.7, 38.2, 47.5, 55.9, 63.1, 71.6):
        behind = int(800 + 21000 * minute)
        rec.log(
            rec.rng.choice(entities(rec, "aggregator")),
            f"<ts>  WARN agg::lag: consumer behind pending={behind} oldest={int(0.7 * minute)}m, processing at full batch",
            minute,
            "WARN",
        )
    rec.log(
        "job/replayer-0414",
        "replayer: publishing 6.1M readings from s3://gridlumen-archive/2026-03 subject=READINGS.raw rate=unlimited",
        0.2,
        "INFO",
    )
    rec.state(
        "job/replayer-0414",
        "job",
        namespace="metering",
        pods="1 Active (0 Ready) / 0 Succeeded / 0 Failed",
        backoff_limit=2,
    )
    rec.change(
        -0.4,
        "data",
        "kubectl create job replayer-0414 --from=cronjob/replayer",
        "deployment/replayer",
        "l.novak",
        reason="re-rate March for tariff correction",
    )
    rec.change(-40, "deployment", "rollout tariff-api v1.40.2 -> v1.40.3", "deployment/tariff-api")
    return rec.bundle(), fault(
        "dependency.queue_backlog",
        "queue/readings-raw",
        ("dependency.queue_backlog", "deployment/aggregator"),
        ("traffic.surge", "queue/readings-raw"),
        ("traffic.surge", "deployment/replayer"),
        ("traffic.surge", "deployment/aggregator"),
        ("traffic.surge", "job/replayer-0414"),
        ("dependency.queue_backlog", "job/replayer-0414"),
        near=["compute.cpu_saturation", "dependency.slow"],
    )


def tariff_restarts() -> Case:
    """Memory of one service grows for hours, is killed, grows again."""
    rec = Recording("cl-tariff-restarts", 4306, "2026-06-02T03:30:00", before=240, after=60, period_s=300)
    rec.incident(
        "TariffApi availability 99.2% over 6h",
        "warning",
        "prometheus",
        service="tariff-api",
        resource="service/tariff-api",
        started=None,
    )
    populate(
        rec,
        METERING,
        bend={
            ("tariff-api", "memory_usage"): saw(0.55, 1.72, 96, offset=-40),
            ("tariff-api", "latency_p95"): saw(0.9, 2.6, 96, offset=-40),
        },
    )
    for n, pod in enumerate(entities(rec, "tariff-api")):
        rec.container(
            pod,
            restart_count=14 + n,
            last_state={
                "state": "terminated",
                "reason": "OOMKilled",
                "exit_code": 137,
                "started_at": rec.at(-40),
                "finished_at": rec.at(56 - n),
            },
            state={"state": "running", "started_at": rec.at(56)},
        )
        rec.amend(pod, "pod", restarts=f"{14 + n} ({4 + n}m ago)")
        rec.series(pod, "go_memstats_heap_inuse_bytes", saw(9e7, 3.6e8, 96, offset=-40), unit="bytes", sigma=0.015)
        rec.series(pod, "go_goroutines", saw(180, 21400, 96, offset=-40), whole=True, sigma=0.01)
        rec.event(pod, "Started", "Started container tariff-api", 56, "normal", first=-1400, count=15 + n)
    for minute in range(-236, 60, 23):
        watchers = int(saw(90, 10600, 96, offset=-40)(minute))
        rec.log(
            rec.rng.choice(entities(rec, "tariff-api")),
            f'level=warn ts=<ts> caller=watch.go:203 msg="tariff watcher added" watchers={watchers}',
            minute,
            "WARN",
        )
    rec.change(-1410, "deployment", "rollout tariff-api v1.40.2 -> v1.40.3", "deployment/tariff-api")
    rec.change(-20, "config", "node-exporter scrape interval 15s -> 30s", "node/worker-a1", "ops")
    return rec.bundle(), fault(
        "code.memory_leak",
        "deployment/tariff-api",
        ("compute.memory_leak", "deployment/tariff-api"),
        ("k8s.container.oom_killed", "deployment/tariff-api"),
        ("deployment.bad_release", "deployment/tariff-api"),
        ("code.memory_leak", "service/tariff-api"),
        ("compute.memory_leak", "service/tariff-api"),
        near=["traffic.surge"],
    )


CASES = (
    readings_gap,
    stale_dashboards,
    tariff_restarts,
)
