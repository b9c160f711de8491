"""Reading a log group: by Logs Insights, else by FilterLogEvents; within limits that still show when errors began."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber

from commander.aws.clients import impatient
from commander.aws.collecting import logs
from commander.aws.collecting.findings import Findings, Window
from commander.aws.collecting.things import Thing
from tests.aws.asking import NOW, HandTime, ask, gaps, items

pytestmark = pytest.mark.usefixtures("account")

SHOP = Thing("lambda", "shop")
GROUP = "/aws/lambda/shop"
WINDOW = Window(NOW - timedelta(minutes=45), NOW + timedelta(seconds=1))


@pytest.fixture
def stub() -> Iterator[Stubber]:
    with Stubber(impatient("logs")) as stub:
        yield stub


def _row(at: datetime, message: str, stream: str = "s") -> list[dict[str, str]]:
    stamp = at.strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond // 1000:03d}"
    return [
        {"field": "@timestamp", "value": stamp},
        {"field": "@logStream", "value": stream},
        {"field": "@message", "value": message},
        {"field": "@ptr", "value": f"{at} {message}"},
    ]


def _answer(stub: Stubber, *rows: list[dict[str, str]], running: int = 0) -> None:
    stub.add_response("start_query", {"queryId": "q"})
    for _ in range(running):
        stub.add_response("get_query_results", {"status": "Running"}, {"queryId": "q"})
    stub.add_response("get_query_results", {"status": "Complete", "results": list(rows)}, {"queryId": "q"})


def _messages(found: Findings) -> list[str]:
    return [str(line["message"]) for line in items(found, "logs")]


def _look(found: Findings, clock: HandTime | None = None, **share: Any) -> None:
    logs.look(SHOP, [GROUP], logs.ERRORS_KEPT, ask(clock, **share), found, WINDOW)


def test_insights_is_asked_for_errors_and_for_others_until_it_is_done(stub: Stubber) -> None:
    clock, found = HandTime(), Findings()
    second = NOW - timedelta(seconds=1)
    _answer(stub, _row(NOW, "Traceback (most recent call last):"), _row(NOW, "KeyError: 'x'"), running=2)
    _answer(
        stub, _row(NOW, "KeyError: 'x'"), _row(second, "sold 3"), _row(second, "REPORT RequestId: a Duration: 3 ms")
    )
    _look(found, clock)
    assert _messages(found) == ["Traceback (most recent call last):", "KeyError: 'x'", "sold 3"]
    assert items(found, "logs")[0]["source"] == f"{GROUP} s"
    assert clock.waits == [0.05, 0.1]


def test_a_report_of_full_memory_or_of_a_timeout_is_no_platform_noise(stub: Stubber) -> None:
    found = Findings()
    full = "REPORT RequestId: a Duration: 3 ms Memory Size: 128 MB Max Memory Used: 128 MB"
    late = "REPORT RequestId: b Duration: 3000 ms Memory Size: 128 MB Max Memory Used: 50 MB Status: timeout"
    _answer(stub)
    _answer(stub, _row(NOW, full), _row(NOW, late), _row(NOW, "END RequestId: a"))
    _look(found)
    assert _messages(found) == [full, late]


def test_where_insights_is_refused_the_lines_are_read_by_filter(stub: Stubber) -> None:
    found = Findings()
    stub.add_client_error("start_query", "AccessDeniedException", "no")
    event = {"timestamp": int(NOW.timestamp() * 1000), "message": "Error: x", "logStreamName": "s", "eventId": "1"}
    asked = {"logGroupName": GROUP, "startTime": ANY, "endTime": ANY}
    for place in range(5):
        given = {"events": [event] if place == 0 else []}
        stub.add_response("filter_log_events", given, {**asked, "filterPattern": ANY})
    for _ in range(5):
        stub.add_response("filter_log_events", {"events": []}, asked)
    _look(found)
    assert _messages(found) == ["Error: x"]
    assert gaps(found) == []


def test_where_both_are_refused_the_simpler_permission_is_named(stub: Stubber) -> None:
    found = Findings()
    for operation in ("start_query", "filter_log_events"):
        stub.add_client_error(operation, "AccessDeniedException", "no")
    _look(found)
    assert [gap["permission"] for gap in items(found, "gaps")] == ["logs:FilterLogEvents"]


def test_a_query_that_fails_or_never_ends_is_read_by_filter_too(stub: Stubber) -> None:
    stub.add_response("start_query", {"queryId": "q"})
    stub.add_response("get_query_results", {"status": "Failed"})
    stub.add_client_error("filter_log_events", "ServiceUnavailableException", "no")
    found = Findings()
    _look(found)
    assert "ServiceUnavailable" in gaps(found)[0]


def test_a_query_that_takes_longer_than_the_share_is_stopped(stub: Stubber) -> None:
    found = Findings()
    stub.add_response("start_query", {"queryId": "q"})
    for _ in range(4):
        stub.add_response("get_query_results", {"status": "Running"})
    stub.add_response("stop_query", {"success": True}, {"queryId": "q"})
    with pytest.raises(Exception, match=r"ran out of its 0\.5 s"):
        _look(found, seconds=0.5)
    stub.assert_no_pending_responses()


def test_a_group_that_is_not_there_is_a_gap(stub: Stubber) -> None:
    found = Findings()
    stub.add_client_error("start_query", "ResourceNotFoundException", "no such group")
    _look(found)
    assert gaps(found) == [f"there is no log group {GROUP}"]


def test_many_lines_are_thinned_evenly_over_their_time() -> None:
    quiet = [(NOW + timedelta(seconds=step), "s", f"Error {step}") for step in range(0, 1800, 60)]
    storm = [(NOW + timedelta(seconds=1800, milliseconds=step), "s", f"Error! {step}") for step in range(3000)]
    kept = logs.thinned([*quiet, *storm], 200)
    assert len(kept) == 200
    assert kept == sorted(kept)
    assert [line for line in kept if line in quiet] == quiet
    assert logs.thinned(quiet, 200) == quiet


def test_a_group_with_too_many_errors_says_from_when_they_were_read(stub: Stubber, monkeypatch: Any) -> None:
    monkeypatch.setattr(logs, "_READ", 3)
    found = Findings()
    _answer(stub, *[_row(NOW - timedelta(seconds=step), f"Error {step}") for step in range(3)])
    _answer(stub)
    _look(found)
    assert gaps(found)[0].startswith(f"{GROUP} has more than 3 error lines: those before ")


def test_the_newest_errors_are_found_behind_many_lines_by_filter() -> None:
    service = boto3.client("logs")
    service.create_log_group(logGroupName=GROUP)
    service.create_log_stream(logGroupName=GROUP, logStreamName="2026/03/04/[2]abc")
    first = NOW - timedelta(minutes=40)
    said = [(first + timedelta(seconds=step), f"sold {step}") for step in range(2000)]
    said = sorted([*said, (NOW - timedelta(seconds=9), "[ERROR] KeyError: 'currency'")])
    for start in range(0, len(said), 500):
        service.put_log_events(
            logGroupName=GROUP,
            logStreamName="2026/03/04/[2]abc",
            logEvents=[
                {"timestamp": int(at.timestamp() * 1000), "message": text} for at, text in said[start : start + 500]
            ],
        )
    found = logs.by_filter(GROUP, WINDOW, False, 300, ask())
    assert "[ERROR] KeyError: 'currency'" in [message for _, _, message in found]
    assert found[0][1] == f"{GROUP} 2026/03/04/[2]abc"
    assert len(found) == 300
