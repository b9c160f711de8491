"""Words of the platforms: units, namespaces and the log lines that are always there."""

from __future__ import annotations

UNITS = {
    "DBLoad": "AverageActiveSessions",
    "CPUUtilization": "Percent",
    "MemoryUtilization": "Percent",
    "DatabaseConnections": "Count",
    "FreeableMemory": "Bytes",
    "FreeStorageSpace": "Bytes",
    "ReadLatency": "Seconds",
    "WriteLatency": "Seconds",
    "ReadIOPS": "Count/Second",
    "WriteIOPS": "Count/Second",
    "BurstBalance": "Percent",
    "CPUCreditBalance": "Count",
    "ReplicaLag": "Seconds",
    "AuroraReplicaLag": "Milliseconds",
    "Duration": "Milliseconds",
    "IteratorAge": "Milliseconds",
    "GetRecords.IteratorAgeMilliseconds": "Milliseconds",
    "TargetResponseTime": "Seconds",
    "ApproximateAgeOfOldestMessage": "Seconds",
    "SuccessfulRequestLatency": "Milliseconds",
    "Latency": "Milliseconds",
    "IntegrationLatency": "Milliseconds",
    "memory_usage": "Bytes",
}

WHOLE = {
    "DatabaseConnections",
    "Invocations",
    "Errors",
    "Throttles",
    "ConcurrentExecutions",
    "RequestCount",
    "HTTPCode_Target_5XX_Count",
    "HTTPCode_ELB_5XX_Count",
    "HTTPCode_Target_4XX_Count",
    "HealthyHostCount",
    "UnHealthyHostCount",
    "ApproximateNumberOfMessagesVisible",
    "NumberOfMessagesSent",
    "NumberOfMessagesDeleted",
    "RunningTaskCount",
    "ReadThrottleEvents",
    "WriteThrottleEvents",
    "5XXError",
    "4XXError",
    "Count",
    "IncomingRecords",
    "Failed",
    "ClientTLSNegotiationErrorCount",
    "Evictions",
    "WriteProvisionedThroughputExceeded",
    "CPUSurplusCreditsCharged",
}

DIMENSIONS = {
    "rds": ("AWS/RDS", "DBInstanceIdentifier"),
    "lambda": ("AWS/Lambda", "FunctionName"),
    "ecs-service": ("AWS/ECS", "ServiceName"),
    "alb": ("AWS/ApplicationELB", "LoadBalancer"),
    "sqs": ("AWS/SQS", "QueueName"),
    "dynamodb": ("AWS/DynamoDB", "TableName"),
    "apigateway": ("AWS/ApiGateway", "ApiName"),
    "kinesis": ("AWS/Kinesis", "StreamName"),
    "canary": ("CloudWatchSynthetics", "CanaryName"),
}

CHATTER: dict[str, list[tuple[str, str]]] = {
    "jvm": [
        (
            "warn",
            "HikariPool-1 - Failed to validate connection (No operations allowed after connection closed.). Possibly consider using a shorter maxLifetime value.",
        ),
        ("info", "[GC pause (G1 Evacuation Pause) (young) 812M->301M(2048M) 14.2ms]"),
        ("warn", "o.s.w.s.PageNotFound : No mapping for GET /favicon.ico"),
        (
            "error",
            "c.a.x.o.OtlpHttpSpanExporter - Failed to export spans. The request could not be executed: connect timed out",
        ),
        ("info", "Tomcat started on port 8080 (http) with context path ''"),
    ],
    "node": [
        ("warn", "(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated."),
        ("info", "GET /healthz 200 1.204 ms - 15"),
        ("error", "ECONNRESET: aborted by client while streaming /assets/hero.webp"),
        ("warn", "redis: reconnecting in 50ms (attempt 1)"),
    ],
    "python": [
        (
            "warning",
            "urllib3.connectionpool Connection pool is full, discarding connection: sts.eu-west-1.amazonaws.com. Connection pool size: 10",
        ),
        ("info", "celery.worker.strategy Task receipts.render[4f1c] received"),
        ("error", "sentry_sdk.errors: Internal error in sentry_sdk: dropping event, queue full"),
        ("warning", "DeprecationWarning: datetime.datetime.utcnow() is deprecated"),
        ("info", "gunicorn.error Worker exiting (pid: 214) max_requests reached"),
    ],
    "go": [
        ("info", 'level=info ts=2026 caller=main.go:88 msg="request served" status=200 dur=18ms'),
        ("warn", 'level=warn msg="retrying" err="context canceled" attempt=1'),
        ("error", "http: TLS handshake error from 10.40.3.18:50122: EOF"),
        ("info", 'level=info msg="config reloaded" checksum=8d21f0'),
    ],
    "rails": [
        ("info", "Completed 200 OK in 41ms (Views: 12.1ms | ActiveRecord: 9.8ms)"),
        ("warn", "DEPRECATION WARNING: ActiveSupport::Cache::MemCacheStore called with no servers"),
        ("error", 'ActionController::RoutingError (No route matches [GET] "/wp-login.php")'),
        ("info", "Sidekiq: class=DigestJob elapsed=0.412 INFO: done"),
    ],
    "dotnet": [
        ("warn", "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager[35] No XML encryptor configured."),
        ("info", "Microsoft.Hosting.Lifetime[14] Now listening on: http://[::]:8080"),
        (
            "warn",
            "Microsoft.EntityFrameworkCore.Query[10102] The query uses a row limiting operator without an 'OrderBy'",
        ),
        ("error", "Microsoft.AspNetCore.Server.Kestrel[13] BadHttpRequestException: Request body too large."),
    ],
    "pg": [
        (
            "log",
            "checkpoint complete: wrote 4211 buffers (1.6%); 0 WAL file(s) added, 0 removed, 3 recycled; write=269.8 s, sync=0.004 s",
        ),
        ("log", "could not receive data from client: Connection reset by peer"),
        ("log", 'automatic vacuum of table "app.public.sessions": index scans: 1 pages: 0 removed'),
        ("error", 'ERROR:  duplicate key value violates unique constraint "idempotency_keys_pkey"'),
        (
            "fatal",
            'FATAL:  no pg_hba.conf entry for host "10.9.4.77", user "scanner", database "postgres", no encryption',
        ),
    ],
    "mysql": [
        (
            "note",
            "[Note] [MY-010914] Aborted connection 88213 to db: 'app' user: 'app' (Got timeout reading communication packets).",
        ),
        (
            "warning",
            "[Warning] [MY-013360] Plugin mysql_native_password reported: 'mysql_native_password' is deprecated",
        ),
        ("note", "[Note] [MY-012111] [InnoDB] page_cleaner: 1000ms intended loop took 1127ms."),
    ],
    "lambda": [
        (
            "info",
            "REPORT RequestId: 6c1e Duration: 131.22 ms Billed Duration: 132 ms Memory Size: 512 MB Max Memory Used: 141 MB",
        ),
        ("info", "INIT_START Runtime Version: python:3.12.v38"),
        ("warning", "[WARNING] botocore retry: ReadTimeoutError on first attempt, succeeded on attempt 2"),
        ("error", "[ERROR] ValueError: unsupported currency 'XXX' (request rejected with 400)"),
    ],
}
