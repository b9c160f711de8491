"""Healthy hosts, plain services, queues and batch work over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def nightly_etl_host() -> Case:
    b = Bundle(
        "od-dwh-host-cpu",
        "2026-03-05T02:48:00",
        title="CPU > 90% on dwh-load-01",
        source="datadog",
        resource="host/dwh-load-01",
        severity="high",
        started=-33,
        service="warehouse",
    )
    b.alarm(
        "CPU > 90% for 15m",
        "host/dwh-load-01",
        "alarm",
        -33,
        metric="system.cpu.user",
        threshold=90,
        reason="triggered on 14 of the last 14 nights between 02:15 and 03:40",
    )
    night = [(-48, 0, 8.4)]
    b.series(
        "host/dwh-load-01",
        "system.cpu.user",
        11,
        noise=0.03,
        bumps=night,
        start=-150,
        cap=97,
        unit="Percent",
        baseline=1,
        baseline_bumps=night,
    )
    b.series(
        "host/dwh-load-01",
        "system.load.5",
        1.3,
        noise=0.08,
        bumps=[(-48, 0, 10)],
        start=-150,
        baseline=1,
        baseline_bumps=[(-48, 0, 10)],
    )
    b.series(
        "host/dwh-load-01",
        "system.mem.used_pct",
        44,
        noise=0.02,
        bumps=[(-48, 0, 1.3)],
        start=-150,
        baseline=1,
        baseline_bumps=[(-48, 0, 1.3)],
    )
    b.series("service/report-api", "latency_p95", 0.41, noise=0.1, start=-150, unit="Seconds", baseline=1)
    b.series("service/report-api", "error_rate", 0.0008, noise=0.7, start=-150)
    b.log(
        -48,
        "host/dwh-load-01",
        "info",
        "systemd[1]: Started nightly-etl.service - Nightly warehouse load (timer 02:00).",
        source="journald",
    )
    for t, step in (
        (-44, "extract 38/38 tables"),
        (-27, "transform stage 2/4"),
        (-9, "transform stage 3/4, on plan (yesterday +1m12s)"),
    ):
        b.log(t, "host/dwh-load-01", "info", f"nightly-etl[88121]: {step}", source="journald")
    b.log(
        -21, "host/dwh-load-01", "warning", "nightly-etl[88121]: 14 rows with NULL country mapped to XX", 14, "journald"
    )
    b.log(
        -60,
        "host/dwh-load-01",
        "error",
        "sshd[4410]: error: kex_exchange_identification: Connection closed by remote host",
        6,
        "journald",
    )
    b.state(
        "host/dwh-load-01",
        "systemd_unit",
        unit="nightly-etl.service",
        active="activating (start)",
        since=b.at(-48),
        log_tail=["transform stage 3/4, on plan (yesterday +1m12s)"],
    )
    life.red_for_weeks(b)
    life.other_release(b, -610, "vm")
    b.edges(("service/report-api", "reads", "host/dwh-load-01"))
    return b.done(), expect(
        "healthy",
        near=["compute.cpu_saturation", "db.expensive_query"],
        herring=("compute.cpu_saturation", "host/dwh-load-01"),
    )


def disk_sawtooth() -> Case:
    b = Bundle(
        "od-log-host-disk",
        "2026-04-09T11:15:00",
        title="Disk usage /var/log above 80% on syslog-02",
        source="prometheus",
        resource="host/syslog-02",
        severity="warning",
        started=-40,
    )
    b.alarm(
        "HostDiskUsage80",
        "host/syslog-02",
        "alarm",
        -40,
        threshold=0.8,
        metric="disk_used_ratio",
        reason="fires most days before rotation at 12:00",
    )
    b.alarm("HostDiskWillFillIn4h", "host/syslog-02", "ok", -70000)
    teeth = [(-2835 + 60 * hour, -2775 + 60 * hour, 0.62 + 0.0082 * (hour % 24)) for hour in range(48)]
    b.series("host/syslog-02", "disk_used_ratio", 0.62, noise=0.002, start=-2835, step=20, sets=teeth)
    b.series("host/syslog-02", "disk_inodes_used_ratio", 0.11, noise=0.003, start=-2835, step=20)
    b.series("host/syslog-02", "syslog_messages_rate", 2100, noise=0.12, start=-2835, step=20)
    b.series("host/syslog-02", "cpu_utilization", 0.14, noise=0.15, start=-2835, step=20)
    b.log(
        -1394,
        "host/syslog-02",
        "info",
        "logrotate: compressed 188 files, removed 61 older than 14 days, freed 171 GiB",
        source="journald",
    )
    b.log(
        -2834,
        "host/syslog-02",
        "info",
        "logrotate: compressed 185 files, removed 60 older than 14 days, freed 168 GiB",
        source="journald",
    )
    b.log(
        -300,
        "host/syslog-02",
        "warning",
        "rsyslogd: action 'fwd-siem' suspended (module 'builtin:omfwd'), retry 0. [v8.2312.0]; action resumed after 2 s",
        1,
        "journald",
    )
    b.log(
        -36,
        "host/syslog-02",
        "info",
        "smartd: Device: /dev/sdb [SAT], SMART Usage Attribute: 190 Airflow_Temperature_Cel changed from 68 to 67",
        2,
        "journald",
    )
    b.state(
        "host/syslog-02",
        "systemd_unit",
        unit="logrotate.timer",
        active="active (waiting)",
        since=b.at(-60000),
        log_tail=["Trigger: Thu 2026-04-09 12:00:00 UTC; 44min left"],
    )
    life.other_release(b, -95, "vm")
    return b.done(), expect("healthy", near=["storage.full"], herring=("storage.full", "host/syslog-02"))


def spike_over() -> Case:
    b = Bundle(
        "od-search-lat-2m",
        "2026-06-03T13:33:20",
        title="SLO burn: search availability",
        source="prometheus",
        resource="service/search-front",
        severity="critical",
        started=-26,
        service="search-front",
        millis=True,
    )
    b.alarm("ErrorBudgetBurn", "service/search-front", "ok", -21, reason="fast burn 5m/1h cleared")
    b.series("service/search-front", "error_rate", 0.0007, noise=0.5, start=-60, step=0.25, bumps=[(-27, -25, 62)])
    b.series(
        "service/search-front",
        "latency_p99",
        0.27,
        noise=0.13,
        start=-60,
        step=0.25,
        bumps=[(-27, -25, 7)],
        unit="Seconds",
    )
    b.series("service/search-front", "request_rate", 930, noise=0.05, start=-60, step=0.25)
    b.series(
        "service/index-reader",
        "latency_p99",
        0.11,
        noise=0.13,
        start=-60,
        step=0.25,
        bumps=[(-27, -25, 15)],
        unit="Seconds",
    )
    b.series("service/index-reader", "cpu_usage", 2.2, noise=0.1, start=-60, step=0.25)
    b.series("service/index-reader", "memory_usage", 6.1e9, noise=0.008, start=-60, step=0.25, unit="Bytes")
    b.series("service/suggest", "latency_p99", 0.04, noise=0.13, start=-60, step=0.25, unit="Seconds")
    b.log(
        -26.5,
        "service/search-front",
        "error",
        "rpc error: code = DeadlineExceeded desc = context deadline exceeded target=index-reader",
        2418,
    )
    b.log(-27, "service/index-reader", "info", "swapping to index generation 20260603-1300, warming segments")
    b.log(-25, "service/index-reader", "info", "generation 20260603-1300 live, warmed 412 segments in 118 s")
    b.log(-24.9, "service/search-front", "info", 'msg="subchannel index-reader READY"', 6)
    b.log(-12, "service/search-front", "warn", 'msg="context canceled by client" path=/v1/search', 51)
    b.chatter("service/suggest", life.GO, 15, -55)
    life.other_release(b, -41, "vm")
    life.red_for_weeks(b, 2)
    b.edges(
        ("service/search-front", "calls", "service/index-reader"), ("service/search-front", "calls", "service/suggest")
    )
    return b.done(), expect(
        "healthy",
        "healthy.recovered",
        near=["dependency.slow", "network.latency"],
        herring=("dependency.slow", "service/index-reader"),
    )


def rabbit_redeploy() -> Case:
    b = Bundle(
        "od-rabbit-parcel-q",
        "2026-02-12T10:06:00",
        title="RabbitMQ queue parcel.events has no consumers",
        source="prometheus",
        resource="queue/parcel.events",
        severity="critical",
        started=-44,
    )
    b.alarm("RabbitmqNoConsumer", "queue/parcel.events", "ok", -40)
    b.alarm("RabbitmqTooManyReadyMessages", "queue/parcel.events", "ok", -36, threshold=5000)
    b.series(
        "queue/parcel.events",
        "rabbitmq_queue_consumers",
        8,
        noise=0,
        start=-90,
        step=0.5,
        sets=[(-45, -41, 0)],
        whole=True,
    )
    b.series(
        "queue/parcel.events",
        "rabbitmq_queue_messages_ready",
        14,
        noise=0.5,
        start=-90,
        step=0.5,
        sets=[(-45, -44, 1900), (-44, -43, 3900), (-43, -41, 6800), (-41, -39, 6100), (-39, -37, 2600)],
        whole=True,
    )
    b.series("queue/parcel.events", "publish_rate", 31, noise=0.08, start=-90, step=0.5)
    b.series(
        "queue/parcel.events", "ack_rate", 31, noise=0.08, start=-90, step=0.5, sets=[(-45, -41, 0), (-41, -37, 88)]
    )
    b.series("queue/parcel.dead", "rabbitmq_queue_messages_ready", 212, noise=0, start=-90, step=0.5, whole=True)
    b.change(
        -46,
        "deployment",
        "ansible:deploy",
        "service/parcel-tracker",
        actor="deploy-bot",
        version=["2.31.0", "2.32.0"],
        strategy="stop-start",
    )
    b.log(-45, "service/parcel-tracker", "info", "celery worker: Warm shutdown (MainProcess)", 4)
    b.log(
        -42,
        "service/parcel-tracker",
        "info",
        "alembic.runtime.migration: Running upgrade 7c1 -> 8d0, add column eta_window",
    )
    b.log(-41, "service/parcel-tracker", "info", "celery@trk-0{1..4} ready.", 4)
    b.log(
        -40.6,
        "service/parcel-tracker",
        "warning",
        "Substantial drift from celery@trk-03 may mean clocks are out of sync. Current drift is 17 seconds.",
        3,
    )
    b.log(
        -30,
        "service/parcel-tracker",
        "error",
        "Task parcel.enrich[8f0] retry: Retry in 10s: HTTPError('503 Server Error') ; succeeded on 2nd attempt",
        4,
    )
    b.chatter("service/parcel-tracker", life.PYTHON, 24, -36)
    b.edges(
        ("service/parcel-tracker", "reads", "queue/parcel.events"),
        ("service/scanner-gw", "writes", "queue/parcel.events"),
    )
    return b.done(), expect(
        "healthy",
        "healthy.recovered",
        near=["dependency.queue_backlog", "deployment.bad_release", "deployment.schema_migration"],
        herring=("deployment.bad_release", "service/parcel-tracker"),
    )


def airflow_retry() -> Case:
    b = Bundle(
        "od-airflow-sla-mail",
        "2026-05-14T06:20:00",
        title="[Airflow] SLA miss on DAG=finance_daily",
        source="manual",
        resource="job/finance_daily",
        severity="high",
        started=-95,
        description="Here's a list of tasks that missed their SLAs: load_gl on 2026-05-13T04:00:00+00:00 (forwarded by finance-ops: is the report broken?)",
    )
    b.alarm(
        "airflow task failure",
        "job/finance_daily",
        "ok",
        -74,
        reason="load_gl up_for_retry -> success (try 2 of 4)",
        count=1,
    )
    b.log(
        -128,
        "job/finance_daily",
        "error",
        "{taskinstance.py:2905} ERROR - Task failed with exception oracledb.exceptions.OperationalError: DPY-6005: cannot connect to database (ORA-12516: listener could not find available handler)",
        1,
    )
    b.log(
        -128,
        "job/finance_daily",
        "info",
        "Marking task as UP_FOR_RETRY. dag_id=finance_daily, task_id=load_gl, try 1",
        1,
    )
    b.log(
        -76,
        "job/finance_daily",
        "info",
        "Marking task as SUCCESS. dag_id=finance_daily, task_id=load_gl, try 2, rows=1,204,551",
        1,
    )
    b.log(
        -61,
        "job/finance_daily",
        "info",
        "DagRun Finished: dag_id=finance_daily, run_id=scheduled__2026-05-13T04:00:00+00:00, state=success",
        1,
    )
    b.log(-60, "job/finance_daily", "info", "report gl_summary_20260513.xlsx published, control totals match", 1)
    b.log(-30, "job/scheduler", "warning", "RemovedInAirflow3Warning: Param `schedule_interval` is deprecated", 240)
    b.log(-18, "job/marketing_hourly", "info", "DagRun Finished: dag_id=marketing_hourly, state=success", 1)
    b.log(
        -104, "database/erp-oracle", "info", "RMAN full backup window 03:55-04:50, sessions limited (weekly, Thursday)"
    )
    b.state(
        "job/finance_daily",
        "dag_run",
        state="success",
        start_date=b.at(-139),
        end_date=b.at(-61),
        tasks={"extract_ap": "success", "extract_ar": "success", "load_gl": "success", "publish": "success"},
        tries={"load_gl": 2},
    )
    b.state("job/scheduler", "log_summary", total=18120, errors=1)
    life.other_release(b, -900, "vm")
    b.edges(("job/finance_daily", "reads", "database/erp-oracle"))
    return b.done(), expect(
        "healthy",
        "healthy.recovered",
        near=["db.unreachable", "db.connections_exhausted"],
        herring=("db.connections_exhausted", "database/erp-oracle"),
    )


def one_users_file() -> Case:
    b = Bundle(
        "od-new-issue-upload",
        "2026-03-24T14:57:00",
        title="New issue in claims-web: UnidentifiedImageError",
        source="sentry",
        resource="service/claims-web",
        severity="error",
        started=-19,
        service="claims-web",
        description="cannot identify image file <_io.BytesIO object>; 14 events, 1 user",
    )
    b.alarm(
        "sentry new issue CLAIMS-2K9",
        "service/claims-web",
        "alarm",
        -19,
        count=14,
        reason="users: 1, handled: yes, url: /claims/*/photos",
    )
    b.series("service/claims-web", "request_rate", 48, noise=0.1, start=-120)
    b.series("service/claims-web", "error_rate", 0.0009, noise=0.6, start=-120)
    b.series("service/claims-web", "latency_p95", 0.38, noise=0.12, start=-120, unit="Seconds")
    b.series("service/photo-store", "latency_p95", 0.12, noise=0.12, start=-120, unit="Seconds")
    b.log(
        -19,
        "service/claims-web",
        "warning",
        "PIL.UnidentifiedImageError: cannot identify image file (upload id=77120 user=u_90233 name=IMG_2231.jpg size=0) -> 422 shown to user",
        14,
    )
    b.log(-16.5, "service/claims-web", "info", "user=u_90233 upload id=77134 accepted IMG_2232.jpg 2.1 MB", 1)
    b.log(-88, "service/claims-web", "warning", "csrf cookie missing, login page redisplayed", 21)
    b.log(
        -40,
        "service/claims-web",
        "error",
        "BrokenPipeError: [Errno 32] Broken pipe (client went away during download)",
        5,
    )
    b.chatter("service/claims-web", life.PYTHON, 30, -115)
    b.change(
        -150,
        "deployment",
        "ansible:deploy",
        "service/claims-web",
        actor="deploy-bot",
        version=["24.12.1", "24.12.2"],
        notes="copy changes",
    )
    life.red_for_weeks(b, 9)
    b.edges(("service/claims-web", "calls", "service/photo-store"))
    return b.done(), expect(
        "healthy",
        near=["code.unhandled_error", "data.corrupt_input", "deployment.bad_release"],
        herring=("data.corrupt_input", "service/claims-web"),
    )


def patch_window() -> Case:
    b = Bundle(
        "od-erp-vm-patch",
        "2026-01-18T05:10:00",
        title="No data from erp-app-02",
        source="datadog",
        resource="host/erp-app-02",
        severity="critical",
        started=-62,
        description="host erp-app-02 stopped reporting for 5m",
    )
    b.alarm("Host not reporting", "host/erp-app-02", "ok", -48, reason="recovered 04:22")
    b.alarm("URL monitor erp login", "service/erp", "ok", -20000)
    b.change(
        -70,
        "other",
        "servicenow:CHG0048812",
        "host/erp-app-02",
        actor="wintel-team",
        window="2026-01-18 04:00-06:00 UTC",
        summary="January cumulative update, rolling",
    )
    b.change(-66, "infrastructure", "haproxy:set server state drain", "host/erp-app-02", actor="wintel-team")
    b.change(-45, "infrastructure", "haproxy:set server state ready", "host/erp-app-02", actor="wintel-team")
    b.series("host/erp-app-01", "system.cpu.user", 17, noise=0.2, start=-180, bumps=[(-66, -45, 1.8)])
    b.series("host/erp-app-02", "system.cpu.user", 16, noise=0.2, start=-180, silent=(-64, -48.5))
    b.series("host/erp-app-02", "system.uptime", 60, noise=0, start=-48, slope=60, unit="Seconds")
    b.series("service/erp", "latency_p95", 0.52, noise=0.12, start=-180, unit="Seconds")
    b.series("service/erp", "error_rate", 0.0004, noise=0.8, start=-180)
    b.series("service/erp", "backends_up", 2, noise=0, start=-180, sets=[(-66, -45, 1)], whole=True)
    b.log(
        -64,
        "host/erp-app-02",
        "info",
        "Microsoft-Windows-Eventlog 1074: The process TiWorker.exe has initiated the restart of computer ERP-APP-02 (Operating System: Service pack (Planned))",
    )
    b.log(-49, "host/erp-app-02", "info", "EventID 6005: The Event log service was started.")
    b.log(
        -48.5,
        "host/erp-app-02",
        "error",
        "EventID 7011: A timeout (30000 milliseconds) was reached while waiting for a transaction response from the DPS service.",
        1,
    )
    b.log(
        -44,
        "host/erp-app-02",
        "info",
        "Now listening on: http://[::]:5000; Application started. Hosting environment: Production",
    )
    b.log(-10, "host/erp-app-02", "info", "Request finished HTTP/1.1 GET /login - 200 - text/html 31.2ms", 133)
    b.log(
        -12,
        "host/erp-app-01",
        "warn",
        "EventID 36874: TLS 1.0 connection request was received from 10.2.9.9, unsupported",
        60,
    )
    b.state(
        "service/erp",
        "connectivity_check",
        port=443,
        ok=True,
        detail="200 in 61 ms",
        probes=[{"from": "dc1", "ok": True}, {"from": "dc2", "ok": True}],
    )
    b.edges(("service/erp", "runs_on", "host/erp-app-01"), ("service/erp", "runs_on", "host/erp-app-02"))
    return b.done(), expect(
        "healthy", near=["compute.instance_lost"], herring=("compute.instance_lost", "host/erp-app-02")
    )


def sunday_orders() -> Case:
    b = Bundle(
        "od-orders-weekend",
        "2026-05-17T09:40:00",
        title="Anomaly: orders.created lower than usual",
        source="datadog",
        resource="service/order-intake",
        severity="high",
        started=-55,
        service="order-intake",
        description="avg(last_1h):anomalies(sum:orders.created{env:prod}.as_count(), 'basic', 2) >= 1",
    )
    b.alarm(
        "orders.created anomaly (basic)",
        "service/order-intake",
        "alarm",
        -55,
        reason="value 41/5m outside band 180..260; algorithm basic has no seasonality",
        count=2,
    )
    b.series("service/order-intake", "orders_created", 41, noise=0.12, start=-240, step=5, whole=True, baseline=7)
    b.series("service/order-intake", "request_rate", 6.4, noise=0.1, start=-240, step=5, baseline=7)
    b.series("service/order-intake", "error_rate", 0.0012, noise=0.6, start=-240, step=5)
    b.series("service/order-intake", "latency_p95", 0.19, noise=0.1, start=-240, step=5, unit="Seconds", baseline=7)
    b.series("service/b2b-portal", "active_sessions", 88, noise=0.07, start=-240, step=5, whole=True, baseline=7)
    b.log(-170, "service/order-intake", "warn", "EDI 850 from customer 4410 rejected: unknown GLN; 997 sent", 2)
    b.log(-130, "service/order-intake", "info", "weekend profile: cutoff 18:00, carriers 2 of 7 active")
    b.log(-70, "service/b2b-portal", "warn", "session store: 3 expired sessions purged", 3)
    b.chatter("service/order-intake", life.JVM, 26, -230)
    life.other_release(b, -2600, "vm")
    life.red_for_weeks(b, 6)
    b.edges(("service/b2b-portal", "calls", "service/order-intake"))
    return b.done(), expect("healthy", near=["traffic.drop"], herring=("traffic.drop", "service/order-intake"))


CASES = (
    nightly_etl_host,
    disk_sawtooth,
    spike_over,
    rabbit_redeploy,
    airflow_retry,
    one_users_file,
    patch_window,
    sunday_orders,
)
