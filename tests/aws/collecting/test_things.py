"""What names a thing, in alarms, ARNs, addresses and settings."""

import pytest

from commander.aws.collecting.things import Thing, distinct, named, of_arn, of_dimensions, of_settings


@pytest.mark.parametrize(
    ("entity", "known"),
    [
        ("lambda/cart", "lambda/cart"),
        ("ecs/cart", "ecs-service/cart"),
        ("ecs-service/shop/cart", "ecs-service/cart"),
        ("alb/app/front/50dc", "alb/front"),
        ("targetgroup/targetgroup/web/1a", "target-group/web"),
        ("db/orders", "rds/orders"),
    ],
)
def test_an_entity_is_understood_whatever_word_is_used_for_its_kind(entity: str, known: str) -> None:
    assert named(entity).entity == known


_HERE = "eu-west-1:111122223333"


@pytest.mark.parametrize(
    ("arn", "entity"),
    [
        (f"arn:aws:lambda:{_HERE}:function:cart:live", "lambda/cart"),
        (f"arn:aws:dynamodb:{_HERE}:table/prices/stream/2026", "dynamodb/prices"),
        (f"arn:aws:sqs:{_HERE}:orders", "sqs/orders"),
        (f"arn:aws:rds:{_HERE}:cluster:ledger", "rds-cluster/ledger"),
        (f"arn:aws:ecs:{_HERE}:service/shop/cart", "ecs-service/cart"),
        (f"arn:aws:elasticloadbalancing:{_HERE}:targetgroup/web/1a2b", "target-group/web"),
        (f"arn:aws:states:{_HERE}:stateMachine:pay", "stepfunctions/pay"),
        ("arn:aws:iam::111122223333:role/service-role/cart", "role/cart"),
    ],
)
def test_an_arn_names_a_thing(arn: str, entity: str) -> None:
    thing = of_arn(arn)
    assert thing is not None
    assert thing.entity == entity


@pytest.mark.parametrize("arn", ["", "orders", "arn:aws:s3:::bucket", f"arn:aws:sns:{_HERE}:topic"])
def test_what_nobody_looks_at_names_nothing(arn: str) -> None:
    assert of_arn(arn) is None


def test_settings_name_things_by_arn_by_address_and_by_the_variables_own_name() -> None:
    settings = {
        "PRICE_TABLE": "prices",
        "ORDERS_QUEUE_URL": "https://sqs.eu-west-1.amazonaws.com/111122223333/orders",
        "DB_HOST": "orders.abcdefghijkl.eu-west-1.rds.amazonaws.com",
        "DSN": "postgres://u:p@ledger.cluster-abcdefghijkl.eu-west-1.rds.amazonaws.com:5432/x",
        "CACHE": "sessions.abc123.0001.euw1.cache.amazonaws.com:6379",
        "BACKEND": "http://internal-front-1234567890.eu-west-1.elb.amazonaws.com/",
        "TARGET": f"arn:aws:lambda:{_HERE}:function:pricing",
        "GREETING": "hello",
        "TABLE_COUNT": "3",
    }
    assert {thing.entity for thing in of_settings(settings)} == {
        "dynamodb/prices",
        "sqs/orders",
        "rds/orders",
        "rds-cluster/ledger",
        "elasticache/sessions",
        "alb/front",
        "lambda/pricing",
    }


def test_dimensions_tell_where_a_thing_is_found() -> None:
    service = of_dimensions("AWS/ECS", {"ClusterName": "shop", "ServiceName": "cart"})
    assert service == Thing("ecs-service", "cart")
    assert service is not None
    assert service.hints == {"cluster": "shop"}
    assert of_dimensions("ContainerInsights", {"ClusterName": "k"}) == Thing("eks", "k")
    assert of_dimensions("Shop", {"Tenant": "7"}) is None


def test_a_thing_met_twice_is_one_that_is_better_known() -> None:
    (thing,) = distinct([Thing("ecs-service", "cart"), Thing("ecs-service", "cart", {"cluster": "shop"})])
    assert thing.hints == {"cluster": "shop"}
