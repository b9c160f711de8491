"""Cases of AWS: databases with Performance Insights, containers, functions, queues, tables, healthy controls."""

import random

from scenarios.heldout.kit import Clock, ar, expect, pack, series, shape, sig

BASE = {
    "CPUUtilization": (24, 0.12, "Percent"),
    "DatabaseConnections": (84, 0.04, "Count"),
    "FreeableMemory": (6.1e9, 0.01, "Bytes"),
    "FreeStorageSpace": (212e9, 0.0002, "Bytes"),
    "ReadIOPS": (310, 0.2, "Count/Second"),
    "WriteIOPS": (260, 0.18, "Count/Second"),
    "ReadLatency": (0.0009, 0.15, "Seconds"),
    "WriteLatency": (0.0016, 0.15, "Seconds"),
    "DiskQueueDepth": (0.5, 0.3, "Count"),
    "NetworkTransmitThroughput": (2.1e6, 0.15, "Bytes/Second"),
    "NetworkReceiveThroughput": (0.7e6, 0.15, "Bytes/Second"),
    "DBLoad": (1.1, 0.2, "Count"),
    "DBLoadCPU": (0.7, 0.2, "Count"),
    "DBLoadNonCPU": (0.4, 0.3, "Count"),
}


def cw(
    at,
    entity,
    name,
    base,
    before,
    after,
    seed,
    fx=None,
    spread=0.1,
    period=60,
    unit="Count",
    ns="AWS/RDS",
    stat="Average",
    whole=False,
    baseline=False,
    floor=None,
    cap=None,
):
    """One CloudWatch series; fx is (kind, level, points it takes, delay in points)."""
    rng = random.Random(f"{entity}{name}{seed}")
    n = before + after
    v = ar(1.0, n, rng, spread, tail=0.015)
    levels = [base] * n
    if fx:
        kind, to, *rest = fx
        over = rest[0] if rest else 1
        lag = rest[1] if len(rest) > 1 else 0
        s = shape(n, before + lag, kind, 1.0, over)
        levels = [base + (to - base) * x for x in s]
    out = [a * b for a, b in zip(v, levels)]
    if cap is not None:
        out = [min(cap, x) for x in out]
    if floor is not None:
        out = [max(floor, x) for x in out]
    if whole:
        out = [round(x) for x in out]
    m = series(at, entity, name, out, period, -before * period, namespace=ns, statistic=stat, unit=unit)
    if baseline:
        b = ar(base, 40, rng, spread)
        m["baseline"] = {
            "points": [[at(-7 * 86400 - (40 - i) * period), sig(round(x) if whole else x)] for i, x in enumerate(b)]
        }
    return m


def db(at, entity, fx=None, before=40, after=20, seed=1, period=60, base=None, extra=None, skip=(), baseline=False):
    """All usual series of one database instance."""
    out = []
    for name, (level, spread, unit) in BASE.items():
        if name in skip:
            continue
        level = (base or {}).get(name, level)
        f = (fx or {}).get(name)
        out.append(
            cw(
                at,
                entity,
                name,
                level,
                before,
                after,
                seed,
                f,
                spread if not f or name != "CPUUtilization" else 0.04,
                period,
                unit,
                whole=name == "DatabaseConnections",
                cap=99.8 if name == "CPUUtilization" else None,
                baseline=baseline,
            )
        )
    for name, (level, spread, unit, f) in (extra or {}).items():
        out.append(
            cw(at, entity, name, level, before, after, seed, f, spread, period, unit, floor=0, baseline=baseline)
        )
    for m in out:
        m["dimensions"] = {"DBInstanceIdentifier": entity.partition("/")[2]}
    return out


def inst(entity, engine="postgres", version="15.7", cls="db.r6g.xlarge", gb=500, maxc=None, **more):
    a = {
        "engine": engine,
        "engine_version": version,
        "instance_class": cls,
        "region": "eu-west-3",
        "multi_az": True,
        "allocated_storage_gb": gb,
        **more,
    }
    if maxc:
        a["parameters"] = {"max_connections": maxc}
    return {"entity": entity, "kind": "rds_instance", "attributes": a}


def pi(at, entity, sql, waits, users=(), hosts=(), span=(0, 1200)):
    """Performance Insights: sql is (statement, load, calls/s, {wait: load})."""

    def kind(w):
        return w.split(":")[0] if ":" in w else ("CPU" if w == "CPU" else w.split("/")[1] if "/" in w else "Other")

    w = lambda d: [{"name": k, "type": kind(k), "db_load_avg": v} for k, v in sorted(d.items(), key=lambda x: -x[1])]  # noqa: E731
    return {
        "entity": entity,
        "kind": "performance_insights",
        "attributes": {
            "start_time": at(span[0]),
            "end_time": at(span[1]),
            "top_sql": [
                {
                    "statement": s,
                    "db_load_avg": round(l, 2),
                    **({"calls_per_sec": c} if c is not None else {}),
                    "wait_events": w(d),
                }
                for s, l, c, d in sql
            ],
            "top_wait_events": w(waits),
            "top_users": [{"name": u, "db_load_avg": l} for u, l in users],
            "top_hosts": [{"id": h, "db_load_avg": l} for h, l in hosts],
        },
    }


def inc(at, title, entity=None, started=300, end=1200, hidden=False, **more):
    if hidden:
        return {
            "title": "Incident",
            "severity": "unknown",
            "source": "manual",
            "started_at": None,
            "collected_at": at(end),
            "resource": entity,
        }
    return {
        "title": title,
        "severity": "high",
        "source": "cloudwatch",
        "resource": entity,
        "region": "eu-west-3",
        "started_at": at(started),
        "collected_at": at(end),
        **more,
    }


def alarm(at, name, entity, metric, threshold, t=300, comp="GreaterThanThreshold", state="alarm", reason=None):
    return {
        "t": at(t),
        "name": name,
        "entity": entity,
        "state": state,
        "metric": metric,
        "threshold": threshold,
        "comparison": comp,
        "reason": reason,
    }


def rdsev(at, entity, t, reason, message, typ="info"):
    return {
        "t": at(t),
        "kind": "rds",
        "source": "db-instance",
        "entity": entity,
        "type": typ,
        "reason": reason,
        "message": message,
    }


def edge(a, b, kind="reads"):
    return {"from": a, "to": b, "kind": kind}


ORD = [
    (
        "SELECT id, status, total FROM orders WHERE customer_id = $1 ORDER BY id DESC LIMIT 20",
        0.21,
        140.2,
        {"CPU": 0.2, "IO:DataFileRead": 0.01},
    ),
    (
        "INSERT INTO order_items (order_id, sku, qty) VALUES ($1, $2, $3)",
        0.12,
        66.0,
        {"IO:WALWrite": 0.07, "CPU": 0.05},
    ),
    ("COMMIT", 0.08, 71.9, {"IO:WALSync": 0.08}),
]


# ---- PostgreSQL
def missing_index():
    """A new report filters a large table by a column without index; it reads the whole table."""
    at, e = Clock("2026-10-06T12:10:00+00:00"), "rds/atlas-orders"
    m = db(
        at,
        e,
        {
            "CPUUtilization": ("step", 71),
            "ReadIOPS": ("step", 9800),
            "ReadLatency": ("step", 0.006),
            "DiskQueueDepth": ("step", 14),
            "DBLoad": ("ramp", 13.5, 4),
            "DBLoadNonCPU": ("ramp", 10.1, 4),
            "DBLoadCPU": ("step", 3.3),
        },
        seed=1,
    )
    sql = [
        (
            "SELECT count(*), sum(total) FROM shipments WHERE carrier_ref = $1 AND delivered_at IS NULL",
            11.4,
            3.9,
            {"IO:DataFileRead": 8.8, "CPU": 2.2, "IPC:BgWorkerShutdown": 0.4},
        ),
        *ORD,
    ]
    return pack(
        "ho-aws-atlas-reports",
        inc(at, "atlas-orders-dbload", e),
        alerts=[
            alarm(at, "atlas-orders-dbload", e, "DBLoad", 8),
            alarm(at, "atlas-orders-free-storage", e, "FreeStorageSpace", 2e10, -9e5, "LessThanThreshold", "ok"),
        ],
        metrics=m,
        state=[
            inst(e),
            pi(
                at,
                e,
                sql,
                {"IO:DataFileRead": 8.9, "CPU": 3.1, "IO:WALSync": 0.1, "IPC:BgWorkerShutdown": 0.4},
                [("shipping", 11.5), ("orders", 0.6)],
                [("10.8.1.44", 6.1), ("10.8.2.17", 5.4)],
            ),
        ],
        events=[rdsev(at, e, -36000, "backup", "Finished DB Instance backup")],
        changes=[
            {
                "t": at(-4000),
                "kind": "config",
                "actor": "role/platform",
                "action": "rds:ModifyDBParameterGroup",
                "entity": "rds/atlas-identity",
                "details": {"log_min_duration_statement": [1000, 500]},
            }
        ],
    ), expect("fault", "s", "db.expensive_query", e, near=["storage.io_saturation", "db.maintenance_io_storm"])


def lock_wait():
    """One long transaction holds rows everybody wants to update; a release of the web tier is the tempting answer."""
    at, e = Clock("2026-09-14T09:05:00+00:00", "ms"), "rds/tickets-pg"
    m = db(
        at,
        e,
        {
            "DBLoad": ("ramp", 38, 6),
            "DBLoadNonCPU": ("ramp", 37, 6),
            "CPUUtilization": ("step", 17),
            "DatabaseConnections": ("ramp", 171, 8, 1),
            "WriteIOPS": ("step", 120),
        },
        seed=2,
    )
    sql = [
        (
            "UPDATE seats SET held_by = $1, held_until = $2 WHERE event_id = $3 AND seat_no = $4",
            29.7,
            4.1,
            {"Lock:transactionid": 21.9, "Lock:tuple": 7.8},
        ),
        ("SELECT seat_no FROM seats WHERE event_id = $1 FOR UPDATE", 6.2, 1.2, {"Lock:tuple": 6.1, "CPU": 0.1}),
        ("UPDATE events SET sold = sold + $1 WHERE id = $2", 0.6, 0.8, {"Lock:transactionid": 0.6}),
    ]
    logs = [
        {
            "t": at(70 + 60 * i),
            "entity": e,
            "source": "postgresql.log",
            "level": "log",
            "message": f"LOG:  process {8800 + i} still waiting for ShareLock on transaction 77120341 after 1000.{i}12 ms\nDETAIL:  Process holding the lock: 8127. Wait queue: 8802, 8805, 8811.",
        }
        for i in range(6)
    ] + [
        {
            "t": at(200),
            "entity": "ecs-service/tickets-web",
            "level": "error",
            "message": "ActiveRecord::LockWaitTimeout: PG::LockNotAvailable: ERROR:  canceling statement due to lock timeout",
            "count": 918,
        }
    ]
    return pack(
        "ho-aws-tickets-seats",
        inc(at, "tickets-web-5xx", "alb/tickets"),
        alerts=[
            alarm(at, "tickets-web-5xx", "alb/tickets", "HTTPCode_Target_5XX_Count", 30, 240),
            alarm(at, "tickets-pg-connections", e, "DatabaseConnections", 150, 600),
        ],
        metrics=m,
        logs=logs,
        state=[
            inst(e, version="16.3", maxc=1600),
            pi(
                at,
                e,
                sql,
                {"Lock:transactionid": 22.6, "Lock:tuple": 13.9, "CPU": 0.6, "Client:ClientRead": 0.2},
                [("tickets", 37.0)],
            ),
        ],
        changes=[
            {
                "t": at(-400),
                "kind": "deployment",
                "actor": "role/web-ci",
                "action": "ecs:UpdateService",
                "entity": "ecs-service/tickets-web",
                "details": {"task_definition": ["tickets-web:88", "tickets-web:89"]},
            }
        ],
        topology=[
            edge("alb/tickets", "ecs-service/tickets-web", "calls"),
            edge("ecs-service/tickets-web", e, "writes"),
        ],
    ), expect(
        "fault",
        "s",
        "db.lock_contention",
        e,
        herring={"cause": "deployment.bad_release", "entity": "ecs-service/tickets-web"},
        near=["db.connections_exhausted", "compute.cpu_saturation"],
    )


def conn_leak():
    """A worker opens connections and does not give them back; the CPU bump of the nightly report is loud but harmless."""
    at, e = Clock("2026-08-07T02:00:00+00:00"), "rds/claims-db"
    m = db(
        at,
        e,
        {
            "DatabaseConnections": ("ramp", 397, 30),
            "FreeableMemory": ("ramp", 3.9e9, 30),
            "CPUUtilization": ("pulse", 68, 9),
        },
        before=40,
        after=45,
        seed=3,
        period=60,
    )
    for x in m:
        if x["name"] == "DatabaseConnections":
            x["points"] = [[t, min(397, v)] for t, v in x["points"]]
    logs = [
        {
            "t": at(1900 + 90 * i),
            "entity": e,
            "source": "postgresql.log",
            "level": "fatal",
            "message": "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
            "count": 400 + i,
        }
        for i in range(4)
    ] + [
        {
            "t": at(1930),
            "entity": "ecs-service/claims-api",
            "level": "error",
            "message": "org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection",
            "count": 811,
        },
        {
            "t": at(-30),
            "entity": "ecs-service/claims-export",
            "level": "info",
            "message": "export run 4411 begins, 31 partitions",
        },
    ]
    return pack(
        "ho-aws-claims-connect",
        inc(at, "claims-api-errors", "ecs-service/claims-api", 1900, 2700),
        alerts=[
            alarm(at, "claims-api-errors", "ecs-service/claims-api", "5xx", 10, 1900),
            alarm(at, "claims-db-cpu", e, "CPUUtilization", 60, 180, state="ok", reason="ALARM 02:03, OK 02:10"),
        ],
        metrics=m,
        logs=logs,
        state=[
            inst(e, cls="db.m6g.large", maxc=400),
            pi(
                at,
                e,
                [("SELECT status, count(*) FROM claims GROUP BY status", 0.4, 0.2, {"CPU": 0.4}), *ORD[:1]],
                {"Client:ClientRead": 0.9, "CPU": 0.7},
                [("export", 0.4)],
                [("10.2.14.9", 0.8), ("10.2.11.3", 0.3)],
                (1500, 2700),
            ),
        ],
        topology=[edge("ecs-service/claims-api", e), edge("ecs-service/claims-export", e)],
    ), expect(
        "fault",
        "s",
        "db.connections_exhausted",
        e,
        herring={"cause": "compute.cpu_saturation", "entity": e},
        near=["compute.memory_leak", "db.unreachable"],
    )


def vacuum():
    """Autovacuum of a bloated table uses all I/O the volume has."""
    at, e = Clock("2026-07-18T23:30:00+00:00"), "rds/meter-readings"
    m = db(
        at,
        e,
        {
            "ReadIOPS": ("step", 8200),
            "WriteIOPS": ("step", 3650),
            "ReadLatency": ("step", 0.019),
            "WriteLatency": ("step", 0.027),
            "DiskQueueDepth": ("step", 61),
            "DBLoad": ("step", 9.4),
            "DBLoadNonCPU": ("step", 8.6),
        },
        before=40,
        after=30,
        seed=4,
    )
    sql = [
        (
            "autovacuum: VACUUM ANALYZE public.readings_2026_06 (to prevent wraparound)",
            4.1,
            None,
            {"IO:DataFileRead": 2.6, "IO:DataFileWrite": 0.9, "Timeout:VacuumDelay": 0.6},
        ),
        (
            "INSERT INTO readings_2026_07 (meter_id, at, kwh) VALUES ($1, $2, $3)",
            2.6,
            310.0,
            {"IO:WALWrite": 1.1, "IO:DataFileExtend": 0.9, "CPU": 0.6},
        ),
        (
            "SELECT kwh FROM readings_2026_07 WHERE meter_id = $1 AND at > $2",
            1.9,
            44.0,
            {"IO:DataFileRead": 1.8, "CPU": 0.1},
        ),
    ]
    return pack(
        "ho-aws-meter-latency",
        inc(at, "meter-readings-write-latency", e, 300, 1800),
        alerts=[alarm(at, "meter-readings-write-latency", e, "WriteLatency", 0.02)],
        metrics=m,
        logs=[
            {
                "t": at(-20),
                "entity": e,
                "source": "postgresql.log",
                "level": "log",
                "message": 'LOG:  automatic analyze of table "meter.public.tariffs" system usage: CPU: user: 0.01 s, system: 0.00 s, elapsed: 0.02 s',
            }
        ],
        state=[
            inst(e, gb=2000, cls="db.r6i.2xlarge"),
            pi(
                at,
                e,
                sql,
                {
                    "IO:DataFileRead": 4.5,
                    "IO:DataFileWrite": 1.0,
                    "IO:WALWrite": 1.2,
                    "CPU": 0.8,
                    "Timeout:VacuumDelay": 0.6,
                },
                [("rdsadmin", 4.1), ("ingest", 2.7), ("portal", 1.9)],
            ),
        ],
    ), expect(
        "fault",
        "s",
        "db.maintenance_io_storm",
        e,
        also=[{"cause": "storage.io_saturation", "entity": e}],
        near=["db.expensive_query", "db.transaction_id_wraparound"],
    )


def checkpoints():
    """A bulk load with a tiny max_wal_size: checkpoints every few seconds flood the volume. The alarm's text is hidden."""
    at, e = Clock("2026-06-25T15:45:00+00:00"), "rds/genome-import"
    m = db(
        at,
        e,
        {
            "WriteIOPS": ("step", 11800),
            "WriteLatency": ("step", 0.031),
            "DiskQueueDepth": ("step", 88),
            "DBLoad": ("step", 11),
            "DBLoadNonCPU": ("step", 10.2),
            "NetworkReceiveThroughput": ("step", 4e6),
        },
        seed=5,
    )
    logs = [
        {
            "t": at(30 + 9 * i),
            "entity": e,
            "source": "postgresql.log",
            "level": "log",
            "message": f'LOG:  checkpoints are occurring too frequently ({7 + i % 4} seconds apart)\nHINT:  Consider increasing the configuration parameter "max_wal_size".',
        }
        for i in range(12)
    ] + [
        {
            "t": at(60 + 30 * i),
            "entity": e,
            "source": "postgresql.log",
            "level": "log",
            "message": f"LOG:  checkpoint complete: wrote {88000 + i * 991} buffers (34.1%); 0 WAL file(s) added, 6 removed, 31 recycled; write=6.{i}2 s, sync=1.9{i} s, total=8.4 s",
        }
        for i in range(5)
    ]
    sql = [
        (
            "COPY variants FROM STDIN WITH (FORMAT binary)",
            4.8,
            1.1,
            {"IO:WALWrite": 2.9, "LWLock:WALWrite": 1.4, "CPU": 0.5},
        ),
        (
            "SELECT * FROM variants WHERE chrom = $1 AND pos BETWEEN $2 AND $3",
            2.4,
            9.0,
            {"IO:DataFileRead": 2.3, "CPU": 0.1},
        ),
    ]
    return pack(
        "ho-aws-genome",
        inc(at, "", e, hidden=True),
        metrics=m,
        logs=logs,
        state=[
            inst(e, gb=3000),
            pi(
                at,
                e,
                sql,
                {
                    "IO:WALWrite": 3.6,
                    "LWLock:WALWrite": 1.6,
                    "IO:DataFileRead": 2.4,
                    "IO:DataFileFlush": 1.8,
                    "CPU": 0.8,
                },
            ),
        ],
    ), expect(
        "fault",
        "s",
        "db.maintenance_io_storm",
        e,
        also=[{"cause": "storage.io_saturation", "entity": e}],
        near=["db.expensive_query"],
    )


def disk_full():
    """The storage ran out; the engine stopped."""
    at, e = Clock("2026-10-12T05:20:00+00:00"), "rds/audit-trail"
    m = db(
        at,
        e,
        {
            "DatabaseConnections": ("step", 2),
            "WriteIOPS": ("step", 3),
            "CPUUtilization": ("step", 3),
            "DBLoad": ("step", 0.1),
            "DBLoadCPU": ("step", 0.1),
        },
        seed=6,
        skip=("FreeStorageSpace",),
    )
    rng = random.Random(6)
    m.append(
        series(
            at,
            e,
            "FreeStorageSpace",
            [max(0.0, 9.2e9 * (1 - i / 40)) * (1 + rng.gauss(0, 0.003)) for i in range(60)],
            60,
            -2400,
            namespace="AWS/RDS",
            statistic="Minimum",
            unit="Bytes",
        )
    )
    logs = [
        {
            "t": at(-5 + i),
            "entity": e,
            "source": "postgresql.log",
            "level": "panic",
            "message": 'PANIC:  could not write to file "pg_wal/xlogtemp.9912": No space left on device',
        }
        for i in range(2)
    ] + [
        {
            "t": at(20),
            "entity": "ecs-service/audit-writer",
            "level": "error",
            "message": 'psycopg2.OperationalError: connection to server at "audit-trail.abc.eu-west-3.rds.amazonaws.com", port 5432 failed: Connection refused',
            "count": 3301,
        }
    ]
    return pack(
        "ho-aws-audit-down",
        inc(at, "audit-writer-failures", "ecs-service/audit-writer", 60),
        alerts=[alarm(at, "audit-writer-failures", "ecs-service/audit-writer", "Failures", 5, 60)],
        metrics=m,
        logs=logs,
        events=[
            rdsev(
                at,
                e,
                30,
                "RDS-EVENT-0007",
                "The allocated storage for the DB instance has been consumed. To resolve this issue, allocate additional storage for the DB instance.",
                "error",
            ),
            rdsev(
                at,
                e,
                34,
                "RDS-EVENT-0221",
                "The DB instance has reached the storage-full threshold, and the database has been shut down.",
                "error",
            ),
        ],
        state=[inst(e, gb=100, status="storage-full")],
        changes=[
            {
                "t": at(-150),
                "kind": "infrastructure",
                "actor": "role/terraform",
                "action": "ec2:RevokeSecurityGroupEgress",
                "entity": "ecs-service/audit-writer",
                "details": {"group": "sg-0c11", "rule": "tcp 25 0.0.0.0/0"},
            }
        ],
        topology=[edge("ecs-service/audit-writer", e, "writes")],
    ), expect(
        "fault",
        "s",
        "storage.full",
        e,
        herring={"cause": "network.policy_blocked", "entity": "ecs-service/audit-writer"},
        near=["db.unreachable", "db.connections_exhausted"],
    )


def slot():
    """An abandoned replication slot keeps the write-ahead log; the disk is nearly full. Heavy writes are not the reason."""
    at, e = Clock("2026-09-04T18:00:00+00:00"), "rds/cdc-source"
    m = db(at, e, {}, before=48, after=24, seed=7, period=300, skip=("FreeStorageSpace",))
    rng = random.Random(7)
    wal = [2e9 + 2.1e9 * max(0, i - 20) * (1 + rng.gauss(0, 0.01)) for i in range(72)]
    m += [
        series(
            at, e, "TransactionLogsDiskUsage", wal, 300, -14400, namespace="AWS/RDS", unit="Bytes", statistic="Average"
        ),
        series(
            at,
            e,
            "OldestReplicationSlotLag",
            [max(0, w - 1.9e9) for w in wal],
            300,
            -14400,
            namespace="AWS/RDS",
            unit="Bytes",
            statistic="Maximum",
        ),
        series(
            at,
            e,
            "FreeStorageSpace",
            [118e9 - w for w in wal],
            300,
            -14400,
            namespace="AWS/RDS",
            unit="Bytes",
            statistic="Minimum",
        ),
    ]
    return pack(
        "ho-aws-cdc-space",
        inc(at, "cdc-source-free-storage", e, 3600, 7200),
        alerts=[alarm(at, "cdc-source-free-storage", e, "FreeStorageSpace", 3e10, 3600, "LessThanThreshold")],
        metrics=m,
        logs=[
            {
                "t": at(-8300),
                "entity": "ecs-service/debezium",
                "level": "error",
                "message": "org.apache.kafka.connect.errors.ConnectException: An exception occurred in the change event producer. This connector will be stopped.",
                "count": 1,
            }
        ],
        state=[inst(e, gb=120), pi(at, e, ORD, {"CPU": 0.6, "IO:WALSync": 0.2, "IO:DataFileRead": 0.1})],
        topology=[edge("ecs-service/debezium", e)],
    ), expect(
        "fault",
        "s",
        "storage.full",
        e,
        also=[{"cause": "db.replication_lag", "entity": e}],
        near=["db.expensive_query", "storage.io_saturation"],
    )


def commits():
    """A thousand devices commit one row each per message: sessions wait on the log. Aurora PostgreSQL."""
    at, e = Clock("2026-10-24T07:00:00+00:00"), "rds/telemetry-aurora-1"
    m = db(
        at,
        e,
        {
            "WriteIOPS": ("step", 14500),
            "CPUUtilization": ("step", 58),
            "DBLoad": ("step", 42),
            "DBLoadNonCPU": ("step", 38),
            "DBLoadCPU": ("step", 4),
            "DatabaseConnections": ("step", 512),
            "NetworkReceiveThroughput": ("step", 6e6),
        },
        seed=8,
        skip=("FreeStorageSpace", "ReadLatency"),
        extra={
            "CommitThroughput": (210, 0.1, "Count/Second", ("step", 5200)),
            "CommitLatency": (3.1, 0.1, "Milliseconds", ("step", 41)),
        },
    )
    sql = [
        (
            "INSERT INTO pings (device, at, payload) VALUES ($1, $2, $3)",
            33.0,
            5210.4,
            {"IO:XactSync": 24.8, "LWLock:BufferContent": 4.1, "LWLock:WALInsert": 2.4, "CPU": 1.7},
        ),
        ("COMMIT", 4.9, 5188.0, {"IO:XactSync": 4.8, "CPU": 0.1}),
        ("SELECT at FROM pings WHERE device = $1 ORDER BY at DESC LIMIT 1", 0.7, 60.1, {"CPU": 0.7}),
    ]
    return pack(
        "ho-aws-telemetry",
        inc(at, "telemetry-aurora dbload > vcpu", e),
        alerts=[alarm(at, "telemetry-aurora dbload > vcpu", e, "DBLoad", 8)],
        metrics=m,
        state=[
            inst(e, "aurora-postgresql", "15.4", "db.r6g.2xlarge", db_cluster="telemetry-aurora", maxc=5000),
            pi(
                at,
                e,
                sql,
                {"IO:XactSync": 29.7, "LWLock:BufferContent": 4.2, "LWLock:WALInsert": 2.4, "CPU": 3.9},
                [("gateway", 38.0)],
            ),
        ],
    ), expect(
        "fault",
        "s",
        "db.expensive_query",
        e,
        also=[{"cause": c, "entity": e} for c in ("storage.io_saturation", "traffic.surge", "db.lock_contention")],
        near=["db.connections_exhausted", "db.maintenance_io_storm"],
    )


def big_fetch():
    """A service began to fetch whole archives: the rows fill the network, sessions wait for the client. The alarm's text is hidden."""
    at, e = Clock("2026-08-13T10:30:00+00:00"), "rds/media-catalogue"
    m = db(
        at,
        e,
        {
            "NetworkTransmitThroughput": ("step", 138e6),
            "CPUUtilization": ("step", 49),
            "ReadIOPS": ("step", 2400),
            "DBLoad": ("step", 7.8),
            "DBLoadNonCPU": ("step", 6),
        },
        seed=9,
    )
    sql = [
        ("SELECT * FROM asset_revisions", 6.3, 0.9, {"Client:ClientWrite": 4.7, "IO:DataFileRead": 0.9, "CPU": 0.7}),
        ("SELECT title, rating FROM assets WHERE id = ANY($1)", 0.4, 88.0, {"CPU": 0.4}),
    ]
    return pack(
        "ho-aws-media",
        inc(at, "", None, hidden=True),
        metrics=m,
        state=[
            inst(e),
            pi(
                at,
                e,
                sql,
                {"Client:ClientWrite": 4.8, "IO:DataFileRead": 1.0, "CPU": 1.3},
                [("sync_job", 6.3), ("web", 0.5)],
            ),
        ],
    ), expect("fault", "s", "db.expensive_query", e, near=["network.latency", "storage.io_saturation"])


def n_plus_one():
    """A release asks for every line's product one by one: a cheap statement, twenty thousand times a second."""
    at, e = Clock("2026-11-05T13:00:00+00:00"), "rds/storefront-pg"
    m = db(
        at,
        e,
        {
            "CPUUtilization": ("step", 93),
            "DBLoad": ("step", 12.8),
            "DBLoadCPU": ("step", 11.9),
            "NetworkTransmitThroughput": ("step", 9e6),
            "NetworkReceiveThroughput": ("step", 7e6),
        },
        seed=10,
    )
    m += [
        cw(
            at,
            "alb/storefront",
            "RequestCount",
            5200,
            40,
            20,
            10,
            None,
            0.06,
            60,
            "Count",
            "AWS/ApplicationELB",
            "Sum",
            True,
        ),
        cw(
            at,
            "alb/storefront",
            "TargetResponseTime",
            0.14,
            40,
            20,
            10,
            ("step", 1.9),
            0.1,
            60,
            "Seconds",
            "AWS/ApplicationELB",
            "p90",
        ),
    ]
    sql = [
        (
            "SELECT name, price, stock FROM products WHERE id = $1",
            11.2,
            19822.5,
            {"CPU": 11.0, "Client:ClientRead": 0.2},
        ),
        *ORD,
    ]
    return pack(
        "ho-aws-storefront",
        inc(at, "storefront-p90", "alb/storefront", 180),
        alerts=[
            alarm(at, "storefront-p90", "alb/storefront", "TargetResponseTime", 0.8, 180),
            alarm(at, "storefront-pg-cpu", e, "CPUUtilization", 85, 240),
        ],
        metrics=m,
        state=[
            inst(e, cls="db.m6i.2xlarge"),
            pi(at, e, sql, {"CPU": 11.5, "Client:ClientRead": 0.3, "IO:WALSync": 0.1}, [("storefront", 11.6)]),
        ],
        changes=[
            {
                "t": at(-70),
                "kind": "deployment",
                "actor": "role/store-ci",
                "action": "ecs:UpdateService",
                "entity": "ecs-service/storefront",
                "details": {"task_definition": ["storefront:301", "storefront:302"]},
            }
        ],
        topology=[edge("alb/storefront", "ecs-service/storefront", "calls"), edge("ecs-service/storefront", e)],
    ), expect(
        "fault",
        "s",
        "db.expensive_query",
        e,
        also=[
            {"cause": "deployment.bad_release", "entity": "ecs-service/storefront"},
            {"cause": "code.slow_path", "entity": "ecs-service/storefront"},
        ],
        near=["traffic.surge", "db.lock_contention"],
    )


def wraparound():
    """Transaction ids ran out; the server takes no writes any more."""
    at, e = Clock("2026-05-29T04:44:00+00:00"), "rds/legacy-crm"
    m = db(
        at,
        e,
        {"WriteIOPS": ("step", 12), "CPUUtilization": ("step", 11)},
        seed=11,
        extra={"MaximumUsedTransactionIDs": (2.14e9, 0.0004, "Count", None)},
    )
    logs = [
        {
            "t": at(3 + 7 * i),
            "entity": e,
            "source": "postgresql.log",
            "level": "error",
            "message": 'ERROR:  database is not accepting commands to avoid wraparound data loss in database "crm"\nHINT:  Stop the postmaster and vacuum that database in single-user mode.',
            "count": 210,
        }
        for i in range(5)
    ] + [
        {
            "t": at(-6000),
            "entity": e,
            "source": "postgresql.log",
            "level": "warning",
            "message": 'WARNING:  database "crm" must be vacuumed within 9120044 transactions',
            "count": 9000,
        }
    ]
    return pack(
        "ho-aws-crm-writes",
        inc(at, "crm-save-failed", "service/crm", 60),
        alerts=[alarm(at, "crm-save-failed", "service/crm", "save_errors", 20, 60)],
        metrics=m,
        logs=logs,
        state=[inst(e, version="12.19", cls="db.m5.large")],
    ), expect("fault", "s", "db.transaction_id_wraparound", e, near=["db.read_only", "db.maintenance_io_storm"])


# ---- MySQL
def conn_storm():
    """A function scaled out and each copy opened its own connection."""
    at, e = Clock("2026-11-01T20:00:00+00:00"), "rds/promo-mysql"
    m = db(
        at,
        e,
        {
            "DatabaseConnections": ("step", 1000),
            "CPUUtilization": ("step", 46),
            "FreeableMemory": ("step", 3.1e9),
            "DBLoad": ("step", 3.2),
        },
        base={"DatabaseConnections": 122},
        seed=12,
    )
    for x in m:
        if x["name"] == "DatabaseConnections":
            x["points"] = [[t, min(1000, v)] for t, v in x["points"]]
    m += [
        cw(
            at,
            "lambda/promo-redeem",
            "ConcurrentExecutions",
            60,
            40,
            20,
            12,
            ("step", 1130),
            0.08,
            60,
            "Count",
            "AWS/Lambda",
            "Maximum",
            True,
        ),
        cw(
            at,
            "lambda/promo-redeem",
            "Errors",
            0.4,
            40,
            20,
            12,
            ("step", 3300),
            0.3,
            60,
            "Count",
            "AWS/Lambda",
            "Sum",
            True,
        ),
    ]
    logs = [
        {
            "t": at(65 + i * 100),
            "entity": "lambda/promo-redeem",
            "source": "/aws/lambda/promo-redeem",
            "level": "error",
            "message": '{"errorType":"Error","errorMessage":"Too many connections","code":"ER_CON_COUNT_ERROR","errno":1040}',
            "count": 2900 + i,
        }
        for i in range(3)
    ]
    return pack(
        "ho-aws-promo",
        inc(at, "promo-redeem-errors", "lambda/promo-redeem", 120),
        alerts=[alarm(at, "promo-redeem-errors", "lambda/promo-redeem", "Errors", 25, 120)],
        metrics=m,
        logs=logs,
        state=[
            inst(e, "mysql", "8.0.39", "db.r6g.large", maxc=1000),
            {
                "entity": "lambda/promo-redeem",
                "kind": "lambda_function",
                "attributes": {
                    "runtime": "nodejs20.x",
                    "memory_mb": 512,
                    "timeout_s": 15,
                    "last_update_status": "Successful",
                },
            },
        ],
        topology=[edge("lambda/promo-redeem", e)],
    ), expect("fault", "s", "db.connections_exhausted", e, near=["lambda.throttled", "db.expensive_query"])


def dump():
    """Somebody runs a logical dump of production at noon: its reads crowd out everything. The alarm's text is hidden."""
    at, e = Clock("2026-10-01T11:55:00+00:00"), "rds/wholesale-mysql"
    m = db(
        at,
        e,
        {
            "ReadIOPS": ("step", 11900),
            "ReadLatency": ("step", 0.014),
            "DiskQueueDepth": ("step", 45),
            "NetworkTransmitThroughput": ("step", 96e6),
            "DBLoad": ("step", 8.8),
            "DBLoadNonCPU": ("step", 8),
        },
        seed=13,
    )
    sql = [
        (
            "SELECT /*!40001 SQL_NO_CACHE */ * FROM `stock_movements`",
            3.9,
            0.01,
            {"io/table/sql/handler": 2.0, "wait/io/file/innodb/innodb_data_file": 1.7, "CPU": 0.2},
        ),
        (
            "SELECT qty FROM stock WHERE sku = ? AND wh = ?",
            2.9,
            210.0,
            {"wait/io/file/innodb/innodb_data_file": 2.8, "CPU": 0.1},
        ),
        ("UPDATE stock SET qty = ? WHERE sku = ? AND wh = ?", 1.2, 40.0, {"wait/io/file/innodb/innodb_data_file": 1.1}),
    ]
    return pack(
        "ho-aws-wholesale",
        inc(at, "", e, hidden=True),
        metrics=m,
        state=[
            inst(e, "mysql", "8.0.36", gb=800),
            pi(
                at,
                e,
                sql,
                {"wait/io/file/innodb/innodb_data_file": 5.7, "io/table/sql/handler": 2.1, "CPU": 0.8},
                [("backup_op", 3.9), ("erp", 4.2)],
                [("10.0.9.200", 3.9), ("10.0.4.12", 2.2), ("10.0.4.13", 2.0)],
            ),
        ],
    ), expect(
        "fault",
        "s",
        "db.maintenance_io_storm",
        e,
        also=[{"cause": "db.expensive_query", "entity": e}, {"cause": "storage.io_saturation", "entity": e}],
    )


def cpu_query():
    """One analytic join uses all CPU of an Aurora MySQL writer; rising connections are an effect. The alarm's text is hidden."""
    at, e = Clock("2026-09-19T16:10:00+00:00", "+02:00"), "rds/loyalty-writer"
    m = db(
        at,
        e,
        {
            "CPUUtilization": ("ramp", 98, 3),
            "DBLoad": ("ramp", 21, 3),
            "DBLoadCPU": ("ramp", 19.6, 3),
            "DatabaseConnections": ("ramp", 260, 8, 3),
        },
        seed=14,
        skip=("FreeStorageSpace", "DiskQueueDepth"),
        extra={
            "SelectLatency": (1.2, 0.1, "Milliseconds", ("step", 71)),
            "AuroraReplicaLag": (19, 0.15, "Milliseconds", None),
        },
    )
    sql = [
        (
            "SELECT m.tier, SUM(t.points) FROM members m JOIN txns t ON LOWER(t.member_ref) = LOWER(m.ref) GROUP BY m.tier",
            17.4,
            0.3,
            {"CPU": 17.1, "wait/synch/mutex/innodb/buf_pool_mutex": 0.3},
        ),
        ("SELECT points FROM balances WHERE member = ?", 1.6, 610.0, {"CPU": 1.5}),
    ]
    return pack(
        "ho-aws-loyalty",
        inc(at, "", e, hidden=True),
        metrics=m,
        state=[
            inst(e, "aurora-mysql", "8.0.mysql_aurora.3.07.1", "db.r6g.xlarge", db_cluster="loyalty", maxc=2000),
            pi(
                at,
                e,
                sql,
                {"CPU": 19.0, "wait/synch/mutex/innodb/buf_pool_mutex": 0.4, "wait/io/redo_log_flush": 0.2},
                [("bi_reader", 17.4), ("api", 1.7)],
            ),
        ],
        events=[rdsev(at, e, -50000, "RDS-EVENT-0002", "Finished DB Instance backup")],
        changes=[
            {
                "t": at(-2600),
                "kind": "scaling",
                "actor": "role/asg",
                "action": "ecs:UpdateService",
                "entity": "ecs-service/loyalty-api",
                "details": {"desired_count": [4, 5]},
            }
        ],
    ), expect(
        "fault",
        "s",
        "db.expensive_query",
        e,
        also=[{"cause": "compute.cpu_saturation", "entity": e}],
        herring={"cause": "db.connections_exhausted", "entity": e},
        near=["deployment.scaling_change"],
    )


def read_only():
    """A parameter group made the writer refuse writes."""
    at, e = Clock("2026-07-10T08:00:00+00:00"), "rds/bookings-mysql"
    m = db(at, e, {"WriteIOPS": ("step", 9), "DBLoad": ("step", 0.7)}, seed=15)
    m.append(
        cw(
            at,
            "alb/bookings",
            "HTTPCode_Target_5XX_Count",
            1,
            40,
            20,
            15,
            ("step", 410),
            0.2,
            60,
            "Count",
            "AWS/ApplicationELB",
            "Sum",
            True,
        )
    )
    logs = [
        {
            "t": at(4 + 200 * i),
            "entity": "ecs-service/bookings",
            "source": "/ecs/bookings",
            "level": "error",
            "message": "SQLSTATE[HY000]: General error: 1290 The MySQL server is running with the --read-only option so it cannot execute this statement",
            "count": 1400,
        }
        for i in range(4)
    ]
    return pack(
        "ho-aws-bookings",
        inc(at, "bookings-5xx", "alb/bookings", 60),
        alerts=[alarm(at, "bookings-5xx", "alb/bookings", "HTTPCode_Target_5XX_Count", 50, 60)],
        metrics=m,
        logs=logs,
        state=[inst(e, "mysql", "8.0.37", parameters={"read_only": "1", "max_connections": 1200})],
        changes=[
            {
                "t": at(-30),
                "kind": "config",
                "actor": "user/p.hahn",
                "action": "rds:ModifyDBParameterGroup",
                "entity": e,
                "details": {"parameter_group": "mysql80-readers", "read_only": ["{TrueIfReplica}", "1"]},
            },
            {
                "t": at(-900),
                "kind": "deployment",
                "actor": "role/ci",
                "action": "ecs:UpdateService",
                "entity": "ecs-service/bookings",
                "details": {"task_definition": ["bookings:41", "bookings:42"]},
            },
        ],
        topology=[edge("alb/bookings", "ecs-service/bookings", "calls"), edge("ecs-service/bookings", e, "writes")],
    ), expect(
        "fault",
        "s",
        "db.read_only",
        e,
        herring={"cause": "deployment.bad_release", "entity": "ecs-service/bookings"},
        near=["db.failover", "access.permission_denied"],
    )


def failover():
    """Aurora failed over; the application's pool goes on writing to the old writer."""
    at, e = Clock("2026-11-11T03:15:00+00:00"), "rds/wallet-1"
    m = db(
        at,
        e,
        {"DatabaseConnections": ("step", 70), "WriteIOPS": ("step", 0.5), "CPUUtilization": ("step", 9)},
        seed=16,
        skip=("FreeStorageSpace",),
    ) + db(
        at,
        "rds/wallet-2",
        {"CPUUtilization": ("step", 6), "WriteIOPS": ("step", 14)},
        seed=17,
        skip=("FreeStorageSpace", "DBLoadNonCPU"),
        base={"DatabaseConnections": 4, "CPUUtilization": 4, "WriteIOPS": 1, "ReadIOPS": 20, "DBLoad": 0.1},
    )
    ev = [
        rdsev(at, "rds/wallet-2", 0, "RDS-EVENT-0073", "Started failover to DB instance: wallet-2", "warning"),
        rdsev(at, e, 6, "RDS-EVENT-0006", "DB instance restarted", "warning"),
        rdsev(at, "rds/wallet-2", 21, "RDS-EVENT-0071", "Completed failover to DB instance: wallet-2", "info"),
    ]
    logs = [
        {
            "t": at(30 + 120 * i),
            "entity": "ecs-service/wallet-api",
            "level": "error",
            "message": "ERROR: cannot execute UPDATE in a read-only transaction (SQLSTATE 25006)",
            "count": 700,
        }
        for i in range(5)
    ] + [
        {
            "t": at(3),
            "entity": "ecs-service/wallet-api",
            "level": "error",
            "message": "FATAL: terminating connection due to administrator command (SQLSTATE 57P01)",
            "count": 84,
        }
    ]
    return pack(
        "ho-aws-wallet",
        inc(at, "wallet-api-5xx", "ecs-service/wallet-api", 60),
        alerts=[alarm(at, "wallet-api-5xx", "ecs-service/wallet-api", "5xx", 20, 60)],
        metrics=m,
        logs=logs,
        events=ev,
        state=[
            inst(e, "aurora-postgresql", "14.11", db_cluster="wallet", role="reader"),
            inst("rds/wallet-2", "aurora-postgresql", "14.11", db_cluster="wallet", role="writer"),
        ],
        topology=[edge("ecs-service/wallet-api", e, "writes")],
    ), expect(
        "fault",
        "s",
        "db.failover",
        e,
        also=[{"cause": "db.failover", "entity": "rds/wallet-2"}, {"cause": "db.read_only", "entity": e}],
    )


def gp2_burst():
    """The volume's burst credits are used up: throughput falls to the baseline, latency climbs, the queries are the same."""
    at, e = Clock("2026-08-25T14:00:00+00:00"), "rds/forum-mysql"
    m = db(
        at,
        e,
        {
            "ReadLatency": ("step", 0.048),
            "WriteLatency": ("step", 0.061),
            "DiskQueueDepth": ("step", 33),
            "ReadIOPS": ("step", 190),
            "WriteIOPS": ("step", 112),
            "DBLoad": ("step", 9),
            "DBLoadNonCPU": ("step", 8.3),
        },
        before=48,
        after=20,
        seed=18,
        period=300,
        base={"ReadIOPS": 620, "WriteIOPS": 410},
    )
    m.append(
        series(
            at,
            e,
            "BurstBalance",
            [max(0.0, 96 * (1 - i / 48)) for i in range(68)],
            300,
            -14400,
            namespace="AWS/RDS",
            unit="Percent",
            statistic="Average",
        )
    )
    sql = [
        (
            "SELECT body FROM posts WHERE thread = ? ORDER BY id LIMIT ?",
            3.1,
            70.0,
            {"wait/io/file/innodb/innodb_data_file": 3.0},
        ),
        (
            "INSERT INTO posts (thread, author, body) VALUES (?, ?, ?)",
            2.7,
            12.0,
            {"wait/io/file/innodb/innodb_log_file": 2.6},
        ),
        (
            "SELECT id FROM threads WHERE board = ? ORDER BY bumped DESC",
            2.0,
            41.0,
            {"wait/io/file/innodb/innodb_data_file": 1.9},
        ),
    ]
    return pack(
        "ho-aws-forum",
        inc(at, "forum-slow", "service/forum", 900, 6000),
        alerts=[alarm(at, "forum-slow", "service/forum", "p95", 2, 900)],
        metrics=m,
        state=[
            inst(e, "mysql", "8.0.35", "db.m5.large", 100, storage_type="gp2"),
            pi(
                at,
                e,
                sql,
                {"wait/io/file/innodb/innodb_data_file": 5.2, "wait/io/file/innodb/innodb_log_file": 2.7, "CPU": 0.6},
                span=(0, 6000),
            ),
        ],
        changes=[
            {
                "t": at(-1200),
                "kind": "deployment",
                "actor": "user/mod",
                "action": "deploy",
                "entity": "service/forum",
                "details": {"version": ["5.5.1", "5.5.2"]},
            }
        ],
    ), expect(
        "fault",
        "s",
        "storage.io_saturation",
        e,
        herring={"cause": "deployment.bad_release", "entity": "service/forum"},
        near=["db.expensive_query", "db.maintenance_io_storm"],
    )


def cpu_credits():
    """A burstable instance ran out of CPU credits; it is held at its baseline."""
    at, e = Clock("2026-06-12T09:40:00+00:00"), "rds/intranet-db"
    m = db(
        at,
        e,
        {
            "CPUUtilization": ("step", 20.1),
            "DBLoad": ("step", 6.6),
            "DBLoadCPU": ("step", 6.2),
            "ReadIOPS": ("step", 80),
        },
        before=48,
        after=24,
        seed=19,
        period=300,
        base={"CPUUtilization": 41},
    )
    m += [
        series(
            at,
            e,
            "CPUCreditBalance",
            [max(0.0, 280 * (1 - i / 47)) for i in range(72)],
            300,
            -14400,
            namespace="AWS/RDS",
            unit="Count",
            statistic="Average",
        ),
        series(
            at,
            e,
            "CPUCreditUsage",
            [4.0 if i < 48 else 2.0 for i in range(72)],
            300,
            -14400,
            namespace="AWS/RDS",
            unit="Count",
            statistic="Average",
        ),
    ]
    sql = [
        ("SELECT * FROM pages WHERE slug = $1", 2.4, 22.0, {"CPU": 2.4}),
        ("SELECT count(*) FROM notifications WHERE user_id = $1 AND NOT seen", 2.2, 30.0, {"CPU": 2.1}),
        ("UPDATE sessions SET last_seen = now() WHERE id = $1", 1.4, 28.0, {"CPU": 1.2, "IO:WALSync": 0.2}),
    ]
    return pack(
        "ho-aws-intranet",
        inc(at, "intranet latency", "service/intranet", 900, 7200),
        alerts=[alarm(at, "intranet latency", "service/intranet", "p95", 3, 900)],
        metrics=m,
        state=[inst(e, cls="db.t3.medium", gb=50), pi(at, e, sql, {"CPU": 6.0, "IO:WALSync": 0.3}, span=(0, 7200))],
    ), expect("fault", "s", "compute.cpu_throttled", e, near=["db.expensive_query", "compute.cpu_saturation"])


def replica_lag():
    """A bulk load on the writer leaves the reader behind; the reader's users see old data."""
    at, e = Clock("2026-10-17T19:00:00+00:00"), "rds/catalogue-replica-1"
    w = "rds/catalogue-primary"
    m = db(
        at,
        e,
        {"WriteIOPS": ("step", 5100), "CPUUtilization": ("step", 52)},
        seed=20,
        extra={"ReplicaLag": (0.6, 0.3, "Seconds", ("ramp", 1190, 20))},
    ) + db(
        at,
        w,
        {"WriteIOPS": ("step", 6900), "CPUUtilization": ("step", 47), "NetworkReceiveThroughput": ("step", 14e6)},
        seed=21,
    )
    return pack(
        "ho-aws-stale-prices",
        inc(at, "replica-lag", e),
        alerts=[alarm(at, "replica-lag", e, "ReplicaLag", 60, 180)],
        metrics=m,
        logs=[
            {
                "t": at(-4),
                "entity": "ecs-service/feed-import",
                "level": "info",
                "message": "supplier feed 77: 11.2M rows to upsert",
            }
        ],
        state=[inst(e, "mysql", "8.0.36", read_replica_of="catalogue-primary"), inst(w, "mysql", "8.0.36")],
        topology=[
            edge(w, e, "replicates_to"),
            edge("ecs-service/feed-import", w, "writes"),
            edge("ecs-service/shop", e),
        ],
    ), expect("fault", "s", "db.replication_lag", e, near=["storage.io_saturation"])


# ---- containers, functions, queues, tables
def ecs_secret():
    """New tasks cannot read a secret they are given; nothing starts."""
    at, e = Clock("2026-09-29T10:20:00+00:00"), "ecs-service/quotes"
    msg = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/quotes-exec/9b1 is not authorized to perform: secretsmanager:GetSecretValue on resource: quotes/smtp"
    ev = [
        {
            "t": at(40 + 70 * i),
            "kind": "ecs",
            "entity": e,
            "type": "error",
            "reason": "TASK_STOPPED",
            "message": f"(task 9b1c{i}) {msg}",
        }
        for i in range(5)
    ] + [
        {
            "t": at(20),
            "kind": "ecs",
            "entity": e,
            "type": "info",
            "reason": "SERVICE_DEPLOYMENT_IN_PROGRESS",
            "message": "ECS deployment ecs-svc/553 in progress.",
        }
    ]
    st = {
        "entity": e,
        "kind": "ecs_service",
        "attributes": {
            "desired": 3,
            "running": 0,
            "pending": 1,
            "task_definition": "quotes:19",
            "deployments": [
                {
                    "status": "PRIMARY",
                    "task_definition": "quotes:19",
                    "desired": 3,
                    "running": 0,
                    "rollout_state": "IN_PROGRESS",
                    "rollout_reason": "ECS deployment ecs-svc/553 in progress.",
                }
            ],
            "events": ["(service quotes) was unable to start a task. " + msg],
        },
    }
    m = [
        cw(at, e, "CPUUtilization", 30, 40, 20, 22, ("step", 0), 0.1, 60, "Percent", "AWS/ECS"),
        cw(
            at,
            "alb/quotes",
            "HTTPCode_ELB_5XX_Count",
            0.3,
            40,
            20,
            22,
            ("step", 230, 1, 1),
            0.2,
            60,
            "Count",
            "AWS/ApplicationELB",
            "Sum",
            True,
        ),
    ]
    return pack(
        "ho-aws-quotes",
        inc(at, "quotes-elb-5xx", "alb/quotes", 120),
        alerts=[alarm(at, "quotes-elb-5xx", "alb/quotes", "HTTPCode_ELB_5XX_Count", 10, 120)],
        metrics=m,
        events=ev,
        state=[st],
        changes=[
            {
                "t": at(10),
                "kind": "deployment",
                "actor": "role/quotes-ci",
                "action": "ecs:UpdateService",
                "entity": e,
                "details": {"task_definition": ["quotes:18", "quotes:19"]},
            }
        ],
        topology=[edge("alb/quotes", e, "calls")],
    ), expect(
        "fault",
        "s",
        "access.permission_denied",
        e,
        also=[{"cause": "ecs.task_start_failure", "entity": e}],
        near=["k8s.image.pull_unauthorized", "ecs.capacity_unavailable"],
    )


def ecs_health():
    """The target group checks a path the application does not have; healthy tasks are killed again and again."""
    at, e = Clock("2026-10-08T17:00:00+00:00"), "ecs-service/menu"
    ev = [
        {
            "t": at(100 + 90 * i),
            "kind": "ecs",
            "entity": e,
            "type": "warning",
            "reason": "SERVICE_TASK_STOPPED",
            "message": "(service menu) (port 8080) is unhealthy in (target-group menu-tg) due to (reason Health checks failed with these codes: [404])",
        }
        for i in range(6)
    ]
    logs = [
        {
            "t": at(15 + 15 * i),
            "entity": e,
            "source": "/ecs/menu",
            "level": "info",
            "message": '"GET /healthcheck HTTP/1.1" 404 9 "ELB-HealthChecker/2.0"',
            "count": 40,
        }
        for i in range(4)
    ] + [
        {
            "t": at(30),
            "entity": e,
            "source": "/ecs/menu",
            "level": "info",
            "message": '"GET /menu/today HTTP/1.1" 200 812',
            "count": 902,
        }
    ]
    st = [
        {
            "entity": "targetgroup/menu-tg",
            "kind": "target_group",
            "attributes": {
                "healthy": 0,
                "unhealthy": 2,
                "health_check": {"path": "/healthcheck", "port": "traffic-port", "matcher": "200"},
                "reasons": ["Target.ResponseCodeMismatch: Health checks failed with these codes: [404]"],
            },
        },
        {
            "entity": e,
            "kind": "ecs_service",
            "attributes": {
                "desired": 2,
                "running": 2,
                "pending": 0,
                "deployments": [{"status": "PRIMARY", "rollout_state": "IN_PROGRESS"}],
            },
        },
    ]
    return pack(
        "ho-aws-menu",
        inc(at, "menu-healthy-hosts", "targetgroup/menu-tg", 60),
        alerts=[alarm(at, "menu-healthy-hosts", "targetgroup/menu-tg", "HealthyHostCount", 1, 60, "LessThanThreshold")],
        events=ev,
        logs=logs,
        state=st,
        changes=[
            {
                "t": at(-9),
                "kind": "config",
                "actor": "role/terraform",
                "action": "elasticloadbalancing:ModifyTargetGroup",
                "entity": "targetgroup/menu-tg",
                "details": {"HealthCheckPath": ["/health", "/healthcheck"]},
            }
        ],
        topology=[edge("targetgroup/menu-tg", e, "calls")],
    ), expect(
        "fault",
        "s",
        "lb.health_check_wrong",
        "targetgroup/menu-tg",
        also=[{"cause": "lb.health_check_wrong", "entity": e}],
        near=["lb.no_healthy_targets", "ecs.task_start_failure"],
    )


def lambda_reserved():
    """Reserved concurrency was set to 5 by mistake; most invocations are throttled."""
    at, e = Clock("2026-11-08T06:00:00+00:00"), "lambda/geo-lookup"
    m = [
        cw(at, e, "Invocations", 2400, 40, 20, 23, ("step", 410), 0.05, 60, "Count", "AWS/Lambda", "Sum", True),
        cw(at, e, "Throttles", 0, 40, 20, 23, ("step", 1980), 0.05, 60, "Count", "AWS/Lambda", "Sum", True),
        cw(at, e, "ConcurrentExecutions", 31, 40, 20, 23, ("step", 5), 0.0, 60, "Count", "AWS/Lambda", "Maximum", True),
        cw(at, e, "Duration", 702, 40, 20, 23, None, 0.05, 60, "Milliseconds", "AWS/Lambda", "Average"),
        cw(
            at,
            "apigateway/geo",
            "5XXError",
            1,
            40,
            20,
            23,
            ("step", 1900),
            0.1,
            60,
            "Count",
            "AWS/ApiGateway",
            "Sum",
            True,
        ),
    ]
    return pack(
        "ho-aws-geo",
        inc(at, "", "apigateway/geo", hidden=True),
        metrics=m,
        state=[
            {
                "entity": e,
                "kind": "lambda_function",
                "attributes": {
                    "runtime": "python3.13",
                    "memory_mb": 1024,
                    "timeout_s": 6,
                    "reserved_concurrency": 5,
                    "last_update_status": "Successful",
                },
            }
        ],
        changes=[
            {
                "t": at(-20),
                "kind": "scaling",
                "actor": "user/sre-tmp",
                "action": "lambda:PutFunctionConcurrency",
                "entity": e,
                "details": {"reserved_concurrency": [None, 5]},
            }
        ],
        topology=[edge("apigateway/geo", e, "calls")],
    ), expect(
        "fault",
        "s",
        "lambda.throttled",
        e,
        also=[{"cause": "deployment.scaling_change", "entity": e}],
        near=["traffic.surge", "lambda.timeout"],
    )


def lambda_memory():
    """Larger pictures: the function dies at its memory limit."""
    at, e = Clock("2026-08-02T12:30:00+00:00"), "lambda/avatar-resize"
    m = [
        cw(at, e, "Invocations", 130, 40, 20, 24, None, 0.1, 60, "Count", "AWS/Lambda", "Sum", True),
        cw(at, e, "Errors", 0, 40, 20, 24, ("step", 47), 0.2, 60, "Count", "AWS/Lambda", "Sum", True),
    ]
    logs = [
        {
            "t": at(12 + 60 * i),
            "entity": e,
            "source": "/aws/lambda/avatar-resize",
            "level": "info",
            "message": f"REPORT RequestId: 7{i}e1-44 Duration: 31{i}2.10 ms Billed Duration: 31{i}3 ms Memory Size: 512 MB Max Memory Used: 512 MB Status: error Error Type: Runtime.OutOfMemory",
        }
        for i in range(6)
    ] + [
        {
            "t": at(14),
            "entity": e,
            "source": "/aws/lambda/avatar-resize",
            "level": "error",
            "message": "RequestId: 71e1-44 Error: Runtime exited with error: signal: killed Runtime.ExitError",
            "count": 810,
        },
        {
            "t": at(-500),
            "entity": e,
            "source": "/aws/lambda/avatar-resize",
            "level": "info",
            "message": "REPORT RequestId: 8a-1 Duration: 402.22 ms Billed Duration: 403 ms Memory Size: 512 MB Max Memory Used: 301 MB",
        },
    ]
    return pack(
        "ho-aws-avatars",
        inc(at, "avatar-resize-errors", e, 120),
        alerts=[alarm(at, "avatar-resize-errors", e, "Errors", 5, 120)],
        metrics=m,
        logs=logs,
        state=[
            {
                "entity": e,
                "kind": "lambda_function",
                "attributes": {"runtime": "nodejs20.x", "memory_mb": 512, "timeout_s": 30},
            }
        ],
        changes=[
            {
                "t": at(-60),
                "kind": "access",
                "actor": "role/security",
                "action": "iam:PutRolePolicy",
                "entity": e,
                "details": {"policy": "avatar-resize-logs", "statements": [3, 3]},
            }
        ],
    ), expect(
        "fault",
        "s",
        "lambda.out_of_memory",
        e,
        herring={"cause": "access.permission_denied", "entity": e},
        near=["lambda.timeout", "deployment.bad_release"],
    )


def third_party():
    """The payment provider does not answer; a flag of another function changed shortly before."""
    at, e = Clock("2026-11-18T18:45:00+00:00"), "lambda/charge-card"
    m = [
        cw(at, e, "Duration", 640, 40, 20, 25, ("step", 15000), 0.01, 60, "Milliseconds", "AWS/Lambda", "p95"),
        cw(at, e, "Errors", 1, 40, 20, 25, ("step", 88), 0.15, 60, "Count", "AWS/Lambda", "Sum", True),
        cw(at, e, "Invocations", 120, 40, 20, 25, None, 0.08, 60, "Count", "AWS/Lambda", "Sum", True),
    ]
    logs = [
        {
            "t": at(20 + 100 * i),
            "entity": e,
            "source": "/aws/lambda/charge-card",
            "level": "error",
            "message": "AxiosError: connect ETIMEDOUT 203.0.113.40:443 https://api.paywise.example/v2/charges",
            "count": 310,
        }
        for i in range(4)
    ] + [
        {
            "t": at(25),
            "entity": e,
            "source": "/aws/lambda/charge-card",
            "level": "info",
            "message": "2026-11-18T18:45:25Z 55ab Task timed out after 15.00 seconds",
            "count": 290,
        },
        {
            "t": at(400),
            "entity": e,
            "source": "/aws/lambda/charge-card",
            "level": "warning",
            "message": "paywise status page: 'Elevated errors on Charges API - investigating'",
            "count": 2,
        },
    ]
    return pack(
        "ho-aws-charge",
        inc(at, "charge-card-errors", e, 120),
        alerts=[alarm(at, "charge-card-errors", e, "Errors", 10, 120)],
        metrics=m,
        logs=logs,
        state=[
            {
                "entity": e,
                "kind": "lambda_function",
                "attributes": {"runtime": "nodejs22.x", "memory_mb": 512, "timeout_s": 15},
            }
        ],
        changes=[
            {
                "t": at(-240),
                "kind": "flag",
                "actor": "user/growth",
                "action": "flag.update",
                "entity": "lambda/offer-banner",
                "details": {"flag": "black-week", "value": [False, True]},
            }
        ],
        topology=[
            edge(e, "external/paywise", "calls"),
            edge("apigateway/shop", e, "calls"),
            edge("apigateway/shop", "lambda/offer-banner", "calls"),
        ],
    ), expect(
        "fault",
        "s",
        "dependency.third_party_outage",
        "external/paywise",
        also=[
            {"cause": "dependency.third_party_outage", "entity": e},
            {"cause": "dependency.unreachable", "entity": "external/paywise"},
        ],
        herring={"cause": "deployment.feature_flag", "entity": "lambda/offer-banner"},
        near=["lambda.timeout", "code.timeout_too_short"],
    )


def poison():
    """One message fails again and again and holds up a FIFO group."""
    at, e = Clock("2026-10-27T08:10:00+00:00"), "sqs/shipments.fifo"
    m = [
        cw(
            at,
            e,
            "ApproximateAgeOfOldestMessage",
            6,
            40,
            30,
            26,
            ("ramp", 1800, 30),
            0.01,
            60,
            "Seconds",
            "AWS/SQS",
            "Maximum",
        ),
        cw(
            at,
            e,
            "ApproximateNumberOfMessagesVisible",
            4,
            40,
            30,
            26,
            ("ramp", 940, 30),
            0.03,
            60,
            "Count",
            "AWS/SQS",
            "Maximum",
            True,
        ),
        cw(at, e, "NumberOfMessagesSent", 32, 40, 30, 26, None, 0.1, 60, "Count", "AWS/SQS", "Sum", True),
        cw(at, e, "NumberOfMessagesDeleted", 32, 40, 30, 26, ("step", 0), 0.1, 60, "Count", "AWS/SQS", "Sum", True),
        cw(at, "lambda/ship-writer", "Errors", 0, 40, 30, 26, ("step", 6), 0.2, 60, "Count", "AWS/Lambda", "Sum", True),
    ]
    logs = [
        {
            "t": at(20 + 70 * i),
            "entity": "lambda/ship-writer",
            "source": "/aws/lambda/ship-writer",
            "level": "error",
            "message": f"[ERROR] json.decoder.JSONDecodeError: Expecting ',' delimiter: line 1 column 81 (char 80) messageId=6f0a9b3e-11d2 ApproximateReceiveCount={i * 3 + 2}",
        }
        for i in range(9)
    ]
    return pack(
        "ho-aws-shipments",
        inc(at, "shipments-age", e, 600, 1800),
        alerts=[alarm(at, "shipments-age", e, "ApproximateAgeOfOldestMessage", 300, 360)],
        metrics=m,
        logs=logs,
        state=[
            {
                "entity": e,
                "kind": "sqs_queue",
                "attributes": {"visible": 940, "in_flight": 1, "delayed": 0, "oldest_age_s": 1800},
            }
        ],
        topology=[edge("lambda/ship-writer", e)],
    ), expect(
        "fault",
        "s",
        "sqs.poison_message",
        e,
        also=[
            {"cause": "data.corrupt_input", "entity": "lambda/ship-writer"},
            {"cause": "sqs.poison_message", "entity": "lambda/ship-writer"},
            {"cause": "data.corrupt_input", "entity": e},
        ],
        near=["dependency.queue_backlog", "traffic.surge"],
    )


def hot_key():
    """One key takes nearly all reads; the table as a whole has capacity left."""
    at, e = Clock("2026-09-06T21:00:00+00:00"), "dynamodb/live-scores"
    m = [
        cw(
            at,
            e,
            "ConsumedReadCapacityUnits",
            41000,
            40,
            20,
            27,
            ("step", 182000),
            0.05,
            60,
            "Count",
            "AWS/DynamoDB",
            "Sum",
        ),
        cw(at, e, "ProvisionedReadCapacityUnits", 12000, 40, 20, 27, None, 0, 60, "Count", "AWS/DynamoDB", "Average"),
        cw(at, e, "ReadThrottleEvents", 0, 40, 20, 27, ("step", 5200), 0.1, 60, "Count", "AWS/DynamoDB", "Sum", True),
        cw(
            at, "lambda/scores-api", "Errors", 0, 40, 20, 27, ("step", 700), 0.2, 60, "Count", "AWS/Lambda", "Sum", True
        ),
    ]
    logs = [
        {
            "t": at(40),
            "entity": "lambda/scores-api",
            "level": "error",
            "message": "ProvisionedThroughputExceededException: The level of configured provisioned throughput for one or more partitions of the table was exceeded.",
            "count": 5100,
        },
        {
            "t": at(90),
            "entity": e,
            "source": "contributor-insights",
            "level": "info",
            "message": "MostThrottledKeys partition key MATCH#final share 0.93",
        },
    ]
    return pack(
        "ho-aws-scores",
        inc(at, "scores-api-errors", "lambda/scores-api", 60),
        alerts=[alarm(at, "scores-api-errors", "lambda/scores-api", "Errors", 50, 60)],
        metrics=m,
        logs=logs,
        state=[
            {
                "entity": e,
                "kind": "dynamodb_table",
                "attributes": {
                    "billing_mode": "PROVISIONED",
                    "read_capacity": 12000,
                    "write_capacity": 500,
                    "auto_scaling": True,
                    "status": "ACTIVE",
                },
            }
        ],
        changes=[
            {
                "t": at(-180),
                "kind": "deployment",
                "actor": "role/scores-ci",
                "action": "lambda:PublishVersion",
                "entity": "lambda/scores-api",
                "details": {"version": 60, "previous_version": 59},
            }
        ],
        topology=[edge("lambda/scores-api", e)],
    ), expect(
        "fault",
        "s",
        "dynamodb.hot_partition",
        e,
        herring={"cause": "deployment.bad_release", "entity": "lambda/scores-api"},
        also=[{"cause": "dynamodb.throttled", "entity": e}],
        near=["lambda.throttled"],
    )


def eks_max():
    """The node group is at its maximum; new pods find no CPU."""
    at, e = Clock("2026-10-31T18:30:00+00:00"), "deployment/treats-api"
    pods = [f"pod/treats-api-7c9d4b6f55-{x}" for x in ("2xk8p", "9fvmt", "q7zbn", "w4hls")]
    ev = [
        {
            "t": at(400),
            "first_t": at(20),
            "kind": "Pod",
            "source": "default-scheduler",
            "entity": p,
            "type": "warning",
            "reason": "FailedScheduling",
            "message": "0/6 nodes are available: 6 Insufficient cpu. preemption: 0/6 nodes are available: 6 No preemption victims found for incoming pod.",
            "count": 8,
        }
        for p in pods[2:]
    ] + [
        {
            "t": at(410),
            "kind": "Pod",
            "source": "cluster-autoscaler",
            "entity": p,
            "type": "normal",
            "reason": "NotTriggerScaleUp",
            "message": "pod didn't trigger scale-up: 1 max node group size reached",
            "count": 31,
        }
        for p in pods[2:]
    ]
    st = [
        {
            "entity": p,
            "kind": "pod",
            "attributes": {
                "namespace": "treats",
                "phase": "Running" if i < 2 else "Pending",
                "status": "Running" if i < 2 else "Pending",
                "ready": "1/1" if i < 2 else "0/1",
                "restarts": 0,
                "labels": {"app": "treats-api"},
            },
        }
        for i, p in enumerate(pods)
    ] + [
        {
            "entity": e,
            "kind": "deployment",
            "attributes": {
                "namespace": "treats",
                "desired": 4,
                "ready": 2,
                "updated": 4,
                "available": 2,
                "unavailable": 2,
                "selector": {"app": "treats-api"},
            },
        },
        {"entity": "asg/eks-general", "kind": "asg", "attributes": {"desired": 6, "min": 2, "max": 6, "in_service": 6}},
    ]
    return pack(
        "ho-aws-treats",
        inc(at, "treats pods pending", e, 300),
        alerts=[{"t": at(300), "name": "treats pods pending", "entity": e, "state": "alarm", "count": 2}],
        events=ev,
        state=st,
    ), expect(
        "fault",
        "s",
        "k8s.scheduling.insufficient_cpu",
        e,
        also=[
            {"cause": "compute.autoscaling_at_max", "entity": "asg/eks-general"},
            {"cause": "compute.autoscaling_at_max", "entity": e},
        ],
    )


def ecs_capacity():
    """The cluster has no instance with enough memory left for a task."""
    at, e = Clock("2026-09-23T05:30:00+00:00"), "ecs-service/nightly-pdf"
    ev = [
        {
            "t": at(20 + 60 * i),
            "kind": "ecs",
            "entity": e,
            "type": "warning",
            "reason": "SERVICE_TASK_PLACEMENT_FAILURE",
            "message": "(service nightly-pdf) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 7d01) has insufficient memory available.",
        }
        for i in range(6)
    ]
    return pack(
        "ho-aws-pdf",
        inc(at, "", e, hidden=True),
        events=ev,
        state=[
            {
                "entity": e,
                "kind": "ecs_service",
                "attributes": {
                    "desired": 6,
                    "running": 2,
                    "pending": 0,
                    "task_definition": "nightly-pdf:7",
                    "deployments": [{"status": "PRIMARY", "desired": 6, "running": 2, "rollout_state": "IN_PROGRESS"}],
                },
            },
            {"entity": "asg/batch", "kind": "asg", "attributes": {"desired": 2, "min": 2, "max": 2, "in_service": 2}},
        ],
        metrics=[
            cw(at, "ecs-cluster/batch", "MemoryReservation", 96, 40, 20, 28, None, 0.005, 60, "Percent", "AWS/ECS")
        ],
    ), expect(
        "fault",
        "s",
        "ecs.capacity_unavailable",
        e,
        also=[{"cause": "compute.autoscaling_at_max", "entity": "asg/batch"}],
        near=["ecs.task_start_failure"],
    )


# ---- healthy
def nightly_batch():
    """The nightly batch raises the CPU as it does every night; the alarm does not know."""
    at, e = Clock("2026-11-14T01:00:00+00:00"), "rds/atlas-ledger"
    m = db(at, e, {}, before=50, after=40, seed=40, period=300)
    for x in m:
        if x["name"] in ("CPUUtilization", "ReadIOPS", "DBLoad"):
            rng = random.Random(x["name"])
            k = {"CPUUtilization": 44, "ReadIOPS": 1500, "DBLoad": 1.8}[x["name"]]

            def bump(i):
                return k if 50 <= i < 62 else 0  # noqa: B023

            base = [v for _, v in x["points"]]
            x["points"] = [[t, sig(v + bump(i))] for i, (t, v) in enumerate(x["points"])]
            x["baseline"] = {
                "points": [
                    [at(-86400 + (i - 50) * 300), sig(max(0, base[(i * 7) % 90] + bump(i) * (1 + rng.gauss(0, 0.05))))]
                    for i in range(90)
                ]
            }
    return pack(
        "ho-aws-nightly",
        inc(at, "atlas-ledger-cpu", e, 600, 12000),
        alerts=[
            alarm(at, "atlas-ledger-cpu", e, "CPUUtilization", 60, 3900, state="ok", reason="ALARM 01:10, OK 02:05")
        ],
        metrics=m,
        state=[inst(e), pi(at, e, ORD, {"CPU": 0.6, "IO:WALSync": 0.1}, span=(9000, 12000))],
        logs=[
            {
                "t": at(10),
                "entity": e,
                "source": "postgresql.log",
                "level": "log",
                "message": "LOG:  checkpoint complete: wrote 2012 buffers (1.2%)",
                "count": 30,
            }
        ],
    ), expect("healthy", "h")


def recovered():
    """A failover an hour ago; all is as before."""
    at, e = Clock("2026-10-02T04:00:00+00:00"), "rds/hr-mysql"
    m = db(at, e, {"DatabaseConnections": ("pulse", 0, 2)}, before=40, after=60, seed=41)
    return pack(
        "ho-aws-recovered",
        inc(at, "hr-mysql-connections", e, 60, 3600),
        alerts=[
            alarm(
                at,
                "hr-mysql-connections",
                e,
                "DatabaseConnections",
                1,
                60,
                "LessThanThreshold",
                "ok",
                "ALARM 04:01, OK 04:03",
            )
        ],
        metrics=m,
        events=[
            rdsev(at, e, 0, "RDS-EVENT-0013", "Multi-AZ instance failover started.", "warning"),
            rdsev(at, e, 62, "RDS-EVENT-0049", "Multi-AZ instance failover completed"),
            rdsev(at, e, -20, "RDS-EVENT-0026", "Applying off-line patches to DB instance"),
        ],
        state=[inst(e, "mysql", "8.0.37", status="available")],
    ), expect("healthy", "h")


def low_traffic():
    """One failed request of three at night makes a rate of 33 per cent."""
    at, e = Clock("2026-07-05T03:20:00+00:00"), "apigateway/partner"
    rng = random.Random(42)
    cnt = [float(rng.randrange(0, 5)) for _ in range(60)]
    m = [
        series(at, e, "Count", cnt, 60, -2400, namespace="AWS/ApiGateway", statistic="Sum", unit="Count"),
        series(
            at,
            e,
            "5XXError",
            [1.0 if i == 39 else 0.0 for i in range(60)],
            60,
            -2400,
            namespace="AWS/ApiGateway",
            statistic="Sum",
            unit="Count",
        ),
        cw(at, "lambda/partner-api", "Duration", 90, 40, 20, 42, None, 0.1, 60, "Milliseconds", "AWS/Lambda"),
    ]
    return pack(
        "ho-aws-partner",
        inc(at, "partner-5xx-rate", e, -30),
        alerts=[alarm(at, "partner-5xx-rate", e, "5XXError/Count", 0.05, 0, state="ok")],
        metrics=m,
        logs=[
            {
                "t": at(-33),
                "entity": "lambda/partner-api",
                "level": "warning",
                "message": "client closed request",
                "count": 1,
            }
        ],
    ), expect("healthy", "h")


def test_alarm():
    """Somebody tests the paging."""
    at, e = Clock("2026-11-20T09:00:00+00:00"), "rds/atlas-orders"
    return pack(
        "ho-aws-paging-test",
        {**inc(at, "TEST - please ignore: paging drill", None, 0, 600), "severity": "info"},
        alerts=[
            alarm(
                at,
                "paging-drill",
                e,
                "CPUUtilization",
                0,
                0,
                reason="set-alarm-state by user/oncall-lead: testing the pager",
            )
        ],
        metrics=db(at, e, {}, seed=43, after=10),
        state=[inst(e)],
    ), expect("healthy", "h")


def low_threshold():
    """The threshold lies within the everyday range; nothing waits for anything."""
    at, e = Clock("2026-08-19T11:00:00+00:00"), "rds/fleet-pg"
    m = db(at, e, {}, base={"DatabaseConnections": 99}, seed=44, baseline=True)
    return pack(
        "ho-aws-fleet",
        inc(at, "fleet-pg-connections", e, 60),
        alerts=[
            alarm(
                at,
                "fleet-pg-connections",
                e,
                "DatabaseConnections",
                100,
                60,
                reason="Threshold Crossed: 1 out of the last 1 datapoints [102.0] was greater than the threshold (100.0).",
            )
        ],
        metrics=m,
        state=[inst(e, maxc=1700), pi(at, e, ORD, {"CPU": 0.5, "IO:WALSync": 0.1})],
    ), expect("healthy", "h")


def hidden_fine():
    """No alarm text, a database and a service without any trouble; a deployment long ago and routine events."""
    at, e = Clock("2026-06-30T13:00:00+00:00"), "rds/library-pg"
    m = [
        *db(at, e, {}, seed=45),
        cw(
            at,
            "alb/library",
            "TargetResponseTime",
            0.09,
            40,
            20,
            45,
            None,
            0.12,
            60,
            "Seconds",
            "AWS/ApplicationELB",
            "p95",
        ),
        cw(
            at,
            "alb/library",
            "HTTPCode_Target_5XX_Count",
            0.4,
            40,
            20,
            45,
            None,
            0.5,
            60,
            "Count",
            "AWS/ApplicationELB",
            "Sum",
            True,
        ),
    ]
    return pack(
        "ho-aws-library",
        inc(at, "", None, hidden=True),
        metrics=m,
        state=[inst(e), pi(at, e, ORD, {"CPU": 0.5, "IO:WALSync": 0.2, "IO:DataFileRead": 0.1})],
        events=[rdsev(at, e, -20000, "RDS-EVENT-0002", "Finished DB Instance backup")],
        changes=[
            {
                "t": at(-9000),
                "kind": "deployment",
                "actor": "role/ci",
                "action": "ecs:UpdateService",
                "entity": "ecs-service/library",
                "details": {"task_definition": ["library:12", "library:13"]},
            }
        ],
    ), expect("healthy", "h")


CASES = (
    missing_index,
    lock_wait,
    conn_leak,
    vacuum,
    checkpoints,
    disk_full,
    slot,
    commits,
    big_fetch,
    n_plus_one,
    wraparound,
    conn_storm,
    dump,
    cpu_query,
    read_only,
    failover,
    gp2_burst,
    cpu_credits,
    replica_lag,
    ecs_secret,
    ecs_health,
    lambda_reserved,
    lambda_memory,
    third_party,
    poison,
    hot_key,
    eks_max,
    ecs_capacity,
    nightly_batch,
    recovered,
    low_traffic,
    test_alarm,
    low_threshold,
    hidden_fine,
)
