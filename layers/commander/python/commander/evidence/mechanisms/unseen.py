"""Explanations that nothing speaks for because nobody could look: they stay open, and say what would decide them.

Only about the symptom's own place, and only where the deciding evidence was not collected; where it was collected and
is silent, its silence speaks against them.
"""

from collections.abc import Iterator

from commander.evidence.argument import Argument
from commander.evidence.case import Case
from commander.evidence.mechanisms.services.places import is_store
from commander.evidence.roles import Role
from commander.evidence.sentences import short

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
_FAILING = (Role.FAILURES, Role.SUCCESS)


def argue(case: Case) -> Iterator[Argument]:
    """The questions that are open at the symptom's place."""
    entity = case.resource
    if entity is None or not runs_code(entity):
        return
    # A single outlier of a latency is no failure; a single period with failures may be the first.
    failing = [
        one
        for one in case.troubled(entity)
        if (one is case.own and not one.fresh) or one.series.role in _FAILING or not (one.fresh or one.slight)
    ]
    if not failing and any(one.series.values for one in case.of_any(entity)):
        return
    questions = [_failing_code(case, entity), _release(case, entity)]
    if not case.topology.needs(entity):
        questions.append(_dependency(entity))
    for argument in questions:
        if argument is None:
            continue
        for one in failing[:1]:
            argument.back(case.fact(one), 0.5)
        for needed in case.topology.needs(entity):
            for one in case.troubled(needed)[:1]:
                argument.oppose(case.fact(one), 1.5)  # what it needs fails too, which explains more
        yield argument


def runs_code(entity: str) -> bool:
    """Whether somebody's code runs there that can fail or be released: not a database, a queue, a machine."""
    return not is_store(entity) and entity.partition("/")[0] not in _WITHOUT_CODE


def grant(case: Case, section: str, entity: str) -> str:
    """What would close the gap in a section about a thing, in brackets; empty where there is no gap."""
    gaps = [gap for gap in case.bundle.gaps or [] if gap.section == section and gap.entity in (None, entity)]
    permissions = sorted(gap.permission for gap in gaps if gap.permission)
    if permissions:
        return f" (grant {permissions[0]})"
    return f" ({min(gap.reason for gap in gaps)})" if gaps else ""


def _failing_code(case: Case, entity: str) -> Argument | None:
    if case.errors(entity):
        return None
    argument = Argument("code.unhandled_error", entity, f"{short(entity)} fails in its own code.")
    argument.lack(f"error logs of {short(entity)}{grant(case, 'logs', entity)}", 0.3)
    return argument


def _release(case: Case, entity: str) -> Argument | None:
    if any(release.entity == entity and release.kind == "deployment" for release in case.releases):
        return None
    argument = Argument("deployment.bad_release", entity, f"A release of {short(entity)} fails.")
    if case.bundle.changes and not case.could_not_look("changes", entity):
        argument.oppose(
            case.absence(entity, f"No release of {short(entity)} is among the changes collected.", "changes"), 2.0
        )
    else:
        argument.lack(f"changes of {short(entity)}{grant(case, 'changes', entity)}", 0.3)
    return argument


def _dependency(entity: str) -> Argument:
    argument = Argument("dependency.errors", entity, f"Something that {short(entity)} needs fails.")
    argument.lack(f"what {short(entity)} depends on, and its metrics", 0.5)
    return argument
