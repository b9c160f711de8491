"""Things that can be looked at: what names them in alarms, in ARNs, in addresses and in a function's settings."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

_KINDS = {
    "api": "apigateway",
    "api-gateway": "apigateway",
    "cache": "elasticache",
    "cluster": "eks",
    "database": "rds",
    "db": "rds",
    "ecs": "ecs-service",
    "ecs_service": "ecs-service",
    "elb": "alb",
    "function": "lambda",
    "load-balancer": "alb",
    "loadbalancer": "alb",
    "queue": "sqs",
    "step-functions": "stepfunctions",
    "table": "dynamodb",
    "target_group": "target-group",
    "targetgroup": "target-group",
    "tg": "target-group",
}
"""Other words for a kind, and the one that is used here."""

_DIMENSIONS: tuple[tuple[str, str], ...] = (
    ("FunctionName", "lambda"),
    ("DBInstanceIdentifier", "rds"),
    ("DBClusterIdentifier", "rds-cluster"),
    ("QueueName", "sqs"),
    ("TableName", "dynamodb"),
    ("ApiName", "apigateway"),
    ("ApiId", "apigateway"),
    ("ServiceName", "ecs-service"),
    ("TargetGroup", "target-group"),
    ("LoadBalancer", "alb"),
    ("AutoScalingGroupName", "asg"),
    ("StreamName", "kinesis"),
    ("CacheClusterId", "elasticache"),
    ("StateMachineArn", "stepfunctions"),
    ("InstanceId", "ec2"),
)
"""Which dimension of a metric names which kind of thing; the most specific first."""


@dataclass(frozen=True)
class Thing:
    """One thing of the account. `hints` say where to find it: its cluster, its ARN, its dimension in CloudWatch."""

    kind: str
    name: str
    hints: Mapping[str, str] = field(default_factory=dict, hash=False, compare=False)

    @property
    def entity(self) -> str:
        """As the bundle writes it: kind/name."""
        return f"{self.kind}/{self.name}"

    def with_hints(self, **hints: str) -> "Thing":
        """The same thing, better known."""
        return Thing(self.kind, self.name, {**self.hints, **hints})


def named(entity: str) -> Thing:
    """The thing that an incident names as kind/name, whatever word it uses for the kind."""
    kind, _, name = entity.partition("/")
    kind = _KINDS.get(kind.lower(), kind.lower())
    if kind == "alb":
        return _balancer(name)
    if kind == "target-group":
        return _target_group(name)
    if kind == "ecs-service" and "/" in name:
        cluster, _, service = name.rpartition("/")
        return Thing(kind, service, {"cluster": cluster})
    if kind == "stepfunctions":
        return Thing(kind, name.rpartition(":")[2], {"arn": name} if name.startswith("arn:") else {})
    return Thing(kind, name)


def of_dimensions(namespace: str, dimensions: Mapping[str, str]) -> Thing | None:
    """The thing that a metric's dimensions name; None where they name none."""
    if namespace == "ContainerInsights" and "ClusterName" in dimensions:
        return Thing("eks", dimensions["ClusterName"])
    for dimension, kind in _DIMENSIONS:
        value = dimensions.get(dimension)
        if not value:
            continue
        thing = named(f"{kind}/{value}")
        if dimension == "ServiceName" and dimensions.get("ClusterName"):
            return thing.with_hints(cluster=dimensions["ClusterName"])
        if dimension == "ApiId":
            return thing.with_hints(api_id=value)
        if dimension == "TargetGroup" and dimensions.get("LoadBalancer"):
            return thing.with_hints(balancer=dimensions["LoadBalancer"])
        if dimension == "ApiName" and dimensions.get("Stage"):
            return thing.with_hints(stage=dimensions["Stage"])
        return thing
    return None


def _balancer(name: str) -> Thing:
    """An Application Load Balancer's dimension is app/<name>/<hash>; its ARN ends in the same."""
    parts = name.split("/")
    return Thing("alb", parts[1], {"dimension": name}) if len(parts) == 3 else Thing("alb", name)


def _target_group(name: str) -> Thing:
    """A target group's dimension is targetgroup/<name>/<hash>."""
    parts = name.split("/")
    known = {"dimension": "/".join(["targetgroup", *parts[-2:]])}
    return Thing("target-group", parts[-2], known) if len(parts) >= 2 else Thing("target-group", name)


def of_arn(arn: str) -> Thing | None:
    """The thing that an ARN names; None for a kind that nobody looks at."""
    parts = arn.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn":
        return None
    service, rest = parts[2], parts[5]
    match (service, re.split(r"[:/]", rest)):
        case ("lambda", ["function", name, *_]):
            return Thing("lambda", name)
        case ("dynamodb", ["table", name, *_]):
            return Thing("dynamodb", name)
        case ("sqs", [name]):
            return Thing("sqs", name, {"arn": arn})
        case ("rds", ["db", name]):
            return Thing("rds", name)
        case ("rds", ["cluster", name]):
            return Thing("rds-cluster", name)
        case ("kinesis", ["stream", name, *_]):
            return Thing("kinesis", name)
        case ("ecs", ["service", cluster, name]):
            return Thing("ecs-service", name, {"cluster": cluster})
        case ("states", ["stateMachine", name, *_]):
            return Thing("stepfunctions", name, {"arn": arn})
        case ("elasticloadbalancing", ["loadbalancer", "app", name, end]):
            return Thing("alb", name, {"arn": arn, "dimension": f"app/{name}/{end}"})
        case ("elasticloadbalancing", ["targetgroup", name, end]):
            return Thing("target-group", name, {"arn": arn, "dimension": f"targetgroup/{name}/{end}"})
        case ("elasticache", ["cluster", name]):
            return Thing("elasticache", name)
        case ("eks", ["cluster", name]):
            return Thing("eks", name)
        case ("iam", ["role", *path]):
            return Thing("role", path[-1])
    return None


_ARN = re.compile(r"arn:aws[a-z-]{0,16}:[a-z0-9-]{1,40}:[a-z0-9-]{0,30}:\d{0,12}:[\w:/.+=@*-]{1,300}")
_QUEUE_URL = re.compile(r"https?://[^/\s]{1,200}/\d{12}/([\w.-]{1,80})")
_DATABASE = re.compile(r"([a-z][a-z0-9-]{0,62})\.(cluster-(?:ro-)?)?[a-z0-9]{12}\.[a-z0-9-]{5,20}\.rds\.amazonaws\.com")
_CACHE = re.compile(r"([a-z][a-z0-9-]{0,49})\.[a-z0-9]{3,12}\.(?:[a-z0-9]{3,6}\.)?[a-z0-9]{4,6}\.cache\.amazonaws\.com")
_BALANCER = re.compile(r"([A-Za-z0-9-]{1,40})-\d{6,12}\.[a-z0-9-]{5,20}\.elb\.amazonaws\.com")
_PLAIN_NAME = re.compile(r"[\w.-]{3,128}")


def of_settings(settings: Mapping[str, str]) -> Iterator[Thing]:
    """The things that a program's environment names: by ARN, by address, or as the table or queue that a variable is
    called after. Values are read for this only; they are kept nowhere.
    """
    for variable, value in sorted(settings.items()):
        yield from of_text(value)
        if not _PLAIN_NAME.fullmatch(value):
            continue
        words = variable.upper().split("_")
        if "TABLE" in words:
            yield Thing("dynamodb", value)
        elif "QUEUE" in words and "URL" not in words:
            yield Thing("sqs", value)


def of_text(text: str) -> Iterator[Thing]:
    """The things that a text names by ARN or by address."""
    for arn in _ARN.findall(text):
        thing = of_arn(arn)
        if thing is not None and thing.kind != "role":
            yield thing
    for name in _QUEUE_URL.findall(text):
        yield Thing("sqs", name)
    for name, cluster in _DATABASE.findall(text):
        yield Thing("rds-cluster" if cluster else "rds", name)
    for name in _CACHE.findall(text):
        yield Thing("elasticache", name)
    for name in _BALANCER.findall(text):
        yield Thing("alb", name.removeprefix("internal-"))


def distinct(things: Iterable[Thing]) -> list[Thing]:
    """Each thing once, with all that is known of it, in order of first appearance."""
    known: dict[Thing, Thing] = {}
    for thing in things:
        known[thing] = known[thing].with_hints(**thing.hints) if thing in known else thing
    return list(known.values())
