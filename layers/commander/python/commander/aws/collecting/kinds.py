"""Which collector knows which kind of thing."""

from collections.abc import Callable

from commander.aws.collecting import (
    balancers,
    clusters,
    containers,
    databases,
    functions,
    gateways,
    queues,
    scaling,
    tables,
)
from commander.aws.collecting.asking import Ask
from commander.aws.collecting.budget import OutOfBudget
from commander.aws.collecting.findings import Findings, Window, absent
from commander.aws.collecting.things import Thing
from commander.contract.problems import CommanderError, Missing

Describe = Callable[[Thing, Ask, Findings, Window], None]

UNKNOWN = "service"
"""The kind of a thing that an incident names without saying what it is."""

_DESCRIBE: dict[str, Describe] = {
    "lambda": functions.describe,
    "ecs-service": containers.describe,
    "apigateway": gateways.describe,
    "rds": databases.describe,
    "rds-cluster": databases.describe_cluster,
    "sqs": queues.describe,
    "dynamodb": tables.describe,
    "alb": balancers.describe,
    "target-group": balancers.describe_group,
    "asg": scaling.describe,
    "eks": clusters.describe,
}
_LIKELY = ("lambda", "ecs-service", "apigateway", "rds", "rds-cluster", "sqs", "dynamodb", "alb")
"""What a bare name is looked up as, in this order."""
_GROUPS = {"lambda": "/aws/lambda/{name}"}
"""The log group that a thing has where nothing else is known."""


def describe(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    """State, edges and events of a thing. A kind that nobody describes has none; a bare name is looked up first."""
    if thing.kind == UNKNOWN:
        _look_up(thing, ask, found, window)
        return
    one = _DESCRIBE.get(thing.kind)
    if one is None:
        return
    try:
        one(thing, ask, found, window)
    except Missing as error:
        raise absent(thing) from error


def default_groups(thing: Thing) -> list[str]:
    """Where a thing's log lines go unless it says otherwise."""
    return [_GROUPS[thing.kind].format(name=thing.name)] if thing.kind in _GROUPS else []


def _look_up(thing: Thing, ask: Ask, found: Findings, window: Window) -> None:
    for kind in _LIKELY:
        one, tried = Thing(kind, thing.name), Findings()
        try:
            _DESCRIBE[kind](one, ask, tried, window)
        except Missing:
            continue
        except OutOfBudget:
            raise
        except CommanderError as error:
            found.gap("state", thing.entity, error)
            continue
        found.take(tried)
        found.better_known = found.better_known or [one]
        return
    raise Missing(f"nothing that is named {thing.name} was found: no function, service, API, database, queue or table")
