"""Faults beside something louder: old errors, others' releases, CPU of traffic, late neighbours, warnings."""

from scenarios.cases.building import Case, Scenario, bundle
from scenarios.cases.building_services import (
    BYTES,
    CORES,
    CPU_PERCENT,
    CPU_RATIO,
    DISK,
    ERRORS,
    MEMORY_PERCENT,
    RATE,
    RECEIVED,
    RETRANSMITS,
    SUCCESS,
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

LIBRARY = (
    Service("reading-room", 0.006, {"loans": 0.5, "covers": 0.8, "catalog": 1}, 0.0012, sawtooth=0.12),
    Service("loans", 0.012, {"members": 1, "stacks": 1}, 0.0023, sawtooth=0.3),
    Service("catalog", 0.013, {"stacks": 0.6}, 0.0026),
    Service("members", 0.008, {}, 0.0016),
    Service("covers", 0.005, {"resizer": 0.1}, 0.0009),
    Service("resizer", 0.06, {}, 0.012, limit=2),
    Service("stacks", 0.006, {}, 0.0012, memory=3.9e8, disk=3.2e5),
)


def a_mailer_that_always_complains() -> Scenario:
    """The mailer has been writing errors all day at the same pace; returns begins to throw, in few and quiet lines."""
    clock = story(2026, 3, 27, 15)
    mailer = [
        "<clock> ERROR mailer: SMTP 451 4.7.1 Greylisting in action, please come back later <n>@mail.example",
        "<clock> ERROR mailer: delivery <n> deferred: (451, b'4.7.1 try again later')",
        "<clock> CRITICAL mailer: 412 messages in retry queue",
    ]
    returns = [
        "<clock> WARNING django.request: Internal Server Error: /returns/<n>/label",
        'Traceback (most recent call last):\n  File "/app/returns/labels.py", line 88, in build\n    weight ='
        " Decimal(parcel['weight'])\ndecimal.InvalidOperation: [<class 'decimal.ConversionSyntax'>]",
    ]
    return bundle(
        "svc-mailer-all-day",
        incident=clock.incident("my-account: error ratio above 2%", severity="high", started=1500, collected=2390),
        alerts=[
            clock.alert("MyAccountErrors", 1500, entity="service/my-account", threshold=0.02),
            clock.alert("MailerErrors", -21000, entity="service/mailer", count=9120),
        ],
        metrics=[
            clock.metric("service/my-account", "error_rate", [*flat(0.003, 23, 1), *flat(0.05, 17, 2)]),
            clock.metric("service/returns", "error_rate", [*flat(0.001, 23, 3), *flat(0.31, 17, 4)]),
            clock.metric("service/returns", "latency_p50", flat(0.06, 40, 5), unit="Seconds"),
            clock.metric("service/mailer", "errors", counts(52, 40, 6, 0.12)),
        ],
        logs=[
            *clock.lines("service/mailer", 0, 2385, 45, mailer, 1, level="ERROR", count=26),
            *clock.lines(
                "service/returns", 0, 1385, 150, ['<clock> INFO django.server: "POST /returns HTTP/1.1" 201 <n>'], 2
            ),
            *clock.lines("service/returns", 1392, 2385, 60, returns, 3),
        ],
        changes=[clock.change(-90000, "deployment", "release", "service/returns", "ci", version="1.8")],
        topology=edges("service/my-account service/returns", "service/my-account service/mailer"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "code.unhandled_error",
        "entity": "service/returns",
        "also": [{"cause": "data.corrupt_input", "entity": "service/returns"}],
        "kind": "fault",
        "herring": {"cause": "dependency.errors", "entity": "service/mailer"},
        "near": ["dependency.errors", "dependency.third_party_outage"],
        "written": "before",
    }


def somebody_else_went_live() -> Scenario:
    """Covers was released one minute before loans got slow; but it is stacks whose packets get lost."""
    clock, count = story(2026, 6, 11, 10), 34
    fault = Fault(
        "stacks", 20, {"retransmits": after(24), "tail": after(10), "own_factor": after(1), "packets": after(0.15)}
    )
    recording = run(LIBRARY, count, 601, rate=38, faults=[fault])
    return bundle(
        "svc-covers-went-live",
        incident=clock.incident("reading-room p99", started=630, collected=1010, severity="high"),
        alerts=[clock.alert("ReadingRoomP99", 630, entity="service/reading-room", metric="latency_p99")],
        metrics=told(clock, LIBRARY, recording, [CPU_RATIO, *latency(50, 99), RETRANSMITS, RECEIVED], 30),
        changes=[
            clock.change(545, "deployment", "release", "service/covers", "ci/jenkins", version="12", previous="11")
        ],
        topology=calls_of(LIBRARY),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.packet_loss",
        "entity": "service/stacks",
        "kind": "fault",
        "herring": {"cause": "deployment.bad_release", "entity": "service/covers"},
        "near": ["deployment.bad_release", "dependency.slow"],
        "written": "before",
    }


def cpu_follows_the_readers() -> Scenario:
    """Readers come back after lunch and every CPU climbs with them; then members' traffic is delayed by 80 ms."""
    clock, count = story(2026, 9, 17, 12, 30), 38

    def lunch(step: int) -> float:
        return 0.7 + 0.025 * step

    recording = run(LIBRARY, count, 602, rate=34, load=lunch, faults=[Fault("members", 23, {"own_added": after(0.08)})])
    return bundle(
        "svc-after-lunch",
        incident=clock.incident("loans latency objective", started=2880, collected=4450, severity="high"),
        alerts=[
            clock.alert("LoansLatency", 2880, entity="service/loans"),
            clock.alert("CpuTrend", 2400, state="warning", entity="service/catalog", metric="cpu_utilization"),
        ],
        metrics=told(clock, LIBRARY, recording, [CPU_PERCENT, *latency(50, 90, millis=True), RATE], 120),
        topology=calls_of(LIBRARY),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "network.latency",
        "entity": "service/members",
        "also": [{"cause": "code.slow_path", "entity": "service/members"}],
        "kind": "fault",
        "herring": {"cause": "traffic.surge", "entity": "service/reading-room"},
        "near": ["traffic.surge", "compute.cpu_saturation"],
        "written": "before",
    }


def the_resizer_came_later() -> Scenario:
    """Stacks' disk is flooded; two minutes on the resizer starts a heavy job of its own, on nobody's way."""
    clock, count = story(2026, 2, 6, 7), 36
    faults = [
        Fault("stacks", 20, {"disk_added": after(7.7e7), "own_factor": after(9, 2), "tail": after(1)}),
        Fault("resizer", 26, {"cpu_added": after(1.3)}),
    ]
    recording = run(LIBRARY, count, 603, rate=36, faults=faults)
    return bundle(
        "svc-resizer-came-later",
        incident=clock.incident("SLO latency of reading-room", started=420, collected=710),
        alerts=[
            clock.alert("SLOReadingRoom", 420, entity="service/reading-room"),
            clock.alert("ResizerCpu", 560, entity="service/resizer", metric="cpu_usage", threshold=1.2),
        ],
        metrics=told(clock, LIBRARY, recording, [CORES, DISK, *latency(50, 90), RATE], 20),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "storage.io_saturation",
        "entity": "service/stacks",
        "kind": "fault",
        "herring": {"cause": "compute.cpu_saturation", "entity": "service/resizer"},
        "near": ["compute.cpu_saturation", "data.skew"],
        "written": "before",
    }


def pauses_that_were_always_there() -> Scenario:
    """The collector pauses as it did all morning; what is new is an executor that rejects tasks, full at fifty."""
    clock = story(2026, 10, 27, 8)
    gc = [
        "[<clock>][info ][gc] GC(<n>) Pause Young (Normal) (G1 Evacuation Pause) 812M->301M(1024M) <ms>.1ms",
        "<clock> WARN  c.l.labels.GcLogger - G1 Young Generation GC in 2<ms>ms. G1 Old Gen: 214M -> 216M",
    ]
    full = [
        "<clock> ERROR [http-4] c.l.labels.PrintApi - java.util.concurrent.RejectedExecutionException: Task"
        " c.l.labels.Job@<id> rejected from java.util.concurrent.ThreadPoolExecutor[Running, pool size = 50, active"
        " threads"
        " = 50, queued tasks = 200, completed tasks = 88120]"
    ]
    return bundle(
        "svc-labels-rejected",
        incident=clock.incident(
            "labels: 503 ratio", severity="high", started=1390, collected=2390, resource="service/labels"
        ),
        alerts=[
            clock.alert("Labels503", 1390, entity="service/labels"),
            clock.alert("JvmGcTime", 200, state="warning", entity="service/labels", reason="gc time 3% for 2h"),
        ],
        metrics=[
            clock.metric("service/labels", "executor_active_threads", [*counts(18, 20, 1, 0.2), 31, 44, *[50] * 18]),
            clock.metric("service/labels", "executor_queued_tasks", [*[0] * 21, 70, *[200] * 18]),
            clock.metric("service/labels", "jvm_gc_pause_seconds_sum", flat(1.8, 40, 2, 0.1)),
            clock.metric("service/labels", "memory_usage", [6e8 + 4.5e7 * (n % 7) for n in range(40)], unit="Bytes"),
            clock.metric("service/labels", "error_rate", [*flat(0.001, 22, 3), *flat(0.36, 18, 4)]),
            clock.metric("service/labels", "cpu_usage", [*flat(0.8, 21, 5), *flat(0.5, 19, 6)], unit="Cores"),
        ],
        logs=[
            *clock.lines("service/labels", 0, 2385, 70, gc, 1),
            *clock.lines("service/labels", 1315, 2385, 30, full, 2, level="ERROR"),
        ],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.thread_pool_exhausted",
        "entity": "service/labels",
        "kind": "fault",
        "herring": {"cause": "compute.memory_saturation", "entity": "service/labels"},
        "near": ["compute.memory_saturation", "code.memory_leak", "code.deadlock"],
        "written": "before",
    }


def a_bot_of_two_percent() -> Scenario:
    """A bot makes two requests in a hundred and gets 403; sessions cannot be written for want of memory."""
    clock = story(2026, 5, 30, 19)
    bot = [
        '45.9.148.<ms> - - [<iso>] "GET /wp-login.php HTTP/1.1" 403 146 "-" "Mozilla/5.0 zgrab/0.x"',
        '45.9.148.<ms> - - [<iso>] "GET /.env HTTP/1.1" 403 146 "-" "curl/8.4"',
    ]
    oom = [
        "ReplyError: OOM command not allowed when used memory > 'maxmemory'.\n    at parseError"
        " (/app/node_modules/redis-parser/lib/parser.js:179:12)",
        "<iso> error login <n>: session could not be stored",
    ]
    return bundle(
        "svc-logins-and-a-bot",
        incident=clock.incident("login failures", severity="critical", source="datadog", started=1380, collected=2390),
        alerts=[
            clock.alert("login failures", 1380, entity="service/login", threshold=30),
            clock.alert("WAF: scanner", 900, state="warning", entity="gateway/www", count=212),
        ],
        metrics=[
            clock.metric("service/login", "login_failures", [*counts(3, 22, 1, 0.3), *counts(88, 18, 2)]),
            clock.metric("gateway/www", "request_rate", flat(190, 40, 3)),
            clock.metric("gateway/www", "http_403_rate", [*flat(0.1, 15, 4), *flat(3.6, 25, 5)]),
            clock.metric(
                "redis/sessions", "used_memory", [*ramp(6.9e8, 1.07e9, 22, 6, 0.002), *[1073741824] * 18], unit="Bytes"
            ),
            clock.metric("redis/sessions", "maxmemory", [1073741824] * 40, unit="Bytes"),
            clock.metric("redis/sessions", "evicted_keys", [0] * 40),
            clock.metric("redis/sessions", "cpu_utilization", flat(9, 40, 7), unit="Percent"),
        ],
        logs=[
            *clock.lines("gateway/www", 905, 2385, 55, bot, 1, source="nginx"),
            *clock.lines("service/login", 0, 1310, 110, ["<iso> info login <n> ok in <ms>ms"], 2),
            *clock.lines("service/login", 1326, 2385, 35, oom, 3, level="error"),
        ],
        state=[
            state(
                "redis/sessions", "redis_info", maxmemory="1G", maxmemory_policy="noeviction", used_memory_human="1.00G"
            )
        ],
        topology=edges("gateway/www service/login", "service/login redis/sessions"),
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.memory_saturation",
        "entity": "redis/sessions",
        "also": [{"cause": "dependency.cache_failure", "entity": "redis/sessions"}],
        "kind": "fault",
        "herring": {"cause": "traffic.abuse", "entity": "gateway/www"},
        "near": ["traffic.abuse", "access.permission_denied", "compute.memory_leak", "access.credentials_expired"],
        "written": "before",
    }


def twice_the_calls_and_no_more_readers() -> Scenario:
    """Members fails half its calls and loans tries each of them again: the doubled rate is an echo of the errors."""
    clock, count = story(2026, 7, 24, 14), 34
    recording = run(LIBRARY, count, 604, rate=37, faults=[Fault("members", 21, {"error": after(0.5)})])
    for key in ("rate", "rx", "tx", "cpu"):
        values = recording["members"][key]
        recording["members"][key] = [value * (1.9 if place >= 21 else 1) for place, value in enumerate(values)]
    return bundle(
        "svc-calls-made-again",
        incident=clock.incident("reading-room success rate", started=680, collected=995, severity="high"),
        alerts=[
            clock.alert("ReadingRoomSuccess", 680, entity="service/reading-room"),
            clock.alert("MembersRequestRateAnomaly", 700, state="warning", entity="service/members"),
        ],
        metrics=told(clock, LIBRARY, recording, [CPU_PERCENT, *latency(50, 90), RATE, SUCCESS], 30),
        topology=calls_of(LIBRARY),
    ), {
        "verdict": ["likely", "confirmed"],
        "cause": "code.unhandled_error",
        "entity": "service/members",
        "kind": "fault",
        "herring": {"cause": "traffic.surge", "entity": "service/members"},
        "near": ["traffic.surge", "traffic.abuse", "dependency.errors"],
        "written": "before",
    }


def a_cache_that_warms_up() -> Scenario:
    """Covers was restarted and fills its cache up to a plateau, as always; catalog meanwhile is robbed of its CPU."""
    clock, count = story(2026, 11, 19, 11), 36
    faults = [
        Fault("catalog", 22, {"cpu_added": after(0.86), "own_factor": after(5, 2), "tail": after(0.8)}),
        Fault("covers", 4, {"memory_added": lambda steps: 1.6e8 * (1 - 0.85**steps)}),
    ]
    recording = run(LIBRARY, count, 605, rate=40, faults=faults)
    return bundle(
        "svc-covers-warm-up",
        incident=clock.incident("SLO latency of reading-room", started=1410, collected=2120),
        alerts=[
            clock.alert("SLOReadingRoom", 1410, entity="service/reading-room"),
            clock.alert("MemoryTrend", 900, state="warning", entity="service/covers", metric="memory_usage"),
        ],
        metrics=[
            *told(clock, LIBRARY, recording, [CORES, BYTES, *latency(90), RATE, ERRORS], 60),
            *told(clock, LIBRARY[2:3], recording, [MEMORY_PERCENT], 60),
        ],
        changes=[clock.change(235, "deployment", "restart", "service/covers", "ops", reason="weekly")],
    ), {
        "verdict": ["confirmed", "likely"],
        "cause": "compute.cpu_saturation",
        "entity": "service/catalog",
        "kind": "fault",
        "herring": {"cause": "compute.memory_leak", "entity": "service/covers"},
        "near": ["compute.memory_leak", "code.memory_leak", "deployment.bad_release"],
        "written": "before",
    }


CASES: tuple[Case, ...] = (
    a_mailer_that_always_complains,
    somebody_else_went_live,
    cpu_follows_the_readers,
    the_resizer_came_later,
    pauses_that_were_always_there,
    a_bot_of_two_percent,
    twice_the_calls_and_no_more_readers,
    a_cache_that_warms_up,
)
