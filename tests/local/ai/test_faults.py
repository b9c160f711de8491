"""Faults that the stand-in was told, as a client of AWS meets them."""

import threading
import urllib.request
from typing import Any
from urllib.error import HTTPError

import botocore.exceptions
import pytest
from botocore.exceptions import ClientError

from local.ai.server import TARGETS, Standin, serve
from local.ai.wire import Answer, Request, answered
from tests.local.ai.conftest import Control
from tests.local.ai.prompts import request


def refusal(bedrock: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as raised:
        bedrock.converse(**request())
    response = raised.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ({"mode": "throttle"}, ("ThrottlingException", 429)),
        ({"mode": "denied"}, ("AccessDeniedException", 403)),
        ({"mode": "error"}, ("ServiceUnavailableException", 503)),
        ({"mode": "error", "status": 500}, ("InternalServerException", 500)),
    ],
)
def test_a_service_fails_as_told(
    bedrock: Any, control: Control, setting: dict[str, Any], expected: tuple[str, int]
) -> None:
    control("PUT", "nova_lite", **setting)
    assert refusal(bedrock) == expected


def test_a_fault_with_a_count_is_over_after_so_many_answers(bedrock: Any, control: Control) -> None:
    control("PUT", "nova_lite", mode="throttle", remaining=2)
    assert refusal(bedrock)[1] == 429
    assert control("GET", "nova_lite")["faults"] == [{"mode": "throttle", "remaining": 1}]
    assert refusal(bedrock)[1] == 429
    assert bedrock.converse(**request())["stopReason"] == "tool_use"


def test_a_fault_of_one_model_leaves_the_others_alone(bedrock: Any, control: Control) -> None:
    control("PUT", "nova_micro", mode="throttle")
    assert bedrock.converse(**request())["stopReason"] == "tool_use"


def test_a_fault_of_all_services_meets_each(bedrock: Any, control: Control) -> None:
    control("PUT", "*", mode="denied")
    assert refusal(bedrock)[1] == 403


def test_faults_are_taken_back(bedrock: Any, control: Control) -> None:
    control("PUT", "nova_lite", mode="throttle")
    assert control("DELETE", "nova_lite")["faults"] == []
    assert bedrock.converse(**request())["stopReason"] == "tool_use"


def test_a_malformed_answer_is_200_and_says_nothing(bedrock: Any, control: Control) -> None:
    # The client swallows what is no JSON: the caller gets an answer without its required parts.
    control("PUT", "nova_lite", mode="malformed")
    answer = bedrock.converse(**request())
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert "output" not in answer


def test_a_client_that_waits_too_briefly_times_out(bedrock: Any, control: Control) -> None:
    control("PUT", "nova_lite", mode="timeout")
    with pytest.raises(botocore.exceptions.ReadTimeoutError):
        bedrock.converse(**request())


def test_closing_the_server_lets_go_of_a_held_answer(standin: Standin, bedrock: Any, control: Control) -> None:
    control("PUT", "nova_lite", mode="timeout")
    raised: list[BaseException] = []

    def ask() -> None:
        try:
            bedrock.converse(**request())
        except botocore.exceptions.BotoCoreError as error:
            raised.append(error)

    client = threading.Thread(target=ask)
    client.start()
    standin.close()
    client.join()
    assert len(raised) == 1


def test_a_slow_answer_is_a_good_one(bedrock: Any, control: Control) -> None:
    control("PUT", "nova_lite", mode="slow", milliseconds=1)
    assert bedrock.converse(**request())["stopReason"] == "tool_use"


def test_a_failure_and_a_temper_hold_side_by_side(control: Control) -> None:
    control("PUT", "nova_lite", mode="hostile")
    shown = control("PUT", "nova_lite", mode="throttle", remaining=1)["faults"]
    assert [one["mode"] for one in shown] == ["throttle", "hostile"]


@pytest.mark.parametrize(
    ("service", "setting", "status"),
    [
        ("nova_lite", {"mode": "explode"}, 400),
        ("nova_lite", {"mode": "throttle", "remaining": 0}, 400),
        ("nova_lite", {"mode": "slow", "milliseconds": -1}, 400),
        ("nova_lite", {"mode": "error", "status": 418}, 400),
        ("nova_extra", {"mode": "throttle"}, 404),
    ],
)
def test_a_setting_that_is_none_is_refused(
    control: Control, service: str, setting: dict[str, Any], status: int
) -> None:
    with pytest.raises(HTTPError) as raised:
        control("PUT", service, **setting)
    assert raised.value.code == status
    raised.value.close()


def test_health_is_told(standin: Standin) -> None:
    with urllib.request.urlopen(f"{standin.url}/_stand-in/health", timeout=2) as answer:
        assert answer.headers["x-stand-in"] == "local stand-in"


def test_a_path_that_nothing_answers_is_no_operation(standin: Standin) -> None:
    with pytest.raises(HTTPError) as raised:
        urllib.request.urlopen(f"{standin.url}/model/x/invoke-elsewhere", timeout=2)
    assert raised.value.code == 404
    assert raised.value.headers["x-amzn-errortype"] == "UnknownOperationException"
    raised.value.close()


def test_a_body_over_the_limit_is_refused_and_told_so(bedrock: Any) -> None:
    with pytest.raises(ClientError) as raised:
        bedrock.converse(**request(text="x" * 300_000))
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 413


def test_a_big_body_under_the_limit_is_read_whole(bedrock: Any) -> None:
    assert bedrock.converse(**request(text="x" * 150_000))["usage"]["inputTokens"] > 37_500


def test_a_mistake_of_a_handler_is_logged_and_looks_like_one_of_the_service(caplog: pytest.LogCaptureFixture) -> None:
    def broken(_request: Request) -> Answer:
        raise KeyError("left out")

    server = serve(0, routes=(("GET", "/broken", "comprehend", broken), ("GET", "/well", "comprehend", _well)))
    try:
        with pytest.raises(HTTPError) as raised:
            urllib.request.urlopen(f"{server.url}/broken", timeout=2)
        assert raised.value.headers["x-amzn-errortype"] == "InternalServerException"
        raised.value.close()
        with urllib.request.urlopen(f"{server.url}/well", timeout=2) as answer:
            assert answer.status == 200
    finally:
        server.close()
    assert "no answer to GET /broken" in caplog.text


def _well(_request: Request) -> Answer:
    return answered({})


def test_a_service_of_the_json_protocol_is_found_by_its_target(
    standin: Standin, control: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TARGETS, "Comprehend_20171127.DetectSentiment", _well)
    asked = urllib.request.Request(
        standin.url, data=b"{}", headers={"x-amz-target": "Comprehend_20171127.DetectSentiment"}
    )
    with urllib.request.urlopen(asked, timeout=2) as answer:
        assert answer.status == 200
    control("PUT", "comprehend", mode="throttle")
    with pytest.raises(HTTPError) as raised:
        urllib.request.urlopen(asked, timeout=2)
    assert raised.value.code == 429
    raised.value.close()


def test_a_server_that_is_closed_twice_has_given_its_port_back() -> None:
    server = serve(0)
    server.close()
    server.close()
    serve(server.port).close()
