"""Healthy things that stand beside an incident in every account, with the noise they always make."""

from __future__ import annotations

from collections.abc import Callable

from .recording import Recording


def _mailer(r: Recording, team: str) -> None:
    service = f"ecs-service/{team}-mailer"
    r.watch(service)
    r.log(r.minutes * 0.3, service, "warning", "SMTP 421 4.7.0 Try again later, deferring", count=r.rng.randint(6, 40))
    r.log(r.minutes * 0.7, service, "info", "flushed outbox batch size=50 took=212ms", count=r.rng.randint(90, 400))
    r.event(-130, service, "SERVICE_STEADY_STATE", f"(service {team}-mailer) has reached a steady state.", kind="ecs")
    r.alert(f"{team}-mailer-deferred-rate", service, "alarm", -30_240, "DeferredMails", 5)


def _ledger(r: Recording, team: str) -> None:
    database = f"rds/{team}-archive"
    r.watch(database, only=("CPUUtilization", "DatabaseConnections", "FreeStorageSpace", "ReadLatency"))
    r.event(-310, database, "RDS-EVENT-0001", "Backing up DB instance")
    r.event(-302, database, "RDS-EVENT-0002", "Finished DB Instance backup")
    r.log(
        r.minutes * 0.4,
        database,
        "info",
        "LOG:  checkpoint complete: wrote 1840 buffers (0.7%); sync=0.031 s",
        count=11,
    )
    r.state(
        database,
        "rds_instance",
        engine="postgres",
        engine_version="15.7",
        instance_class="db.t4g.medium",
        multi_az=False,
    )


def _resizer(r: Recording, team: str) -> None:
    function = f"lambda/{team}-thumbnails"
    r.watch(function, Duration=[(0, 1_900), (r.minutes, 1_960)], Errors=[(0, 2.2)])
    r.log(
        r.minutes * 0.55,
        function,
        "error",
        "[ERROR] UnidentifiedImageError: cannot identify image file <_io.BytesIO object at 0x7f2c>",
        count=r.rng.randint(20, 90),
    )
    r.log(
        r.minutes * 0.2,
        function,
        "info",
        "REPORT Duration: 1744.20 ms Billed Duration: 1745 ms Memory Size: 1024 MB",
        count=900,
    )


def _queue(r: Recording, team: str) -> None:
    queue = f"sqs/{team}-webhooks"
    r.watch(queue)
    r.state(
        queue,
        "sqs_queue",
        visible=r.rng.randint(2, 30),
        in_flight=4,
        oldest_age_s=3,
        redrive={"dlq": f"{team}-webhooks-dlq", "max_receives": 5},
    )
    r.alert(f"{team}-webhooks-dlq-not-empty", queue, "alarm", -11_200, "ApproximateNumberOfMessagesVisible", 0)


def _cluster(r: Recording, team: str) -> None:
    workload = f"deployment/{team}-search-sync"
    r.watch(workload)
    r.event(
        -70,
        workload,
        "ScalingReplicaSet",
        f"Scaled down replica set {team}-search-sync-6f7d9 from 4 to 3",
        kind="kubernetes",
        tone="normal",
    )
    r.event(
        r.minutes * 0.35,
        workload,
        "Unhealthy",
        'Readiness probe failed: Get "http://10.41.7.12:8080/ready": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        kind="kubernetes",
        tone="warning",
        count=2,
    )
    r.log(
        r.minutes * 0.6,
        workload,
        "warn",
        "retrying bulk request, attempt=1 reason=version_conflict_engine_exception",
        count=r.rng.randint(8, 60),
    )


def _tags(r: Recording, team: str) -> None:
    r.change(
        -55, "other", "ec2:CreateTags", f"rds/{team}-archive", "role/finops-tagger", tags={"cost-center": "cc-4410"}
    )
    r.change(
        -420,
        "deployment",
        "ecs:UpdateService",
        f"ecs-service/{team}-backoffice",
        f"role/{team}-ci",
        task_definition=[f"{team}-backoffice:210", f"{team}-backoffice:211"],
    )
    r.log(
        r.minutes * 0.5,
        f"ecs-service/{team}-backoffice",
        "warn",
        "DEPRECATION WARNING: to_s(:db) is deprecated (called from report at app/models/report.rb:44)",
        count=r.rng.randint(70, 300),
    )
    r.log(
        r.minutes * 0.8,
        f"ecs-service/{team}-backoffice",
        "info",
        "Completed 200 OK in 88ms (Views: 12.1ms | ActiveRecord: 31.7ms)",
        count=r.rng.randint(800, 3000),
    )


def _prices(r: Recording, team: str) -> None:
    table = f"dynamodb/{team}-sessions"
    r.watch(table, skip=("SystemErrors",))
    r.state(table, "dynamodb_table", billing_mode="PAY_PER_REQUEST", status="ACTIVE")
    r.alert(f"{team}-sessions-throttles", table, "ok", -5_000, "ReadThrottleEvents", 10)


NEIGHBOURS: dict[str, Callable[[Recording, str], None]] = {
    "mailer": _mailer,
    "archive": _ledger,
    "thumbnails": _resizer,
    "webhooks": _queue,
    "search": _cluster,
    "tags": _tags,
    "sessions": _prices,
}


def surround(r: Recording, team: str, *names: str) -> None:
    """Put the named healthy neighbours of a team into the recording."""
    for name in names:
        NEIGHBOURS[name](r, team)
