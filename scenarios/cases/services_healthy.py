"""Nothing is wrong: recordings with everything a working system shows, and alerts that fire for no fault."""

import math

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import (
    BYTES,
    CORES,
    CPU_PERCENT,
    CPU_RATIO,
    DISK,
    ERRORS,
    ERRORS_PERCENT,
    MEBIBYTES,
    MEMORY_PERCENT,
    RATE,
    RECEIVED,
    RETRANSMITS,
    SENT,
    SUCCESS,
    THROTTLED,
    Fault,
    Service,
    after,
    calls_of,
    counts,
    edges,
    flat,
    latency,
    run,
    state,
    story,
    told,
)

BAKERY = (
    Service("shopfront", 0.007, {"menu": 0.8, "orders": 0.25}, 0.0014, sawtooth=0.1),
    Service("orders", 0.015, {"stock": 1, "orders-pg": 2, "mailer": 0.4}, 0.003, sawtooth=0.35, saw_steps=7),
    Service("menu", 0.008, {"menu-cache": 1}, 0.0012),
    Service("stock", 0.01, {"orders-pg": 0.6}, 0.0017, sawtooth=0.22, saw_steps=12),
    Service("mailer", 0.012, {}, 0.001, memory=1.1e8),
    Service("menu-cache", 0.0007, {}, 0.0002, memory=3.1e8),
    Service("orders-pg", 0.0035, {}, 0.0012, memory=4.4e8, disk=4.5e5),
)

CLINIC = (
    Service("patient-app", 0.01, {"appointments": 0.5, "records": 0.5}, 0.002, sawtooth=0.3, saw_steps=8),
    Service("appointments", 0.016, {"calendar": 1, "notify": 0.2}, 0.003),
    Service("records", 0.022, {"documents": 0.7}, 0.0042, sawtooth=0.4, saw_steps=11, memory=2.9e8),
    Service("calendar", 0.006, {}, 0.0014),
    Service("notify", 0.009, {}, 0.0012),
    Service("documents", 0.014, {}, 0.002, disk=8e5),
)


def nothing_but_noise() -> Scenario:
    """A whole recording of a working shop, an objective that names no number, and one slow scrape."""
    clock, count = story(2026, 3, 3, 14), 38
    recording = run(BAKERY, count, 201, rate=44, wobble=0.08)
    return bundle(
        "svc-quiet-afternoon",
        incident=clock.incident(
            "SLO latency of shopfront", severity="high", collected=560, resource="service/shopfront"
        ),
        alerts=[clock.alert("SLOLatencyShopfront", 420, entity="service/shopfront", metric="latency_p90")],
        metrics=told(
            clock, BAKERY, recording, [CORES, BYTES, *latency(50, 90), RATE, RECEIVED], 15, gaps={"stock": (9, 10)}
        ),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/shopfront",
        "kind": "healthy",
        "near": ["code.slow_path", "network.latency", "dependency.slow"],
        "written": "before",
    }


def everything_follows_the_morning() -> Scenario:
    """Traffic climbs to three times as on every weekday; CPU and packets follow, answers take as long as ever."""
    clock, count = story(2026, 6, 15, 5), 40

    def morning(step: int) -> float:
        return 0.6 + 1.5 / (1 + math.exp(-(step - 18) / 5))

    recording = run(BAKERY, count, 202, rate=32, load=morning)
    usual = run(BAKERY, count, 1202, rate=31, load=morning)
    return bundle(
        "svc-monday-ramp",
        incident=clock.incident(
            "CPU rising on several services", severity="warning", collected=11900, source="datadog"
        ),
        alerts=[clock.alert("anomaly: cpu_utilization shopfront", 8400, state="warning", entity="service/shopfront")],
        metrics=[
            *told(clock, BAKERY, recording, [CPU_PERCENT, *latency(90, millis=True), ERRORS_PERCENT, SENT], 300),
            *told(clock, BAKERY[:4], recording, [RATE], 300, baseline=usual),
        ],
        topology=calls_of(BAKERY),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/shopfront",
        "kind": "healthy",
        "near": ["traffic.surge", "compute.cpu_saturation", "traffic.abuse"],
        "herring": {"cause": "traffic.surge", "entity": "service/shopfront"},
        "written": "before",
    }


def a_short_spike_long_gone() -> Scenario:
    """Records was slow for one minute a quarter of an hour ago; since then all is as before."""
    clock, count = story(2026, 8, 19, 9, 30), 48
    blip = Fault("records", 20, {"own_factor": after(5), "cpu_added": after(0.5)}, 22)
    recording = run(CLINIC, count, 203, rate=28, faults=[blip])
    return bundle(
        "svc-records-blip",
        incident=clock.incident("patient-app p99 latency", started=640, collected=1425, severity="warning"),
        alerts=[
            clock.alert(
                "PatientAppLatencyP99", 700, state="ok", entity="service/patient-app", reason="resolved after 1m"
            )
        ],
        metrics=told(clock, CLINIC, recording, [CPU_RATIO, *latency(50, 99), RATE, SUCCESS], 30),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.recovered",
        "entity": "service/records",
        "also": [
            {"cause": "healthy.recovered", "entity": "service/patient-app"},
            {"cause": "healthy.threshold_noise", "entity": "service/patient-app"},
        ],
        "kind": "healthy",
        "near": ["compute.cpu_saturation", "code.slow_path", "healthy.expected_signal"],
        "written": "before",
    }


def a_job_every_ten_minutes() -> Scenario:
    """Documents renders its reports every ten minutes: CPU and disk jump for two and nobody waits for it."""
    clock, count = story(2026, 10, 21, 10), 50
    jobs = [
        Fault("documents", first, {"cpu_added": after(0.55), "disk_added": after(2.4e7)}, first + 2)
        for first in (6, 16, 26, 36, 46)
    ]
    recording = run(CLINIC, count, 204, rate=25, faults=jobs)
    return bundle(
        "svc-ten-past-the-hour",
        incident=clock.incident("documents CPU above 60%", started=2760, collected=2945, severity="warning"),
        alerts=[
            clock.alert("DocumentsCpuHigh", 2820, entity="service/documents", metric="cpu_utilization", threshold=60)
        ],
        metrics=[
            *told(clock, CLINIC, recording, [CPU_PERCENT, *latency(90), RATE], 60),
            *told(clock, CLINIC[4:], recording, [DISK, MEMORY_PERCENT], 60),
        ],
        topology=calls_of(CLINIC),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/documents",
        "kind": "healthy",
        "near": ["compute.cpu_saturation", "storage.io_saturation"],
        "herring": {"cause": "compute.cpu_saturation", "entity": "service/documents"},
        "written": "before",
    }


def a_collector_seen_as_a_leak() -> Scenario:
    """Records fills its heap and collects it every eleven samples, today as last week; the alert saw one rise."""
    clock, count = story(2026, 1, 27, 13), 33
    recording = run(CLINIC, count, 205, rate=26)
    usual = run(CLINIC, count, 1205, rate=26)
    return bundle(
        "svc-records-heap",
        incident=clock.incident("records memory growing", started=1500, collected=1980, severity="warning"),
        alerts=[clock.alert("memory trend", 1500, entity="service/records", metric="memory_usage_mb")],
        metrics=[
            *told(clock, CLINIC, recording, [MEBIBYTES], 60, baseline=usual),
            *told(clock, CLINIC, recording, [CORES, *latency(90), RATE, ERRORS], 60),
        ],
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/records",
        "kind": "healthy",
        "near": ["compute.memory_leak", "code.memory_leak", "compute.memory_saturation"],
        "herring": {"cause": "compute.memory_leak", "entity": "service/records"},
        "written": "before",
    }


def a_sunday_with_holes() -> Scenario:
    """Hardly any traffic, whole stretches without a scrape, a moment of lost packets: percentiles jump about."""
    clock, count = story(2026, 5, 24, 4), 40
    burst = Fault("stock", 15, {"retransmits": after(6)}, 16)
    recording = run(BAKERY, count, 206, rate=1.6, wobble=0.2, noise=0.12, faults=[burst])
    holes = tuple(range(21, 26))
    return bundle(
        "svc-sunday-at-four",
        incident=clock.incident("shopfront latency_p99 anomaly", severity="info", source="datadog", collected=2360),
        alerts=[clock.alert("watch: p99", 1980, state="warning", count=1)],
        metrics=told(
            clock,
            BAKERY,
            recording,
            [CPU_RATIO, *latency(50, 99), RATE, RETRANSMITS],
            60,
            gaps={service.name: holes for service in BAKERY},
            namespace=None,
        ),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/shopfront",
        "kind": "healthy",
        "near": ["network.packet_loss", "traffic.drop", "compute.instance_lost"],
        "written": "before",
    }


def a_release_that_did_no_harm() -> Scenario:
    """Orders was rolled over at 14:20: memory starts anew, CPU warms up for a minute, errors stay where they were."""
    clock, count = story(2026, 9, 2, 14), 40
    warm = Fault("orders", 20, {"cpu_added": after(0.25), "memory_added": after(-6e7), "throttled": after(1.2)}, 22)
    recording = run(BAKERY, count, 207, rate=40, faults=[warm])
    return bundle(
        "svc-orders-rolled",
        incident=clock.incident("Deployment watch: orders", severity="info", started=1230, collected=2390),
        alerts=[clock.alert("deployment-watch-orders", 1260, entity="service/orders", reason="release marker seen")],
        metrics=[
            *told(clock, BAKERY, recording, [CORES, *latency(90), RATE, ERRORS], 60),
            *told(clock, BAKERY[:4], recording, [BYTES, THROTTLED], 60),
        ],
        changes=[
            clock.change(1190, "deployment", "rollout restart", "service/orders", "ci/argo", version="2.14.0"),
            clock.change(-86000, "config", "edit dashboard", "service/menu", "lena"),
        ],
        events=[
            clock.event(
                1192, "ScalingReplicaSet", "Scaled up replica set orders-7f9c to 1", "service/orders", type="normal"
            ),
            clock.event(
                1221, "ScalingReplicaSet", "Scaled down replica set orders-6c2d to 0", "service/orders", type="normal"
            ),
        ],
        topology=calls_of(BAKERY),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/orders",
        "also": [{"cause": "healthy.expected_signal", "entity": "service/orders"}],
        "kind": "healthy",
        "near": ["deployment.bad_release", "compute.cpu_throttled"],
        "herring": {"cause": "deployment.bad_release", "entity": "service/orders"},
        "written": "before",
    }


def the_watchdog_barks() -> Scenario:
    """Watchdog fires always, so that its silence would be noticed; the services behind it are well."""
    clock, count = story(2026, 2, 5, 0), 24
    recording = run(CLINIC, count, 208, rate=20)
    info = [
        'level=info ts=<iso> caller=handler.go:88 msg="request done" status=200 duration=<ms>ms',
        'level=info ts=<iso> caller=handler.go:88 msg="request done" status=304 duration=<ms>ms',
    ]
    return bundle(
        "svc-always-firing",
        incident=clock.incident(
            "Watchdog",
            severity="none",
            started=-5_000_000,
            collected=1400,
            description="This is an alert meant to ensure that the entire alerting pipeline is functional.",
        ),
        alerts=[
            clock.alert("Watchdog", -5_000_000, reason="always firing", query="vector(1)"),
            clock.alert("InfoInhibitor", 300, state="warning", reason="inhibits info alerts"),
        ],
        metrics=told(clock, CLINIC, recording, [CORES, *latency(90), RATE, SUCCESS], 60),
        logs=clock.lines("service/calendar", 0, 1390, 60, info),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.expected_signal",
        "entity": "service/calendar",
        "kind": "healthy",
        "near": ["healthy.threshold_noise", "healthy.recovered"],
        "written": "before",
    }


def a_drill_announces_itself() -> Scenario:
    """The on-call rota's weekly test page, sent by hand and worded as such; logs are the daily bread."""
    clock = story(2026, 7, 6, 9)
    texts = [
        "<clock>,118 INFO  [reactor-http-epoll-2] c.n.booking.SlotController - slot <n> held in <ms> ms",
        "<clock>,655 DEBUG [scheduling-1] c.n.booking.Sweeper - swept 0 stale holds",
        "<clock>,702 WARN  [reactor-http-epoll-4] i.n.util.ResourceLeakDetector - level set to SIMPLE",
    ]
    return bundle(
        "svc-weekly-page-test",
        incident=clock.incident(
            "TEST ALERT - weekly paging test, no action needed",
            severity="high",
            source="manual",
            started=0,
            collected=120,
        ),
        alerts=[
            clock.alert("weekly-paging-test", 0, reason="scheduled test page"),
            clock.alert("booking-5xx", -90000, state="ok", entity="service/booking"),
            clock.alert("booking-latency", -40000, state="ok", entity="service/booking"),
        ],
        metrics=[
            clock.metric("service/booking", "http_5xx", [0] * 30, 60, first=-1700, unit="Count"),
            clock.metric("service/booking", "request_rate", flat(18, 30, 7), 60, first=-1700),
            clock.metric("service/booking", "latency_p95", flat(0.12, 30, 8), 60, first=-1700, unit="Seconds"),
        ],
        logs=clock.lines("service/booking", -600, 115, 14, texts, 5),
        state=[state("service/booking", "service_status", replicas="3/3", version="5.2.0")],
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.expected_signal",
        "entity": "service/booking",
        "kind": "healthy",
        "near": ["healthy.threshold_noise"],
        "written": "before",
    }


def the_carrier_is_back() -> Scenario:
    """A carrier's interface refused calls for six minutes and answers again for twenty; the alert is late to close."""
    clock = story(2026, 10, 8, 16)
    refused = [*[0] * 14, 31, 44, 40, 38, 45, 19, *[0] * 22]
    good = ["<clock> [info] label <n> printed carrier=postnord ms=<ms>"]
    bad = ["<clock> [error] label <n> failed: connect ECONNREFUSED 10.61.4.18:443 (carrier=postnord)"]
    return bundle(
        "svc-labels-came-back",
        incident=clock.incident("label-printer failures > 20/min", started=900, collected=2510, severity="critical"),
        alerts=[clock.alert("label-printer-failures", 900, entity="service/label-printer", threshold=20)],
        metrics=[
            clock.metric("service/label-printer", "label_failures", refused, unit="Count"),
            clock.metric("service/label-printer", "request_rate", flat(2.4, 42, 12)),
            clock.metric("service/label-printer", "latency_p90", flat(0.41, 42, 13, 0.1), unit="Seconds"),
        ],
        logs=[
            *clock.lines("service/label-printer", 0, 840, 60, good, 1, level="info"),
            *clock.lines("service/label-printer", 842, 1180, 11, bad, 2, level="error"),
            *clock.lines("service/label-printer", 1190, 2500, 45, good, 3, level="info"),
        ],
        topology=edges("service/label-printer external/postnord-api"),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.recovered",
        "entity": "external/postnord-api",
        "also": [{"cause": "healthy.recovered", "entity": "service/label-printer"}],
        "kind": "healthy",
        "near": ["dependency.unreachable", "dependency.third_party_outage"],
        "herring": {"cause": "dependency.unreachable", "entity": "external/postnord-api"},
        "written": "before",
    }


def half_a_percent_of_errors_as_ever() -> Scenario:
    """The threshold sits inside the daily band of errors: four customers' malformed imports, for weeks."""
    clock = story(2026, 4, 28, 11)
    today = counts(21, 45, 301, 0.22)
    rejects = [
        "W, [<clock> #14] WARN -- : import <n> rejected: row 3 has no postcode (ActiveModel::ValidationError)",
        "I, [<clock> #14] INFO -- : import <n> finished rows=118 ms=<ms>",
        "I, [<clock> #14] INFO -- : import <n> finished rows=40 ms=<ms>",
    ]
    return bundle(
        "svc-import-rejects",
        incident=clock.incident("importer: rejected imports >= 25", started=2460, collected=2700, severity="warning"),
        alerts=[
            clock.alert(
                "importer-rejects",
                2460,
                entity="service/importer",
                metric="rejected",
                threshold=25,
                comparison="GreaterThanOrEqualToThreshold",
                reason="1 datapoint [27.0 (28/04/26 11:41)]",
            ),
            clock.alert("importer-5xx", -700000, state="ok", entity="service/importer"),
        ],
        metrics=[
            clock.metric("service/importer", "rejected", today, baseline=counts(21, 45, 302, 0.2), unit="Count"),
            clock.metric("service/importer", "request_rate", flat(70, 45, 303, 0.1), baseline=flat(71, 45, 304, 0.1)),
            clock.metric("service/importer", "latency_p95", flat(0.33, 45, 305, 0.08), unit="Seconds"),
            clock.metric("service/importer", "cpu_usage", flat(0.31, 45, 306, 0.08), unit="Cores"),
        ],
        logs=clock.lines("service/importer", 0, 2700, 50, rejects, 9),
        changes=[clock.change(-172800, "deployment", "cap deploy", "service/importer", "joelle", version="r881")],
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/importer",
        "kind": "healthy",
        "near": ["data.corrupt_input", "code.unhandled_error", "healthy.recovered"],
        "herring": {"cause": "data.corrupt_input", "entity": "service/importer"},
        "written": "before",
    }


def one_check_failed_once() -> Scenario:
    """A synthetic check missed once out of three hundred runs and every later run passed."""
    clock = story(2026, 11, 18, 7)
    passes = [1] * 50
    passes[31] = 0
    access = [
        '10.2.0.7 - - [18/Nov/2026:07:00:00 +0000] "GET /api/v2/offers?page=<n> HTTP/1.1" 200 <n> 0.0<ms>',
        '10.2.0.9 - - [18/Nov/2026:07:00:00 +0000] "GET /healthz HTTP/1.1" 200 2 0.001',
    ]
    return bundle(
        "svc-offers-check-once",
        incident=clock.incident(
            "offers-page-check failed", severity="high", source="synthetic-monitor", collected=2990
        ),
        alerts=[clock.alert("offers-page-check", 1870, count=1, state="ok", reason="1 of 300 runs failed: timeout 5s")],
        metrics=[
            clock.metric("service/offers", "check_success", passes),
            clock.metric("service/offers", "latency_p95", flat(0.21, 50, 311, 0.08), unit="Seconds"),
            clock.metric("service/offers", "error_rate", [0] * 50),
            clock.metric("service/offers", "request_rate", flat(34, 50, 312)),
        ],
        logs=clock.lines("service/offers", 1500, 2980, 45, access, 4, source="nginx/access.log"),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.recovered",
        "entity": "service/offers",
        "also": [{"cause": "healthy.threshold_noise", "entity": "service/offers"}],
        "kind": "healthy",
        "near": ["dependency.slow", "lb.health_check_wrong"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    nothing_but_noise,
    everything_follows_the_morning,
    a_short_spike_long_gone,
    a_job_every_ten_minutes,
    a_collector_seen_as_a_leak,
    a_sunday_with_holes,
    a_release_that_did_no_harm,
    the_watchdog_barks,
    a_drill_announces_itself,
    the_carrier_is_back,
    half_a_percent_of_errors_as_ever,
    one_check_failed_once,
)
