"""Time and calls of a collection, and of each of its parts."""

import pytest

from commander.aws.collecting.asking import Ask, permission
from commander.aws.collecting.budget import OutOfBudget, Share
from tests.aws.asking import HandTime, budget


def test_calls_are_counted_over_all_parts() -> None:
    whole = budget(calls=3)
    one, other = Share(whole, 60, 10), Share(whole, 60, 10)
    one.spend()
    other.spend()
    one.spend()
    with pytest.raises(OutOfBudget, match="3 calls"):
        other.spend()
    assert whole.made == 3


def test_a_part_ends_with_its_own_time_and_says_so() -> None:
    clock = HandTime()
    share = Share(budget(60, clock=clock), 8, 10)
    share.spend()
    clock.now = 8
    with pytest.raises(OutOfBudget, match="ran out of its 8 s"):
        share.spend()


def test_a_part_ends_with_the_whole() -> None:
    clock = HandTime()
    share = Share(budget(5, clock=clock), 8, 10)
    clock.now = 5
    assert share.left == 0
    with pytest.raises(OutOfBudget, match="collection ran out of its 5 s"):
        share.spend()


def test_nobody_waits_for_longer_than_there_is() -> None:
    clock = HandTime()
    share = Share(budget(60, clock=clock), 2, 10)
    share.wait(1.5)
    with pytest.raises(OutOfBudget):
        share.wait(1.5)
    assert clock.waits == [1.5]


def test_tidying_up_may_still_call_once_the_part_is_over_and_its_failure_is_nobodys() -> None:
    clock = HandTime()
    share = Share(budget(60, clock=clock), 2, 1)
    share.spend()
    clock.now = 3

    def tidy() -> None:
        share.spend()
        raise OutOfBudget("again")

    share.abandon(tidy)
    assert share.left == 0


@pytest.mark.parametrize(
    ("service", "operation", "action"),
    [
        ("elbv2", "describe_target_health", "elasticloadbalancing:DescribeTargetHealth"),
        ("rds", "describe_db_instances", "rds:DescribeDBInstances"),
        ("apigatewayv2", "get_apis", "apigateway:GET"),
        ("application-signals", "list_services", "application-signals:ListServices"),
        ("pi", "describe_dimension_keys", "pi:DescribeDimensionKeys"),
    ],
)
def test_a_call_knows_the_iam_action_it_needs(service: str, operation: str, action: str) -> None:
    assert permission(service, operation) == action


def test_pages_end_where_there_are_none(account: None) -> None:
    share = Share(budget(), 60, 10)
    assert Ask(share).items("ecs", "list_clusters", "clusterArns", 3) == []
