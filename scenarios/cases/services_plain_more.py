"""More plain service metrics: other spellings, running counters, a second or five minutes apart, fainter faults."""

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import (
    CORES,
    CPU_PERCENT,
    ERRORS,
    MEMORY_PERCENT,
    RATE,
    SUCCESS,
    SUCCESS_PERCENT,
    Fault,
    Service,
    Signal,
    after,
    bumps,
    calls_of,
    growing,
    latency,
    run,
    story,
    told,
)

PODS = (
    Service("gate-5c9d7b-kq2lm", 0.005, {"trips-7d44f8-x9vzp": 0.7, "fares-66bd5c-8rtwn": 0.4}, 0.001),
    Service("trips-7d44f8-x9vzp", 0.013, {"geo-58f9cc-lm4jd": 1, "drivers-79c6d-2qhxs": 0.8}, 0.002, sawtooth=0.25),
    Service("fares-66bd5c-8rtwn", 0.011, {"geo-58f9cc-lm4jd": 0.5, "promo-6fd8b4-pp7kc": 1}, 0.002),
    Service("drivers-79c6d-2qhxs", 0.009, {"driverdb-0": 1}, 0.0016),
    Service("promo-6fd8b4-pp7kc", 0.006, {}, 0.0011),
    Service("geo-58f9cc-lm4jd", 0.008, {}, 0.0019),
    Service("driverdb-0", 0.003, {}, 0.0009, memory=4.2e8, disk=3e5),
)

CPU_COUNTER = Signal("cpu", "container_cpu_usage_seconds_total", "Seconds", counter=True)
WORKING_SET = Signal("memory", "container_memory_working_set_bytes", "Bytes")
RX_COUNTER = Signal("rx", "container_network_receive_packets_total", "Count", counter=True)
THROTTLED_COUNTER = Signal("throttled", "container_cpu_cfs_throttled_seconds_total", "Seconds", counter=True)
DURATION_P90 = Signal("p90", "http_request_duration_p90", "Seconds")
DISK_BYTES = Signal("disk", "disk_write_bytes_per_second", "Bytes/Second")

KITCHEN = (
    Service("order-ui", 0.007, {"menu-api": 0.9, "order-api": 0.4}, 0.0013),
    Service("order-api", 0.014, {"stock-api": 1, "pay-api": 0.8, "order-store": 1.5}, 0.0028, sawtooth=0.3),
    Service("menu-api", 0.009, {"menu-store": 0.6}, 0.0015),
    Service("stock-api", 0.01, {"order-store": 0.5}, 0.0017),
    Service("pay-api", 0.018, {}, 0.0023),
    Service("menu-store", 0.002, {}, 0.0006),
    Service("order-store", 0.003, {}, 0.001, disk=5e5, memory=4e8),
)


def pods_with_running_counters() -> Scenario:
    """The driver pod's traffic takes 150 ms more; CPU and packets are counters that only tell by their slope."""
    clock, count = story(2026, 8, 27, 6), 36
    faults = [Fault("drivers-79c6d-2qhxs", 22, {"own_added": after(0.15)}), *bumps(PODS, count, 1701)]
    recording = run(PODS, count, 701, rate=46, faults=faults, closed=0.5)
    return bundle(
        "svc-pods-and-counters",
        incident=clock.incident("SLO latency of gate", started=700, collected=1055, labels={"team": "rides"}),
        alerts=[clock.alert("GateLatencySLO", 700, entity="pod/gate-5c9d7b-kq2lm")],
        metrics=told(
            clock,
            PODS,
            recording,
            [CPU_COUNTER, WORKING_SET, RX_COUNTER, *latency(50, 90)],
            30,
            kind="pod",
            gaps={"promo-6fd8b4-pp7kc": (12, 13, 14)},
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.latency",
        "entity": "pod/drivers-79c6d-2qhxs",
        "also": [{"cause": "dependency.slow", "entity": "pod/drivers-79c6d-2qhxs"}],
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.drop"],
        "written": "before",
    }


def one_second_apart() -> Scenario:
    """A minute of samples a second apart: promo's pod burns its core and is throttled, as its counter shows."""
    clock, count = story(2026, 4, 17, 20, 3), 50
    faults = [
        Fault(
            "promo-6fd8b4-pp7kc", 30, {"cpu_added": after(0.95), "own_factor": after(8, 3), "throttled": after(0.6, 2)}
        ),
        *bumps(PODS, count, 1702, 8),
    ]
    recording = run(PODS, count, 702, rate=58, faults=faults, noise=0.08)
    return bundle(
        "svc-one-minute-of-seconds",
        incident=clock.incident("fares latency objective", severity="high", started=34, collected=50),
        alerts=[clock.alert("FaresLatency", 34, entity="pod/fares-66bd5c-8rtwn")],
        metrics=[
            *told(clock, PODS, recording, [CORES, DURATION_P90, RATE], 1, kind="pod", namespace=None),
            *told(clock, PODS[2:6], recording, [THROTTLED_COUNTER], 1, kind="pod", namespace=None),
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.cpu_saturation",
        "entity": "pod/promo-6fd8b4-pp7kc",
        "also": [{"cause": "compute.cpu_throttled", "entity": "pod/promo-6fd8b4-pp7kc"}],
        "kind": "fault",
        "near": ["dependency.slow", "network.packet_loss"],
        "written": "before",
    }


def a_leak_that_hurts_nobody_yet() -> Scenario:
    """Pay-api's memory has risen in a straight line for three hours to 88 percent; nothing is slow so far."""
    clock, count = story(2026, 6, 20, 1), 38
    faults = [Fault("pay-api", 4, {"memory_added": growing(7.1e6)}), *bumps(KITCHEN, count, 1703)]
    recording = run(KITCHEN, count, 703, rate=22, faults=faults)
    usual = run(KITCHEN, count, 1704, rate=22)
    return bundle(
        "svc-pay-api-overnight",
        incident=clock.incident(
            "memory forecast: pay-api full in 1h", severity="warning", started=10800, collected=11150
        ),
        alerts=[
            clock.alert("MemoryForecast", 10800, entity="service/pay-api", metric="memory_utilization", threshold=85)
        ],
        metrics=[
            *told(clock, KITCHEN, recording, [MEMORY_PERCENT], 300, baseline=usual),
            *told(clock, KITCHEN, recording, [CPU_PERCENT, *latency(90, millis=True), RATE], 300),
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.memory_leak",
        "entity": "service/pay-api",
        "also": [{"cause": "code.memory_leak", "entity": "service/pay-api"}],
        "kind": "fault",
        "near": ["compute.memory_saturation", "healthy.threshold_noise"],
        "written": "before",
    }


def workers_gone_and_nobody_counts_them() -> Scenario:
    """Stock-api answers in five seconds or not at all and idles; no series counts its workers."""
    clock, count = story(2026, 1, 7, 11), 34
    faults = [
        Fault("stock-api", 21, {"own_added": after(4.9, 2), "error": after(0.5, 2), "rejected": after(0.3)}),
        *bumps(KITCHEN, count, 1705),
    ]
    recording = run(KITCHEN, count, 704, rate=30, faults=faults, closed=0.4)
    return bundle(
        "svc-stock-five-seconds",
        incident=clock.incident(
            "order-ui success rate", severity="critical", started=660, collected=1000, source="datadog"
        ),
        alerts=[clock.alert("order-ui success rate", 660, entity="service/order-ui", threshold=97)],
        metrics=told(clock, KITCHEN, recording, [CPU_PERCENT, *latency(50, 90), SUCCESS_PERCENT, RATE], 30),
        topology=calls_of(KITCHEN),
    ), {
        "verdict": ["likely", "inconclusive"],
        "cause": "compute.thread_pool_exhausted",
        "entity": "service/stock-api",
        "also": [
            {"cause": cause, "entity": "service/stock-api"}
            for cause in ("code.deadlock", "network.latency", "network.packet_loss", "dependency.slow")
        ],
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.drop", "compute.memory_saturation"],
        "written": "before",
    }


def dearer_by_the_request() -> Scenario:
    """Menu-api takes twice the CPU for each request and four times as long, far below its limit; traffic is level."""
    clock, count = story(2026, 10, 9, 15), 34
    faults = [Fault("menu-api", 20, {"cpu_added": after(0.13), "own_factor": after(3.4)}), *bumps(KITCHEN, count, 1706)]
    recording = run(KITCHEN, count, 705, rate=40, faults=faults)
    return bundle(
        "svc-menu-dearer",
        incident=clock.incident("order-ui p90 above objective", severity="warning", started=1250, collected=2000),
        alerts=[clock.alert("OrderUiP90", 1250, entity="service/order-ui")],
        metrics=told(clock, KITCHEN, recording, [CPU_PERCENT, *latency(50, 90, millis=True), RATE, ERRORS], 60),
        topology=calls_of(KITCHEN),
    ), {
        "verdict": ["likely", "inconclusive"],
        "cause": "code.slow_path",
        "entity": "service/menu-api",
        "also": [{"cause": "compute.cpu_saturation", "entity": "service/menu-api"}],
        "kind": "fault",
        "near": ["traffic.surge", "network.latency", "compute.cpu_throttled"],
        "written": "before",
    }


def the_order_store_writes_and_writes() -> Scenario:
    """A neighbour's dump floods the order store's disk; both of its callers wait, the louder by far is order-api."""
    clock, count = story(2026, 5, 2, 2), 36
    faults = [
        Fault("order-store", 22, {"disk_added": after(6.3e7, 2), "own_factor": after(13, 2), "tail": after(1)}),
        *bumps(KITCHEN, count, 1707),
    ]
    recording = run(KITCHEN, count, 706, rate=25, faults=faults, wobble=0.1)
    return bundle(
        "svc-order-store-at-two",
        incident=clock.incident(
            "order-api p90", severity="high", started=1370, collected=2120, resource="service/order-api"
        ),
        alerts=[clock.alert("OrderApiP90", 1370, entity="service/order-api")],
        metrics=told(clock, KITCHEN, recording, [CORES, DISK_BYTES, DURATION_P90, RATE, SUCCESS], 60, namespace=None),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "storage.io_saturation",
        "entity": "service/order-store",
        "kind": "fault",
        "near": ["db.lock_contention", "network.latency", "code.slow_path"],
        "written": "before",
    }


def counters_of_a_good_hour() -> Scenario:
    """Pods at rest with running counters, one of them restarted and so starts at nought; a handful of odd samples."""
    clock, count = story(2026, 7, 31, 17), 36
    recording = run(PODS, count, 707, rate=42, faults=bumps(PODS, count, 1708, 7))
    items = told(clock, PODS, recording, [CPU_COUNTER, WORKING_SET, RX_COUNTER, *latency(90)], 60, kind="pod")
    for item in items:
        if item["entity"] == "pod/promo-6fd8b4-pp7kc" and item["name"].endswith("_total"):
            base = item["points"][15][1]
            item["points"] = [
                [moment, value if place < 16 else round(value - base, 3)]
                for place, (moment, value) in enumerate(item["points"])
            ]
    return bundle(
        "svc-counters-good-hour",
        incident=clock.incident("SLO latency of gate", severity="warning", collected=2110),
        alerts=[clock.alert("GateLatencySLO", 1500, entity="pod/gate-5c9d7b-kq2lm", reason="1 of 36 samples above")],
        metrics=items,
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "pod/gate-5c9d7b-kq2lm",
        "kind": "healthy",
        "near": ["compute.instance_lost", "compute.memory_leak", "traffic.drop"],
        "written": "before",
    }


def a_noisy_minute_of_seconds() -> Scenario:
    """Samples a second apart jump as such samples do: twelve odd ones among two thousand, no two together, no trend."""
    clock, count = story(2026, 9, 10, 9, 40), 52
    recording = run(KITCHEN, count, 708, rate=35, faults=bumps(KITCHEN, count, 1709, 12), noise=0.1, wobble=0.1)
    return bundle(
        "svc-noisy-seconds",
        incident=clock.incident("order-ui latency", severity="high", source="datadog", collected=52),
        alerts=[clock.alert("order-ui latency", 31, entity="service/order-ui", metric="latency_p99")],
        metrics=told(clock, KITCHEN, recording, [CORES, *latency(50, 99), RATE], 1, namespace=None),
    ), {
        "verdict": ["healthy"],
        "cause": "healthy.threshold_noise",
        "entity": "service/order-ui",
        "kind": "healthy",
        "near": ["network.packet_loss", "compute.cpu_saturation", "code.slow_path"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    pods_with_running_counters,
    one_second_apart,
    a_leak_that_hurts_nobody_yet,
    workers_gone_and_nobody_counts_them,
    dearer_by_the_request,
    the_order_store_writes_and_writes,
    counters_of_a_good_hour,
    a_noisy_minute_of_seconds,
)
