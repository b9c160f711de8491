"""The wordings in which AWS reports what is wrong, with what they mean."""

import re
from dataclasses import dataclass

from commander.evidence.mechanisms.aws.platform_events import wording


@dataclass(frozen=True, slots=True)
class Saying:
    """A wording of events with what it means. `summary` begins with the thing's name; `weight` is that of the first."""

    cause: str
    wording: str
    summary: str
    weight: float = 3.0
    kinds: tuple[str, ...] = ()


SAYINGS: tuple[Saying, ...] = (
    Saying(
        "dependency.third_party_outage",
        r"^(?!.*\b(?:resolved|completed|scheduled|postmortem|operational again|all systems operational)\b)"
        r".*(?:investigating|identified|outage|degraded|disrupt|elevated|increased (?:error|latenc|failure)|unavailab|"
        r"partial|major|incident|errors)",
        "reports trouble of its own.",
        3.0,
        ("external", "thirdparty", "third-party", "third_party", "provider", "saas", "vendor", "partner"),
    ),
    Saying(
        "ecs.capacity_unavailable",
        r"unable to place (?:a )?tasks?|capacity is unavailable at this time|no container instances? met all|"
        r"RESOURCE:(?:MEMORY|CPU|ENI|PORTS|GPU)|SERVICE_TASK_PLACEMENT_FAILURE|insufficient (?:memory|cpu) available|"
        r"InsufficientInstanceCapacity|insufficient capacity|Fargate capacity|no Fargate capacity|MissingAttributes|"
        r"do(?:es)? not have sufficient .{0,40}capacity in the availability zone|capacity-not-available",
        "gets no capacity for what it has to run.",
    ),
    Saying(
        "aws.service_quota_exceeded",
        r"(?:you've|you have) reached (?:your|the) (?:limit|quota)|(?:vcpu|service|account)[ -]?(?:limit|quota)|"
        r"LimitExceeded|quota (?:has been )?exceeded|exceed(?:s|ed)? (?:your|the) .{0,40}(?:limit|quota)|"
        r"would exceed .{0,60}(?:limit|quota)|not enough (?:free )?(?:ip|private ip) addresses|"
        r"insufficient ?free ?addresses|has insufficient IP",
        "runs into a quota of the account.",
    ),
    Saying(
        "access.permission_denied",
        r"(?:secret|parameter|ssm|asm|kms).{0,400}(?:AccessDenied|not authorized to perform|UnauthorizedOperation)|"
        r"(?:AccessDenied|not authorized to perform).{0,200}(?:secretsmanager|ssm|kms):\w+",
        "may not read the secrets or parameters that it needs to start.",
        4.0,
        ("ecs", "ecs-service", "ecs_service", "ecs-task", "task", "batch"),
    ),
    Saying(
        "ecs.task_start_failure",
        r"unable to consistently start tasks|tasks? failed to start|CannotPullContainer|CannotStartContainer|"
        r"CannotCreateContainer|CannotPullECRContainer|ResourceInitializationError|TaskFailedToStart|"
        r"essential container in task exited|SERVICE_DEPLOYMENT_FAILED|SERVICE_TASK_START_IMPAIRED|"
        r"failed container health checks|deployment circuit breaker|failed to initialize logging driver|"
        r"unable to (?:pull|retrieve) (?:secrets|image|container)|exec format error",
        "starts no task that stays.",
    ),
    Saying(
        "compute.memory_saturation",
        r"OutOfMemoryError: Container killed|container killed due to memory|OutOfMemory\b.{0,40}container|"
        r"exit(?:ed with)? code:? 137",
        "runs out of memory.",
        2.5,
        ("ecs", "ecs-service", "ecs_service", "ecs-task", "task", "service", "lambda", "batch"),
    ),
    Saying(
        "aws.az_impaired",
        r"(?:availability zone|\b(?:use|usw|euw|euc|eun|aps|apn|apse|sae|cac)\d-az\d\b).{0,160}"
        r"(?:impair|degrad|power|connectiv|error rate|unavailab|latenc|outage|issue|unhealthy)|"
        r"(?:impair|degrad|power|connectiv|error rate|outage|issue)\w*.{0,160}availability zone|zonal ?shift",
        "suffers from one impaired availability zone.",
    ),
    Saying(
        "aws.regional_event",
        r"(?:increased|elevated) (?:api )?(?:error rates?|latenc|faults?).{0,160}\bregion\b|"
        r"\bregion\b.{0,160}(?:increased|elevated) (?:api )?(?:error|latenc|fault)|AWS_\w+_OPERATIONAL_ISSUE|"
        r"operational issue|service (?:event|disruption) .{0,60}region",
        "suffers from trouble that the provider reports for the region.",
    ),
    Saying(
        "compute.instance_lost",
        r"spot (?:instance )?interrupt|spot ?interruption|instance[- ]?(?:terminat|retire|stop)|"
        r"host ec2 .{0,40}terminated|"
        r"instance .{0,60}(?:was|has been|is being) (?:terminated|stopped|reclaimed)|taken out of service in response|"
        r"rebalance recommendation|scheduled for retirement|INSTANCE_RETIREMENT|"
        r"(?:system|instance) status check.{0,20}fail|BidEvictedEvent|underlying hardware",
        "lost an instance.",
        2.3,
    ),
    Saying(
        "access.kms_key_unavailable",
        r"inaccessible[- ]encryption[- ]credentials|"
        r"kms.{0,120}(?:disabled|pending deletion|not accessible|denied|invalid)|"
        r"encryption key.{0,80}(?:disabled|unavailable|not accessible|deleted)",
        "cannot use its encryption key.",
    ),
    Saying(
        "dependency.cache_failure",
        r"(?:cache|replication group|node).{0,60}(?:failover|recover(?:ing|y)|replaced|rebooted|snapshot failed)|"
        r"evict(?:ed|ing) .{0,40}keys|ElastiCache:\w*(?:Failover|Replace|Recover)\w*",
        "lost a cache node.",
        2.5,
        ("elasticache", "cache", "redis", "memcached", "valkey", "memorydb"),
    ),
)


def meaning_of(said: str, kind: str) -> Saying | None:
    """What a text about a thing of some kind means, if it is one of these."""
    return next((one for one in SAYINGS if (not one.kinds or kind in one.kinds) and found(one, said)), None)


def found(saying: Saying, said: str) -> re.Match[str] | None:
    """Where the text has the wording."""
    return wording(saying.wording).search(said)
