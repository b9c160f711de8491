"""Nothing is wrong now: somebody wrote a ticket or forwarded a notice."""

from __future__ import annotations

from .neighbours import surround
from .recording import Case, Recording


def deposits_failover_drill() -> Case:
    r = Recording("st-deposits-failover-notice", 4502, "2026-05-13T08:00:00", 75, form="ms")
    api, new, old = "deployment/deposits-api", "rds/deposits-aurora-b", "rds/deposits-aurora-a"
    r.incident(
        "RDS event notification: deposits failover",
        "rds-cluster/deposits-aurora",
        20,
        source="manual",
        severity="warning",
        service="deposits",
        text="Forwarded from SNS rds-events-prod by duty manager, please confirm no customer impact continues",
    )
    r.watch(
        "alb/deposits",
        HTTPCode_Target_5XX_Count=[(0, 1), (19.9, 1), (20, 212), (21, 180), (22, 2), (75, 1)],
        TargetResponseTime=[(0, 0.16), (19.9, 0.16), (20, 4.1), (22, 0.18), (75, 0.16)],
    )
    r.watch(api)
    r.watch(
        new,
        DatabaseConnections=[(0, 60), (20, 60), (22, 205)],
        WriteIOPS=[(0, 10), (20, 10), (22, 380)],
        CPUUtilization=[(0, 11), (20, 11), (23, 32)],
    )
    r.watch(
        old,
        DatabaseConnections=[(0, 204), (20, 204), (21, 2), (26, 62)],
        WriteIOPS=[(0, 390), (20, 390), (21, 9)],
        CPUUtilization=[(0, 33), (20, 33), (22, 12)],
    )
    surround(r, "deposits", "archive", "search", "mailer")
    r.change(
        19.5,
        "infrastructure",
        "rds:FailoverDBCluster",
        "rds-cluster/deposits-aurora",
        "user/r.castellano",
        change="CHG-7120 half-yearly failover exercise",
        target=new,
    )
    r.event(
        19.7,
        "rds-cluster/deposits-aurora",
        "RDS-EVENT-0073",
        "Started cross AZ failover to DB instance: deposits-aurora-b",
    )
    r.event(
        20.4, "rds-cluster/deposits-aurora", "RDS-EVENT-0071", "Completed failover to DB instance: deposits-aurora-b"
    )
    r.event(20.1, old, "RDS-EVENT-0006", "DB instance restarted")
    r.log(
        20.2,
        api,
        "error",
        "org.postgresql.util.PSQLException: FATAL: terminating connection due to administrator command",
        count=390,
    )
    r.log(
        20.8,
        api,
        "error",
        "org.postgresql.util.PSQLException: ERROR: cannot execute UPDATE in a read-only transaction",
        count=61,
    )
    r.log(
        22.5,
        api,
        "info",
        "HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@77c1 (writer: 10.2.8.31)",
        count=40,
    )
    r.log(70, api, "info", "POST /deposits 201 44ms", count=5200)
    r.edges(("alb/deposits", "calls", api), (api, "writes", new), (new, "replicates_to", old))
    r.state(new, "rds_instance", engine="aurora-postgresql", engine_version="15.7", role="writer", status="available")
    r.state(old, "rds_instance", engine="aurora-postgresql", engine_version="15.7", role="reader", status="available")
    return r.without_fault("healthy", herring=("db.failover", new), near=["db.failover", "db.read_only"])


def metrics_replica_ticket() -> Case:
    r = Recording("st-partner-stale-report", 4510, "2026-08-25T02:00:00", 420, step=300, form="+2")
    app, writer, reader = "ecs-service/partner-portal", "rds/partner-pg", "rds/partner-pg-ro"
    r.incident(
        "Partner says yesterday's numbers were missing at 6",
        "service/partner-portal",
        None,
        source="manual",
        severity="low",
        service="partner",
        text="Received 08:50 from Nordwind GmbH. They do not say whether it is fine now.",
    )
    r.watch(app)
    r.watch(writer, WriteIOPS=[(0, 300), (85, 300), (90, 3900), (150, 3900), (156, 310), (420, 330)])
    r.watch(reader, skip=("FreeStorageSpace",), WriteIOPS=[(0, 290), (88, 290), (93, 2300), (186, 2350), (195, 310)])
    r.metric(
        reader,
        "ReplicaLag",
        [(0, 0.1), (88, 0.2), (150, 2900), (188, 40), (195, 0.2), (420, 0.1)],
        unit="Seconds",
        noise=0.08,
        namespace="AWS/RDS",
    )
    surround(r, "partner", "mailer", "webhooks", "sessions")
    r.log(
        152,
        "ecs-task/partner-month-import",
        "info",
        "COPY sales_facts: 61200000 rows committed, done in 3911s",
        source="/ecs/partner-import",
    )
    r.log(130, app, "warning", "replica lag 2210s above 60s, showing banner 'data may be delayed'", count=110)
    r.log(191, app, "info", "replica lag back under 60s, banner removed")
    r.log(
        300,
        reader,
        "error",
        "ERROR:  canceling statement due to conflict with recovery; DETAIL:  User query might have needed to see row versions that must be removed.",
        count=3,
        source="postgresql.log",
    )
    r.event(
        95,
        reader,
        "RDS-EVENT-0045",
        "Replication has slowed: replay is behind by more than 300 seconds",
        tone="warning",
    )
    r.event(196, reader, "RDS-EVENT-0046", "Replication for the read replica has resumed.")
    r.edges(("service/partner-portal", "runs_on", app), (app, "reads", reader), (writer, "replicates_to", reader))
    r.state(
        reader,
        "rds_instance",
        engine="postgres",
        engine_version="15.8",
        instance_class="db.r6g.large",
        status="available",
        replica_lag_s=0.1,
    )
    r.alert("partner-pg-ro-replica-lag", reader, "ok", 194, "ReplicaLag", 300)
    return r.without_fault("healthy", herring=("db.replication_lag", reader), near=["db.replication_lag"])


def freight_deadlock_digest() -> Case:
    r = Recording("st-freight-deadlock-digest", 4514, "2026-10-14T05:30:00", 60)
    api, db = "ecs-service/freight-quote", "rds/freight-mysql"
    r.incident(
        "Daily log digest: 'Deadlock found' matched",
        api,
        None,
        source="newrelic",
        severity="info",
        service="freight",
        text="3 matches in the last 24 h. Pager escalation because of missing acknowledgement for 12 h.",
    )
    r.watch(api)
    r.watch("alb/freight")
    r.watch(db)
    r.metric(db, "Deadlocks", [(0, 0)], unit="Count", noise=0, namespace="AWS/RDS")
    surround(r, "freight", "thumbnails", "sessions", "tags")
    for hours, order in ((-19, "Q-88120"), (-14, "Q-88341"), (-11, "Q-88502")):
        r.log(
            hours * 60,
            api,
            "error",
            f"Mysql2::Error: Deadlock found when trying to get lock; try restarting transaction (quote={order}) attempt=1",
            count=1,
        )
        r.log(hours * 60 + 0.1, api, "info", f"quote={order} saved attempt=2")
    r.log(
        -2900,
        api,
        "error",
        "Mysql2::Error: Deadlock found when trying to get lock; try restarting transaction (quote=Q-86110) attempt=1",
        count=4,
    )
    r.log(40, api, "info", "Completed 201 Created in 71ms (ActiveRecord: 22.0ms)", count=3010)
    r.edges(("alb/freight", "calls", api), (api, "writes", db))
    r.state(
        db,
        "performance_insights",
        start_time=r.at(0),
        end_time=r.at(60),
        top_wait_events=[
            {"name": "CPU", "type": "CPU", "db_load_avg": 0.8},
            {"name": "io/table/sql/handler", "type": "IO", "db_load_avg": 0.4},
        ],
        top_sql=[
            {"statement": "SELECT * FROM `rates` WHERE `lane_id` = ?", "db_load_avg": 0.5, "calls_per_sec": 310.0}
        ],
    )
    return r.without_fault("healthy", herring=("db.lock_contention", db), near=["db.lock_contention", "code.deadlock"])


def archive_thin_ticket() -> Case:
    r = Recording("st-casework-felt-slow", 4503, "2026-09-02T08:00:00", 90, step=300)
    r.incident(
        "Casework felt slow before lunch?",
        "service/casework",
        None,
        source="manual",
        severity="unknown",
        service="casework",
        region=None,
        text="One colleague in the Leeds office. WLAN there was replaced last week. Nobody else I asked has noticed.",
    )
    r.metric("service/casework", "latency_p95", [(0, 0.31), (90, 0.32)], unit="Seconds", noise=0.07, base=[(0, 0.31)])
    r.metric("service/casework", "request_rate", [(0, 21), (90, 23)], unit="Count/Second", noise=0.08, base=[(0, 22)])
    r.metric("service/casework", "error_rate", [(0, 0.1)], unit="Percent", noise=0.3, base=[(0, 0.1)])
    r.watch("rds/casework-pg", only=("CPUUtilization", "ReadLatency", "WriteLatency", "DBLoad"))
    r.log(
        40, "ecs-service/casework", "warning", "GET /cases/search took 1810ms (slow request threshold 1500ms)", count=4
    )
    r.log(
        60,
        "rds/casework-pg",
        "info",
        'LOG:  automatic analyze of table "casework.public.notes" system usage: CPU: user: 0.61 s',
        count=2,
    )
    r.event(-260, "rds/casework-pg", "RDS-EVENT-0002", "Finished DB Instance backup")
    r.edges(("service/casework", "reads", "rds/casework-pg"))
    return r.without_fault("healthy", near=["db.expensive_query", "network.latency"], poor=True)
