"""Demand and room: surges, drops and abuse; instances, workers, limits and disks used up; roads cut."""

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import (
    CORES,
    CPU_PERCENT,
    ERRORS,
    RATE,
    RECEIVED,
    Fault,
    Service,
    after,
    calls_of,
    counts,
    edges,
    flat,
    latency,
    ramp,
    run,
    state,
    story,
    told,
)

NEWS = (
    Service("front", 0.006, {"articles": 1, "comments": 0.5, "ads": 0.8}, 0.0031, limit=1.0),
    Service("articles", 0.012, {"articles-db": 0.7}, 0.0042, limit=1.0),
    Service("comments", 0.01, {"comments-db": 1}, 0.0026),
    Service("ads", 0.014, {}, 0.0021),
    Service("articles-db", 0.003, {}, 0.0015),
    Service("comments-db", 0.003, {}, 0.0012),
)


def everybody_reads_at_once() -> Scenario:
    """Breaking news: three and a half times the readers at the front, and every service behind it gets its share."""
    clock, count = story(2026, 11, 3, 21), 42

    def news(step: int) -> float:
        return 1.0 if step < 26 else min(3.6, 1.0 + 0.7 * (step - 25))

    slow = [
        Fault(name, 28, {"own_factor": after(size, 4), "tail": after(0.8), "error": after(error)})
        for name, size, error in (("front", 3.0, 0.03), ("articles", 5.0, 0.05), ("comments", 1.2, 0.0))
    ]
    recording = run(NEWS, count, 401, rate=70, load=news, faults=slow, closed=0.1)
    return bundle(
        "svc-breaking-news",
        incident=clock.incident("SLO latency of front", started=840, collected=1245),
        alerts=[clock.alert("SLOLatencyFront", 840, entity="service/front")],
        metrics=told(clock, NEWS, recording, [CORES, *latency(50, 90), RATE, ERRORS, RECEIVED], 30),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "traffic.surge",
        "entity": "service/front",
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.abuse", "code.slow_path"],
        "herring": {"cause": "compute.cpu_saturation", "entity": "service/articles"},
        "written": "before",
    }


def the_app_stopped_asking() -> Scenario:
    """Seven eighths of the requests are gone since the edge withdrew a prefix; the rest is answered quickly."""
    clock, count = story(2026, 8, 11, 12), 40

    def fewer(step: int) -> float:
        return 1.0 if step < 25 else 0.12

    recording = run(NEWS, count, 402, rate=60, load=fewer)
    usual = run(NEWS, count, 1402, rate=61)
    edge = [
        "[<iso>] cdn: health of origin ok, 5xx 0, client connects/min 3<ms>",
        "[<iso>] cdn: PoP FRA-2 announces 0 prefixes",
    ]
    return bundle(
        "svc-quiet-at-noon",
        incident=clock.incident(
            "front requests anomalously low", started=1620, collected=2395, severity="high", source="datadog"
        ),
        alerts=[clock.alert("front request rate", 1620, entity="service/front", state="alarm", metric="request_rate")],
        metrics=[
            *told(clock, NEWS[:3], recording, [RATE], 60, baseline=usual),
            *told(clock, NEWS, recording, [CPU_PERCENT, *latency(90, millis=True), ERRORS], 60),
        ],
        logs=clock.lines("cdn/edge", 1500, 2390, 60, edge, 1),
        changes=[clock.change(1488, "infrastructure", "withdraw anycast prefix FRA-2", "cdn/edge", "noc")],
        topology=[*calls_of(NEWS), *edges("cdn/edge service/front")],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "traffic.drop",
        "entity": "service/front",
        "also": [{"cause": "traffic.drop", "entity": "cdn/edge"}],
        "kind": "fault",
        "near": ["compute.instance_lost", "network.partition", "healthy.threshold_noise"],
        "written": "before",
    }


def one_client_asks_for_everything() -> Scenario:
    """A single address walks the price list with a scraper's agent: it makes four in five requests of the surge."""
    clock = story(2026, 6, 3, 2)
    texts = [
        '185.220.100.77 - - [<iso>] "GET /prices?sku=<n>&page=<ms> HTTP/1.1" 200 1801 "-" "python-requests/2.31.0"',
        '185.220.100.77 - - [<iso>] "GET /prices?sku=<n>&page=<ms> HTTP/1.1" 200 1799 "-" "python-requests/2.31.0"',
        '185.220.100.77 - - [<iso>] "GET /prices?sku=<n>&page=<ms> HTTP/1.1" 503 190 "-" "python-requests/2.31.0"',
        '84.113.9.<ms> - - [<iso>] "GET /prices?sku=<n> HTTP/1.1" 200 1802 "-" "Mozilla/5.0 (iPhone)"',
    ]
    return bundle(
        "svc-prices-at-night",
        incident=clock.incident(
            "prices p95 latency", severity="high", started=1260, collected=1795, resource="gateway/www"
        ),
        alerts=[
            clock.alert("PricesLatency", 1260, entity="service/prices"),
            clock.alert("WwwRequests", 1270, entity="gateway/www"),
        ],
        metrics=[
            clock.metric("gateway/www", "request_rate", [*flat(55, 40, 1), *flat(290, 20, 2)], 30),
            clock.metric("gateway/www", "distinct_clients", [*counts(840, 40, 3), *counts(835, 20, 4)], 30),
            clock.metric("service/prices", "request_rate", [*flat(21, 40, 5), *flat(254, 20, 6)], 30),
            clock.metric("service/prices", "latency_p95", [*flat(0.09, 40, 7), *flat(1.7, 20, 8)], 30, unit="Seconds"),
            clock.metric(
                "service/prices", "cpu_utilization", [*flat(20, 40, 9), *flat(96, 20, 10, 0.01)], 30, unit="Percent"
            ),
            clock.metric("service/accounts", "request_rate", flat(13, 60, 11), 30),
        ],
        logs=[
            *clock.lines("gateway/www", 0, 1195, 60, texts[3:], 1, source="nginx"),
            *clock.lines("gateway/www", 1205, 1790, 14, texts, 2, source="nginx"),
            clock.line(
                "gateway/www",
                1794,
                "top clients last 5m: 185.220.100.77=70442 84.113.9.12=61 91.4.2.8=55",
                source="report",
            ),
        ],
        topology=edges("gateway/www service/prices", "gateway/www service/accounts"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "traffic.abuse",
        "entity": "gateway/www",
        "also": [{"cause": "traffic.abuse", "entity": "service/prices"}],
        "kind": "fault",
        "near": ["traffic.surge", "compute.cpu_saturation", "gateway.rate_limited"],
        "written": "before",
    }


def one_of_three_machines_is_gone() -> Scenario:
    """A spot machine was taken back: a third of the instances ends at one moment, the rest carries the load slowly."""
    clock = story(2026, 2, 26, 15)
    return bundle(
        "svc-two-of-three",
        incident=clock.incident("routing-api p99 latency", severity="high", started=1300, collected=1795),
        alerts=[
            clock.alert("RoutingApiP99", 1300, entity="service/routing-api"),
            clock.alert("TargetMissing", 1260, entity="host/vm-ams-17", query="up == 0"),
        ],
        metrics=[
            *(
                clock.metric(
                    f"host/vm-ams-{name}",
                    "cpu_utilization",
                    [*flat(61, 40, name), *flat(95, 20, name + 1, 0.01)],
                    30,
                    unit="Percent",
                )
                for name in (15, 16)
            ),
            clock.metric("host/vm-ams-17", "cpu_utilization", flat(60, 40, 5), 30, unit="Percent"),
            clock.metric("service/routing-api", "instances_up", [*[3] * 40, *[2] * 20], 30),
            clock.metric(
                "service/routing-api", "latency_p99", [*flat(0.4, 40, 6), *flat(2.9, 20, 7)], 30, unit="Seconds"
            ),
            clock.metric("service/routing-api", "request_rate", flat(88, 60, 8), 30),
            clock.metric("service/routing-api", "error_rate", [*flat(0.001, 40, 9), 0.09, *flat(0.012, 19, 10)], 30),
        ],
        logs=[
            *clock.lines(
                "service/routing-api",
                0,
                1790,
                60,
                [
                    "<iso> INFO route <n> computed in <ms>ms host=vm-ams-15",
                    "<iso> INFO route <n> computed in <ms>ms host=vm-ams-16",
                ],
                1,
            ),
            *clock.lines(
                "lb/routing", 1204, 1260, 9, ["<iso> WARN upstream 10.1.0.17:8080: connect timed out, ejecting"], 2
            ),
        ],
        events=[
            clock.event(
                1080,
                "PreemptionNotice",
                "instance vm-ams-17 will be reclaimed in 120 seconds",
                "host/vm-ams-17",
                kind="compute",
                type="warning",
            ),
            clock.event(
                1201,
                "InstanceTerminated",
                "instance vm-ams-17 terminated: reclaimed by provider",
                "host/vm-ams-17",
                kind="compute",
                type="error",
            ),
        ],
        state=[state("host/vm-ams-17", "host", status="terminated"), state("host/vm-ams-16", "host", status="running")],
        topology=edges(*(f"service/routing-api host/vm-ams-{name}" for name in (15, 16, 17)), kind="runs_on")
        + edges("lb/routing service/routing-api"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.instance_lost",
        "entity": "host/vm-ams-17",
        "also": [{"cause": "compute.instance_lost", "entity": "service/routing-api"}],
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.surge", "lb.health_check_wrong"],
        "herring": {"cause": "compute.cpu_saturation", "entity": "host/vm-ams-16"},
        "written": "before",
    }


def no_more_than_eight() -> Scenario:
    """Evening load asks for fourteen instances; the scaler says eight is its maximum, and stays there, saturated."""
    clock = story(2026, 10, 25, 17)
    scaler = [
        "<iso> INFO autoscaler: desired=<ms> capped to max=8 (service transcode-api), reason: cpu 94% > target 60%"
    ]
    return bundle(
        "svc-transcode-at-eight",
        incident=clock.incident("transcode-api wait time", severity="high", started=4500, collected=7100),
        alerts=[
            clock.alert("TranscodeWait", 4500, entity="service/transcode-api", metric="wait_seconds", threshold=20)
        ],
        metrics=[
            clock.metric(
                "service/transcode-api", "instances", [*[3] * 8, *[4] * 6, *[5, 5, 6, 6, 7, 7], *[8] * 20], 180
            ),
            clock.metric("service/transcode-api", "instances_max", [8] * 40, 180),
            clock.metric("service/transcode-api", "request_rate", ramp(14, 62, 40, 1), 180),
            clock.metric(
                "service/transcode-api",
                "cpu_utilization",
                [*flat(60, 21, 2), *ramp(66, 97, 6, 3), *flat(98, 13, 4, 0.01)],
                180,
                unit="Percent",
            ),
            clock.metric("service/transcode-api", "wait_seconds", [*flat(1.2, 22, 5), *ramp(2, 95, 18, 6)], 180),
            clock.metric("service/catalogue", "latency_p90", flat(0.05, 40, 7), 180),
        ],
        logs=[
            *clock.lines("service/autoscaler", 3660, 7090, 180, scaler, 1),
            *clock.lines("service/transcode-api", 0, 7090, 300, ["<iso> INFO job <n> done in <ms> s"], 2),
        ],
        state=[
            state("service/transcode-api", "scaling_policy", min=2, max=8, current=8, desired=14, target_cpu_percent=60)
        ],
        changes=[clock.change(-700000, "scaling", "set max 8", "service/transcode-api", "finops")],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.autoscaling_at_max",
        "entity": "service/transcode-api",
        "also": [{"cause": "traffic.surge", "entity": "service/transcode-api"}],
        "kind": "fault",
        "near": ["compute.cpu_saturation", "traffic.abuse"],
        "written": "before",
    }


def every_worker_waits_for_the_printer() -> Scenario:
    """All of the web workers are stuck, says the server itself, then files run out too; the machine is bored."""
    clock = story(2026, 3, 24, 9)
    texts = [
        "WARNING: [pool www] server reached pm.max_children setting (40), consider raising it",
        "<clock> [alert] 22#22: *<n> socket() failed (24: Too many open files) while connecting to upstream,"
        " server: kiosk.local",
        "<clock> [error] 22#22: *<n> connect() to unix:/run/php/fpm.sock failed (11: Resource temporarily"
        " unavailable) while"
        " connecting to upstream",
    ]
    return bundle(
        "svc-kiosk-forty-children",
        incident=clock.incident("kiosk-web 502", severity="critical", started=1110, collected=1785),
        alerts=[clock.alert("KioskWeb502", 1110, entity="service/kiosk-web")],
        metrics=[
            clock.metric("service/kiosk-web", "fpm_active_processes", [*counts(9, 34, 1, 0.2), 21, 33, *[40] * 23], 30),
            clock.metric("service/kiosk-web", "fpm_listen_queue", [*[0] * 35, 14, 88, *[128] * 22], 30),
            clock.metric("service/kiosk-web", "request_rate", [*flat(31, 35, 2), *flat(29, 24, 3)], 30),
            clock.metric(
                "service/kiosk-web", "cpu_utilization", [*flat(28, 35, 4), *flat(4, 24, 5)], 30, unit="Percent"
            ),
            clock.metric("service/kiosk-web", "memory_utilization", flat(44, 59, 6, 0.02), 30, unit="Percent"),
            clock.metric("service/kiosk-web", "error_rate", [*flat(0.001, 35, 7), *flat(0.81, 24, 8)], 30),
        ],
        logs=[
            *clock.lines("service/kiosk-web", 0, 1050, 80, ['10.3.0.<ms> "GET /menu/<n>" 200 <ms>ms'], 1),
            clock.line("service/kiosk-web", 1049, "NOTICE: [pool www] child 311 started"),
            *clock.lines("service/kiosk-web", 1056, 1780, 20, texts, 2),
        ],
        state=[
            state("service/kiosk-web", "service_config", pm="dynamic", pm_max_children=40, worker_rlimit_nofile=1024)
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.thread_pool_exhausted",
        "entity": "service/kiosk-web",
        "kind": "fault",
        "near": ["traffic.surge", "dependency.unreachable", "compute.memory_saturation", "storage.full"],
        "written": "before",
    }


def no_space_left_for_the_journal() -> Scenario:
    """The broker's volume filled up over two days; it stops accepting messages, which its producers shout about."""
    clock = story(2026, 5, 8, 3)
    broker = [
        "[<iso>] ERROR Error while appending records to clicks-3 in dir /var/lib/kafka/data"
        " (kafka.server.LogDirFailureChannel)"
        "\njava.io.IOException: No space left on device",
        "[<iso>] WARN Stopping serving logs in dir /var/lib/kafka/data (kafka.log.LogManager)",
    ]
    producer = [
        '<clock> ERROR tracker: delivery failed: KafkaError{code=_MSG_TIMED_OUT,val=-192,str="Local: Message timed'
        ' out"}',
        "<clock> ERROR tracker: 1<n> clicks dropped, buffer full (BufferError: Local: Queue full)",
    ]
    return bundle(
        "svc-clicks-dropped",
        incident=clock.incident("tracker drops clicks", severity="critical", started=129800, collected=131900),
        alerts=[
            clock.alert("TrackerDrops", 129800, entity="service/tracker"),
            clock.alert("TrackerErrors", 129830, entity="service/tracker-mobile"),
        ],
        metrics=[
            clock.metric(
                "kafka/clicks-broker",
                "disk_used_percent",
                [*ramp(71, 99.9, 36, 1, 0), *[100] * 1],
                3600,
                unit="Percent",
            ),
            clock.metric("kafka/clicks-broker", "bytes_in_rate", [*flat(9.1e6, 36, 2), 0], 3600),
            clock.metric("service/tracker", "clicks_dropped", [*[0] * 36, 812000], 3600),
            clock.metric("service/tracker", "cpu_utilization", flat(31, 37, 3), 3600, unit="Percent"),
        ],
        logs=[
            *clock.lines(
                "kafka/clicks-broker",
                100000,
                129500,
                4000,
                ["[<iso>] INFO Rolled new log segment at offset <n> in <ms> ms"],
                1,
            ),
            *clock.lines("kafka/clicks-broker", 129610, 131890, 120, broker, 2),
            *clock.lines("service/tracker", 129640, 131890, 80, producer, 3),
            *clock.lines("service/tracker-mobile", 129650, 131890, 150, producer, 4),
        ],
        state=[
            state(
                "kafka/clicks-broker",
                "filesystem",
                mount="/var/lib/kafka/data",
                size="500G",
                used="500G",
                available="0",
            )
        ],
        topology=edges(
            "service/tracker kafka/clicks-broker writes", "service/tracker-mobile kafka/clicks-broker writes"
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "storage.full",
        "entity": "kafka/clicks-broker",
        "kind": "fault",
        "near": ["storage.io_saturation", "dependency.slow", "network.latency", "dependency.queue_backlog"],
        "written": "before",
    }


def a_rule_between_the_two() -> Scenario:
    """A firewall rule set went in and the till's calls to ledger time out; others reach ledger at once."""
    clock = story(2026, 1, 19, 7)
    till = [
        "<clock> error: till.LedgerClient connect ETIMEDOUT 10.80.2.15:9443",
        "<clock> warn: till entry <n> kept locally",
    ]
    fw = [
        "<iso> fw-dc1 kernel: DENY IN=vlan31 OUT=vlan80 SRC=10.31.4.<ms> DST=10.80.2.15 LEN=60 PROTO=TCP SPT=4<n>"
        " DPT=9443 SYN"
    ]
    return bundle(
        "svc-tills-keep-entries",
        incident=clock.incident(
            "till entries not booked", severity="high", started=1150, collected=1790, source="manual"
        ),
        alerts=[clock.alert("till local entries", 1150, entity="service/till")],
        metrics=[
            clock.metric("service/till", "entries_kept_locally", [*[0] * 34, *counts(21, 25, 1)], 30),
            clock.metric("service/ledger", "request_rate", [*flat(44, 34, 2), *flat(24, 25, 3)], 30),
            clock.metric("service/ledger", "latency_p90", flat(0.06, 59, 4), 30),
            clock.metric("service/ledger", "error_rate", flat(0.001, 59, 5), 30),
        ],
        logs=[
            *clock.lines("service/till", 1030, 1785, 25, till, 1),
            *clock.lines("firewall/dc1", 1025, 1785, 25, fw, 2),
            *clock.lines(
                "service/backoffice", 0, 1785, 130, ["<clock> info: booked <n> via ledger 10.80.2.15:9443 <ms>ms"], 3
            ),
        ],
        changes=[
            clock.change(
                1016,
                "config",
                "commit ruleset 2026-03",
                "firewall/dc1",
                "netops",
                removed="permit vlan31 -> 10.80.2.15 tcp/9443",
            ),
            clock.change(600, "deployment", "release", "service/ledger", "ci", version="14.0"),
        ],
        state=[
            state(
                "service/ledger",
                "connectivity_check",
                port=9443,
                ok=False,
                probes=[{"from": "till", "ok": False}, {"from": "backoffice", "ok": True}],
            )
        ],
        topology=edges("service/till service/ledger", "service/backoffice service/ledger"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.policy_blocked",
        "entity": "firewall/dc1",
        "also": [
            {"cause": "network.policy_blocked", "entity": "service/ledger"},
            {"cause": "network.policy_blocked", "entity": "service/till"},
        ],
        "kind": "fault",
        "near": ["dependency.unreachable", "network.partition", "deployment.bad_release", "code.timeout_too_short"],
        "written": "before",
    }


def two_halls_lost_each_other() -> Scenario:
    """The line between two halls is down: nothing of one reaches the other, within each all is well."""
    clock = story(2026, 9, 5, 22)
    etcd = [
        '{"level":"warn","ts":"<iso>","caller":"rafthttp/probing_status.go:68","msg":"prober detected unhealthy'
        ' status",'
        '"remote-peer-id":"8e9e05c5","error":"dial tcp 10.2.0.11:2380: i/o timeout"}',
        '{"level":"warn","ts":"<iso>","caller":"etcdserver/server.go","msg":"failed to reach the peer URL",'
        '"address":"https://10.2.0.12:2380/version"}',
    ]
    app = ["<clock> ERROR depot-a: java.net.NoRouteToHostException: No route to host 10.2.4.8:8080 (inventory-b)"]
    back = ["<clock> ERROR inventory-b: read tcp 10.2.4.8:51<ms>->10.1.7.3:5432: i/o timeout (stock-a)"]
    return bundle(
        "svc-two-halls",
        incident=clock.incident("many alerts in hall A and hall B", severity="critical", started=1230, collected=1790),
        alerts=[
            clock.alert("DepotErrors", 1230, entity="service/depot-a"),
            clock.alert("InventoryErrors", 1235, entity="service/inventory-b"),
            clock.alert("EtcdMemberCommunicationSlow", 1240, entity="service/etcd-a"),
        ],
        metrics=[
            clock.metric("link/hall-a-hall-b", "packets_per_second", [*flat(41000, 40, 1), *[0] * 19], 30),
            clock.metric("link/hall-a-hall-b", "oper_status", [*[1] * 40, *[0] * 19], 30),
            clock.metric("service/depot-a", "error_rate", [*flat(0.001, 40, 2), *flat(0.98, 19, 3, 0.01)], 30),
            clock.metric("service/inventory-b", "error_rate", [*flat(0.001, 40, 4), *flat(0.97, 19, 5, 0.01)], 30),
            clock.metric("service/gate-a", "error_rate", flat(0.001, 59, 6), 30),
            clock.metric(
                "postgres/stock-a", "cpu_utilization", [*flat(35, 40, 7), *flat(22, 19, 8)], 30, unit="Percent"
            ),
        ],
        logs=[
            *clock.lines("service/etcd-a", 1206, 1785, 50, etcd, 1),
            *clock.lines("service/depot-a", 1205, 1785, 40, app, 2),
            *clock.lines("service/inventory-b", 1215, 1785, 40, back, 3),
            *clock.lines(
                "service/gate-a", 0, 1785, 150, ["<clock> INFO gate-a: truck <n> checked against stock-a in <ms> ms"], 4
            ),
        ],
        events=[
            clock.event(
                1203,
                "LinkDown",
                "Interface Ethernet49/1 (to hall B spine) changed state to down",
                "link/hall-a-hall-b",
                kind="network",
                type="error",
            )
        ],
        topology=edges(
            "service/depot-a service/inventory-b",
            "service/inventory-b postgres/stock-a",
            "service/gate-a postgres/stock-a",
        ),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.partition",
        "entity": "link/hall-a-hall-b",
        "kind": "fault",
        "near": ["dependency.unreachable", "network.policy_blocked", "network.packet_loss", "compute.instance_lost"],
        "written": "before",
    }


def a_quota_of_a_quarter_core() -> Scenario:
    """A limit of 250m was set on the quote service: it runs into its quota while the host is idle."""
    clock = story(2026, 7, 14, 6)
    return bundle(
        "svc-quarter-core",
        incident=clock.incident(
            "ride-quote p90 tripled", severity="high", started=1320, collected=2390, source="datadog"
        ),
        alerts=[clock.alert("ride-quote p90", 1320, entity="service/ride-quote", metric="latency_p90", threshold=0.5)],
        metrics=[
            clock.metric(
                "service/ride-quote", "cpu_usage", [*flat(0.41, 20, 1), *flat(0.25, 20, 2, 0.004)], unit="Cores"
            ),
            clock.metric(
                "service/ride-quote", "cfs_throttled_periods_ratio", [*flat(0.004, 20, 3), *flat(0.87, 20, 4, 0.03)]
            ),
            clock.metric(
                "service/ride-quote", "cpu_throttled_time", [*flat(0.02, 20, 5), *flat(48, 20, 6)], unit="Seconds"
            ),
            clock.metric("service/ride-quote", "latency_p90", [*flat(0.21, 20, 7), *flat(0.93, 20, 8)], unit="Seconds"),
            clock.metric("service/ride-quote", "request_rate", flat(37, 40, 9)),
            clock.metric("host/k7-04", "cpu_utilization", [*flat(33, 20, 10), *flat(30, 20, 11)], unit="Percent"),
        ],
        logs=clock.lines("service/ride-quote", 0, 2380, 100, ["<iso> info quote <n> computed in 2<ms>ms"], 1),
        changes=[
            clock.change(1196, "config", "apply limits: cpu 250m", "service/ride-quote", "cost-review", previous="none")
        ],
        state=[state("service/ride-quote", "service_config", limits={"cpu": "250m", "memory": "512Mi"})],
        topology=edges("service/ride-quote host/k7-04", kind="runs_on"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.cpu_throttled",
        "entity": "service/ride-quote",
        "kind": "fault",
        "near": ["compute.cpu_saturation", "code.slow_path", "traffic.drop", "deployment.bad_release"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    everybody_reads_at_once,
    the_app_stopped_asking,
    one_client_asks_for_everything,
    one_of_three_machines_is_gone,
    no_more_than_eight,
    every_worker_waits_for_the_printer,
    no_space_left_for_the_journal,
    a_rule_between_the_two,
    two_halls_lost_each_other,
    a_quota_of_a_quarter_core,
)
