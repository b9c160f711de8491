"""What an all-clear needs: witnesses that were seen until now, and an account of the alarm; and what keeps it open."""

import copy
from typing import Any

import pytest

from commander.contract.evidence import Bundle
from commander.evidence.engine import investigate
from commander.evidence.mechanisms.allclear.accounts import accounts
from commander.evidence.mechanisms.allclear.complaint import complaint
from commander.evidence.reading import read
from commander.evidence.roles import Role
from scenarios.cases import aws_calm, aws_calm_looking, kubernetes_calm, kubernetes_calm_looking
from scenarios.cases.building import Scenario
from scenarios.mutations import SECTIONS

CALM = (*kubernetes_calm.CASES, *aws_calm.CASES)
LOOKING = (*kubernetes_calm_looking.CASES, *aws_calm_looking.CASES)


def verdict(document: dict[str, Any]) -> str:
    """The verdict on a document."""
    return investigate(Bundle.model_validate(document)).verdict


def changed(case: Any, **sections: Any) -> dict[str, Any]:
    """A case's bundle with other sections."""
    document, _ = case()
    return {**copy.deepcopy(document), **sections}


@pytest.mark.parametrize("case", CALM, ids=lambda one: one.__name__)
def test_what_works_is_called_healthy_however_loud_it_was(case: Any) -> None:
    scenario: Scenario = case()
    assert verdict(scenario[0]) == "healthy"


@pytest.mark.parametrize("case", LOOKING, ids=lambda one: one.__name__)
def test_what_only_looks_calm_is_not_called_healthy(case: Any) -> None:
    scenario: Scenario = case()
    assert verdict(scenario[0]) != "healthy"


@pytest.mark.parametrize("section", ["metrics", "logs", "events", "changes", "topology", "alerts"])
@pytest.mark.parametrize("case", LOOKING, ids=lambda one: one.__name__)
def test_what_only_looks_calm_is_not_called_healthy_for_want_of_a_section(case: Any, section: str) -> None:
    assert verdict(changed(case, **{section: []})) != "healthy"


def test_series_that_end_before_the_trouble_was_reported_are_no_witnesses() -> None:
    document = changed(aws_calm.rejected_as_every_day)
    assert verdict(document) == "healthy"
    for metric in document["metrics"]:
        metric["points"] = metric["points"][:55]  # the alarm is of the 60th
    assert verdict(document) != "healthy"


def test_an_alarm_that_is_meant_to_fire_says_nothing_about_a_second_thing_that_is_broken() -> None:
    assert verdict(changed(kubernetes_calm_looking.exercise_and_a_crash, logs=[])) != "healthy"


def test_another_service_that_suffers_keeps_the_all_clear_open() -> None:
    assert verdict(changed(aws_calm_looking.job_over_and_locks_left, state=[])) != "healthy"


def test_what_could_not_be_looked_at_is_not_fine() -> None:
    document = changed(kubernetes_calm.one_of_five_locations)
    document["gaps"] = [{"id": "g1", "section": "state", "reason": "pods cannot be listed"}]
    assert verdict(document) != "healthy"


def test_kinds_of_health_support_each_other() -> None:
    found = investigate(Bundle.model_validate(changed(kubernetes_calm.load_test_that_ended)))
    assert sum(one.cause.startswith("healthy.") for one in found.hypotheses) == 1


def test_a_later_run_that_went_well_accounts_for_a_job_that_failed() -> None:
    case = read(Bundle.model_validate(changed(kubernetes_calm.job_that_failed_two_nights_ago)))
    assert case.reading(accounts)[0].cause == "healthy.recovered"
    case = read(Bundle.model_validate(changed(kubernetes_calm_looking.job_that_fails_every_night_now)))
    assert not case.reading(accounts)


def test_a_thing_that_others_still_call_was_not_removed_in_peace() -> None:
    document = changed(kubernetes_calm.target_that_was_removed)
    assert verdict(document) == "healthy"
    document["topology"].append(
        {"id": "t99", "from": "service/dispatch-api", "to": "deployment/routes-v1", "kind": "calls"}
    )
    assert verdict(document) != "healthy"


@pytest.mark.parametrize(
    ("title", "roles", "state"),
    [
        ("checkout p99 > 2 s", {Role.LATENCY}, False),
        ("orders 5xx", {Role.FAILURES, Role.SUCCESS}, False),
        ("KubePodNotReady", set(), True),
        ("KubeJobFailed", {Role.FAILURES, Role.SUCCESS}, True),
        ("reminders: job error ratio > 20%", {Role.FAILURES, Role.SUCCESS}, False),
        ("Incident", set(), False),
    ],
)
def test_an_incident_says_which_kind_of_series_would_show_it(title: str, roles: set[Role], state: bool) -> None:
    incident = {"title": title, "severity": "high", "source": "prometheus"}
    sections: dict[str, Any] = {name: [] for name in SECTIONS}
    document = {"schema": "evidence-bundle/1", "case_id": "said", "incident": incident, **sections}
    case = read(Bundle.model_validate(document))
    said = case.reading(complaint)
    assert (set(said.roles), said.state, said.unsaid) == (roles, state, title == "Incident")
