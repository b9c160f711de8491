"""The parts that an incident's cost is reckoned by: states entered, DynamoDB's units, prices; and the drift check."""

from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from scripts.costs import command, document, reckoning
from scripts.costs.counting import counted
from scripts.costs.items import reading, size, writing
from scripts.costs.machines import FIRST, TaskFailed, Walk
from scripts.costs.prices import prices, shown, total

OPEN = {"incident_id": "i", "open": True, "verdict": "confirmed", "plan": True, "decision": "expired"}
VALUES = {"ApprovalTimeoutSeconds": 900, "VerificationWaitSeconds": 60}


def walked(decision: str | None = None, broken: str | None = None, **outcomes: list[str]) -> tuple[Walk, list[str]]:
    invoked: list[str] = []
    remediation = {step: iter(said) for step, said in outcomes.items()}

    def invoke(name: str, event: dict[str, Any]) -> Any:
        invoked.append(event.get("step", name))
        if name == broken:
            raise TaskFailed("Unhandled", "broken")
        return {**OPEN, "outcome": next(remediation[event["step"]])} if "step" in event else OPEN

    waits: list[float] = []
    answer = None if decision is None else {"decision": decision, "action_id": "act-1"}
    walk = Walk(invoke, lambda token: answer, waits.append, VALUES)
    walk.run(FIRST, {"incident_id": "i"})
    return walk, invoked


def test_every_state_that_is_entered_is_a_transition() -> None:
    walk, invoked = walked("approved", prepare=["ready"], execute=["executed"], verify=["waiting", "recovered"])
    assert invoked[-5:] == ["prepare", "execute", "verify", "verify", "communication"]
    assert walk.entered["Wait for fresh datapoints"] == 2
    assert walk.entered["Done"] == 2
    assert walk.entered.total() == 12 + 11


def test_a_task_is_tried_as_often_as_its_definition_says_and_then_caught() -> None:
    walk, invoked = walked(broken="diagnosis")
    assert invoked == ["detection", "diagnosis", "diagnosis", "diagnosis", "sweeper", "communication"]
    assert walk.entered["Diagnose the cause"] == 3


def test_nobody_who_decides_is_noted_by_another_call() -> None:
    _, invoked = walked()
    assert invoked[-3:] == ["approvals", "approvals", "communication"]


@pytest.mark.parametrize(
    ("item", "bytes_"),
    [
        ({"pk": {"S": "é"}}, 4),
        ({"n": {"N": "-12.50"}}, 5),
        ({"on": {"BOOL": True}}, 3),
    ],
)
def test_an_item_is_as_large_as_its_names_and_values(item: Any, bytes_: int) -> None:
    assert size(item) == bytes_


def test_units_are_begun_kilobytes_and_a_read_counts_its_items_together() -> None:
    item = {"a": {"S": "x" * 1024}}
    assert writing(item) == 2
    assert reading([item] * 4) == 2
    assert (reading([]), writing({})) == (1, 1)


def test_calls_are_counted_by_what_they_are_billed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "y")
    counts: Counter[str] = Counter()
    with mock_aws():
        dynamodb = boto3.client("dynamodb", "us-east-1")
        dynamodb.create_table(
            TableName="t",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        item = {"pk": {"S": "one"}, "text": {"S": "x" * 1500}}
        with counted(counts):
            dynamodb.put_item(TableName="t", Item=item)
            dynamodb.transact_write_items(TransactItems=[{"Put": {"TableName": "t", "Item": item}}])
            dynamodb.get_item(TableName="t", Key={"pk": {"S": "one"}}, ConsistentRead=True)
        dynamodb.get_item(TableName="t", Key={"pk": {"S": "one"}})
    assert counts == {"dynamodb_write": 2 + 2 * 2, "dynamodb_read": 1}


def test_money_is_exact_and_what_has_no_price_is_an_error() -> None:
    file = prices()
    assert total(file, {"dynamodb_write": Decimal(8), "state_transition": Decimal(40)}) == Decimal("0.001005")
    assert shown(Decimal("0.0000005")) == "0.000001"
    with pytest.raises(KeyError):
        total(file, {"carrier_pigeon": Decimal(1)})


def test_a_document_that_has_drifted_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "costs.md"
    monkeypatch.setattr(command, "DOCUMENT", path)
    monkeypatch.setattr(reckoning, "reckon", lambda say: None)
    monkeypatch.setattr(document, "written", lambda found: "an incident costs 2\n")
    assert command.main(["--write"]) == 0
    assert command.main(["--check"]) == 0
    path.write_text("an incident costs 1\n", encoding="utf-8")
    assert command.main(["--check"]) == 1
    said = capsys.readouterr().out
    assert "-an incident costs 1" in said
    assert "+an incident costs 2" in said
