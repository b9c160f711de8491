"""The deployed collectors, under the deployed role, on things of many kinds that are really there."""

import pytest

from commander.contract.evidence import Bundle
from tests.e2e.things import SUBJECTS

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("gamedays")]


def test_everything_that_the_incident_names_is_described_in_the_form_of_its_kind(collected: Bundle) -> None:
    kinds = {state.entity: state.kind for state in collected.state}
    named = {"sqs_queue", "load_balancer", "api_stage", "rds_cluster", "asg", "eks_cluster"}
    assert {kinds[entity] for entity in SUBJECTS} == named
    assert collected.incident.resource == SUBJECTS[0]


def test_what_lies_next_is_found_and_described(collected: Bundle) -> None:
    edges = {(edge.from_, edge.to) for edge in collected.topology}
    assert edges >= {
        ("sqs/parcels", "sqs/parcels-dead"),
        ("lambda/ship", "sqs/parcels"),
        ("lambda/ship", "dynamodb/tracking"),
        ("lambda/ship", "rds/rates"),
        ("apigateway/shipping", "lambda/ship"),
        ("alb/front", "target-group/quotes"),
        ("target-group/quotes", "ecs-service/quotes"),
        ("eks/yard", "nodegroup/cranes"),
    }
    found = {(state.entity, state.kind) for state in collected.state}
    assert found >= {
        ("lambda/ship", "lambda_function"),
        ("dynamodb/tracking", "dynamodb_table"),
        ("rds/rates", "rds_instance"),
        ("target-group/quotes", "target_group"),
        ("ecs-service/quotes", "ecs_service"),
    }


def test_changes_of_what_was_found_are_told(collected: Bundle) -> None:
    assert ("lambda/ship", "CreateFunction") in {(change.entity, change.action) for change in collected.changes}


def test_nothing_was_refused_and_what_is_not_known_is_a_gap(collected: Bundle) -> None:
    gaps = collected.gaps or []
    assert [gap for gap in gaps if gap.permission] == []
    said = " ".join(gap.reason for gap in gaps)
    assert "Performance Insights is not enabled" in said
    assert "Kubernetes events are not read" in said
