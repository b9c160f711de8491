"""What kinds of things do, as far as what they are called tells."""

from commander.evidence.roles import tokens_of

_STORES = frozenset(
    [
        "db",
        "database",
        "postgres",
        "postgresql",
        "pg",
        "mysql",
        "mariadb",
        "mongo",
        "mongodb",
        "mssql",
        "oracle",
        "sql",
        "cassandra",
        "cockroach",
    ]
)
_WITHOUT_CODE = frozenset(
    [
        "rds",
        "rds-cluster",
        "aurora",
        "dynamodb",
        "table",
        "elasticache",
        "redis",
        "memcached",
        "cache",
        "valkey",
        "memorydb",
        "dax",
        "docdb",
        "neptune",
        "redshift",
        "opensearch",
        "elasticsearch",
        "sqs",
        "sns",
        "queue",
        "topic",
        "kafka",
        "msk",
        "rabbitmq",
        "kinesis",
        "stream",
        "firehose",
        "s3",
        "bucket",
        "ebs",
        "volume",
        "efs",
        "pvc",
        "pv",
        "node",
        "host",
        "vm",
        "instance",
        "namespace",
        "cluster",
        "alb",
        "nlb",
        "elb",
        "lb",
        "loadbalancer",
        "target-group",
        "targetgroup",
        "listener",
        "cdn",
        "cloudfront",
        "dns",
        "route53",
        "zone",
        "vpc",
        "subnet",
        "nat",
        "gateway-endpoint",
        "link",
        "firewall",
        "network",
        "external",
    ]
)


def is_store(entity: str) -> bool:
    """Whether its name or kind is one that databases have."""
    return not _STORES.isdisjoint(tokens_of(entity))


def runs_code(entity: str) -> bool:
    """Whether somebody's code runs there that can fail or be released: not a database, a queue, a machine."""
    return not is_store(entity) and entity.partition("/")[0] not in _WITHOUT_CODE
