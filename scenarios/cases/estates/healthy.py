"""Systems that are well now, with as much noise as the others."""

from .scene import Case, Scene

NODES = ("hx-1", "hx-2", "hx-3")


def moth() -> Case:
    """A percentile of very few nightly requests crosses a tight line once."""
    s = Scene(
        "estate-moth-trap",
        "p99 latency specimen-api > 900 ms",
        "2026-07-21T02:40:00",
        25,
        seed=51,
        severity="warning",
        since=-180,
    )
    s.incident |= {"service": "specimen-api", "resource": "service/specimen-api"}
    pods = s.workload("specimen-api", "museum", NODES[:2], restarts=1)
    s.workload("label-ocr", "museum", NODES[1:], restarts=3)
    s.series("service/specimen-api", "latency_p99", 0.52, spread=0.38, unit="seconds", baseline=True)
    s.series("service/specimen-api", "latency_p50", 0.041, spread=0.1, unit="seconds", baseline=True)
    s.series("service/specimen-api", "request_rate", 0.06, spread=0.4, baseline=True)
    s.series("service/specimen-api", "error_rate", 0.0, spread=0, baseline=True)
    for p in pods:
        s.series(p, "cpu_utilization", 0.06, spread=0.3)
    s.alert(
        "p99 latency specimen-api > 900 ms",
        t=0,
        entity="service/specimen-api",
        metric="latency_p99",
        threshold=0.9,
        reason="1 of 1 datapoints; fired 41 times in 30 days",
        count=41,
    )
    s.alert("label-ocr restarts", "warning", -9000, entity="deployment/label-ocr", reason="acknowledged")
    s.chat(pods[0], "log4j", 12)
    s.chat(pods[1], "log4j", 10)
    s.log(-11, pods[1], "2026-07-21 02:29:00,101 ERROR [otel] exporter: deadline exceeded, dropped 8 spans", "ERROR")
    s.event(-95, "pod/label-ocr-nightly-1", "Completed", "Job completed")
    s.change(-2100, "deployment", "specimen-api 5.0.2", "deployment/specimen-api", "ci")
    return s.case_of(
        "healthy", "healthy.threshold_noise", "service/specimen-api", near=("code.slow_path", "dependency.slow")
    )


def regatta() -> Case:
    """A rolling update dropped some requests for under a minute; all is long well."""
    s = Scene(
        "estate-regatta-score",
        "Envoy 5xx > 1% regatta-scores",
        "2026-06-06T13:20:00",
        32,
        seed=52,
        severity="high",
        zone=2,
        since=-40,
    )
    s.incident |= {"service": "regatta-scores", "resource": "service/regatta-scores"}
    pods = s.workload("regatta-scores", "sail", NODES)
    s.workload("wind-feed", "sail", NODES[:1], restarts=14)
    s.series("service/regatta-scores", "error_rate", 0.0012, 0.034, at=0, end=1.2, spread=0.2, step=20)
    s.series("service/regatta-scores", "request_rate", 310, spread=0.06, step=20)
    s.series("service/regatta-scores", "latency_p95", 88, spread=0.1, unit="ms", step=20)
    s.alert("Envoy 5xx > 1% regatta-scores", "ok", 6, entity="service/regatta-scores", reason="resolved: 0.1%")
    s.event(
        -0.5,
        "deployment/regatta-scores",
        "ScalingReplicaSet",
        "Scaled up replica set regatta-scores-6b to 3 from 2",
        source="deployment-controller",
    )
    s.event(
        1.1,
        "deployment/regatta-scores",
        "ScalingReplicaSet",
        "Scaled down replica set regatta-scores-5f to 0 from 1",
        source="deployment-controller",
    )
    for n, p in enumerate(pods):
        s.event(
            0.1 + 0.3 * n,
            p,
            "Unhealthy",
            "Readiness probe failed: HTTP probe failed with statuscode: 503",
            "warning",
            count=1,
        )
        s.event(0.0 + 0.3 * n, p, "Started", "Started container regatta-scores")
    s.change(
        -0.6,
        "deployment",
        "regatta-scores 18 -> 19",
        "deployment/regatta-scores",
        "ci",
        outcome="rollout complete 13:21:15",
    )
    s.log(
        0.4,
        "service/regatta-scores",
        '[2026-06-06T11:20:24Z] "GET /heat/4 HTTP/2" 503 UC upstream_reset_before_response_started{connection_termination} - 95 0',
        "warning",
        count=212,
    )
    s.chat(pods[0], "envoy", 14)
    s.chat("service/wind-feed", "json", 6)
    return s.case_of(
        "healthy",
        "healthy.recovered",
        "service/regatta-scores",
        near=("deployment.bad_release", "k8s.probe.readiness_endpoint_failing"),
        herring=("deployment.bad_release", "deployment/regatta-scores"),
    )


def cellarbook() -> Case:
    """The nightly dump reads much, as every night, and nobody waits for it."""
    s = Scene(
        "estate-cellar-book",
        "Zabbix: disk read rate high on pgvm-5",
        "2026-02-17T01:00:00",
        38,
        seed=53,
        source="zabbix",
        severity="Warning",
        since=-50,
    )
    s.incident |= {"resource": "host/pgvm-5", "service": "cellar-pg"}
    s.state(
        "host/pgvm-5",
        "systemd_unit",
        unit="pg-dump-nightly.service",
        active="activating (start)",
        since=s.at(0),
        log_tail=[
            "Feb 17 01:00:01 pgvm-5 pg_dump[8123]: dumping contents of table public.ledger",
            "Feb 16 01:51:40 pgvm-5 systemd[1]: pg-dump-nightly.service: Deactivated successfully.",
        ],
    )
    s.state(
        "host/pgvm-5", "systemd_unit", unit="postgresql@16-main.service", active="active (running)", since=s.at(-90000)
    )
    s.series("host/pgvm-5", "disk_read_bytes_per_second", 4e6, 1.9e8, spread=0.1, digits=0)
    s.series("host/pgvm-5", "cpu_utilization", 12, 27, spread=0.15, unit="Percent")
    s.series("host/pgvm-5", "disk_free_percent", 44, 41, shape="ramp", spread=0.001)
    s.series("service/cellar-pg", "latency_p95", 6.1, spread=0.12, unit="ms", baseline=True)
    s.series("service/cellar-book", "latency_p95", 0.11, spread=0.12, unit="seconds", baseline=True)
    s.series("service/cellar-book", "error_rate", 0.0008, spread=0.4)
    s.edge("service/cellar-book", "service/cellar-pg", "reads")
    s.edge("service/cellar-pg", "host/pgvm-5", "runs_on")
    s.alert(
        "Zabbix: disk read rate high on pgvm-5",
        t=5,
        entity="host/pgvm-5",
        threshold=1e8,
        reason="PROBLEM; same trigger each night 01:05-01:52 for 60 days",
        count=60,
    )
    s.log(
        8,
        "service/cellar-pg",
        "LOG:  checkpoint complete: wrote 912 buffers (0.3%); write=89.912 s, sync=0.020 s, total=90.018 s",
        "LOG",
        count=4,
    )
    s.log(9, "service/cellar-book", "W, [#1] WARN -- : slow asset precompile check (1.2s)", "WARN")
    s.chat("service/cellar-book", "rails", 12)
    s.chat("host/pgvm-5", "journald", 9)
    s.change(-3000, "config", "shared_buffers 8GB -> 12GB", "service/cellar-pg", "dba")
    return s.case_of(
        "healthy",
        near=("db.maintenance_io_storm", "storage.io_saturation"),
        herring=("db.maintenance_io_storm", "service/cellar-pg"),
    )


def windtunnel() -> Case:
    """A planned load test, and the system carries it."""
    s = Scene(
        "estate-wind-tunnel",
        "[DD] request rate anomaly: ticket-lobby",
        "2026-04-22T08:30:00",
        27,
        seed=54,
        source="datadog",
        severity="warning",
        millis=True,
        since=-45,
    )
    s.incident |= {"service": "ticket-lobby", "resource": "service/ticket-lobby"}
    pods = s.workload("ticket-lobby", "stage", NODES, restarts=2)
    s.series("service/ticket-lobby", "request_rate", 90, 1210, spread=0.05, shape="ramp", end=8)
    s.series("service/ticket-lobby", "latency_p95", 0.12, 0.16, spread=0.08, unit="seconds")
    s.series("service/ticket-lobby", "error_rate", 0.0009, spread=0.4)
    for p in pods:
        s.series(p, "cpu_utilization", 18, 57, spread=0.06, unit="Percent", shape="ramp", end=9)
    s.change(
        -4,
        "other",
        "start k6 run lobby-rehearsal (planned 08:30-09:15, 1200 rps)",
        "service/ticket-lobby",
        "perf-team",
        ticket="PERF-310",
    )
    s.change(-120, "deployment", "ticket-lobby 9.8", "deployment/ticket-lobby", "ci")
    s.repeat(
        [1, 6, 13, 22],
        "service/ticket-lobby",
        [
            '{"@t":"{stamp}","@m":"HTTP GET /lobby responded 200 in 91.20 ms","UserAgent":"k6/0.52.0 (lobby-rehearsal)","SourceContext":"Serilog.AspNetCore"}'
        ],
        "Information",
    )
    s.event(5, "hpa/ticket-lobby", "SuccessfulRescale", "New size: 3; reason: cpu resource utilization above target")
    s.event(
        5.3,
        pods[2],
        "Unhealthy",
        "Readiness probe failed: dial tcp 10.44.0.9:8080: connect: connection refused",
        "warning",
        count=1,
    )
    s.chat(pods[0], "serilog", 10)
    s.alert("ticket-lobby anomaly", t=3, entity="service/ticket-lobby", reason="100% of values outside 3 deviations")
    return s.case_of(
        "healthy", near=("traffic.surge", "traffic.abuse"), herring=("traffic.surge", "service/ticket-lobby")
    )


def lighthouse() -> Case:
    """One probe location flaps; users and the other locations see nothing."""
    s = Scene(
        "estate-lighthouse",
        "Blackbox probe_success == 0 (loc=syd)",
        "2026-10-27T15:05:00",
        20,
        seed=55,
        severity="high",
        since=-120,
    )
    s.incident |= {"service": "pilot-site", "resource": "service/pilot-site"}
    s.workload("pilot-site", "coast", NODES[:2])
    for loc in ("ams", "nyc", "gru"):
        s.series("service/pilot-site", "probe_success", 1, spread=0, dimensions={"location": loc})
    s.series("service/pilot-site", "probe_success", 1, 0, spread=0, at=-0.1, end=2.1, dimensions={"location": "syd"})
    s.series("service/pilot-site", "error_rate", 0.0011, spread=0.3, baseline=True)
    s.series("service/pilot-site", "request_rate", 420, spread=0.05, baseline=True)
    s.series("service/pilot-site", "latency_p95", 0.2, spread=0.08, unit="seconds", baseline=True)
    s.alert(
        "Blackbox probe_success == 0 (loc=syd)",
        "ok",
        4,
        entity="service/pilot-site",
        reason="resolved after 2m; flapped 22x this week",
        count=22,
    )
    s.alert("Blackbox probe_success == 0 (loc=ams)", "ok", -20000, entity="service/pilot-site")
    s.log(
        0.2,
        "service/blackbox-syd",
        'ts=2026-10-27T15:05:12Z level=error msg="Error for HTTP request" err="context deadline exceeded" target=https://pilot.coast.example',
        "error",
        count=2,
    )
    s.chat("service/pilot-site", "haproxy", 16)
    s.chat("service/pilot-site", "traefik", 6)
    s.change(-66, "deployment", "pilot-site content 2026-10-27", "service/pilot-site", "editors")
    return s.case_of("healthy", near=("network.packet_loss", "dependency.unreachable"))


CASES = (moth, regatta, cellarbook, windtunnel, lighthouse)
