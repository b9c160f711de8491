"""Healthy hosts and batch work over which somebody was alarmed."""

from __future__ import annotations

from . import surroundings as life
from .bundle import Bundle, Case, expect


def nightly_etl_host() -> Case:
    """The nightly load takes the CPU of its host as on each of fourteen nights, and is on plan."""
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
    """The log disk fills every day until its rotation at noon; the tooth of today is like that of yesterday."""
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


def airflow_retry() -> Case:
    """A task was refused by a database in its backup, passed on its second try, and the report is out; only late."""
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


def patch_window() -> Case:
    """A host restarted in its announced patch window, drained before and put back after; the service went on on one."""
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


CASES = (
    nightly_etl_host,
    disk_sawtooth,
    airflow_retry,
    patch_window,
)
