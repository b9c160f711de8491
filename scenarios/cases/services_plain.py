"""Plain service metrics, no logs: one service of an application is at fault, and its callers suffer more loudly."""

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
    SUCCESS_PERCENT,
    THREADS,
    THROTTLED,
    Fault,
    Service,
    Signal,
    after,
    calls_of,
    growing,
    latency,
    run,
    story,
    told,
)

TICKETS = (
    Service("web-front", 0.006, {"events": 1, "seat-map": 0.6, "basket": 0.3}, 0.0011),
    Service("basket", 0.009, {"pricing": 1, "basket-redis": 2}, 0.0024),
    Service("events", 0.011, {"events-db": 1}, 0.0018, sawtooth=0.2),
    Service("seat-map", 0.021, {"events-db": 0.4}, 0.0049, limit=1.0),
    Service("pricing", 0.004, {}, 0.0013),
    Service("basket-redis", 0.0006, {}, 0.0002),
    Service("events-db", 0.003, {}, 0.0008, memory=4.4e8, disk=3e5),
)

PARCELS = (
    Service("portal", 0.008, {"track": 0.7, "quote": 0.3}, 0.0012),
    Service("track", 0.012, {"scan-store": 1, "geo": 0.5}, 0.002, sawtooth=0.15),
    Service("quote", 0.02, {"tariff": 1, "geo": 0.5}, 0.003),
    Service("tariff", 0.007, {}, 0.0015, memory=1.8e8, memory_limit=7.6e8),
    Service("geo", 0.005, {}, 0.001),
    Service("scan-store", 0.004, {}, 0.0011, memory=3.6e8, disk=4e5),
)

STREAMING = (
    Service("edge", 0.004, {"home": 0.6, "player": 0.4, "profile": 0.3}, 0.0006, limit=2),
    Service("home", 0.014, {"recommend": 1, "catalogue": 1.5, "profile": 0.2}, 0.0019, sawtooth=0.25),
    Service("player", 0.009, {"drm": 1, "catalogue": 1, "progress": 1}, 0.0014),
    Service("recommend", 0.03, {"features": 1}, 0.006, limit=2),
    Service("profile", 0.006, {"profile-db": 1}, 0.0012),
    Service("drm", 0.012, {}, 0.0021),
    Service("progress", 0.005, {"progress-db": 1}, 0.0009),
    Service("features", 0.003, {}, 0.0007),
    Service("catalogue", 0.006, {"catalogue-db": 0.5}, 0.0011),
    Service("profile-db", 0.002, {}, 0.0006, disk=1.5e5),
    Service("progress-db", 0.002, {}, 0.0006, disk=2.2e5),
    Service("catalogue-db", 0.003, {}, 0.0009, disk=1.1e5),
)

BANK = (
    Service("mobile-gw", 0.005, {"accounts": 0.6, "transfers": 0.2, "cards": 0.2}, 0.0009),
    Service("transfers", 0.018, {"accounts": 1, "fraud-score": 1, "ledger": 2}, 0.0033, sawtooth=0.3),
    Service("cards", 0.012, {"ledger": 1}, 0.0026),
    Service("accounts", 0.01, {"ledger": 1}, 0.002, sawtooth=0.18),
    Service("fraud-score", 0.022, {}, 0.005),
    Service("ledger", 0.008, {"ledger-mongo": 1.2}, 0.0017),
    Service("ledger-mongo", 0.003, {}, 0.0011, memory=4.1e8, disk=6e5, limit=2),
)


def one_service_burns_cpu() -> Scenario:
    """A stress on seat-map's processor: its use jumps to the limit with no more requests, callers wait for it."""
    clock, count = story(2026, 3, 17, 19), 42
    fault = Fault(
        "seat-map",
        27,
        {"cpu_added": after(0.78), "own_factor": after(4.2, 2), "throttled": after(4.5, 2), "tail": after(0.6)},
    )
    recording = run(TICKETS, count, 101, rate=48, faults=[fault])
    signals = [CORES, BYTES, *latency(50, 99), RATE]
    items = told(clock, TICKETS, recording, signals, 15, without=["events-db rate", "basket-redis rate"])
    return bundle(
        "svc-seat-map-presale",
        incident=clock.incident("SLO latency of web-front", started=435, collected=630, resource="service/web-front"),
        alerts=[clock.alert("SLOLatencyWebFront", 435, entity="service/web-front", metric="latency_p99")],
        metrics=items + told(clock, TICKETS[2:5], recording, [THROTTLED], 15),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.cpu_saturation",
        "entity": "service/seat-map",
        "also": [{"cause": "compute.cpu_throttled", "entity": "service/seat-map"}],
        "kind": "fault",
        "near": ["traffic.surge", "dependency.slow", "network.latency"],
        "written": "before",
    }


def cpu_hog_at_a_leaf_of_twelve() -> Scenario:
    """The feature store's neighbour process eats its cores; recommend and home slow down far more in milliseconds."""
    clock, count = story(2026, 8, 2, 20, 15), 34
    fault = Fault("features", 20, {"cpu_added": after(0.85), "own_factor": after(14, 2), "tail": after(1.2)})
    recording = run(STREAMING, count, 102, rate=70, faults=[fault], wobble=0.07)
    signals = [CPU_PERCENT, *latency(50, 90, millis=True, name="latency_p"), RATE]
    return bundle(
        "svc-home-rows-slow",
        incident=clock.incident("edge p90 latency above objective", started=1260, collected=2050, severity="high"),
        alerts=[clock.alert("edge-latency-burn-rate", 1260, reason="burn rate 14.4 over 5m")],
        metrics=told(
            clock, STREAMING, recording, signals, 60, gaps={"drm": (11, 12), "profile": (25,)}, namespace=None
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.cpu_saturation",
        "entity": "service/features",
        "kind": "fault",
        "near": ["dependency.slow", "code.slow_path"],
        "written": "before",
    }


def memory_grows_without_end() -> Scenario:
    """The tariff service keeps what it reads: a straight line upwards beside the usual sawtooth of others."""
    clock, count = story(2026, 5, 6, 6, 30), 36
    leak = Fault("tariff", 9, {"memory_added": growing(1.85e7), "own_factor": growing(0.03), "tail": growing(0.06)})
    recording = run(PARCELS, count, 103, rate=35, faults=[leak])
    usual = run(PARCELS, count, 1103, rate=35)
    return bundle(
        "svc-parcel-quotes",
        incident=clock.incident(
            "quote latency_p99 > 350ms", started=8400, collected=10800, severity="warning", resource="service/quote"
        ),
        alerts=[clock.alert("QuoteSlow", 8400, entity="service/quote", metric="latency_p99", threshold=350)],
        metrics=[
            *told(clock, PARCELS, recording, [MEBIBYTES], 300, baseline=usual),
            *told(clock, PARCELS, recording, [CORES, *latency(99, millis=True), RATE], 300),
        ],
        topology=calls_of(PARCELS),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.memory_leak",
        "entity": "service/tariff",
        "also": [{"cause": "code.memory_leak", "entity": "service/tariff"}],
        "kind": "fault",
        "near": ["compute.memory_saturation", "dependency.slow", "code.slow_path"],
        "written": "before",
    }


def leak_with_two_restarts() -> Scenario:
    """Accounts grows to its limit, is killed, grows again: a slow sawtooth, steeper than any collector's."""
    clock, count = story(2026, 9, 23, 9), 48
    leaks = [
        Fault("accounts", first, {"memory_added": growing(1.9e7), "own_factor": growing(0.05), "error": spike}, last)
        for (first, last), spike in zip(
            ((6, 21), (21, 36), (36, 48)),
            (after(0.0), lambda steps: 0.2 if steps < 1 else 0.0, lambda steps: 0.22 if steps < 1 else 0.0),
            strict=True,
        )
    ]
    recording = run(BANK, count, 104, rate=40, faults=leaks)
    return bundle(
        "svc-balance-lookups",
        incident=clock.incident("mobile-gw SLO success rate", started=2160, collected=2880, severity="high"),
        alerts=[clock.alert("MobileGwSuccessRate", 2160, entity="service/mobile-gw")],
        metrics=told(
            clock,
            BANK,
            recording,
            [BYTES, CPU_RATIO, *latency(90), SUCCESS],
            60,
            only={"error": ["mobile-gw", "accounts"]},
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.memory_leak",
        "entity": "service/accounts",
        "also": [{"cause": "code.memory_leak", "entity": "service/accounts"}],
        "kind": "fault",
        "near": ["code.unhandled_error", "compute.memory_saturation"],
        "written": "before",
    }


def memory_filled_at_once() -> Scenario:
    """Profile's memory jumps to its limit within a minute and stays there; a neighbour's CPU moves a little."""
    clock, count = story(2026, 2, 11, 21), 30
    faults = [
        Fault("profile", 18, {"memory_added": after(2.6e8, 2), "own_factor": after(3.5, 3), "tail": after(1.0)}),
        Fault("drm", 22, {"cpu_added": after(0.12)}, 25),
    ]
    services = (*STREAMING[:9], STREAMING[9])
    recording = run(STREAMING, count, 105, rate=55, faults=faults)
    return bundle(
        "svc-profile-switching",
        incident=clock.incident("SLO latency of edge", started=580, collected=895),
        alerts=[clock.alert("slo:edge:latency", 580)],
        metrics=told(clock, services, recording, [CPU_PERCENT, MEMORY_PERCENT, *latency(50, 99), RATE], 30),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.memory_saturation",
        "entity": "service/profile",
        "kind": "fault",
        "near": ["compute.memory_leak", "code.memory_leak", "compute.cpu_saturation"],
        "written": "before",
    }


def memory_at_the_limit_of_a_store() -> Scenario:
    """The document store's memory is squeezed, with the week before for comparison; reads go to disk a little more."""
    clock, count = story(2026, 10, 29, 13, 40), 22
    fault = Fault(
        "ledger-mongo",
        13,
        {"memory_added": after(1.3e8), "own_factor": after(5, 2), "tail": after(1.5), "disk_added": after(2.5e5, 3)},
    )
    recording = run(BANK, count, 106, rate=42, faults=[fault])
    usual = run(BANK, count, 1106, rate=41)
    return bundle(
        "svc-transfers-hang",
        incident=clock.incident("transfers latency objective missed", started=1680, collected=2630, severity="high"),
        alerts=[clock.alert("TransfersLatencyHigh", 1680, entity="service/transfers")],
        metrics=[
            *told(clock, BANK, recording, [BYTES, *latency(90)], 120, baseline=usual),
            *told(clock, BANK, recording, [CPU_PERCENT, DISK, RATE], 120),
        ],
        topology=calls_of(BANK),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.memory_saturation",
        "entity": "service/ledger-mongo",
        "kind": "fault",
        "near": ["storage.io_saturation", "db.lock_contention"],
        "written": "before",
    }


def disk_of_a_store_is_flooded() -> Scenario:
    """Something writes without pause on the scan store's volume; every lookup waits, while CPU stays low."""
    clock, count = story(2026, 4, 20, 3), 40
    fault = Fault(
        "scan-store",
        24,
        {"disk_added": after(9.4e7, 2), "own_factor": after(11, 2), "tail": after(1.4), "cpu_added": after(0.05)},
    )
    recording = run(PARCELS, count, 107, rate=30, faults=[fault], closed=0.5)
    return bundle(
        "svc-tracking-at-night",
        incident=clock.incident("portal SLO latency", started=260, collected=400, severity="warning"),
        alerts=[clock.alert("PortalLatencySLO", 260, entity="service/portal")],
        metrics=told(clock, PARCELS, recording, [CORES, DISK, *latency(50, 90), RATE, BYTES], 10),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "storage.io_saturation",
        "entity": "service/scan-store",
        "kind": "fault",
        "near": ["compute.cpu_saturation", "dependency.slow", "network.latency"],
        "written": "before",
    }


def disk_of_a_middle_service() -> Scenario:
    """Events logs at full speed to its own disk; the series is called fs_io_bytes and its database is idle."""
    clock, count = story(2026, 11, 5, 16), 32
    fault = Fault("events", 19, {"disk_added": after(5.1e7), "own_factor": after(6, 2), "tail": after(0.8)})
    recording = run(TICKETS, count, 108, rate=44, faults=[fault])
    disk = Signal("disk", "fs_io_bytes", "Bytes/Second")
    return bundle(
        "svc-event-pages",
        incident=clock.incident("web-front: p90 above 120 ms", started=640, collected=955, source="datadog"),
        alerts=[clock.alert("web-front p90", 640, entity="service/web-front", threshold=120, metric="latency_p90")],
        metrics=told(
            clock,
            TICKETS,
            recording,
            [CPU_PERCENT, disk, MEMORY_PERCENT, *latency(50, 90, millis=True), RECEIVED],
            30,
            gaps={"events": (7,), "basket": (7,), "pricing": (7,), "seat-map": (7, 8)},
        ),
        topology=calls_of(TICKETS),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "storage.io_saturation",
        "entity": "service/events",
        "kind": "fault",
        "near": ["storage.full", "compute.memory_saturation"],
        "written": "before",
    }


def delay_on_one_leaf() -> Scenario:
    """Two hundred milliseconds are added to fraud-score's traffic: its CPU even falls, transfers takes the blame."""
    clock, count = story(2026, 6, 30, 11), 36
    fault = Fault("fraud-score", 22, {"own_added": after(0.21)})
    recording = run(BANK, count, 109, rate=50, faults=[fault], closed=0.6)
    return bundle(
        "svc-transfer-button",
        incident=clock.incident("mobile-gw latency SLO burn", started=360, collected=530, resource="service/mobile-gw"),
        alerts=[clock.alert("MobileGatewayLatencyBudgetBurn", 360, entity="service/mobile-gw")],
        metrics=told(clock, BANK, recording, [CORES, BYTES, *latency(50, 99), RATE, RECEIVED], 15),
        topology=calls_of(BANK),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.latency",
        "entity": "service/fraud-score",
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.drop", "db.lock_contention", "network.packet_loss"],
        "written": "before",
    }


def delay_without_a_map() -> Scenario:
    """No topology, one sample every five seconds: the catalogue's answers take a constant 120 ms more, nothing else."""
    clock, count = story(2026, 1, 14, 8), 33
    fault = Fault("catalogue", 21, {"own_added": after(0.12), "packets": after(0.08)})
    recording = run(STREAMING, count, 110, rate=90, faults=[fault], closed=0.5)
    return bundle(
        "svc-edge-half-a-second",
        incident=clock.incident("SLO latency of edge", started=110, collected=162, severity="high"),
        alerts=[clock.alert("latency objective", 110, count=1)],
        metrics=told(clock, STREAMING, recording, [CPU_RATIO, *latency(50, 90), SENT], 5, namespace=None),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.latency",
        "entity": "service/catalogue",
        "kind": "fault",
        "near": ["compute.cpu_throttled", "dependency.slow"],
        "written": "before",
    }


def packets_lost_at_a_middle_service() -> Scenario:
    """A tenth of seat-map's packets is lost: retransmissions, a long tail, the median hardly moved."""
    clock, count = story(2026, 7, 9, 18, 20), 32
    fault = Fault(
        "seat-map",
        20,
        {
            "retransmits": after(31),
            "tail": after(7),
            "own_factor": after(0.5),
            "packets": after(0.12),
            "error": after(0.012),
        },
    )
    recording = run(TICKETS, count, 111, rate=52, faults=[fault])
    return bundle(
        "svc-seats-now-and-then",
        incident=clock.incident("web-front latency_p99 SLO", started=330, collected=478),
        alerts=[clock.alert("WebFrontP99", 330, entity="service/web-front", metric="latency_p99")],
        metrics=told(
            clock, TICKETS, recording, [CORES, *latency(50, 99, millis=True), RECEIVED, SENT, RETRANSMITS, ERRORS], 15
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.packet_loss",
        "entity": "service/seat-map",
        "kind": "fault",
        "near": ["network.latency", "code.unhandled_error", "dependency.errors"],
        "written": "before",
    }


def packets_lost_counted_up() -> Scenario:
    """Retransmissions are running counters; only those of progress-db grow faster from 20:52 on."""
    clock, count = story(2026, 10, 3, 20, 40), 30
    fault = Fault(
        "progress-db", 18, {"retransmits": after(19), "tail": after(9), "own_factor": after(1.2), "packets": after(0.2)}
    )
    recording = run(STREAMING, count, 112, rate=60, faults=[fault])
    total = Signal("retransmits", "tcp_retransmits_total", "Count", counter=True)
    return bundle(
        "svc-resume-position",
        incident=clock.incident("player p99 latency", started=810, collected=1160, severity="high"),
        alerts=[clock.alert("player-latency-p99", 810, entity="service/player")],
        metrics=[
            *told(clock, STREAMING, recording, [total, RECEIVED, CPU_PERCENT], 40),
            *told(clock, STREAMING[:7], recording, latency(50, 99), 40),
        ],
        topology=calls_of(STREAMING),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.packet_loss",
        "entity": "service/progress-db",
        "kind": "fault",
        "near": ["network.partition", "dependency.slow"],
        "written": "before",
    }


def threads_used_up() -> Scenario:
    """All 200 workers of ledger are taken: requests queue for seconds, CPU falls, callers run into errors."""
    clock, count = story(2026, 9, 8, 10, 5), 36
    fault = Fault(
        "ledger",
        23,
        {
            "threads": after(176, 2),
            "own_added": after(2.2, 3),
            "error": after(0.3, 2),
            "rejected": after(0.35),
            "tail": after(0.3),
        },
    )
    recording = run(BANK, count, 113, rate=45, faults=[fault], closed=0.5)
    recording["ledger"]["threads"] = [min(200.0, value) for value in recording["ledger"]["threads"]]
    return bundle(
        "svc-ledger-queue",
        incident=clock.incident("Error budget burn: mobile-gw", started=490, collected=710, source="datadog"),
        alerts=[
            clock.alert("mobile-gw errors", 490, entity="service/mobile-gw"),
            clock.alert("transfers errors", 500, entity="service/transfers"),
        ],
        metrics=told(clock, BANK, recording, [CORES, THREADS, *latency(50, 90), ERRORS_PERCENT, RATE], 20),
        topology=calls_of(BANK),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.thread_pool_exhausted",
        "entity": "service/ledger",
        "kind": "fault",
        "near": ["dependency.slow", "code.deadlock", "network.latency", "code.unhandled_error"],
        "written": "before",
    }


def sockets_used_up() -> Scenario:
    """Quote leaves its sockets open until none is left; new requests fail while the few that get through are quick."""
    clock, count = story(2026, 4, 2, 15), 40
    fault = Fault("quote", 25, {"error": after(0.7, 2), "rejected": after(0.3), "own_added": after(0.4)})
    recording = run(PARCELS, count, 114, rate=33, faults=[fault])
    sockets = [40 + place % 4 for place in range(9)] + [40 + 62 * place for place in range(1, 16)] + [1024] * 16
    others = [
        clock.metric(f"service/{name}", "open_sockets", [level + (place * 7) % 5 for place in range(count)], 30)
        for name, level in (("portal", 61), ("track", 48), ("geo", 22), ("tariff", 19))
    ]
    return bundle(
        "svc-quotes-refused",
        incident=clock.incident("portal success rate below 99%", started=780, collected=1190),
        alerts=[clock.alert("PortalSuccessRate", 780, entity="service/portal", threshold=99, metric="success_rate")],
        metrics=[
            *told(clock, PARCELS, recording, [CORES, *latency(50), SUCCESS_PERCENT, RATE, MEBIBYTES], 30),
            clock.metric("service/quote", "open_sockets", sockets, 30),
            *others,
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.thread_pool_exhausted",
        "entity": "service/quote",
        "kind": "fault",
        "near": ["code.unhandled_error", "dependency.unreachable", "deployment.bad_release"],
        "written": "before",
    }


def one_service_answers_with_errors() -> Scenario:
    """DRM fails a third of its calls at once, without being slower or busier; player and edge pass the errors on."""
    clock, count = story(2026, 5, 27, 22), 30
    fault = Fault("drm", 18, {"error": after(0.34), "own_factor": after(-0.4)})
    recording = run(STREAMING, count, 115, rate=65, faults=[fault])
    return bundle(
        "svc-playback-start",
        incident=clock.incident("edge success_rate SLO", started=1140, collected=1760),
        alerts=[clock.alert("edge-availability", 1140, entity="service/edge", threshold=0.99, metric="success_rate")],
        metrics=told(clock, STREAMING, recording, [CPU_RATIO, *latency(90), SUCCESS, RATE], 60),
        topology=calls_of(STREAMING),
    ), {
        "verdict": ["likely", "confirmed"],
        "cause": "code.unhandled_error",
        "entity": "service/drm",
        "kind": "fault",
        "near": ["dependency.errors", "compute.thread_pool_exhausted", "network.packet_loss"],
        "written": "before",
    }


def errors_at_the_bottom_without_a_map() -> Scenario:
    """Pricing throws on a quarter of its calls; basket and the front show it too, thinner with each step up."""
    clock, count = story(2026, 2, 25, 12), 34
    fault = Fault("pricing", 21, {"error": after(0.26)})
    recording = run(TICKETS, count, 116, rate=47, faults=[fault])
    return bundle(
        "svc-basket-total",
        incident=clock.incident("Errors on web-front", severity="high", source="datadog", collected=990, started=640),
        alerts=[clock.alert("[web-front] error rate anomalous", 640, state="warning")],
        metrics=told(
            clock,
            TICKETS,
            recording,
            [CPU_PERCENT, MEMORY_PERCENT, *latency(50, 90, millis=True), ERRORS, RATE],
            30,
            gaps={"web-front": (13, 14), "basket": (13, 14)},
        ),
    ), {
        "verdict": ["likely", "confirmed"],
        "cause": "code.unhandled_error",
        "entity": "service/pricing",
        "kind": "fault",
        "near": ["dependency.errors", "traffic.surge"],
        "written": "before",
    }


def held_back_by_a_cpu_limit() -> Scenario:
    """Recommend meets its limit of 0.6 cores once its work got dearer: a flat line at 0.6 and steady throttling."""
    clock, count = story(2026, 11, 12, 17), 30
    services = tuple(
        Service("recommend", 0.03, {"features": 1}, 0.006, limit=0.6) if service.name == "recommend" else service
        for service in STREAMING
    )
    fault = Fault(
        "recommend",
        17,
        {"cpu_added": after(0.5, 2), "throttled": after(21, 2), "own_factor": after(3.4, 3), "tail": after(0.5)},
    )
    recording = run(services, count, 117, rate=62, faults=[fault])
    throttled = Signal("throttled", "cpu_throttled_time", "Seconds")
    return bundle(
        "svc-rows-flat-line",
        incident=clock.incident("home latency_p90 SLO", started=1090, collected=1760, severity="warning"),
        alerts=[clock.alert("home-latency", 1090, entity="service/home")],
        metrics=[
            *told(clock, services, recording, [CORES, *latency(90), RATE], 60),
            *told(
                clock, services, recording, [throttled], 60, only={"throttled": ["recommend", "home", "edge", "drm"]}
            ),
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.cpu_throttled",
        "entity": "service/recommend",
        "also": [{"cause": "compute.cpu_saturation", "entity": "service/recommend"}],
        "kind": "fault",
        "near": ["code.slow_path", "dependency.slow"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    one_service_burns_cpu,
    cpu_hog_at_a_leaf_of_twelve,
    memory_grows_without_end,
    leak_with_two_restarts,
    memory_filled_at_once,
    memory_at_the_limit_of_a_store,
    disk_of_a_store_is_flooded,
    disk_of_a_middle_service,
    delay_on_one_leaf,
    delay_without_a_map,
    packets_lost_at_a_middle_service,
    packets_lost_counted_up,
    threads_used_up,
    sockets_used_up,
    one_service_answers_with_errors,
    errors_at_the_bottom_without_a_map,
    held_back_by_a_cpu_limit,
)
