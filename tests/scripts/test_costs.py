"""The table of what was spent, from timelines and from the metering table."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from commander.contract.services import ServiceCall
from commander.domain.spending import spending
from scripts.costs.command import main
from scripts.costs.spent import calls_of, lines, money, table
from tests.domain.test_services import call

CALLS = [
    call(call_id="c1", model="nova_micro", input_tokens=100, cost_usd=0.0000035),
    call(call_id="c2", model="nova_micro", outcome="throttled", latency_ms=7.0),
    call(call_id="c3", service="bedrock_claude", purpose="reason", model="claude_haiku", cost_usd=0.012),
]


def timeline(calls: list[ServiceCall]) -> dict[str, object]:
    events = [{"type": "service.called", "call": one.model_dump(mode="json")} for one in calls]
    return {"events": [{"type": "agent.started"}, *events]}


def written(folder: Path, name: str, document: object) -> str:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


def test_each_task_and_model_has_a_row_and_the_total_is_theirs() -> None:
    rows = table(spending(CALLS)).splitlines()
    assert len(rows) == 5
    assert rows[2].split(" | ")[:5] == ["| classify", "nova_micro", "2", "50%", "120"]
    assert rows[3].split(" | ")[:3] == ["| reason", "claude_haiku", "1"]
    assert "0.0120035" in rows[4]


def test_lines_keep_money_exact() -> None:
    first = json.loads(lines(spending(CALLS))[0])
    assert (first["cost_usd"], first["model"], first["succeeded"]) == ("0.0000035", "nova_micro", 1)


@pytest.mark.parametrize(
    ("usd", "text"),
    [("0", "0.00"), ("0.000000001", "0.000000001"), ("1.5", "1.50"), ("20", "20.00"), ("0.250", "0.25")],
)
def test_money_shows_all_its_digits(usd: str, text: str) -> None:
    assert money(Decimal(usd)) == text


def test_a_call_that_is_in_two_documents_is_counted_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [
        written(tmp_path, "a.json", timeline(CALLS)),
        written(tmp_path, "b.json", {"timeline": timeline(CALLS[:1])}),
        written(tmp_path, "c.json", timeline([])),
    ]
    assert main([*files, "--json"]) == 0
    said = capsys.readouterr()
    assert [json.loads(line)["calls"] for line in said.out.splitlines()] == [2, 1]
    assert "c.json: no AI service was called" in said.err


def test_what_is_no_timeline_is_refused() -> None:
    with pytest.raises(ValueError, match="no events"):
        calls_of({"bundle": 1})
    with pytest.raises(SystemExit):
        main([])
