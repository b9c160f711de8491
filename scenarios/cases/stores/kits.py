"""The series a collector usually takes of each kind of thing, with the levels of a quiet day."""

from __future__ import annotations

from typing import NamedTuple


class Kit(NamedTuple):
    """One usual series: its name, CloudWatch spelling, quiet range and relative noise."""

    name: str
    namespace: str
    stat: str
    unit: str
    low: float
    high: float
    noise: float
    drifts: bool = True


GB = 1_000_000_000
DIMENSIONS = {
    "rds": "DBInstanceIdentifier",
    "docdb": "DBInstanceIdentifier",
    "elasticache": "CacheClusterId",
    "opensearch": "DomainName",
    "redshift": "ClusterIdentifier",
    "dynamodb": "TableName",
    "lambda": "FunctionName",
    "alb": "LoadBalancer",
    "ecs-service": "ServiceName",
    "apigateway": "ApiId",
    "sqs": "QueueName",
    "deployment": "Deployment",
}

_DATABASE = (
    ("CPUUtilization", "Average", "Percent", 16, 38, 0.09),
    ("DatabaseConnections", "Maximum", "Count", 90, 240, 0.03),
    ("FreeableMemory", "Average", "Bytes", 6 * GB, 14 * GB, 0.012),
    ("ReadLatency", "Average", "Seconds", 0.0006, 0.0018, 0.12),
    ("WriteLatency", "Average", "Seconds", 0.0011, 0.0028, 0.12),
    ("ReadIOPS", "Average", "Count/Second", 220, 700, 0.12),
    ("WriteIOPS", "Average", "Count/Second", 180, 520, 0.12),
)

KITS: dict[str, tuple[Kit, ...]] = {
    "rds": (
        *(Kit(n, "AWS/RDS", s, u, a, b, x) for n, s, u, a, b, x in _DATABASE),
        Kit("FreeStorageSpace", "AWS/RDS", "Minimum", "Bytes", 140 * GB, 460 * GB, 0.0003, False),
        Kit("DBLoad", "AWS/RDS", "Average", "AverageActiveSessions", 0.9, 2.6, 0.16),
        Kit("DiskQueueDepth", "AWS/RDS", "Average", "Count/Second", 0.4, 1.8, 0.2),
    ),
    "docdb": tuple(Kit(n, "AWS/DocDB", s, u, a, b, x) for n, s, u, a, b, x in _DATABASE),
    "elasticache": (
        Kit("EngineCPUUtilization", "AWS/ElastiCache", "Average", "Percent", 9, 24, 0.1),
        Kit("DatabaseMemoryUsagePercentage", "AWS/ElastiCache", "Average", "Percent", 48, 71, 0.006),
        Kit("CurrConnections", "AWS/ElastiCache", "Average", "Count", 140, 420, 0.02),
        Kit("Evictions", "AWS/ElastiCache", "Sum", "Count", 0, 0, 0),
        Kit("CacheHitRate", "AWS/ElastiCache", "Average", "Percent", 93, 97.5, 0.006),
        Kit("GetTypeCmds", "AWS/ElastiCache", "Sum", "Count", 90_000, 260_000, 0.06),
    ),
    "opensearch": (
        Kit("CPUUtilization", "AWS/ES", "Average", "Percent", 22, 41, 0.1),
        Kit("JVMMemoryPressure", "AWS/ES", "Maximum", "Percent", 48, 68, 0.03, False),
        Kit("FreeStorageSpace", "AWS/ES", "Minimum", "Megabytes", 90_000, 210_000, 0.001, False),
        Kit("ClusterStatus.red", "AWS/ES", "Maximum", "Count", 0, 0, 0),
        Kit("ClusterIndexWritesBlocked", "AWS/ES", "Maximum", "Count", 0, 0, 0),
        Kit("IndexingRate", "AWS/ES", "Average", "Count", 3_000, 9_000, 0.09),
        Kit("SearchLatency", "AWS/ES", "Average", "Milliseconds", 14, 40, 0.14),
        Kit("SearchRate", "AWS/ES", "Average", "Count", 900, 2_400, 0.08),
    ),
    "redshift": (
        Kit("CPUUtilization", "AWS/Redshift", "Average", "Percent", 24, 55, 0.16),
        Kit("PercentageDiskSpaceUsed", "AWS/Redshift", "Average", "Percent", 52, 70, 0.003, False),
        Kit("DatabaseConnections", "AWS/Redshift", "Average", "Count", 22, 60, 0.05),
        Kit("WLMQueueLength", "AWS/Redshift", "Average", "Count", 0.2, 1.5, 0.3),
        Kit("QueryDuration", "AWS/Redshift", "Average", "Microseconds", 2_100_000, 5_200_000, 0.3),
    ),
    "dynamodb": (
        Kit("ConsumedReadCapacityUnits", "AWS/DynamoDB", "Sum", "Count", 9_000, 26_000, 0.08),
        Kit("ConsumedWriteCapacityUnits", "AWS/DynamoDB", "Sum", "Count", 3_000, 8_000, 0.08),
        Kit("ReadThrottleEvents", "AWS/DynamoDB", "Sum", "Count", 0, 0, 0),
        Kit("WriteThrottleEvents", "AWS/DynamoDB", "Sum", "Count", 0, 0, 0),
        Kit("SuccessfulRequestLatency", "AWS/DynamoDB", "Average", "Milliseconds", 3.1, 5.6, 0.07),
        Kit("SystemErrors", "AWS/DynamoDB", "Sum", "Count", 0, 0, 0),
    ),
    "lambda": (
        Kit("Invocations", "AWS/Lambda", "Sum", "Count", 700, 3_200, 0.05),
        Kit("Errors", "AWS/Lambda", "Sum", "Count", 0.2, 0.9, 0),
        Kit("Throttles", "AWS/Lambda", "Sum", "Count", 0, 0, 0),
        Kit("Duration", "AWS/Lambda", "p95", "Milliseconds", 60, 210, 0.09),
        Kit("ConcurrentExecutions", "AWS/Lambda", "Maximum", "Count", 9, 34, 0.08),
    ),
    "alb": (
        Kit("RequestCount", "AWS/ApplicationELB", "Sum", "Count", 2_500, 9_000, 0.05),
        Kit("HTTPCode_Target_5XX_Count", "AWS/ApplicationELB", "Sum", "Count", 0.6, 2.4, 0),
        Kit("TargetResponseTime", "AWS/ApplicationELB", "p95", "Seconds", 0.11, 0.32, 0.1),
        Kit("HealthyHostCount", "AWS/ApplicationELB", "Minimum", "Count", 8, 8, 0, False),
    ),
    "apigateway": (
        Kit("Count", "AWS/ApiGateway", "Sum", "Count", 1_200, 5_000, 0.05),
        Kit("5XXError", "AWS/ApiGateway", "Sum", "Count", 0.3, 1.5, 0),
        Kit("Latency", "AWS/ApiGateway", "p95", "Milliseconds", 120, 330, 0.1),
    ),
    "ecs-service": (
        Kit("CpuUtilized", "ECS/ContainerInsights", "Average", "Percent", 18, 46, 0.1),
        Kit("MemoryUtilized", "ECS/ContainerInsights", "Average", "Percent", 41, 66, 0.012, False),
        Kit("RunningTaskCount", "ECS/ContainerInsights", "Average", "Count", 8, 8, 0, False),
    ),
    "deployment": (
        Kit("pod_cpu_utilization", "ContainerInsights", "Average", "Percent", 16, 48, 0.1),
        Kit("pod_memory_utilization", "ContainerInsights", "Average", "Percent", 38, 64, 0.012, False),
        Kit("pod_number_of_container_restarts", "ContainerInsights", "Sum", "Count", 0, 0, 0),
    ),
    "sqs": (
        Kit("ApproximateNumberOfMessagesVisible", "AWS/SQS", "Average", "Count", 3, 40, 0.3),
        Kit("ApproximateAgeOfOldestMessage", "AWS/SQS", "Maximum", "Seconds", 2, 9, 0.3),
        Kit("NumberOfMessagesDeleted", "AWS/SQS", "Sum", "Count", 300, 1_500, 0.07),
    ),
}
