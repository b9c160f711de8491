"""One session holds a lock, and everything that needs the table stands behind it."""

from scenarios.cases.building import Scenario
from scenarios.cases.building_aws import Scene, edges, path, step
from scenarios.transparency.expecting import fault


def database_cascade() -> Scenario:
    """A correction by hand locks rows of the ledger and is left open. Writers queue, the pools of three services run
    dry one after another, and messages pile up. What is alarmed first is the number of connections."""
    s = Scene("2026-11-12T09:00:00", count=60, seed=2102, region="eu-central-1")
    db, ledger, payments, checkout, lb, queue, mailer = (
        "rds/ledger-aurora-1",
        "ecs-service/ledger-api",
        "ecs-service/payments-api",
        "ecs-service/checkout-web",
        "alb/checkout",
        "sqs/settlements",
        "ecs-service/receipt-mailer",
    )
    pool = (
        "ERROR com.zaxxer.hikari.pool.HikariPool - HikariPool-1 - Connection is not available, "
        "request timed out after 30000ms (total=40, active=40, idle=0, waiting=118)"
    )
    return fault(
        s.bundle(
            "database-cascade",
            "ledger-aurora-1: DatabaseConnections above 500",
            db,
            started=33,
            severity="critical",
            service="ledger",
            description="DatabaseConnections > 500 for 2 datapoints within 2 minutes",
            alerts=[
                s.alarm(db, 33, "ledger-aurora-1: DatabaseConnections above 500", "DatabaseConnections", 500),
                s.alarm(lb, 35, "checkout 5xx", "HTTPCode_Target_5XX_Count", 40),
                s.alarm(queue, 41, "settlements: age of the oldest message", "ApproximateAgeOfOldestMessage", 600),
            ],
            metrics=[
                *s.rds(
                    db,
                    "aurora-postgresql",
                    CPUUtilization=step(24, 36, 14),
                    DatabaseConnections=path((24, 190), (12, 210, 590), (None, 612)),
                    DBLoad=path((24, 3.1), (12, 20, 190), (None, 204)),
                    DBLoadCPU=step(24, 2.2, 0.9),
                    DBLoadNonCPU=path((24, 0.9), (12, 19, 189), (None, 203)),
                    WriteIOPS=step(24, 420, 96),
                    CommitLatency=step(24, 3.4, 4.6),
                    Deadlocks=0,
                    NetworkTransmitThroughput=step(24, 5.1e6, 1.7e6),
                ),
                *s.alb(
                    lb, requests=2600, failed=path((30, 1), (None, 130, 410)), seconds=path((26, 0.18), (None, 4, 29))
                ),
                *s.tasks(ledger, "payments", cpu=step(26, 34, 9), running=6),
                *s.tasks(payments, "payments", cpu=step(28, 31, 10), running=6),
                *s.tasks(checkout, "payments", cpu=step(30, 40, 22), running=8),
                *s.tasks(mailer, "payments", cpu=12, running=2),
                *s.queue(
                    queue,
                    visible=path((26, 14), (None, 40, 9100)),
                    age=path((26, 3), (None, 60, 1980)),
                    deleted=path((26, 540), (None, 31)),
                    received=path((26, 540), (None, 60)),
                ),
            ],
            logs=[
                *s.lines(ledger, 0, 24, 2, ["INFO posted entry={n} account=4711 in 18 ms"]),
                *s.lines(
                    ledger,
                    26,
                    60,
                    1.5,
                    ["ERROR org.postgresql.util.PSQLException: ERROR: canceling statement due to lock timeout", pool],
                ),
                *s.lines(payments, 0, 28, 3, ["INFO captured payment={n} in 91 ms"]),
                *s.lines(
                    payments, 29, 60, 2, [pool, "WARN POST ledger-api /entries timed out after 10000 ms payment={n}"]
                ),
                *s.lines(checkout, 31, 60, 2, ["ERROR upstream payments-api answered 504 order={n}"]),
                s.log(
                    db,
                    25.1,
                    "LOG:  process 30118 still waiting for ShareLock on transaction 918820417 after 1000.087 ms",
                    count=903,
                    source="postgresql.log",
                ),
                s.log(
                    db,
                    25.1,
                    "DETAIL:  Process holding the lock: 29877. Wait queue: 30118, 30120, 30131, 30140.",
                    count=903,
                    source="postgresql.log",
                ),
                s.log(mailer, 8, "WARN smtp greylisted, will try again", "WARN", count=77),
                s.log(mailer, 44, "WARN smtp greylisted, will try again", "WARN", count=81),
            ],
            events=[
                s.db_event(db, -512, "Finished DB Instance backup", "backup"),
                s.event(mailer, 27, "SERVICE_STEADY_STATE", "(service receipt-mailer) has reached a steady state."),
            ],
            changes=[
                s.change(
                    checkout,
                    21.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/checkout-ci",
                    task_definition=["checkout-web:310", "checkout-web:311"],
                ),
                s.change(
                    mailer,
                    25.5,
                    "deployment",
                    "ecs:UpdateService",
                    "role/crm-ci",
                    task_definition=["receipt-mailer:70", "receipt-mailer:71"],
                ),
            ],
            topology=edges(
                (lb, "calls", checkout),
                (checkout, "calls", payments),
                (payments, "calls", ledger),
                (payments, "writes", db),
                (ledger, "writes", db),
                (ledger, "reads", db),
                (ledger, "reads", queue),
                ("ecs-service/finance-desk", "writes", db),
            ),
            state=[
                s.instance(
                    db,
                    "aurora-postgresql",
                    "15.5",
                    "db.r6g.2xlarge",
                    db_cluster="ledger-aurora",
                    parameters={"max_connections": 2000, "idle_in_transaction_session_timeout": 0},
                ),
                s.insights(
                    db,
                    [
                        (
                            "UPDATE balances SET amount = amount + $1 WHERE account_id = $2",
                            121,
                            0.6,
                            {"Lock:transactionid": 79, "Lock:tuple": 41.5, "CPU": 0.5},
                        ),
                        ("SELECT * FROM balances WHERE account_id = $1 FOR UPDATE", 78, 0.3, {"Lock:tuple": 78}),
                        ("INSERT INTO entries VALUES ($1, $2, $3, $4)", 0.6, 22, {"IO:XactSync": 0.4, "CPU": 0.2}),
                    ],
                    first=34,
                    users={"ledger_api": 142, "payments_api": 57.4, "finance_desk": 0.1},
                ),
                s.state(
                    db,
                    "sessions",
                    idle_in_transaction=[
                        {
                            "pid": 29877,
                            "user": "finance_desk",
                            "application": "psql",
                            "xact_start": s.at(23.6),
                            "query": "UPDATE balances SET amount = 0 WHERE suspense",
                            "blocked": 388,
                        }
                    ],
                ),
                s.ecs_state(checkout, 8, 8, "checkout-web:311"),
                s.ecs_state(ledger, 6, 6, "ledger-api:145"),
            ],
            gaps=[
                {
                    "section": "logs",
                    "entity": "ecs-service/finance-desk",
                    "reason": "AccessDenied",
                    "permission": "logs:FilterLogEvents",
                }
            ],
        ),
        "db.lock_contention",
        db,
        herring=("deployment.bad_release", checkout),
        near=["db.connections_exhausted", "db.expensive_query", "dependency.queue_backlog"],
    )
